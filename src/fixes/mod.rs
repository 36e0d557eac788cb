//! What of a plan can be mended by a program.
//!
//! In:  a project, and what was found wrong with it.
//! Out: [`Fix`]: the bytes to be replaced, and whether what the plan says stays the same;
//!      [`applied`]: the texts with them.
//!
//! `waivers` takes away what accepts nothing; `words` puts in the word that was meant.

mod edit;
mod find;
mod waivers;
mod words;

pub(crate) use edit::{Fix, applied};
pub(crate) use find::fixes;
