//! A plan beside what is configured and what was observed.
//!
//! In:  a plan; files that its parts are deployed from; files that tell which calls were
//!      made.
//! Out: [`Drift`]: findings with their places on both sides, which names were taken for
//!      which components, which fallbacks were in use, what nothing is known of.
//!
//! `traffic` reads calls that were seen, whoever counted them; `names` tells whose a name
//! is, `reach` who calls whom by the plan. `configured` compares with the plan that files
//! draw, `observed` with the calls; `drift` puts both together. `codes` explains what is
//! said of files that cannot be read. The rules are described beside the others of the
//! program; here are their checks.

#![warn(missing_docs)]

mod codes;
mod configured;
mod drift;
mod names;
mod observed;
mod reach;
mod traffic;

pub use codes::explained;
pub use configured::{DrawnPlan, draw};
pub use drift::{Drift, drift};
pub use observed::{Coverage, FallbackInUse, LikeName, ObservedPeak, UnknownName};
pub use traffic::{
    CallStep, CountedBy, SeenCall, SeenModelCall, SeenName, SeenWindow, Traffic, TrafficCounts,
    read_traffic,
};
