//! The order to bring things back.
//!
//! In:  a network, what is lost, how long each takes to bring back.
//! Out: [`Recovery`]: waves, each of which needs only earlier ones to start; the time at
//!      which each serves when nobody waits for another without need, and what it waited
//!      for last; the cycles that cannot start from nothing, and what breaks them.
//!
//! What was stopped (itself or its place failed, or what it needs to start and to run lost)
//! starts once its places stand and what it needs to start serves, and takes its restart;
//! what only fell serves as soon as what it needs to run does, so that what needs each other
//! to run comes back together. An alternative is as good as what it stands in for.
//! `recovery_time` reads the times of a plan, `repair_work` holds the work that a sheet
//! counts, `timetable` lets the clock run, `order` makes waves of it, `cycles` names what is
//! stuck.

mod cycles;
mod order;
mod recovery_time;
mod repair_work;
#[cfg(test)]
mod tests;
mod timetable;

pub use cycles::{CycleBreaker, RecoveryCycle};
pub use order::{Recovery, Returned};
pub use recovery_time::RecoveryTime;
pub use repair_work::{LostCopies, RepairWork};
