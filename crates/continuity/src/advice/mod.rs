//! Which few changes would remove most single points of failure, and the lines
//! that make them.
//!
//! In:  a plan with its texts, and [`Wish`]: for which services, how many
//!      changes at most, on which day.
//! Out: [`Advice`]: the changes in order of what they remove, each with how sure
//!      it is, the lines to paste, and how far the search can vouch for it.
//!
//! In this order, by `advise`: `gaps` says what takes each service down alone;
//! `places` finds where a stand-in would help; `candidates` proposes them; `ground`
//! reads the plan again with all of them in it, unused; `trial` switches them on
//! and off; `search` chooses, `bound` says how well; `lines` writes the text,
//! which is read once more to see what it truly removes; `telling` says what each
//! change does, and what else could be done.

mod advise;
mod bound;
mod candidates;
mod clock;
mod entry;
mod gaps;
mod ground;
mod lines;
mod places;
mod prepared;
mod question;
mod search;
mod telling;
#[cfg(test)]
mod tests;
mod trial;
mod words;

pub use advise::advise;
pub use question::{
    Advice, Alternative, Bound, Change, ChangeKind, Edit, Gap, Method, Place, Sureness, Tally, Wish,
};
pub use words::paste;
