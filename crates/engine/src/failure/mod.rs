//! What fails when something fails.
//!
//! In:  the components of a plan.
//! Out: [`Network`], the same as flat arrays: for each node, what binds it and
//!      what it requires; [`propagate`], which gives the least fixpoint of a set
//!      of faults with the cause of every change; and [`EventGraph`], the same
//!      network as Boolean events, condensed, for what asks about many faults at
//!      once: `batch`, every component as a lone fault; [`small_cut_sets`],
//!      minimal cut sets of orders 1 and 2; a [`FaultTree`] for larger ones.
//!
//! `events` writes a network down as Boolean events, `condensation` makes one node
//! of those that always happen together, `vote_graph` is the form they take,
//! `fault_sweep` follows hundreds of faults through it side by side, `full_sweep`
//! those that reach most of it (`fault_mask`, `sparse_masks`); `csr` and `bit_set` hold lists and sets of numbers.
//!
//! Levels are ordered, every gate is monotone, so the fixpoint exists, is unique
//! and is reached by raising levels until nothing changes, cycles included. A fallback
//! that leads back to whom it serves is no second way; `unrolled` writes such networks out
//! so that the same fixpoint says so.

mod alternative;
pub mod batch;
mod bit_set;
mod condensation;
pub(crate) mod csr;
mod cut_sets;
mod event_graph;
mod events;
mod fault_mask;
mod fault_sweep;
mod fault_tree;
mod full_sweep;
mod gate;
mod network;
mod node;
mod node_input;
mod node_spec;
mod propagate;
#[cfg(test)]
mod sample;
mod sparse_masks;
mod unrolled;
mod vote_graph;

pub use alternative::{Alternative, Alternatives};
pub use cut_sets::{Biclique, SmallCutSets, USUAL_BUDGET, small_cut_sets};
pub use event_graph::EventGraph;
pub use fault_mask::{FaultMask, at_least};
pub use fault_tree::FaultTree;
pub use gate::Gate;
pub use network::Network;
pub use node::Node;
pub use node_input::{NodeInput, SwitchInput};
pub use node_spec::{AlternativeSpec, GateSpec, NodeSpec, Shortfall};
pub(crate) use node_spec::{best_given, callers, switch_needs};
pub use propagate::{LevelCause, Propagation, Propagator, propagate};
pub use vote_graph::Vote;
