//! The texts a plan was read from, and places in them.
//!
//! In:  the bytes of each file, by the path shown to people.
//! Out: [`Span`], a byte range that names its file, and [`Position`], the same
//!      place as people count: lines and columns from 1.
//!
//! A span becomes a position in one place only, [`Sources::position`].

mod sources;
mod span;

pub use sources::{Position, SourceFile, Sources};
pub use span::{At, FileId, Span};
