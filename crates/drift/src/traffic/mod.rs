//! Files that tell which calls were made, whoever counted them.
//!
//! In:  a text that another program saved: series of Prometheus, dependencies of Jaeger or
//!      Zipkin, graphs of Kiali or X-Ray, the list of AWS Resilience Hub.
//! Out: [`Traffic`]: who called whom, how often, with which errors, in which time, as far
//!      as the file says; what cannot be read as diagnostics at their places.
//!
//! `shape` tells by what stands in a file which of them it is; `exposition` and `query` read
//! series, which `series` takes for what they count; each other format has a file. `calls`
//! has the types, `when` the times.

mod calls;
mod exposition;
mod jaeger;
mod kiali;
mod query;
mod resilience_hub;
mod series;
mod shape;
mod when;
mod x_ray;
mod zipkin;

pub use calls::{
    CallStep, CountedBy, SeenCall, SeenModelCall, SeenName, SeenWindow, Traffic, TrafficCounts,
};
pub use shape::read_traffic;

#[cfg(test)]
mod tests;
