//! What each component's loss alone does, and which requirements it takes with
//! all their alternatives.
//!
//! In:  a plan, its network, and the network laid out for all faults at once.
//! Out: [`SingleFaults`].
//!
//! `watched` finds for each requirement with an alternative the faults that take
//! it whole, from the rows of all faults; `nearest` follows those few by
//! themselves, for their distances and the chains of the nearest.

mod find;
mod nearest;
#[cfg(test)]
mod tests;
mod watched;

pub use find::{LostRequirement, Radius, SingleFaults};
