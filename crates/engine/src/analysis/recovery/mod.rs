//! The order to bring things back.
//!
//! In:  a network, what is lost, how long each takes to bring back.
//! Out: [`Recovery`]: waves, each of which needs only earlier ones; the time at
//!      which each is back when nobody waits for another without need, and what
//!      it waited for last; the cycles that cannot start from nothing, and what
//!      breaks them.
//!
//! What is lost is the greatest fixpoint's question: a component starts when all
//! that it needs serves, an alternative being as good as what it stands in for,
//! and is never assumed up because its dependents are. `recovery_time` reads the times
//! of a plan, `repair_work` holds the work that an incident sheet counts, `order` makes waves and times, `cycles` names what is stuck.

mod cycles;
mod order;
mod recovery_time;
mod repair_work;
#[cfg(test)]
mod tests;

pub use cycles::{CycleBreaker, RecoveryCycle};
pub use order::{Recovery, Returned};
pub use recovery_time::RecoveryTime;
pub use repair_work::RepairWork;
