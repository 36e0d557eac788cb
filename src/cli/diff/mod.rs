//! `jurymast diff`: two states of the plan, side by side.
//!
//! In:  two git references, or folders that hold a plan; the second may be left out for the
//!      working tree.
//! Out: what is other, as text, Markdown or JSON.
//!
//! `revision` takes the files of a reference out of git, by its objects alone: the working
//! tree and the index stay as they are. `states` opens both, at the place of the plan on each
//! side. `sections` puts the comparison into words.

mod args;
mod revision;
mod run;
mod sections;
mod states;

pub(super) use args::DiffArgs;
pub(super) use revision::Repository;
pub(super) use run::run;
