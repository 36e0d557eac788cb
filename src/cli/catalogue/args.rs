use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::OutputOnly;
use crate::cli::examples;
use crate::cli::limits;
use jurymast_terms::units::{self};

#[derive(Debug, Args)]
pub(in crate::cli) struct Catalogue {
    #[command(subcommand)]
    pub(super) what: CatalogueCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum CatalogueCommand {
    /// List what the catalogue knows
    #[command(after_help = examples::CATALOGUE_LIST)]
    List {
        /// What to list
        #[arg(default_value = "providers")]
        what: Listed,
        #[command(flatten)]
        output: OutputOnly,
    },
    /// Say what ends in the time to come: of the plan, else of all that is known
    #[command(after_help = examples::CATALOGUE_ENDS)]
    Ends(Ends),
    /// Show one provider, failure domain, recorded outage, ready scenario or model
    #[command(after_help = examples::CATALOGUE_SHOW)]
    Show {
        /// Its id, such as openai, aws or openai-2024-12-26; of a model: model gpt-5.2
        id: String,
        /// The model, after the word `model`
        #[arg(value_name = "MODEL")]
        model: Option<String>,
        #[command(flatten)]
        output: OutputOnly,
    },
}

#[derive(Debug, Args)]
pub(super) struct Ends {
    /// How far to look ahead: 90d, 1y (365 days)
    #[arg(long, value_name = "TIME", default_value = "1y", value_parser = limits::horizon)]
    pub(super) within: units::Duration,
    /// Of all that the catalogue knows, whatever the plan calls
    #[arg(long)]
    pub(super) all: bool,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: EndsFormat,
    /// The file that --format ics writes [default: standard output, as is `-`]
    #[arg(short, long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EndsFormat {
    /// For people
    #[value(alias = "full")]
    Text,
    /// For programs
    Json,
    /// A calendar
    Ics,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Listed {
    Providers,
    Domains,
    /// Recorded outages, the newest first
    Outages,
    /// Faults people plan for
    Scenarios,
}
