//! What can bring a component down, proved complete, and how likely that is.
//!
//! In:  a plan, its network and events, a [`Question`].
//! Out: [`Gaps`] for each component asked for: minimal cut sets with their
//!      counts, and how far they are complete; [`TopEventProbability`]: the exact
//!      probability of being down, or bounds where the plan does not say enough;
//!      [`Explanation`] of a set.
//!
//! `search` goes through the components in portions, under limits for all of them
//! together. Order 1 of many is one look at every fault (`single_points`); orders 1 and 2
//! come from the events, once for components that always fail together (`shared`);
//! `find` asks decision diagrams for more. `pairs` and `concentration` ask for what is
//! critical.

mod bounds;
mod concentration;
mod explanation;
mod find;
mod importance;
mod pairs;
mod probability;
mod question;
mod search;
mod shared;
mod single_points;

pub use concentration::Concentration;
pub use explanation::{
    AlternativeFailure, Explainer, Explanation, ExplanationStep, FailedAlternative, Via,
};
pub use importance::Importance;
pub use pairs::CriticalPairs;
pub use probability::{ProbabilityBounds, TopEventProbability};
pub use question::{Completeness, Gaps, Limits, MaxOrder, Question};
pub use search::{Search, gaps};
pub use shared::SharedCutSets;
pub use single_points::{ComponentPoints, SinglePoints};
