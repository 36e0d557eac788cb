use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::Format;
use jurymast_engine::analysis::MaxOrder;
use jurymast_import::formats::FORMATS;
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::units::{self, Date, Moment};
use jurymast_terms::vocabulary::{ExerciseKind, ExerciseResult, Symptom};

use super::limits;

/// Disaster-recovery and continuity plans as code: what fails with what, which
/// fallbacks are missing, and the runbooks for the day itself.
#[derive(Debug, Parser)]
#[command(
    name = "jurymast",
    version,
    propagate_version = true,
    max_term_width = 80
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) shared: Shared,
}

/// Options that every command takes.
#[derive(Debug, Args)]
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
    Init(Init),
    /// Check the plan and say what is wrong with it
    Check(Check),
    /// Explain a rule
    Explain(Explain),
    /// List the rules
    Rules(OutputOnly),
    /// Say what goes down when something fails
    Blast(BlastArgs),
    /// Find the failures that take something down: its minimal cut sets
    Gaps(GapsArgs),
    /// Run scenarios over time: who is down, for how long
    Simulate(Simulate),
    /// Write the packet for a tabletop exercise of a scenario
    Exercise(ExerciseArgs),
    /// Print the sheet for now: who is hit, what to do, whom to tell what
    Incident(Incident),
    /// Say which few changes would remove most single points of failure
    Advise(Advise),
    /// Write the runbooks and the continuity plan as a site
    Render(Render),
    /// Write the plan as other programs read it
    Export(Export),
    /// Draft a plan from the files that a system is deployed from
    Import(Import),
    /// Compare the plan with what is configured, and with calls that were seen
    Drift(DriftArgs),
    /// Find what a repository uses of outside parties, declared or not
    Scan(ScanArgs),
    /// Show what is known of outside parties
    Catalogue(Catalogue),
    /// Print the JSON Schema of plan files, or of what a command prints
    Schema(Schema),
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Where to write jurymast.toml; here, if not said
    pub(super) dir: Option<PathBuf>,
    /// Draft it from these files, each of a format that `import` reads; a folder behind them
    /// is where to write
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(super) from: Vec<PathBuf>,
    /// Which plan to begin with
    #[arg(
        long,
        value_name = "TEMPLATE",
        default_value = "first-plan",
        conflicts_with = "from"
    )]
    pub(super) template: PlanTemplate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PlanTemplate {
    /// One service, the AI call it depends on, and what stands in
    FirstPlan,
    /// What engineers do when Claude Code, Codex, Copilot or Cursor is down
    CodingAssistants,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// What kind of files they are
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|one| one.name)))]
    pub(super) format: String,
    /// The files; `-` is standard input
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Lay it into this plan: print what would change, as a unified diff
    #[arg(long, value_name = "PLAN")]
    pub(super) into: Option<PathBuf>,
    /// Write the changes into the plan's files
    #[arg(long, requires = "into")]
    pub(super) write: bool,
    /// Write what became of each field, as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DriftArgs {
    /// Files that configure what runs, each of a format that `import` reads
    #[arg(required_unless_present = "observed", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Files that tell of calls: service graph metrics, dependencies of Jaeger or Zipkin,
    /// graphs of Kiali or X-Ray (docs/drift.md)
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(super) observed: Vec<PathBuf>,
    /// How to report, and where; may be repeated
    /// [formats: full, concise, json, github, sarif]
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "full")]
    pub(super) format: Vec<FormatTo>,
    /// The mildest finding that fails the comparison
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// Exit with 0 in spite of findings
    #[arg(long)]
    pub(super) exit_zero: bool,
}

