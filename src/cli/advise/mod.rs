//! `jurymast advise`: which few changes remove most single points of failure.
//!
//! In:  the services, or a tier; how many changes at most.
//! Out: each change with what it removes and how sure it is; or the lines to
//!      paste alone; or all of it as JSON.

mod args;
mod run;
mod text;

pub(super) use args::Advise;
pub(super) use run::run;
