use clap::Args;

use crate::cli::args::{FailOn, FormatTo};
use crate::cli::baseline::BaselineArgs;
use crate::cli::plans::PlanPaths;

use super::fixing::FixArgs;

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    #[command(flatten)]
    pub(super) plans: PlanPaths,
    /// How to report, and where; may be repeated
    /// [formats: full (or text), concise, json, github, gitlab, sarif, junit, markdown, rdjson]
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
    /// Look for these only: rules, families (`people`), regimes that rules cite (`iso-22301`),
    /// `all`, beginnings of names (`rto-*`); a rule that the plan switches off counts where it
    /// is named
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Look for none of these
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Judge the whole, and report what a change has to do with: since this commit, branch or
    /// tag [default: HEAD]
    #[arg(long, num_args = 0..=1, require_equals = true, value_name = "REF",
          default_missing_value = "HEAD")]
    pub(super) changed: Option<String>,
    /// Take no account of waivers and ignores: show what they hide
    #[arg(long)]
    pub(super) no_ignores: bool,
    /// Count the findings by rule instead of showing them (JSON has both)
    #[arg(long)]
    pub(super) statistics: bool,
    #[command(flatten)]
    pub(super) fixes: FixArgs,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
}
