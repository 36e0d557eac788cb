//! Findings that were there before and are held back until they are mended.
//!
//! In:  the text of a baseline; the findings of a command and the rules that it ran.
//! Out: what was held back, and each entry that matches nothing any more as a finding; the
//!      baseline of all that is open.
//!
//! A finding is known again by its rule, its component and its cause, never its line or its
//! words (`contract::FindingKey`). `read` and `write` are the file, an entry a line; `hold` keeps
//! findings back. One file serves all commands: each judges and rewrites the entries of the
//! rules that it ran, and leaves the others as they are.

mod hold;
mod read;
mod write;

pub(crate) use hold::{HeldBack, hold};
pub(crate) use read::{Baseline, explained, read};
pub(crate) use write::{pruned, written};
