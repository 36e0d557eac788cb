//! Workloads of Score: `score.yaml`.
//!
//! In:  workloads, in any number of documents.
//! Out: a [`Draft`](crate::draft::Draft): a service for each workload, a resource for each
//!      thing that it asks for; what has the same type, class and id is one thing.
//!
//! `resources` tells what a thing is, `read` puts them together. Source: score-spec/spec,
//! `score-v1b1.json`. That one container starts before another says nothing of others.

mod fates;
mod read;
mod resources;

pub use read::{is_score, read};
