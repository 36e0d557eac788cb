use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use clap::builder::PossibleValuesParser;

use jurymast_contract::{self as contract, ImportOutput};
use jurymast_import::formats::FORMATS;
use jurymast_import::plan_edit::{self, PlanChange};
use jurymast_terms::wording;

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
            terminal::tell("next: save it as jurymast.toml, then jurymast check");
            terminal::print_exact(&drafted.draft.to_toml())?;
        }
        Some(plan) => into(plan, args.write, &drafted, shared)?,
    }
    Ok(Exit::Clean)
}

/// Prints what the draft changes in a plan, or changes it.
fn into(plan: &Path, write: bool, drafted: &Drafted, shared: &Shared) -> Result<(), Failure> {
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
    tell_vanished(&change);
    match write {
        false => drafting::print_change(&change, &project),
        true => {
            drafting::tell_unchanged(&change);
            drafting::write_change(&change, &project)
        }
    }
}

fn tell_vanished(change: &PlanChange) {
    if !change.vanished.is_empty() {
        let names = wording::up_to(8, &change.vanished);
        terminal::tell(&format!("in the plan, and not in these files: {names}"));
    }
}
