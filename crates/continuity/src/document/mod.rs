//! A document to print and to fill in, apart from how it looks.
//!
//! In:  titles, paragraphs, lists, tables and forms, as plain text.
//! Out: [`Document`] in parts that can be handed out one by one; [`text`] for the
//!      terminal, [`markdown`] for a wiki. `render` lays it out as a page.
//!
//! `wrap` breaks lines for everything that is printed on the terminal, `seen` keeps
//! a plan's text from moving the cursor.

mod block;
mod markdown;
mod seen;
mod text;
mod wrap;

pub use block::{Block, Document, Entry, List, Part, Table};
pub use markdown::markdown;
use seen::seen;
pub use text::text;
pub use wrap::{WIDTH, wrap};
