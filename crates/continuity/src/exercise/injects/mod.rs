//! The master scenario events list.
//!
//! In:  a plan, the timeline of a scenario and what it hits.
//! Out: [`Inject`]s in order of time: what is said to whom, and what is expected.
//!
//! `timeline_events` reads what the engine noted, `questions` adds what people would be
//! asked, each an `event` of one component; `list` puts together what is said of several
//! in one second.

mod event;
mod list;
mod questions;
mod timeline_events;

pub use list::Inject;
pub(super) use list::injects;
pub(super) use timeline_events::noticed;