#[derive(Debug, Args)]
pub(super) struct ScanArgs {
    /// A folder or a file
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// How to report, and where; may be repeated
    /// [formats: full, concise, json, github, sarif]
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "full")]
    pub(super) format: Vec<FormatTo>,
    /// The mildest finding that fails the scan
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// Write the entries that the plan lacks into it; where there is none, print one
    #[arg(long)]
    pub(super) write: bool,
    /// Join another scanner's list, CycloneDX as JSON; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) cyclonedx: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
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
    pub(super) fn reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Never => false,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's name
    pub(super) rule: String,
    #[command(flatten)]
    pub(super) output: OutputOnly,
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
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Args)]
pub(super) struct BlastArgs {
    /// What fails, all at once: ids such as checkout, openai, openai/responses,
    /// model:gpt-5.2, aws-us-east-1
    #[arg(required_unless_present = "all", value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Every component alone: how many others its loss takes down or degrades
    #[arg(long, conflicts_with = "ids")]
    pub(super) all: bool,
    /// How many to show of each list under --all
    #[arg(long, value_name = "N", default_value_t = 10, requires = "all")]
    pub(super) top: usize,
    #[command(flatten)]
    pub(super) output: OutputOnly,
}

#[derive(Debug, Args)]
pub(super) struct GapsArgs {
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

/// A line of help that ends with all words for what callers see.
fn symptoms(of: &str) -> String {
    format!("{of}: {}", Symptom::ALL.map(Symptom::as_str).join(", "))
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

#[derive(Debug, Args)]
pub(super) struct Simulate {
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

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub(super) struct ExerciseArgs {
    #[command(subcommand)]
    pub(super) command: Option<ExerciseCommand>,
    #[command(flatten)]
    pub(super) packet: PacketArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExerciseCommand {
    /// Write into the plan how an exercise went
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
    /// The file to write [default: standard output]
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

#[derive(Debug, Args)]
pub(super) struct Incident {
    /// What is lost, all of it together: ids such as checkout, openai,
    /// openai/responses, aws-us-east-1
    #[arg(required_unless_present = "all", value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Everything that the plan's own people run is lost: the order to bring it back
    #[arg(long, conflicts_with = "ids")]
    pub(super) all: bool,
    /// Since when: 2026-11-24T10:40Z, 10:40 (UTC, the last time it was that late), or
    /// -20m [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) since: Option<String>,
    /// What time it is [default: now; noon UTC of --today]
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<Moment>,
    #[arg(long, value_name = "SYMPTOM", help = symptoms("What callers see"))]
    pub(super) symptom: Option<String>,
    /// List all that is hit; without it long lists keep tier 1 and 2 and count the rest
    /// (JSON holds all)
    #[arg(long)]
    pub(super) full: bool,
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: SheetFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SheetFormat {
    /// For a terminal, 80 columns
    Text,
    /// For a chat or an issue
    Markdown,
    /// One page that needs no network and prints
    Html,
    /// For programs
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Advise {
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

#[derive(Debug, Args)]
pub(super) struct Render {
    /// The folder to write the site to
    #[arg(short, long, value_name = "DIR", default_value = "jurymast-site")]
    pub(super) out: PathBuf,
    /// Write into a folder that holds other things
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    pub(super) format: ExportCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExportCommand {
    /// A calendar: exercises and actions due, the review, the ends of waivers
    Ics {
        /// The file to write [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// An experiment of Chaos Toolkit for each fallback: its primary is lost, and it serves
    Chaostoolkit {
        /// The folder to write them into
        #[arg(short, long, value_name = "DIR")]
        out: PathBuf,
    },
    /// A LiteLLM proxy configuration with the fallbacks that the plan implies
    Litellm {
        /// The configuration; it is printed with other fallback sections, and not written
        #[arg(long, value_name = "FILE")]
        into: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct Catalogue {
    #[command(subcommand)]
    pub(super) what: CatalogueCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum CatalogueCommand {
    /// List what the catalogue knows
    List {
        /// What to list
        #[arg(default_value = "providers")]
        what: Listed,
        #[command(flatten)]
        output: OutputOnly,
    },
    /// Say what ends in the time to come: of the plan, else of all that is known
    Ends(Ends),
    /// Show one provider, failure domain, recorded outage, ready scenario or model
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
    /// The file that --format ics writes [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EndsFormat {
    /// For people
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

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what: `plan`, or the JSON that a command prints (check, blast, blast-all,
    /// gaps, simulate, incident ...) [default: plan]
    #[arg(value_name = "OUTPUT")]
    pub(super) of: Option<String>,
    /// Compare with a file instead of printing; exit with 1 when it differs [default:
    /// the one below schemas/]
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub(super) check: Option<Option<PathBuf>>,
}
