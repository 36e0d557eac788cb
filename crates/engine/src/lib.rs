//! What a plan means when something fails.
//!
//! In:  a plan (`jurymast_plan::model`), and faults or scenarios.
//! Out: `failure` propagates levels and finds the smallest cut sets, `graph` is the
//!      dependency graph as people see it, `simulation` runs a plan against a
//!      scenario over time, `analysis` gathers the answers.
//!
//! Knows no command line, no pages and no TOML.

pub mod analysis;
pub mod failure;
pub mod graph;
pub mod simulation;
