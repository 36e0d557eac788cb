use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::SheetFormat;
use crate::cli::examples;
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::{ExerciseKind, ExerciseResult};

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub(in crate::cli) struct ExerciseArgs {
    #[command(subcommand)]
    pub(super) command: Option<ExerciseCommand>,
    #[command(flatten)]
    pub(super) packet: PacketArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExerciseCommand {
    /// Write into the plan how an exercise went
    #[command(after_help = examples::RECORD)]
    Record(RecordArgs),
}

#[derive(Debug, Args)]
pub(super) struct RecordArgs {
    /// What was exercised: a scenario of the plan, a recorded outage, or a ready scenario
    /// on one component
    pub(super) scenario: String,
    /// The day it was held
    #[arg(long, value_name = "DAY")]
    pub(super) on: Date,
    /// The team that held it
    #[arg(long, value_name = "TEAM")]
    pub(super) by: String,
    #[arg(long, value_name = "RESULT", value_parser = PossibleValuesParser::new(ExerciseResult::ALL.map(ExerciseResult::as_str)), help = "How it went")]
    pub(super) result: String,
    /// What was seen: how long it took, what did not work
    #[arg(long, value_name = "TEXT")]
    pub(super) seen: String,
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(ExerciseKind::ALL.map(ExerciseKind::as_str)), help = "What was done for real [default: as planned, else tabletop]")]
    pub(super) kind: Option<String>,
    /// Print the change as a unified diff, and write nothing
    #[arg(long)]
    pub(super) diff: bool,
}

#[derive(Debug, Args)]
pub(super) struct PacketArgs {
    /// A scenario of the plan, a recorded outage (`openai-2024-12-11`), or a ready
    /// scenario on one component (`gateway-down@openrouter`)
    #[arg(required = true)]
    pub(super) scenario: Option<String>,
    /// For whom: participants get no answers
    #[arg(long = "for", value_name = "WHOM", default_value = "all")]
    pub(super) audience: PacketFor,
    /// How to write it
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: SheetFormat,
    /// The file to write [default: standard output, as is `-`]
    #[arg(short, long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PacketFor {
    /// The whole packet
    All,
    /// What the facilitator and the evaluators need
    Facilitator,
    /// What participants may see
    Participants,
}
