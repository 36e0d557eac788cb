//! Disaster-recovery and business-continuity plans as code.
//!
//! The flow is the layout: TOML text, `language` (said), `model` (meant), `graph`
//! and `failure`, `analysis`, then `lint` and `render`, then `report` or files,
//! all under `cli`. Imports only run down that list; a test reads them.

pub mod advice;
pub mod analysis;
pub mod catalogue;
pub mod cli;
pub mod diagnostic;
pub mod diagram;
pub mod document;
pub mod exchange;
pub mod exercise;
pub mod failure;
pub mod graph;
pub mod incident;
pub mod language;
pub mod lint;
pub mod model;
pub mod picture;
pub mod project;
pub mod publish;
pub mod render;
pub mod report;
pub mod simulation;
pub mod source;
pub mod suggest;
pub mod units;
