//! `jurymast exercise`: a tabletop packet, and how it went.
//!
//! In:  a scenario of the plan, for whom, and in which format; or how it went.
//! Out: the packet as text, Markdown, one page of HTML, or JSON; on standard
//!      output or in a file. Or the plan's file with the exercise written into it.
//!
//! `packet` finds the scenario and lets it run, `record` writes down what was seen.

mod args;
mod packet;
mod record;
mod run;

pub(super) use args::ExerciseArgs;
pub(super) use run::run;
