//! A plan against a scenario, over time.
//!
//! In:  a plan on a day, made into a [`SimulationModel`] once; a [`ScenarioScript`]: who
//!      fails when, for how long, with which symptom, and where demand surges.
//! Out: [`Timeline`]: every change of level beyond how things are at rest, the capacity
//!      left, and [`Note`]s that say who lost what, which switch was made and why one was
//!      not; [`Summary`] holds one component's against its targets, [`Verdict`] and
//!      [`Survival`] put that in a word.
//!
//! Levels are step functions over whole seconds, intervals open at their end. Each
//! scenario is run with every undeclared time as zero and, where there is one, as if it
//! never ended. `run` is the order of work of one second: `returning`, `recovering` and
//! `stopping` let come back, `forcing` and `striking` let fall, `switching` makes the
//! switches that take no time, `noticing` begins the others. `levels`, `cycles` and `met`
//! say what follows from what, `exchange` finds states that come again, `rest` what is so
//! before anything happens.
//! `docs/time.md` says it in words.

mod copying;
mod cycles;
mod data_loss;
mod ending;
mod exchange;
mod forcing;
mod levels;
mod library;
mod load_cluster;
mod met;
mod model;
mod note;
mod noticing;
mod outcome;
mod overloading;
mod recovering;
mod replays;
mod rest;
mod returning;
mod run;
mod scenario;
mod soonest;
mod state;
mod steady_state;
mod stopping;
mod striking;
mod summary;
mod switching;
mod symptoms;
mod timeline;
mod verdict;

pub use data_loss::DataLoss;
pub use load_cluster::LoadCluster;
pub use model::{BlindFallback, SimulationModel};
pub use note::{Note, TimelineEvent};
pub use outcome::{ComponentOutcome, Survival, survival, survived};
pub use overloading::{Caller, Overload};
pub use replays::{Replay, ReplayTally, Replays};
pub use run::{Runner, simulate};
pub use scenario::{DemandSurge, InjectedFault, RepairCounted, ScenarioScript};
pub use steady_state::{ServedRequirement, SteadyLevels, SteadyState};
pub use summary::{Summary, shown};
pub use symptoms::Symptoms;
pub use timeline::{Interval, MissedRuns, Timeline};
pub use verdict::Verdict;
