//! A plan as its runs need it.
//!
//! In:  a plan, and the day on which a scenario begins.
//! Out: [`SimulationModel`]: times, triggers, loads and limits by index; the graph of
//!      what hangs on what, with its strong components in order (`graph`); and the
//!      state at rest, with what has ended by that day (made by `rest`, one floor up).
//!
//! A node of the graph is a component or, behind the components, a limit. Who stands
//! in which domain, and which requirements name a component, is kept turned round.

mod build;
mod component;
mod coupling;
mod data_copy;
mod graph;
mod limit;
mod requirement;
mod simulation_model;

pub use simulation_model::{BlindFallback, SimulationModel};

pub(super) use component::{BindingModel, ComponentModel};
pub(super) use data_copy::DataCopy;
pub(super) use graph::LevelGraph;
pub(super) use limit::{LimitModel, LoadSource, Slot};
pub(super) use requirement::{DetectModel, FallbackModel, RequirementModel, Switcher, Trigger};
pub(super) use simulation_model::Ending;
