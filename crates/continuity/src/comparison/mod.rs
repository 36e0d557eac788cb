//! Two states of a plan, side by side.
//!
//! In:  two [`PlanSide`]s: an analysis, the findings, the day to judge by.
//! Out: [`PlanDiff`]: gaps opened and closed, losses that take more or less with them,
//!      targets newly missed, met or unknown, spare capacity and evidence lost, findings
//!      that came and went, and those that are gone since less is asked.
//!
//! Components are the same where their ids are: a new name is a new component. A gap is
//! open where no part of it was one before, so that a pair of which one alone suffices
//! now is opened, and the pair is not closed.

mod compare;
mod demands;
mod findings;
mod gaps;
mod losses;
mod targets;

pub use compare::{EvidenceChange, PlanDiff, PlanSide, SpareChange};
pub use demands::{DemandChange, as_asked_before, lowered_demands};
pub use findings::FindingChange;
pub use gaps::{GapChange, GapsCompared};
pub use losses::{LossChange, LossSize};
pub use targets::{TargetChange, TargetJudge};
