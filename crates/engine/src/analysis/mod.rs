//! What a plan's structure means, computed once and handed to rules and pages.
//!
//! In:  a plan, and the network and graph made of it.
//! Out: [`Analysis`]: the parts below, each its own file that knows no other.
//!
//! `blast` says what a set of faults takes down, which fallbacks held, and what of it
//! nobody knows, `hold_over` from when on a lasting loss is felt; `single_faults` does so
//! for every component alone, counted and ranked, and finds the requirements that one
//! fault takes whole; `sole_alternatives` says what a requirement hangs on; `floor` asks what still works when all AI is gone; `cycles`
//! finds who needs itself with nothing that stands in, and fallbacks that lead back,
//! `group_cycles` members of groups that hold each other alone;
//! `evidence` says what exercises prove on a day and when the next is due, `tested`
//! which fallbacks were tried, `ladder` how much stands behind each; `gaps` finds the minimal sets of faults that take a
//! component down, and how likely that is; `load` whether what is asked for can be
//! carried, at rest and with one lost; `rest` is what is worse than up with nothing failing, and why; `runs` lets the scenarios run and says which
//! targets break; `recovery` finds the order to bring things back after a loss, and
//! what cannot start from nothing; `cure` finds the switches, repairs, calls and
//! messages that are lost with what they are for.

mod blast;
mod bundle;
mod cure;
mod cycles;
mod evidence;
mod floor;
mod gaps;
mod group_cycles;
mod hold_over;
mod ladder;
mod load;
mod recovery;
mod rest;
mod runs;
mod single_faults;
mod sole_alternatives;
mod tested;

use blast::blast;
pub use blast::{Affected, Blast, FallbackLevel, Near, SwitchNeed, SwitchOutcome};
pub use bundle::Analysis;
pub use cure::{Cure, LostCure, LostCures, LostNeed};
pub use cycles::{Cycles, FallbackCycle};
pub use evidence::{ExerciseEvidence, Exercised, LastExercise, next_review};
pub use floor::Floor;
pub use gaps::{
    AlternativeFailure, Completeness, ComponentPoints, Concentration, CriticalPairs, Explainer,
    Explanation, ExplanationStep, FailedAlternative, Gaps, Importance, Limits, MaxOrder,
    ProbabilityBounds, Question, Search, SharedCutSets, SinglePoints, TopEventProbability, Via,
    gaps,
};
pub use group_cycles::GroupCycle;
pub use ladder::{RungCounts, Standing};
pub use load::{Carried, LoadCaller, Overload, SpareCapacity, network_at_rest, why_at_rest};
pub use recovery::{
    CycleBreaker, LostCopies, Recovery, RecoveryCycle, RecoveryTime, RepairWork, Returned,
};
pub use rest::RestState;
pub use runs::{Hop, HopEnd, Overloaded, Run, RunCause, Runs, TargetBreach};
pub use single_faults::{
    CarriedTiers, FaultTable, LostRequirement, SingleFault, lost_requirements,
};
pub use sole_alternatives::Hangs;
pub use tested::{FailedExercise, FallbackId, Switchovers, Tested};
