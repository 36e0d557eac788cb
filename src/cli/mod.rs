//! The command line.
//!
//! In:  arguments, the environment, the working directory.
//! Out: text on standard output, chatter on standard error, an exit code.
//!
//! `args` says what may be typed; each command has a file: parse, call, print,
//! exit. `terminal` knows what the terminal can show; `exit` is the table of
//! exit codes.

mod advise;
mod args;
mod baseline;
mod blast;
mod blast_all;
mod catalogue;
mod chain;
mod check;
mod clock;
mod completions;
mod diff;
mod digest;
mod drafting;
mod drift;
mod examples;
mod exercise;
mod exit;
mod explain;
mod export;
mod files;
mod findings;
mod fmt;
mod gaps;
mod import;
mod incident;
mod init;
mod limits;
mod load_words;
mod man;
mod named;
mod open;
mod plans;
mod render;
mod reporting;
mod rules;
mod run;
mod scan;
mod scenarios;
mod schema;
mod simulate;
mod terminal;

pub use run::run;
