//! Disaster-recovery and business-continuity plans as code.
//!
//! The flow is the layout: TOML text is read into a plan (`jurymast_plan`), the
//! engine says what fails with what (`jurymast_engine`), rules and sheets judge it
//! (`jurymast_continuity`), then `report`, `render` and `contract` write.
//!
//! ```
//! use jurymast::{Level, Severity};
//!
//! let today = "2026-11-23".parse()?;
//! let project = jurymast::open("examples/first-plan", today)?;
//! assert!(project.problems.is_empty());
//!
//! // What is wrong with the plan?
//! let checked = jurymast::check(&project);
//! for finding in &checked.findings {
//!     let at = project.sources.position(finding.place);
//!     println!("{}: {} (line {})", finding.code, finding.message, at.line);
//! }
//! assert!(checked.findings.iter().any(|one| one.severity == Severity::Error));
//!
//! // What goes down with a provider?
//! let blast = jurymast::blast(&project, &["openai"]).ok_or("no such provider")?;
//! println!("{} down, {} degraded", blast.count(Level::Down), blast.count(Level::Degraded));
//!
//! // What takes a service down, alone or in pairs? What would help?
//! let service = project.plan.critical_components()[0];
//! let id = &project.plan.component(service).id;
//! let gaps = jurymast::gaps(&project, id).ok_or("no such service")?;
//! println!("{} minimal cut sets of {id}", gaps.count);
//! for change in jurymast::advise(&project, 2).changes {
//!     println!("{}", change.title());
//! }
//!
//! // How does each scenario of the plan go?
//! for scenario in &project.plan.scenarios {
//!     let timeline = jurymast::simulate(&project, &scenario.id).ok_or("no such scenario")?;
//!     println!("{}: {} changes", scenario.id, timeline.intervals(service).len());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `contract` holds these answers as the JSON that the program prints, with a schema
//! for each; the inner crates have all there is.

#![warn(missing_docs)]

#[doc(hidden)]
pub mod cli;
pub use jurymast_contract as contract;
mod baseline;
mod echo;
mod facade;
mod fixes;
mod project;
mod publish;
pub mod render;
pub mod report;
mod source_uses;

pub use facade::{advise, blast, check, gaps, open, simulate};
pub use jurymast_continuity::advice::Advice;
pub use jurymast_continuity::lint::Checked;
pub use jurymast_engine::analysis::{Analysis, Blast, Gaps};
pub use jurymast_engine::simulation::Timeline;
pub use jurymast_plan::model::{ComponentId, Level, Plan};
pub use jurymast_terms::diagnostic::{Diagnostic, Severity};
pub use jurymast_terms::files::ReadLimits;
pub use jurymast_terms::problem::Problem;
pub use jurymast_terms::source::Sources;
pub use jurymast_terms::units::Date;
pub use project::{OpenError, Project};
