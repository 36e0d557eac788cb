use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use clap::builder::PossibleValuesParser;

use jurymast_contract::{self as contract, ImportOutput};
use jurymast_drift::{draw, drift};
use jurymast_import::formats::{self, FORMATS};
use jurymast_import::plan_edit::{self, PlanChange};
use jurymast_import::reading::Reading;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::wording;

use crate::project::Project;

use super::args::Shared;
use super::drafting::{self, Drafted};
use super::exit::{Exit, Failure};
use super::{files, open, terminal};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// What kind of files they are
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|one| one.name)))]
    format: String,
    /// The files; `-` is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Lay it into this plan: print what would change, as a unified diff
    #[arg(long, value_name = "PLAN")]
    into: Option<PathBuf>,
    /// Write the changes into the plan's files
    #[arg(long, requires = "into")]
    write: bool,
    /// Write what became of each field, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(super) fn run(args: &Import, shared: &Shared) -> Result<Exit, Failure> {
    let drafted = drafting::draft(&args.files, Some(&args.format), shared)?;
    if let Some(path) = &args.report {
        files::spare(path, &drafted.reading.sources)?;
        let output = ImportOutput::of(&drafted.draft, &drafted.findings, &drafted.reading.sources);
        files::write(path, &contract::write(output).context("cannot write JSON")?)?;
    }
    match &args.into {
        None => {
            drafted.tell_summary();
            terminal::note("next: save it as jurymast.toml, then jurymast check");
            terminal::print_exact(&drafted.draft.to_toml())?;
        }
        Some(plan) => into(plan, args, &drafted, shared)?,
    }
    Ok(Exit::Clean)
}

/// Prints what the draft changes in a plan, or changes it.
fn into(plan: &Path, args: &Import, drafted: &Drafted, shared: &Shared) -> Result<(), Failure> {
    let project = open::whole_at(plan, shared)?;
    let change = plan_edit::lay_into(&drafted.draft, &project.plan, &project.sources);
    drafted.tell_moved(drafted.draft.moved.iter().chain(&change.moved));
    for one in &change.taken {
        let at = drafted.at(one.place);
        let asked = one
            .asked
            .as_ref()
            .map_or("a model".to_owned(), |name| format!("`{name}`"));
        let (caller, what) = (&one.caller, &one.as_what);
        terminal::tell(&format!(
            "{at}: `{caller}` asks a gateway for {asked}, whose own file is not here: taken for `{what}`, as the plan has it"
        ));
    }
    drafted.tell_left();
    let changed = tell_kept(args, &project, shared)?;
    tell_vanished(&change);
    let says_all = change.texts.is_empty() && changed == 0;
    match args.write {
        false => drafting::print_change(&change, &project)?,
        true => drafting::write_change(&change, &project)?,
    }
    if says_all {
        drafting::tell_unchanged();
    }
    Ok(())
}

/// What the files say of fallbacks and stores that are the plan's already: which of both is right
/// a person decides, so the plan keeps its own. Gives how many words of the plan's tables they
/// change.
fn tell_kept(args: &Import, project: &Project, shared: &Shared) -> Result<usize, Failure> {
    // Standard input was read already, and is read once.
    if args
        .files
        .iter()
        .any(|path| path == Path::new(drafting::STANDARD_INPUT))
    {
        terminal::tell(
            "what stands in for what, and what stores are, was not compared: `jurymast drift` does so of a saved file",
        );
        return Ok(0);
    }
    let mut reading = Reading::new(open::here()?, open::limits(shared));
    // The plan's texts come first, so that one table of texts has the places of both sides.
    for (_, file) in project.sources.iter() {
        reading.take(&file.path, file.text.clone());
    }
    let mut documents = Vec::new();
    for path in &args.files {
        if let Some(file) = drafting::opened(path, &mut reading, shared) {
            documents.extend(formats::documents(&mut reading, file));
        }
    }
    let Some(drawn) = draw(documents, &project.plan, &mut reading) else {
        return Ok(0);
    };
    let sources = &reading.sources;
    let at = |place: Span| {
        let path = &sources.get(place.file).path;
        format!("{path}:{}", sources.position(place).line)
    };
    let found = drift(&project.plan, Some(&drawn), &[], sources);
    let is_kept = |one: &&Diagnostic| one.code == CHANGED || KEPT.contains(&one.code);
    let mut changed = 0;
    for one in found.findings.iter().filter(is_kept) {
        let what = match one.code == CHANGED {
            true => "changed",
            false => "left",
        };
        changed += usize::from(one.code == CHANGED);
        let places = std::iter::once(one.place).chain(one.related.iter().map(|one| one.place));
        let places: Vec<String> = places.map(at).collect();
        let notes = one.notes.iter().map(|note| format!("; {note}"));
        terminal::tell(&format!(
            "{what}: {}{} ({}): `jurymast drift` compares",
            one.message,
            notes.collect::<String>(),
            places.join(", ")
        ));
    }
    Ok(changed)
}

/// Words of the plan's own tables that files have otherwise.
const CHANGED: &str = "differing-store";

/// Differences that a plan keeps: who stands in is a decision.
const KEPT: [&str; 4] = [
    "undeclared-fallback",
    "unconfigured-fallback",
    "reordered-fallback",
    "differing-triggers",
];

fn tell_vanished(change: &PlanChange) {
    if !change.vanished.is_empty() {
        let names = wording::up_to(8, &change.vanished);
        terminal::tell(&format!("in the plan, and not in these files: {names}"));
    }
}
