//! Evidence of outside dependencies in a repository's files.
//!
//! In:  a folder, and the day to judge the ends of models by.
//! Out: [`Evidence`] by file and place: hosts, models, variables, packages, images,
//!      infrastructure. No value of a variable leaves here.
//!
//! `walk` finds the files, as ignore files leave them; `kind` says by a path what a file
//! is; `needles` finds in one pass whatever the catalogue has words for; `literals` takes
//! each of these for what it is, or for nothing, `services` the addresses of services of
//! one's own, `aws` clients by the names of services, `ended` ids of models that a list says
//! end, whatever their form; `blocks` knows the services of compose files; `packages` reads manifests and lock files; `comments`
//! knows what of a text only people read; `scan` puts them in order;
//! `bom` reads another scanner's list; `declared` knows what a plan says, `judge` what is
//! wrong with them, beside a plan; `propose` drafts the entries that the plan lacks.

#![warn(missing_docs)]

mod aws;
mod blocks;
mod bom;
mod comments;
mod declared;
mod ended;
mod evidence;
mod judge;
mod kind;
mod literals;
mod needles;
mod packages;
mod propose;
mod scan;
mod services;
mod walk;

pub use blocks::ServiceBlock;
pub use bom::{BomFile, bom_evidence};
pub use evidence::{Evidence, EvidenceKind, Strength};
pub use judge::{
    JudgedEvidence, ScanFault, UNDECLARED, UndeclaredUse, end_of, judge, undeclared, unneeded,
};
pub use propose::propose;
pub use scan::{ScanScope, Scanned, SkippedFile, scan, scan_text};
pub use walk::{ScanLimits, files_named};
