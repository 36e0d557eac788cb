//! SARIF 2.1.0, in the part of it that GitHub code scanning reads.
//!
//! In:  an outcome, load errors and waived findings included.
//! Out: a log of one run. Every result points to a rule and has a place, since
//!      GitHub refuses the whole file over one that has none. A waived finding
//!      is a suppressed result.

mod log;
mod result;
mod rule;

pub(super) use log::write;
