//! `jurymast exercise`: a tabletop packet.
//!
//! In:  a scenario of the plan, for whom, and in which format.
//! Out: the packet as text, Markdown, one page of HTML, or JSON; on standard
//!      output or in a file.
//!
//! `run` finds the scenario and lets it run.

mod run;

pub(super) use run::run;
