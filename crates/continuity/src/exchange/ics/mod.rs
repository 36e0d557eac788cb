//! The dates to keep, as a calendar (RFC 5545).
//!
//! In:  a plan and the day; or what ends on days to come.
//! Out: [`Calendar`]: all-day events for exercises, actions, the review and the
//!      ends of waivers, or for the ends of models, endpoints and what expires, as
//!      text, and what has no day.
//!
//! `dates` and `ends` find them, `write` folds, escapes and prints. An event keeps its UID
//! when its day moves, so that a calendar program moves it too.

mod dates;
mod ends;
mod write;

pub use write::{Calendar, calendar, ends_calendar};
