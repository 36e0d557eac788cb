//! The plan as other programs read it.
//!
//! In:  a plan and the day.
//! Out: one text for each format, made in memory; the caller writes it: `ics`, the
//!      dates to keep, or the ends to come, as a calendar.
//!
//! Same plan and day, same bytes.

mod ics;

pub use ics::{Calendar, calendar, ends_calendar};
