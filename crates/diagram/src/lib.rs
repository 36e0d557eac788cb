//! Decision diagrams over monotone formulas: the exact machine behind cut sets
//! and probabilities. Knows nothing of plans.
//!
//! In:  a [`Formula`]: gates over variables, true when at least so many of their
//!      inputs are; gates may lean on each other in circles, which settle as low
//!      as they can.
//! Out: a [`Diagram`], from which probabilities, importance and all minimal
//!      solutions are read; [`CutSets`], counted, by order, or listed; [`truncated`],
//!      the solutions of a few variables without the whole diagram.
//!
//! `condense` finds what turns in circles, `dag` keeps gates small and shared,
//! `modules` cuts out what stands for itself, `order` proposes orders of the
//! variables, `build` races them, `minimal` turns a diagram into its minimal
//! solutions. `nodes` is the table that all of them write to.
//!
//! What other rooms need as well: [`strongly_connected_components`] (`scc`) and
//! work on all processors with results in a fixed order ([`parallel`]).

mod algebra;
mod apart;
mod bdd;
mod budget;
mod build;
mod condense;
mod count;
mod cut_sets;
mod dag;
mod families;
mod family;
mod formula;
mod minimal;
mod modules;
mod nodes;
mod odds;
mod order;
pub mod parallel;
mod scc;
#[cfg(test)]
mod tests;
mod truncated;

pub use apart::truncated;
pub use budget::{Budget, BudgetExhausted, BudgetMeter};
pub use build::Diagram;
pub use cut_sets::CutSets;
pub use formula::{Formula, Term};
pub use scc::{StrongComponents, strongly_connected_components};
