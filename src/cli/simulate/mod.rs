//! `jurymast simulate`: scenarios over time.
//!
//! In:  scenarios of the plan, recorded outages and ready scenarios by id, or
//!      faults made up with `--what-if`.
//! Out: for each scenario a timeline of who is down or degraded, how long, and
//!      which targets break; with `--explain` who noticed what and which
//!      fallback served from when; many at once as a table; or all of it as JSON.

mod answer;
mod args;
mod chosen;
mod explain;
mod run;
mod table;
mod text;
mod what_if;

pub(super) use args::Simulate;
pub(super) use run::run;
