//! Entities of Datadog's software catalogue: `entity.datadog.yaml`, version 3.
//!
//! In:  entities, in any number of documents.
//! Out: a [`Draft`](crate::draft::Draft): services, resources, teams, and an activity for
//!      each system.
//!
//! `entities` reads the documents, `table` makes a table of one, `read` puts them together.
//! Source: DataDog/schema, `service-catalog/v3`. A tier is a free text there, and its words
//! are guessed at.

mod entities;
mod fates;
mod read;
mod table;

pub use entities::is_datadog;
pub use read::read;
