//! The plan as other programs read it.
//!
//! In:  a plan and the day.
//! Out: one text for each format, made in memory; the caller writes it: `ics`, the
//!      dates to keep, or the ends to come, as a calendar; `chaos`, a drill of each
//!      fallback as an experiment.
//!
//! Same plan and day, same bytes.

mod chaos;
mod ics;

pub use chaos::{Experiment, experiments};
pub use ics::{Calendar, calendar, ends_calendar};
