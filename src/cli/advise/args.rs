use std::time::Duration;

use clap::Args;

use crate::cli::args::OutputOnly;
use crate::cli::limits;

#[derive(Debug, Args)]
pub(in crate::cli) struct Advise {
    /// For which services [default: every service of tier 1 or 2, or with a target and no tier]
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// For the services of this tier
    #[arg(long, value_name = "N", conflicts_with = "ids",
          value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(super) tier: Option<u8>,
    /// How many changes at most
    #[arg(long, value_name = "N", default_value_t = 5,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_changes: u32,
    /// Stop looking after this time (90s, 5m; seconds without a unit), and say what was
    /// not looked at
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = limits::time)]
    pub(super) time_limit: Duration,
    /// Print the lines to paste, and nothing else
    #[arg(long, conflicts_with = "format")]
    pub(super) toml: bool,
    #[command(flatten)]
    pub(super) output: OutputOnly,
}
