//! From tables to the plan as meant.
//!
//! In:  what every file says.
//! Out: a [`Plan`] whose references are indices, and an error for each name
//!      that leads nowhere, to the wrong kind of thing, or to two things.
//!
//! In this order: `declare` gives every table its place in the plan; `fill`
//! resolves what components say of each other; `pull` adds what the catalogue
//! knows when a reference names it; `documents` resolves the rest. `names`
//! answers "what is called that?" for all of them.

mod declare;
mod documents;
mod fill;
mod names;
mod plan;
mod pull;

pub(super) use plan::resolve;
