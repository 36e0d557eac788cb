use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};

use jurymast_continuity::exchange::{Calendar, calendar, experiments};
use jurymast_import::gateways::GatewayText;
use jurymast_import::reading::Reading;
use jurymast_import::tree::Node;
use jurymast_import::{envoy, formats, litellm, portkey};
use jurymast_plan::model::Plan;
use jurymast_terms::source::FileId;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{drafting, files, open, terminal};

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    format: ExportCommand,
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    /// A calendar: exercises and actions due, the review, the ends of waivers
    #[command(after_help = "Examples:\n  jurymast export ics --out continuity.ics")]
    Ics {
        /// The file to write [default: standard output, as is `-`]
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// An experiment of Chaos Toolkit for each fallback: its primary is lost, and it serves
    #[command(after_help = "Examples:\n  jurymast export chaostoolkit --out drills")]
    Chaostoolkit {
        /// The folder to write them into
        #[arg(short, long, value_name = "DIR")]
        out: PathBuf,
    },
    /// A LiteLLM proxy configuration with the fallbacks that the plan implies
    #[command(
        after_help = "Examples:\n  jurymast export litellm --into litellm.yaml > litellm-new.yaml"
    )]
    Litellm {
        /// The configuration; it is printed with other fallback sections, and not written
        #[arg(long, value_name = "FILE")]
        into: PathBuf,
    },
    /// A Portkey configuration with the fallbacks that the plan implies
    #[command(
        after_help = "Examples:\n  jurymast export portkey --into portkey.json > portkey-new.json"
    )]
    Portkey {
        /// The configuration; it is printed with other lists of targets, and not written
        #[arg(long, value_name = "FILE")]
        into: PathBuf,
    },
    /// Routes of Envoy AI Gateway with the fallbacks that the plan implies
    #[command(
        after_help = "Examples:\n  jurymast export envoy-ai-gateway --into envoy.yaml > envoy-new.yaml"
    )]
    EnvoyAiGateway {
        /// The manifests; they are printed with other priorities and retries, and not written
        #[arg(long, value_name = "FILE")]
        into: PathBuf,
    },
}

pub(super) fn run(args: &Export, shared: &Shared) -> Result<Exit, Failure> {
    match &args.format {
        ExportCommand::Ics { out } => dates(out.as_deref(), shared),
        ExportCommand::Chaostoolkit { out } => drills(out, shared),
        ExportCommand::Litellm { into } => sections(into, &LITELLM, shared),
        ExportCommand::Portkey { into } => sections(into, &PORTKEY, shared),
        ExportCommand::EnvoyAiGateway { into } => sections(into, &ENVOY, shared),
    }
}

/// A format whose fallbacks are written.
struct WrittenFormat {
    /// "LiteLLM proxy configuration"
    what: &'static str,
    fits: fn(&Node) -> bool,
    export: fn(FileId, &mut Reading, &Plan) -> GatewayText,
}

const LITELLM: WrittenFormat = WrittenFormat {
    what: "LiteLLM proxy configuration",
    fits: litellm::is_litellm,
    export: litellm::export,
};

const PORTKEY: WrittenFormat = WrittenFormat {
    what: "Portkey configuration",
    fits: portkey::is_portkey,
    export: portkey::export,
};

const ENVOY: WrittenFormat = WrittenFormat {
    what: "manifest with routes of Envoy AI Gateway",
    fits: envoy::is_envoy,
    export: envoy::export,
};

/// A gateway's file with the fallbacks that the plan implies.
fn sections(into: &Path, written: &WrittenFormat, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let mut reading = Reading::new(open::here()?, open::limits(shared));
    let file = reading.open(into)?;
    let documents = formats::documents(&mut reading, file);
    if !reading.problems.is_empty() {
        drafting::tell_problems(&reading, shared);
        return Err(Failure::error(
            "the file cannot be read in full; nothing was done",
        ));
    }
    if !documents.iter().any(|(_, root)| (written.fits)(root)) {
        let shown = into.display();
        return Err(Failure::error(format!("{shown} is no {}", written.what)));
    }
    let export = (written.export)(file, &mut reading, &project.plan);
    drafting::tell_problems(&reading, shared);
    for note in &export.notes {
        let path = &reading.sources.get(note.place.file).path;
        let line = reading.sources.position(note.place).line;
        terminal::tell(&format!("{path}:{line}: {}", note.message));
    }
    if export.notes.iter().any(|note| note.is_conflict) {
        return Err(Failure::error(
            "the plan wants of one name what no list can be; nothing was printed",
        ));
    }
    terminal::print_exact(&export.text)?;
    Ok(Exit::Clean)
}

/// A file for each fallback.
fn drills(out: &Path, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let experiments = experiments(&project.plan);
    if experiments.is_empty() {
        terminal::tell("the plan has no fallback to drill, nothing was written");
        return Ok(Exit::Clean);
    }
    for one in &experiments {
        let mut text = serde_json::to_string_pretty(one).context("cannot write JSON")?;
        text.push('\n');
        files::write(&out.join(format!("{}.json", one.name)), &text)?;
    }
    let noun = if experiments.len() == 1 {
        "experiment"
    } else {
        "experiments"
    };
    let shown = out.display();
    terminal::note(&format!("wrote {} {noun} into {shown}", experiments.len()));
    Ok(Exit::Clean)
}

fn dates(out: Option<&Path>, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let calendar = calendar(&project.plan, project.today, env!("CARGO_PKG_VERSION"));
    if calendar.events == 0 {
        let without_day = &calendar.without_day;
        let but = if without_day.is_empty() {
            String::new()
        } else {
            format!("; no day for {}", without_day.join(", "))
        };
        terminal::tell_line(&format!("nothing to enter, no calendar was written{but}"));
        return Ok(Exit::Clean);
    }
    for one in &calendar.without_day {
        terminal::tell(&format!("no day for {one}"));
    }
    if let Some(file) = files::named(out) {
        files::spare(file, &project.sources)?;
    }
    write(&calendar, out)
}

/// To the file, and how much stands in it; without a file to standard output.
pub(super) fn write(calendar: &Calendar, file: Option<&Path>) -> Result<Exit, Failure> {
    let Some(file) = files::named(file) else {
        terminal::print_exact(&calendar.text)?;
        return Ok(Exit::Clean);
    };
    files::write(file, &calendar.text)?;
    let noun = if calendar.events == 1 {
        "event"
    } else {
        "events"
    };
    let shown = file.display();
    terminal::note(&format!("wrote {} {noun}: {shown}", calendar.events));
    Ok(Exit::Clean)
}
