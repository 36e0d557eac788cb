//! Every component alone, all at once: what the loss of each one does.
//!
//! In:  the [`EventGraph`](super::EventGraph) of a network.
//! Out: [`EventGraph::losses`](super::EventGraph::losses) counts for each component what
//!      its loss alone takes down and degrades; [`EventGraph::visit`](super::EventGraph::visit)
//!      shows a [`BatchVisitor`] what a few hundred lone faults at a time lead to, a
//!      bit lane for each; [`EventGraph::ask`](super::EventGraph::ask) lists which of them
//!      answer the questions of a [`FaultQuery`].
//!
//! Which single faults take some components down is asked of [`SinglePointTable`].
//!
//! `visit` settles batches and hands them to threads, `losses` counts by
//! `class_counts` and `lane_counter`, `query` lists. Nothing square is ever kept: a
//! batch touches only the nodes that its faults reach, and wipes them before the next.

mod class_counts;
mod lane_counter;
mod losses;
mod query;
mod single_points;
#[cfg(test)]
mod tests;
mod visit;

pub use losses::{LossCount, LossesByClass};
pub use query::{FaultAnswers, FaultQuery};
pub use single_points::SinglePointTable;
pub use visit::{BatchVisitor, FaultBatch};
