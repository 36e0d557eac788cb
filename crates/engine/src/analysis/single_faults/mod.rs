//! What each component's loss alone does, and which requirements it takes with
//! all their alternatives.
//!
//! In:  a plan, its network, and the event graph, which follows all faults at once.
//! Out: [`FaultTable`]: how many others each takes, and the ranking by that;
//!      [`CarriedTiers`]: how critical each is by what stands on it;
//!      [`LostRequirement`]s.
//!
//! `watched` finds for each requirement with an alternative the faults that take
//! it whole, from the events of all faults; `nearest` follows those few by
//! themselves, for their distances and the chains of the nearest.

mod carried_tiers;
mod lost_requirements;
mod nearest;
mod table;
#[cfg(test)]
mod tests;
mod watched;

pub use carried_tiers::CarriedTiers;
pub use lost_requirements::{LostRequirement, lost_requirements};
pub use table::{FaultTable, SingleFault};
