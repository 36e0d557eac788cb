//! Other programs' formats.
//!
//! In:  a plan, and what was computed of it.
//! Out: texts that other programs read, made in memory; the caller writes them.
//!
//! `export` has a file, or a folder, for each format.

pub mod export;
