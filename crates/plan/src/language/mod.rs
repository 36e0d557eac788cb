//! From TOML text to the plan as meant.
//!
//! In:  the path of a root plan file.
//! Out: [`Loaded`]: the texts, every error of every file at its place, and the
//!      plan made of what could be read.
//!
//! In this order: `load` reads the root and what it includes, which `matching` finds,
//! and `model_lists` the saved lists of models that it names; `said` holds the types that
//! mirror the tables, and their JSON Schema; `decode` turns one text into them,
//! collecting every error; `resolve` turns names into components,
//! pulls in what the catalogue knows, and builds the [`crate::model::Plan`]. `reference` is the
//! page that tells all keys, `digest` the name of what is to be approved.

mod codes;
mod decode;
mod digest;
mod format;
mod ids;
mod ignores;
mod load;
mod matching;
mod model_lists;
mod reference;
mod resolve;
mod said;
mod schema;
mod tables;
mod text_offsets;

pub use codes::{explained, nearest_code};
pub use digest::content_digest;
pub use format::{formatted, is_toml};
pub use load::{Loaded, StandIn, changed, load, load_with, reread};
pub use matching::path_and_glob;
pub use model_lists::read_model_lists;
pub use reference::reference;
pub use schema::{SCHEMA_FILE, json_schema};
pub use tables::tables;
