//! The continuity plan as one document (ISO 22301 8.4.4, RTS 2024/1774 art. 24).
//!
//! In:  the input of the site.
//! Out: `plan.html`: who approved it, when it starts and ends, who does what
//!      first, in which order things come back, whom to tell, what was tried.
//!
//! `order` says what comes back before what; `exercise` says what was tried and
//! is still to be done; `timeline` draws what a scenario does; `page` puts the document together.

mod exercise;
mod order;
mod page;
mod timeline;

pub(super) use page::pages;
