//! Settings of Claude Code: `settings.json`.
//!
//! In:  settings files, with `model`, `fallbackModel` and variables in `env`.
//! Out: a [`Draft`](crate::draft::Draft): the assistant as a service, the models that it
//!      calls, and where.
//!
//! `settings` says which of several files counts, `models` what is called, `read` makes the
//! tables, `fates` says what became of each field. Source: Claude Code's documentation of
//! settings, of model configuration and of variables; its release 2.1.166 on
//! `fallbackModel`.

mod fates;
mod models;
mod read;
mod settings;

pub use read::{flaws_of, is_claude_code, read};
