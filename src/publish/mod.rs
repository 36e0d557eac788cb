//! Writing results to disk: whole files or nothing.
//!
//! In:  texts and where they go.
//! Out: files that appear at once and complete; a site's folder with nothing left
//!      over from the last time.
//!
//! Every file of the program is written by `file`: what is there keeps its mode, links
//! are followed, devices and pipes are written into.

mod file;
mod site;

pub(crate) use file::{create_file, write_file};
pub(crate) use site::{SiteError, publish_site};
