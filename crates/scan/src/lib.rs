//! Evidence of outside dependencies in a repository's files.
//!
//! In:  a folder, and the day to judge the ends of models by.
//! Out: [`Evidence`] by file and place: hosts, models, variables, packages, images,
//!      infrastructure. No value of a variable leaves here.
//!
//! `walk` finds the files, as ignore files leave them; `kind` says by a path what a file
//! is; `needles` finds in one pass whatever the catalogue has words for; `literals` takes
//! each of these for what it is, or for nothing; `packages` reads manifests and lock
//! files; `scan` puts them in order; `judge` says what is wrong with them, beside a plan.

#![warn(missing_docs)]

mod evidence;
mod judge;
mod kind;
mod literals;
mod needles;
mod packages;
mod scan;
mod walk;

pub use evidence::{Evidence, EvidenceKind, Strength};
pub use judge::{JudgedEvidence, ScanFault, judge};
pub use scan::{Scanned, SkippedFile, scan, scan_text};
pub use walk::ScanLimits;
