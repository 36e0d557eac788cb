//! Catalogues of Backstage: `catalog-info.yaml`.
//!
//! In:  entities, in any number of documents, and the files that locations name.
//! Out: a [`Draft`](crate::draft::Draft): services, resources, AI dependencies, teams, and
//!      an activity for each system.
//!
//! `entities` reads the documents and the references between them; `relations` tells who
//! needs whom, `systems` where a system is entered; `tables` makes a table of an entity.
//! Source: the descriptor format of Backstage.

mod entities;
mod fates;
mod read;
mod relations;
mod systems;
mod tables;

pub use entities::is_backstage;
pub use read::read;
