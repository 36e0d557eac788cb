use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::Format;
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::Symptom;

use super::advise::Advise;
use super::blast::BlastArgs;
use super::catalogue::Catalogue;
use super::check::Check;
use super::completions::Completions;
use super::diff::DiffArgs;
use super::digest::Digest;
use super::drift::DriftArgs;
use super::examples;
use super::exercise::ExerciseArgs;
use super::explain::Explain;
use super::export::Export;
use super::fmt::Fmt;
use super::gaps::GapsArgs;
use super::import::Import;
use super::incident::Incident;
use super::init::Init;
use super::man::ManPages;
use super::render::Render;
use super::rules::Rules;
use super::scan::ScanArgs;
use super::schema::Schema;
use super::simulate::Simulate;

/// Disaster-recovery and continuity plans as code: what fails with what, which
/// fallbacks are missing, and the runbooks for the day itself.
#[derive(Debug, Parser)]
#[command(
    name = "jurymast",
    version = env!("JURYMAST_VERSION"),
    propagate_version = true,
    max_term_width = 80,
    after_help = examples::PROGRAM
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) shared: Shared,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(super) struct Shared {
    /// The plan: a file, or a folder that holds a jurymast.toml
    /// [default: the nearest at or above the working directory]
    #[arg(short, long, global = true, value_name = "PATH")]
    pub(super) plan: Option<PathBuf>,
    /// The day to judge by [default: today, or SOURCE_DATE_EPOCH]
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<Date>,
    /// A list of models that was saved as JSON, besides those that the plan names; may be
    /// repeated (`jurymast explain retired-model` says how to save one)
    #[arg(long, global = true, value_name = "PATH")]
    pub(super) models: Vec<PathBuf>,
    /// Say what is wrong and nothing else: no summary, no notes, nothing of what was written
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Refuse larger plan files, in MiB
    #[arg(long, global = true, value_name = "MIB", default_value_t = 64,
          value_parser = clap::value_parser!(u64).range(1..=4095))]
    pub(super) max_file_size: u64,
    /// Let links in the plan's folder lead out of it
    #[arg(long, global = true)]
    pub(super) follow_links: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a first plan
    #[command(after_help = examples::INIT)]
    Init(Init),
    /// Check the plan and say what is wrong with it
    #[command(after_help = examples::CHECK)]
    Check(Check),
    /// Lay plan files out alike
    #[command(after_help = examples::FMT)]
    Fmt(Fmt),
    /// Print the digest of what the plan says, by which its approval names it
    #[command(after_help = examples::DIGEST)]
    Digest(Digest),
    /// Explain a rule
    #[command(after_help = examples::EXPLAIN)]
    Explain(Explain),
    /// List the rules
    #[command(after_help = examples::RULES)]
    Rules(Rules),
    /// Say what goes down when something fails
    #[command(after_help = examples::BLAST)]
    Blast(BlastArgs),
    /// Find the failures that take something down: its minimal cut sets
    #[command(after_help = examples::GAPS)]
    Gaps(GapsArgs),
    /// Run scenarios over time: who is down, for how long
    #[command(after_help = examples::SIMULATE)]
    Simulate(Simulate),
    /// Write the packet for a tabletop exercise of a scenario
    #[command(after_help = examples::EXERCISE)]
    Exercise(ExerciseArgs),
    /// Print the sheet for now: who is hit, what to do, whom to tell what
    #[command(after_help = examples::INCIDENT)]
    Incident(Incident),
    /// Say which few changes would remove most single points of failure
    #[command(after_help = examples::ADVISE)]
    Advise(Advise),
    /// Write the runbooks and the continuity plan as a site
    #[command(after_help = examples::RENDER)]
    Render(Render),
    /// Write the plan as other programs read it
    #[command(after_help = examples::EXPORT)]
    Export(Export),
    /// Draft a plan from the files that a system is deployed from
    #[command(after_help = examples::IMPORT)]
    Import(Import),
    /// Compare two states of the plan: gaps opened and closed, losses, targets
    #[command(after_help = examples::DIFF)]
    Diff(DiffArgs),
    /// Compare the plan with what is configured, and with calls that were seen
    #[command(after_help = examples::DRIFT)]
    Drift(DriftArgs),
    /// Find what a repository uses of outside parties, declared or not
    #[command(after_help = examples::SCAN)]
    Scan(ScanArgs),
    /// Show what is known of outside parties
    #[command(after_help = examples::CATALOGUE)]
    Catalogue(Catalogue),
    /// Print the JSON Schema of plan files, or of what a command prints
    #[command(after_help = examples::SCHEMA)]
    Schema(Schema),
    /// Print the script by which a shell completes commands and options
    #[command(after_help = examples::COMPLETIONS)]
    Completions(Completions),
    /// Print the manual page, or write those of all commands
    #[command(after_help = examples::MAN)]
    Man(ManPages),
}

/// A report format and the file it goes to; standard output without one.
#[derive(Debug, Clone)]
pub(super) struct FormatTo {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

impl std::str::FromStr for FormatTo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((_, "")) => return Err("expected a file name behind `=`".to_owned()),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        Ok(Self {
            format: format.parse()?,
            file,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// The mildest severity that fails; `None`: none does.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }

    pub(super) fn reached_by(self, severity: Severity) -> bool {
        self.severity().is_some_and(|mildest| severity >= mildest)
    }
}

#[derive(Debug, Args)]
pub(super) struct OutputOnly {
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Output {
    /// For people
    #[value(alias = "full")]
    Text,
    /// For programs
    Json,
}

/// A line of help that ends with all words for what callers see.
pub(super) fn symptoms(of: &str) -> String {
    format!("{of}: {}", Symptom::ALL.map(Symptom::as_str).join(", "))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SheetFormat {
    /// For a terminal, 80 columns
    #[value(alias = "full")]
    Text,
    /// For a chat or an issue
    Markdown,
    /// One page that needs no network and prints
    Html,
    /// For programs
    Json,
}
