//! The plan as a graph that people see: who needs whom.
//!
//! In:  the components of a plan.
//! Out: [`DependencyGraph`]: neighbourhoods for pictures, cycles for rules. The
//!      only user of petgraph.

mod cycles;
mod dependency;

pub use cycles::Ways;
pub use dependency::{DependencyGraph, EdgeRole};
