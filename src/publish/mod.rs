//! Writing results to disk: whole files or nothing.
//!
//! In:  texts and where they go.
//! Out: files that appear at once and complete, readable by all; a site's folder
//!      with nothing left over from the last time.

mod file;
mod site;

pub use file::write_file;
pub use site::{MARKER, SiteError, publish_site};
