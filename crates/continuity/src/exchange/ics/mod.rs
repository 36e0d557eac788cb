//! The dates to keep, as a calendar (RFC 5545).
//!
//! In:  a plan and the day.
//! Out: [`Calendar`]: all-day events for exercises, actions, the review and the
//!      ends of waivers, as text, and what has no day.
//!
//! `dates` finds them, `write` folds, escapes and prints. An event keeps its UID
//! when its day moves, so that a calendar program moves it too.

mod dates;
mod write;

pub use write::{Calendar, calendar};
