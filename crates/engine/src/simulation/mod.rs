//! A plan against a scenario, over time.
//!
//! In:  a plan, made into a [`Machine`] once; a [`Scenario`]: who fails when, for
//!      how long, with which symptom, and where demand surges.
//! Out: [`Timeline`]: every change of level, the capacity left, and [`Note`]s that
//!      say who lost what, which switch was made and why one was not; [`Summary`]
//!      holds one component's against its targets, [`Fate`] puts that in a word.
//!
//! Levels are step functions over whole seconds, intervals open at their end.
//! Within one second what comes back counts before what falls, then switches are
//! made, until nothing changes. What is up stays up unless something takes it
//! down; what is down comes back only when all it needs is back, so that parts
//! of a hard cycle that fell together stay down. `run` is the order of work of
//! one second, `levels` what follows from what, `switching` the fallbacks, `load`
//! the shares, `spread` who sees which symptom. `library` lays recorded outages and
//! ready scenarios on a plan, [`Replays`] runs all that can be replayed; `docs/time.md` says it in words.

mod fate;
mod levels;
mod library;
mod load;
mod machine;
mod replays;
mod run;
mod scenario;
mod spread;
mod state;
mod summary;
mod switching;
mod symptoms;
mod timeline;

pub use fate::{Fate, survived};
pub use machine::Machine;
pub use replays::{Replay, Replays};
pub use run::{Runner, simulate};
pub use scenario::{Fault, Scenario, Surge};
pub use summary::{Summary, shown};
pub use symptoms::Symptoms;
pub use timeline::{Caller, Interval, Note, Overload, Said, Timeline};
