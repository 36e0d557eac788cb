use clap::Args;

use crate::cli::args::{OutputOnly, symptoms};

#[derive(Debug, Args)]
pub(in crate::cli) struct Simulate {
    /// Scenarios of the plan, recorded outages (openai-2024-12-26), or ready ones
    /// (gateway-down, gateway-down@openrouter) [default: all of the plan]
    #[arg(value_name = "SCENARIO")]
    pub(super) scenarios: Vec<String>,
    /// Replay every recorded outage of the catalogue
    #[arg(long)]
    pub(super) recorded: bool,
    /// The plan's scenarios and every recorded outage
    #[arg(long, conflicts_with_all = ["scenarios", "recorded"])]
    pub(super) all: bool,
    #[arg(long, value_name = "ID:SYMPTOM:TIME", help = symptoms(
        "What fails, how callers see it, for how long: `openai:429:4h`, \
         `openai/responses:timeout:forever`, `checkout:30m`; may be repeated. Symptoms"
    ))]
    pub(super) what_if: Vec<String>,
    /// Say why, in words
    #[arg(long)]
    pub(super) explain: bool,
    #[command(flatten)]
    pub(super) output: OutputOnly,
}
