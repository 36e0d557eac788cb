//! The business impact analysis, in the order of NIST SP 800-34, appendix B.
//!
//! In:  the input of the site.
//! Out: `bia.html`: what stops when an activity stops, how soon it must be back,
//!      what it leans on, what comes first, and what the analysis itself misses.
//!
//! `activity` shows one activity, `reach` lists what it leans on near and far,
//! `gaps` says what its targets rest on and what is missing; `page` puts the
//! document together.

mod activity;
mod gaps;
mod page;
mod reach;

pub(super) use page::pages;
