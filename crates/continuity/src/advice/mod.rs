//! Which few changes would remove most single points of failure, and the lines
//! that make them.
//!
//! In:  a plan with its texts, and [`AdviceRequest`]: for which services, how many
//!      changes at most, on which day.
//! Out: [`Advice`]: the changes in order of what they remove, each with how sure
//!      it is, the lines to paste, and how far the search can vouch for it.
//!
//! In this order, by `advise`: `single_points` says what takes each service down
//! alone; `sites` finds where a stand-in would help; `candidates` proposes them;
//! `drafted_plan` reads the plan again with all of them in it, unused; `what_if` turns
//! them on and off; `search` chooses, `bound` says how well; `edits` writes the text,
//! which is read once more to see what it truly removes; `explain` says what each
//! change does, and what else could be done.

mod advise;
mod answer;
mod bound;
mod candidates;
mod drafted_plan;
mod edits;
mod entry_text;
mod explain;
mod prepared;
mod request;
mod search;
mod second_place;
mod single_points;
mod sites;
#[cfg(test)]
mod tests;
mod what_if;
mod wording;
mod work_clock;

pub use advise::advise;
pub use answer::{
    Advice, Alternative, Bound, Change, ChangeKind, ChangedEntry, Edit, Method, SecondPlace,
    SinglePointOfFailure, SinglePointTally, Sureness,
};
pub use request::AdviceRequest;
pub use wording::paste;
