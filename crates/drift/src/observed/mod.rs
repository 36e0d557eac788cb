//! A plan beside the calls that were seen.
//!
//! In:  a plan, and the [`Traffic`](crate::traffic::Traffic) of one or more files.
//! Out: [`Observation`]: findings, which names are whose, which fallbacks were in use, which
//!      peaks stand beside declared limits.
//!
//! `ends` says which component each name is, and adds up the calls of each pair; `edges`
//! finds what was seen and is not said, `unseen` what is said and was not seen, `in_use` the
//! fallbacks that were, `soft` what is called soft and is not, `models` who answered in
//! another's place, `peaks` what was asked at most. Silence proves nothing: what was not
//! seen is told as information alone.

mod edges;
mod ends;
mod in_use;
mod models;
mod observe;
mod peaks;
mod soft;
mod unseen;

pub use ends::{LikeName, UnknownName};
pub use in_use::FallbackInUse;
pub use observe::Coverage;
pub(crate) use observe::{Observation, observe};
pub use peaks::ObservedPeak;

#[cfg(test)]
mod tests;
