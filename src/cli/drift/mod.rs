//! `jurymast drift`: the plan beside what is configured and what was observed.
//!
//! In:  the plan, files that configure, files that tell of calls.
//! Out: findings at their places on both sides, in any format of `check`; in text also
//!      what the files speak of, in which window, and which names are nobody's.

mod args;
mod run;
mod text;

pub(super) use args::DriftArgs;
pub(super) use run::run;
