use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(in crate::cli) struct DiffArgs {
    /// The old state: a git reference (main, HEAD~1, v1.2), or a folder that holds a plan
    #[arg(value_name = "OLD")]
    pub(super) old: String,
    /// The new state, likewise [default: the working tree]
    #[arg(value_name = "NEW")]
    pub(super) new: Option<String>,
    /// Where the plan was in the old state [default: where it is in the new one, or where git
    /// saw it moved from]
    #[arg(long, value_name = "PATH")]
    pub(super) old_plan: Option<PathBuf>,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
    /// Exit with 1 when this was found; may be repeated, or separated by commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(super) fail_on: Vec<FailOnChange>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For a terminal, 80 columns
    #[value(alias = "full")]
    Text,
    /// For a comment on a pull request; its first line says that it is this
    Markdown,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOnChange {
    /// A minimal cut set of one or two faults that was none before
    NewGap,
    /// A loss that takes more with it than before
    WiderBlast,
    /// A target that a scenario misses and did not, or of which a rule finds that it cannot be
    /// kept (`rto-not-achievable`, `restore-above-rto` and their like)
    BrokenTarget,
}
