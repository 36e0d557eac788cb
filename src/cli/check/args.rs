use clap::Args;

use crate::cli::args::{FailOn, FormatTo};
use crate::cli::baseline::BaselineArgs;

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// How to report, and where; may be repeated
    /// [formats: full, concise, json, github, sarif]
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "full")]
    pub(super) format: Vec<FormatTo>,
    /// The mildest finding that fails the check
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// Exit with 0 in spite of findings
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Run the rules too that mostly find what people know and accept
    #[arg(long)]
    pub(super) pedantic: bool,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}
