//! Text for people: what may be shown, how wide it is, and how it fits.
//!
//! In:  text of a plan, of a file or of the program; nothing is known of it.
//! Out: text that can be read and does nothing else.
//!
//! - `clean`: what would steer a terminal, hide or reorder text is shown in its stead
//! - `columns`: how wide text is on a screen, cut or filled up to a width
//! - `line_ends`: a changed text ends its lines as it did before
//! - `wrap`: text broken into lines
//! - `mask`: text of which only some places are shown
//! - `quote`: text as a value of TOML
//! - `printout`: text line by line, cleaned as it is put in; nothing else is printed
//!
//! A [`Printout`] is what a terminal gets. A line that is put in stays one line, so a
//! name with a line break in it forges none, whoever forgets to think of it.

mod clean;
mod columns;
mod conflict;
mod line_ends;
mod mask;
mod printout;
mod quote;
mod wrap;

pub use clean::{escape_json, is_shown, lines, one_line, visible};
pub use columns::{elide, fitting, pad, width};
pub use conflict::{conflict_mark, is_conflict_mark};
pub use line_ends::with_line_ends_of;
pub use mask::masked;
pub use printout::Printout;
pub use quote::double_quoted;
pub use wrap::{PAGE_WIDTH, fit, wrap};
