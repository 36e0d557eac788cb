//! A document to print and to fill in, apart from how it looks.
//!
//! In:  titles, paragraphs, lists, tables and forms, as plain text; the entries of a
//!      list may name what a page links, colours or stresses.
//! Out: [`Document`] in parts that can be handed out one by one; [`text`] for the
//!      terminal, [`markdown`] for a wiki. `render` lays it out as a page.
//!
//! Texts of a plan are cleaned on their way into a [`Printout`], and a paragraph stays
//! one, so that nobody forges a line of a sheet.
//!
//! [`Printout`]: jurymast_terms::text::Printout

mod block;
mod linked_text;
mod markdown;
mod text;

pub use block::{Block, Document, List, ListEntry, Part, Table};
pub use linked_text::{LinkedText, TextSpan, Tone};
pub use markdown::markdown;
pub use text::text;
