//! The minimal cut sets of components for programs.
//!
//! In:  the sets that were found, and who explains single points.
//! Out: [`GapsOutput`], made one component at a time by [`GapsMaker`]; with
//!      [`ProbabilityEntry`] where chances were asked for.

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
