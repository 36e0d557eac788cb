//! What can bring a component down, proved complete, and how likely that is.
//!
//! In:  a plan, its network and events, a [`Question`].
//! Out: [`Gaps`] for each component asked for: minimal cut sets with their
//!      counts, and how far they are complete; [`Odds`]: the exact probability
//!      of being down, or bounds where the plan does not say enough; [`Why`]:
//!      the explanation of a set.
//!
//! `search` goes through the components in portions, under limits for all of them
//! together. Order 1 of many is one look at every fault (`alone`); orders 1 and 2
//! come from the events, once for components that always fail together (`shared`);
//! `find` asks decision diagrams for more.

mod bounds;
mod concentration;
mod critical;
mod find;
mod importance;
mod odds;
mod question;
mod search;
mod shared;
mod why;

pub use concentration::Concentration;
pub use critical::{Pairs, Points, SinglePoints};
pub use importance::Importance;
pub use odds::{Chance, Odds};
pub use question::{Gaps, Limits, MaxOrder, Question, Reach};
pub use search::{Search, gaps};
pub use shared::Shared;
pub use why::{Explainer, Lost, Step, Through, Why};
