//! How what was struck comes back: the one place that says so.
//!
//! In:  a plan, a component and the [`Loss`] that struck it.
//! Out: its [`WayBack`]s, the first of which that is done brings it back (its own
//!      `restart` comes after it): each a number of tracks side by side, each track
//!      [`Work`] in order, with what it takes, needs and stands on. [`Repair`] is the
//!      same as an incident sheet counts it. [`places`] and [`survives`] say which
//!      backup is lost with what it saves, [`first_restored`] which may be restored first,
//!      [`copy_is_left`] whether a copy that it runs in may have its data.
//!
//! What is lost for good on a day is said by the plan. `simulation` runs the ways
//! over time; whoever asks without a scenario asks [`Repair`]. A time that is not
//! declared is `None`, and [`Work::undeclared`] names it.

mod backups;
mod loss;
mod repair;
mod ways;

pub use backups::{copy_is_left, first_restored, places, restore_needs, survives};
pub use loss::{Loss, LossOrigin};
pub use repair::{Repair, left, missing};
pub use ways::{WayBack, WayKind, Work, WorkItem, recovery_steps, ways_back};
