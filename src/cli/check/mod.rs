//! `jurymast check`: what is wrong with the plan.
//!
//! In:  the plan, the formats to report in, what fails the check.
//! Out: the findings and the errors of the plan, in each format, on standard output or in
//!      its file.

mod args;
mod changed;
mod fixing;
mod run;

pub(super) use args::Check;
pub(super) use changed::keep_changed;
pub(super) use run::run;
