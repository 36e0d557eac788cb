//! The order to bring things back.
//!
//! In:  a network, what is lost, how long each takes to bring back.
//! Out: [`Recovery`]: waves, each of which needs only earlier ones; the time at
//!      which each is back when nobody waits for another without need, and what
//!      it waited for last; the circles that cannot start from nothing, and what
//!      opens them.
//!
//! What is lost is the greatest fixpoint's question: a component starts when all
//! that it needs serves, an alternative being as good as what it stands in for,
//! and is never assumed up because its dependents are. `effort` reads the times
//! of a plan, `order` makes waves and times, `circles` names what is stuck.

mod circles;
mod effort;
mod order;
#[cfg(test)]
mod tests;

pub use circles::{Opener, Ring};
pub use effort::Effort;
pub use order::{Recovery, Returned};
