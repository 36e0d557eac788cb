//! `jurymast gaps`: what can take a component down, and how likely that is.
//!
//! In:  the components named, the level, how many faults at once.
//! Out: for each the single points of failure with the requirement they go
//!      through, the pairs by pattern, larger sets, the probability; or all of it as
//!      JSON.

mod args;
mod json;
mod probability;
mod run;
mod text;
mod words;

pub(super) use args::GapsArgs;
pub(super) use run::run;
