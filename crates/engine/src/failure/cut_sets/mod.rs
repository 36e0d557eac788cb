//! Minimal cut sets of orders 1 and 2, exact, for many targets at once.
//!
//! In:  the [`EventGraph`](super::EventGraph), which components can fail of
//!      themselves, the targets, and a budget.
//! Out: [`SmallCutSets`] for each target: single faults as a list, pairs as bicliques,
//!      and the order up to which they are complete.
//!
//! `bottom_up` goes once from the inputs to all targets together (`schedule`) and puts
//! the sets of each node together from those of its inputs (`pass`, `combine`, `marks`,
//! `cut_set_list`), which serves wherever no node has very many. Pairs of common causes
//! (`basic_events`) are not written out for each node but happen side by side, hundreds
//! at once (`common_cause`).
//!
//! For each target that is left: `reduced_graph` walks back from it, drops what already
//! follows from it and makes one node of all that lead to the same votes; `lone_faults`
//! lets every fault happen alone, hundreds at once, and finds the singles and which
//! faults look alike; `pairs` proposes those that meet a vote together only and sweeps
//! again where that does not settle it.
//!
//! `bicliques` writes pairs down within `limits`; proof: `docs/internals/cut-sets.md`.

mod basic_events;
mod bicliques;
mod bottom_up;
mod combine;
mod common_cause;
mod cut_set_list;
mod find;
mod limits;
mod lone_faults;
mod marks;
mod pairs;
mod pass;
mod reduced_graph;
mod schedule;
mod sets;
#[cfg(test)]
mod tests;

pub use find::small_cut_sets;
pub use limits::USUAL_BUDGET;
pub use sets::{Biclique, SmallCutSets};
