//! From tables to the plan as meant.
//!
//! In:  what every file says.
//! Out: a [`Plan`] whose references are indices, and an error for each name
//!      that leads nowhere, to the wrong kind of thing, or to two things.
//!
//! In this order, by `plan`: `declare` gives every table its place; `fill`
//! resolves what components say of each other, `requirement`, `ai`, `answered` and
//! `route` the longest parts of it, `copies` what is kept in several places, `schedule` jobs; `pull` adds what the
//! catalogue knows when a reference names it; `known` says how available that is and
//! when it ends; `documents` resolves the rest. `names` and `lookup` answer "what is
//! called that?" for all of them; `resolver` holds what is being built.

mod ai;
mod answered;
mod convert;
mod copies;
mod custom_rules;
mod declare;
mod documents;
mod fill;
mod known;
mod lint;
mod lookup;
mod names;
mod plan;
mod pull;
mod repeats;
mod requirement;
mod resolver;
mod route;
mod schedule;

pub(super) use plan::resolve;
