//! Shared fate of the cure: what a fault calls for and makes impossible.
//!
//! In:  a plan, its network, and the event graph, which follows all faults at once.
//! Out: [`LostCures`]: for every single fault the switches, steps, restores, starts,
//!      calls, messages and detections that are meant for it and need what it takes, by
//!      what they are ([`Cure`]), with the chains that say why.
//!
//! `switches`, `detections`, `repairs`, `starts`, `calls` and `messages` each ask one question;
//! `faults` finds the faults worth asking about, `what_if` follows one of them, with
//! what stays down until the cure is done held down beside it.

mod calls;
mod detections;
mod faults;
mod lost_cures;
mod messages;
mod repairs;
mod starts;
mod switches;
#[cfg(test)]
mod tests;
mod what_if;

pub use lost_cures::{Cure, LostCure, LostCures, LostNeed};
