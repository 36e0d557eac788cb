//! A plan against a scenario, over time.
//!
//! In:  a plan, made into a [`SimulationModel`] once; a [`ScenarioScript`]: who fails
//!      when, for how long, with which symptom, and where demand surges.
//! Out: [`Timeline`]: every change of level, the capacity left, and [`Note`]s that
//!      say who lost what, which switch was made and why one was not; [`Summary`]
//!      holds one component's against its targets, [`ComponentOutcome`] puts that in a
//!      word.
//!
//! Levels are step functions over whole seconds, intervals open at their end.
//! Within one second what comes back counts before what falls, then switches are
//! made, until nothing changes. What is up stays up unless something takes it
//! down; what is down comes back only when all it needs is back, so that members
//! of a hard cycle that fell together stay down. `run` is the order of work of
//! one second, `levels` what follows from what, `switching` the fallbacks, `load`
//! the shares, `symptom_propagation` who sees which
//! symptom. `library` lays recorded outages and
//! ready scenarios on a plan, [`Replays`] runs all that can be replayed; `docs/time.md` says it in
//! words.

mod levels;
mod library;
mod load;
mod model;
mod outcome;
mod replays;
mod run;
mod scenario;
mod state;
mod summary;
mod switching;
mod symptom_propagation;
mod symptoms;
mod timeline;

pub use model::SimulationModel;
pub use outcome::{ComponentOutcome, survived};
pub use replays::{Replay, Replays};
pub use run::{Runner, simulate};
pub use scenario::{DemandSurge, InjectedFault, ScenarioScript};
pub use summary::{Summary, shown};
pub use symptoms::Symptoms;
pub use timeline::{Caller, Interval, Note, Overload, Timeline, TimelineEvent};
