//! One text to the tables it says, with every error in it.
//!
//! In:  the text of one file.
//! Out: [`Decoded`]: the entries that could be read, the ids of those that could
//!      not, and the errors, each at its place.
//!
//! `syntax` reports what is no TOML; `entry` reads one table through serde, and
//! on a mistake reads on behind it, so that one bad key hides no other; `reader` is
//! what serde reads from; `mistake` turns what it says into sentences for people.
//! `examples` shows how lists and tables are written.
//! `hidden` finds characters that cannot be seen, `words` tells tables that say the same.

mod entry;
mod examples;
mod file;
mod hidden;
mod mistake;
mod reader;
mod syntax;
mod words;

pub(super) use examples::example;
pub(super) use file::{Decoded, TableEntry, decode};
pub(super) use hidden::HIDDEN;
