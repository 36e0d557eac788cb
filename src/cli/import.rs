use std::path::Path;

use anyhow::Context as _;

use jurymast_contract::{self as contract, ImportOutput};
use jurymast_import::plan_edit::{self, PlanChange};
use jurymast_terms::wording;

use super::args::{Import, Shared};
use super::drafting::{self, Drafted};
use super::exit::{Exit, Failure};
use super::{files, open, terminal};

pub(super) fn run(args: &Import, shared: &Shared) -> Result<Exit, Failure> {
    let drafted = drafting::draft(&args.files, Some(&args.format), shared)?;
    if let Some(path) = &args.report {
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
