//! Minimal cut sets of one and of two faults, exact, for many targets at once.
//!
//! In:  the network as [`Events`](super::Events), which components can fail of
//!      themselves, the targets, and a budget.
//! Out: [`SmallSets`] for each target: single faults as a list, pairs as
//!      rectangles, and the order up to which they are complete.
//!
//! For each target: `cone` walks back from it and drops what already follows
//! from it; `merge` makes one node of all events that lead to the same votes;
//! `rows` sets every fault alone, hundreds at once (`sweep`), and finds the
//! singles and which faults look alike; `pairs` proposes those that meet a vote
//! together only and sweeps again where that does not settle it; `rectangles`
//! writes the pairs down.

mod cone;
mod find;
mod knots;
mod lanes;
mod lists;
mod merge;
mod meter;
mod net;
mod pairs;
mod rectangles;
mod rows;
mod sets;
mod sweep;
#[cfg(test)]
mod tests;

pub use find::{single_points, small_sets};
pub use meter::Budget;
pub use sets::{Rectangle, SmallSets};
