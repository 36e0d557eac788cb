//! The words that every part of jurymast speaks.
//!
//! In:  texts and numbers, from plans, the command line and data files.
//! Out: `units` (durations, dates, shares), `vocabulary` (words of which there are
//!      few), `source` (texts and places in them), `files` (those on disk), `diagnostic` (a finding at its
//!      place), `problem` (one without a place), `suggest` (the nearest known name),
//!      `text` (what is shown to people: cleaned, measured, in lines).
//!
//! ```
//! use jurymast_terms::units::Duration;
//!
//! let rto: Duration = "1d 12h".parse()?;
//! assert_eq!(rto.seconds(), 129_600);
//! # Ok::<(), jurymast_terms::problem::Problem>(())
//! ```

#![warn(missing_docs)]

pub mod diagnostic;
pub mod files;
pub mod problem;
pub mod source;
pub mod suggest;
pub mod text;
pub mod units;
pub mod vocabulary;
pub mod wording;
