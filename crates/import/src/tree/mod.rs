//! Texts of other programs as trees that know where each part stands.
//!
//! In:  a text by its file in [`jurymast_terms::source::Sources`].
//! Out: [`Node`]s, one for each document of the text; what cannot be read as
//!      diagnostics at their places, and the rest goes on.
//!
//! `yaml` reads YAML, with anchors, merge keys and several documents, by `granit-parser`:
//! the parser beneath the kept serde crate, with places in bytes, no panics by design,
//! and the next document after a broken one. `json` reads JSON as people write
//! it by `jsonc-parser`, `strict_json` what programs write, which may be long.
//! `documents` tells which of the two a text is; `text_edit` changes parts of a text and
//! leaves the rest as it is.
//! Neither types a scalar: a node keeps its text, and who reads it says as what.

mod documents;
mod json;
mod node;
mod strict_json;
mod text_edit;
mod yaml;

pub use documents::read_documents;
pub use json::read_json;
pub use node::{Entry, Key, Node, Value};
pub(crate) use text_edit::{TextEdit, column, edited, end_of, end_of_words, relisted, starts_flow};
pub use yaml::read_yaml;

#[cfg(test)]
mod tests;
