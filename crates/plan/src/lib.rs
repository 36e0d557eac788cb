//! What a team declares, read and resolved.
//!
//! In:  TOML files of a team, and the built-in data of the catalogue.
//! Out: `language` reads the files into a `model` (the plan as meant: every
//!      reference resolved, every value checked), with what `catalogue` knows of
//!      providers, models, recorded outages and ready scenarios.

pub mod catalogue;
pub mod language;
pub mod model;
