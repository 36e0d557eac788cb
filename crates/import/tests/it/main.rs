//! Imports of whole files, as one binary.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on ends there, and one that is left out says so"
)]

mod again;
mod backstage;
mod clusters;
mod compose;
mod cyclonedx;
mod datadog;
mod driver;
mod envoy;
mod every_field;
mod hostile;
mod kubernetes;
mod less_than_needed;
mod librechat;
mod more_gateways;
mod other_importer;
mod own_machine;
mod portkey;
mod real;
mod routers;
mod score;
mod speed;
mod terraform;
mod together;
