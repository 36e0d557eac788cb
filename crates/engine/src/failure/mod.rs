//! What fails when something fails.
//!
//! In:  the components of a plan.
//! Out: [`Network`], the same as flat arrays: for each node, what binds it and
//!      what it requires; [`propagate`], which gives the least fixpoint of a set
//!      of faults with the cause of every change; and [`Events`], the same
//!      network as Boolean events for what asks about many faults at once;
//!      `bulk`, every component as a lone fault, all at once; minimal cut sets
//!      of one and two faults, and a [`Cone`] for more.
//!
//! Levels are ordered, every gate is monotone, so the fixpoint exists, is unique
//! and is reached by raising levels until nothing changes, cycles included.

pub mod bulk;
mod cone;
mod events;
mod gate;
mod input;
mod lists;
mod network;
mod new_node;
mod node;
mod propagate;
#[cfg(test)]
mod sample;
mod small_sets;

pub use bulk::Layout;
pub use cone::Cone;
pub use events::{Events, Vote};
pub use gate::Gate;
pub use input::Input;
pub use network::Network;
pub use new_node::{NewGate, NewNode};
pub use node::Node;
pub use propagate::{Cause, Outcome, Sweep, propagate};
pub use small_sets::{Budget, Rectangle, SmallSets, single_points, small_sets};
