//! Quantities with one meaning each: durations, what lasts for ever, dates, moments, shares, links.
//!
//! In:  the text a plan or a data file gives.
//! Out: a checked value that prints the way people write it, or a sentence that
//!      says what was expected.

mod date;
mod duration;
mod lasting;
mod link;
mod moment;
mod share;

pub use date::Date;
pub use duration::Duration;
pub use lasting::Lasting;
pub use link::Link;
pub use moment::Moment;
pub use share::Share;
