//! Disaster-recovery and business-continuity plans as code.
//!
//! The flow is the layout: TOML text is read into a plan (`jurymast_plan`), the
//! engine says what fails with what (`jurymast_engine`), then `lint`, `advice`,
//! `incident` and `exercise` judge, and `report` and `render` write, all under `cli`.

pub mod advice;
pub mod cli;
pub mod document;
pub mod exchange;
pub mod exercise;
pub mod incident;
pub mod lint;
pub mod project;
pub mod publish;
pub mod render;
pub mod report;
