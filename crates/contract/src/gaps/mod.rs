//! What `gaps --format json` prints: the types, how one component's answer is made of its
//! cut sets, and the chances with it.

mod maker;
mod output;
mod probability;

pub use maker::GapsMaker;
pub use output::{
    AllOrders, AtRestEntry, BicliqueEntry, ComponentGaps, CutSetCount, ExplainedSinglePoint,
    GapsHead, GapsOutput, GapsTail, HeldCutSet, ListedCutSets, LostAlternative, OrderLimit,
    RequirementPlace,
};
pub use probability::{ImportanceEntry, ProbabilityEntry};
