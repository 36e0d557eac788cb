//! `jurymast incident`: the sheet for now.
//!
//! In:  what is lost, since when, what callers see, what time it is.
//! Out: the sheet as text, Markdown, one HTML page, or JSON.
//!
//! `run` has it made and printed, `when` reads times.

mod args;
mod run;
mod when;

pub(super) use args::Incident;
pub(super) use run::run;
