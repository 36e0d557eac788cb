//! Minimal cut sets of one and of two faults, exact, for many targets at once.
//!
//! In:  the network as [`Events`](super::Events), which components can fail of
//!      themselves, the targets, and a budget.
//! Out: [`SmallSets`] for each target: single faults as a list, pairs as
//!      rectangles, and the order up to which they are complete.
//!
//! `upward` goes once from the inputs to all targets together (`order`) and puts
//! the sets of each event together from those of its inputs (`work`,
//! `compose`, `notes`, `found`), which serves wherever no event has very many. Pairs of faults that
//! much follows from (`faults`) are not written out for each event but happen side
//! by side, hundreds at once (`wide`).
//!
//! For each target that is left: `cone` walks back from it and drops what already
//! follows from it; `merge` makes one node of all events that lead to the same
//! votes; `rows` sets every fault alone, hundreds at once (`sweep`), and finds the
//! singles and which faults look alike; `pairs` proposes those that meet a vote
//! together only and sweeps again where that does not settle it.
//!
//! `rectangles` writes the pairs down.

mod compose;
mod cone;
mod faults;
mod find;
mod found;
mod knots;
mod lanes;
mod merge;
mod meter;
mod net;
mod notes;
mod order;
mod pairs;
mod rectangles;
mod rows;
mod sets;
mod sweep;
#[cfg(test)]
mod tests;
mod upward;
mod wide;
mod work;

pub use find::{single_points, small_sets};
pub use meter::Budget;
pub use sets::{Rectangle, SmallSets};
