//! What fails when something fails.
//!
//! In:  the components of a plan.
//! Out: [`Network`], the same as flat arrays: for each node, what binds it and
//!      what it requires; [`propagate`], which gives the least fixpoint of a set
//!      of faults with the cause of every change; and [`Events`], the same
//!      network as Boolean events for what asks about many faults at once.
//!
//! Levels are ordered, every gate is monotone, so the fixpoint exists, is unique
//! and is reached by raising levels until nothing changes, cycles included.

mod events;
mod gate;
mod network;
mod propagate;
#[cfg(test)]
mod sample;

pub use events::{Events, Vote};
pub use gate::Gate;
pub use network::{Input, Network, Node};
pub use propagate::{Cause, Outcome, Sweep, propagate};
