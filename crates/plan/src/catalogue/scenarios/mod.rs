//! Faults people plan for: ready scenarios that any plan can be run against.
//!
//! In:  `data/scenarios.toml`.
//! Out: [`ReadyScenario`]: what kind of component it strikes ([`Targets`]), how, for
//!      how long and on what that length rests ([`Basis`]).
//!
//! A ready scenario names no component. [`ReadyScenario::struck`] finds those of a
//! plan; each of them makes one scenario to run.

mod load;
mod ready;
mod target;
#[cfg(test)]
mod tests;

pub use load::{scenario, scenarios};
pub use ready::{Basis, ReadyFault, ReadyScenario, ReadySurge};
pub use target::{TargetKind, TargetRole, Targets};
