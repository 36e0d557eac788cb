//! Bills of materials in CycloneDX's JSON: services and machine-learning models.
//!
//! In:  BOMs, as scanners write them.
//! Out: a [`Draft`](crate::draft::Draft): what the BOM is of as a service, the services and
//!      models that it depends on, through whatever libraries.
//!
//! `parts` finds what runs among the components, `parties` whose it is, `read` follows the
//! dependencies. Source: CycloneDX 1.7, its schema and the project's test files. A scanner
//! may name the provider as supplier, group, property or in the package URL: all are read.

mod parties;
mod parts;
mod read;

pub use parts::{BomPart, PartSort, parts};
pub use read::{is_cyclonedx, read};
