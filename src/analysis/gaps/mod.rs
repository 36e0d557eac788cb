//! What can bring a component down, proved complete, and how likely that is.
//!
//! In:  a plan, its network and events, a [`Question`].
//! Out: [`Gaps`] for each component asked for: minimal cut sets with their
//!      counts, and how far they are complete; [`Odds`]: the exact probability
//!      of being down, or bounds where the plan does not say enough; [`Why`]:
//!      the explanation of a set.
//!
//! `find` decides by which engine a question is answered: orders 1 and 2 from
//! the events, which always ends, more by decision diagrams under a budget.

mod bounds;
mod concentration;
mod critical;
mod find;
mod odds;
mod question;
mod why;

pub use concentration::Concentration;
pub use critical::{Pairs, Points, SinglePoints};
pub use find::gaps;
pub use odds::{Chance, Importance, Odds};
pub use question::{Gaps, Limits, MaxOrder, Question, Reach};
pub use why::{Explainer, Lost, Step, Through, Why};
