//! Every component alone, all at once: what the loss of each one does.
//!
//! In:  the [`Events`](super::Events) of a network.
//! Out: [`Layout`], the events as rows in the order in which they can be settled.
//!      [`Layout::radii`] counts for each component what its loss alone takes
//!      down and degrades; [`Layout::sweep`] shows a [`Watcher`] what a few
//!      hundred lone faults at a time reach, a bit for each; [`Layout::hits`]
//!      lists which of them answer questions about the rows.
//!
//! `knots` finds what turns in circles and the order of the rest, `rows` numbers
//! the rows, `layout` lays them out, `block` settles the faults of one block,
//! `touched` and `bits` hold where it stands, `sweep` hands blocks to threads,
//! `radii` counts by `weights` and `tally`, `hits` lists. Nothing square is ever
//! kept: a block touches only the rows that its faults reach, and wipes them
//! before the next.

mod bits;
mod block;
mod hits;
mod knots;
mod lanes;
mod layout;
mod radii;
mod rows;
mod sweep;
mod tally;
#[cfg(test)]
mod tests;
mod touched;
mod weights;

pub use block::Block;
pub use hits::{Ask, Hits};
pub use lanes::{Lanes, at_least};
pub use layout::Layout;
pub use radii::{Radii, Radius};
pub use sweep::Watcher;
