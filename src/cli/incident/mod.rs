//! `jurymast incident`: the sheet for now.
//!
//! In:  what is lost, since when, what callers see, what time it is.
//! Out: the sheet as text, Markdown, one HTML page, or JSON.
//!
//! `blocks` turns a sheet into headings, items and tables, `text` and `markdown`
//! print these; `when` reads times.

mod blocks;
mod markdown;
mod run;
mod sections;
mod text;
mod when;

pub(super) use run::run;
