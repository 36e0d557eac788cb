use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::args::OutputOnly;
use crate::cli::limits;
use jurymast_engine::analysis::MaxOrder;

#[derive(Debug, Args)]
pub(in crate::cli) struct GapsArgs {
    /// Whose gaps to find [default: every service of tier 1 or 2, or with a target and no tier]
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// How bad it must get: down, or degraded or worse
    #[arg(long, value_name = "LEVEL", default_value = "down")]
    pub(super) level: Reached,
    /// How many failures at once to look at: a number, or `all`
    #[arg(long, value_name = "N|all", default_value = "2", value_parser = max_order)]
    pub(super) max_order: MaxOrder,
    /// Count the sets, list none
    #[arg(long)]
    pub(super) count: bool,
    /// Say how likely it is, from the declared availabilities, and what to fix first
    #[arg(long)]
    pub(super) probability: bool,
    /// How many lines to print of each list [default: 20; 3 when more than 500
    /// components are asked for]
    #[arg(long, value_name = "N")]
    pub(super) list: Option<usize>,
    /// Stop looking after this time (90s, 5m; seconds without a unit), and say what was
    /// not looked at: the answer is INCOMPLETE then, and the exit code still 0
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = limits::time)]
    pub(super) time_limit: Duration,
    /// Hold no more sets and decision diagrams than this (512MiB, 4GiB; MiB without a
    /// unit), and say how far it came
    #[arg(long, value_name = "SIZE", default_value = "2GiB", value_parser = limits::memory)]
    pub(super) memory_limit: usize,
    #[command(flatten)]
    pub(super) output: OutputOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Reached {
    Down,
    Degraded,
}

fn max_order(text: &str) -> Result<MaxOrder, String> {
    if text == "all" {
        return Ok(MaxOrder::All);
    }
    match text.parse() {
        Ok(order) if order >= 1 => Ok(MaxOrder::UpTo(order)),
        _ => Err("expected a number from 1, or `all`".to_owned()),
    }
}
