//! Disaster-recovery and business-continuity plans as code.
//!
//! The flow is the layout: TOML text is read into a plan (`jurymast_plan`), the
//! engine says what fails with what (`jurymast_engine`), rules and sheets judge it
//! (`jurymast_continuity`), then `report` and `render` write, all under `cli`.

pub mod cli;
pub mod contract;
pub mod project;
pub mod publish;
pub mod render;
pub mod report;
