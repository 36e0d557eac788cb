//! The closed vocabularies: words of which there are few, and no others.
//!
//! In:  nothing but the words themselves, each written once with what it means.
//! Out: an enum for each vocabulary. `ALL` lists its words in order, `as_str` and
//!      `Display` spell one as plans, data files and JSON do, `FromStr` and serde
//!      read that spelling, `words` says it to people. The doc comments are the
//!      descriptions in the JSON Schema, so they speak to plan authors.
//!
//! `component` says how things fail and lean on each other, `document` what is
//! written about them, `record` what was recorded of others, `first_look` what to do
//! first about a symptom. A new word is one
//! line; the macro in `closed` makes the rest.
//!
//! ```
//! use jurymast_terms::vocabulary::{Level, Symptom};
//!
//! assert_eq!(Symptom::ALL.len(), 14);
//! assert_eq!("429".parse(), Ok(Symptom::TooManyRequests));
//! assert!(Level::Down > Level::Degraded);
//! ```

#[macro_use]
mod closed;

mod component;
mod document;
mod first_look;
mod record;

pub use component::{
    AccountAsset, DataKind, FaultLevel, Kind, Level, MissedRun, Mode, Needed, Serves, Switch,
    Symptom,
};
pub use document::{
    DrillMethod, ExerciseKind, ExerciseResult, ImpactLevel, OnCallHours, Phase, RuleLevel,
    RuleSubject, Rung, Severity, Substitutability,
};
pub use record::{AfterEnd, CauseKind, Confidence, Lifecycle, Precision, Tool};
