//! What fails when something fails.
//!
//! In:  the components of a plan.
//! Out: [`Network`], the same as flat arrays: for each node, what binds it and
//!      what it requires; and [`propagate`], which gives the least fixpoint of a
//!      set of faults with the cause of every change.
//!
//! Levels are ordered, every gate is monotone, so the fixpoint exists, is unique
//! and is reached by raising levels until nothing changes, cycles included.

mod gate;
mod network;
mod propagate;

pub use gate::Gate;
pub use network::{Input, Network, Node};
pub use propagate::{Cause, Outcome, Sweep, propagate};
