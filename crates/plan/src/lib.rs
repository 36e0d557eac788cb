//! What a team declares, read and resolved.
//!
//! In:  TOML files of a team, and the built-in data of the catalogue.
//! Out: `language` reads the files into a `model` (the plan as meant: every
//!      reference resolved, every value checked), with what `catalogue` knows of
//!      providers, models, recorded outages and ready scenarios.
//!
//! ```
//! let text = "[plan]\nname = \"Shop\"\n[service.checkout]\ntier = 1\n";
//! let loaded = jurymast_plan::language::reread([("plan.toml".to_owned(), text.to_owned())]);
//!
//! assert!(!loaded.has_errors());
//! let critical = loaded.plan.critical_components();
//! assert_eq!(loaded.plan.component(critical[0]).id, "checkout");
//! ```

#![warn(missing_docs)]

pub mod catalogue;
pub mod language;
pub mod model;
