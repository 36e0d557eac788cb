//! The plan over time, run once for all rules and pages.
//!
//! In:  a plan.
//! Out: [`Runs`]: every scenario of the plan; who is down longer than it may be,
//!      in which scenario or by which lone loss, and by which chain; and the
//!      fallbacks that get more to serve than their limit.
//!
//! `bundle` puts it together. Lone losses are run only where the declared times
//! say that they break something: `slow` adds those times up along the plan,
//! `shared` finds causes that send many callers to one fallback at once. What the
//! engine then says counts. `chain` reads from a run why somebody was down so long.

mod bundle;
mod chain;
mod shared;
mod slow;

pub use bundle::{Overloaded, Run, RunCause, Runs, TargetBreach};
pub use chain::{Hop, HopEnd};
