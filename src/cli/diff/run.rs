use std::path::Path;

use jurymast_continuity::comparison::{PlanDiff, PlanSide};
use jurymast_continuity::document::{markdown, text};
use jurymast_continuity::lint::{self, Strictness};
use jurymast_contract::DiffOutput;
use jurymast_terms::diagnostic::Severity;
use tempfile::TempDir;

use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use crate::project::Project;

use super::args::{DiffArgs, DiffFormat, FailOnChange};
use super::revision::Repository;
use super::sections;

/// By which a comment is found again, to be written anew.
const MARKER: &str = "<!-- jurymast diff -->";

/// What the new state is called where nobody names one.
const WORKING_TREE: &str = "the working tree";

/// One state of the plan, and the files that it was read from.
struct State {
    project: Project,
    /// Removed with it; none where they stand in a folder of somebody's.
    _files: Option<TempDir>,
}

pub(in crate::cli) fn run(args: &DiffArgs, shared: &Shared) -> Result<Exit, Failure> {
    let old = state(&args.old, shared)?;
    let (name, new) = match &args.new {
        Some(name) => (name.as_str(), state(name, shared)?),
        None => {
            let project = whole(WORKING_TREE, || open::open_whole(shared))?;
            let new = State {
                project,
                _files: None,
            };
            (WORKING_TREE, new)
        }
    };
    let compared = compare((&args.old, &old.project), (name, &new.project), shared)?;
    match args.format {
        DiffFormat::Text => {
            terminal::print(&text(&sections::document((&args.old, name), &compared)))?
        }
        DiffFormat::Markdown => {
            let document = sections::document((&args.old, name), &compared);
            terminal::print_exact(&format!("{MARKER}\n{}", markdown(&document).as_str()))?;
        }
        DiffFormat::Json => {
            terminal::print_json(DiffOutput::of(&args.old, name, &compared))?;
        }
    }
    let is_found = |what: &FailOnChange| match what {
        FailOnChange::NewGap => !compared.gaps_opened.is_empty(),
        FailOnChange::WiderBlast => !compared.blast_grew.is_empty(),
        FailOnChange::BrokenTarget => !compared.targets_broken.is_empty(),
    };
    // What a limit cut short may hold a gap.
    let is_open =
        args.fail_on.contains(&FailOnChange::NewGap) && !compared.gaps_compared.is_complete;
    Ok(match is_open || args.fail_on.iter().any(is_found) {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

fn compare(
    (old_name, old): (&str, &Project),
    (new_name, new): (&str, &Project),
    shared: &Shared,
) -> Result<PlanDiff, Failure> {
    let analyses = [old.analysis(), new.analysis()];
    let [before, after] = &analyses;
    let mut found = Vec::new();
    for (name, project, analysis) in [(old_name, old, before), (new_name, new, after)] {
        let mut checked = lint::check(analysis, project.today, Strictness::Usual);
        let mut problems = checked.problems.iter();
        if problems.any(|one| one.severity == Severity::Error) {
            open::tell_problems(&checked.problems, &project.sources, shared);
            return Err(Failure::error(format!(
                "the plan of {name} cannot be judged; nothing was compared"
            )));
        }
        checked.findings.retain(|one| !project.is_echo(one));
        found.push(checked.findings);
    }
    let side = |at: usize| PlanSide {
        analysis: &analyses[at],
        findings: &found[at],
        today: old.today,
    };
    Ok(PlanDiff::of(&side(0), &side(1)))
}

/// The plan in a folder, or of a git reference.
fn state(name: &str, shared: &Shared) -> Result<State, Failure> {
    let path = Path::new(name);
    if path.is_dir() || path.extension().is_some_and(|kind| kind == "toml") && path.is_file() {
        return Ok(State {
            project: whole(name, || open::whole_at(path, shared))?,
            _files: None,
        });
    }
    let here = open::here()?;
    let repository = Repository::around(&here)?;
    let files = repository.files_of(name, open::limits(shared).file_bytes)?;
    let inside = |folder: &Path| Ok::<_, Failure>(files.path().join(repository.inside(folder)?));
    // A path from the root of the machine would lead back to the working tree.
    let plan = match &shared.plan {
        Some(plan) if plan.is_absolute() => match plan.file_name().zip(plan.parent()) {
            Some((file, folder)) if !plan.is_dir() => Some(inside(folder)?.join(file)),
            _ => Some(inside(plan)?),
        },
        plan => plan.clone(),
    };
    let folder = inside(&here)?;
    let project = whole(name, || {
        let found = open::nearest_whole_of(plan.as_deref(), &folder, shared)?;
        found.ok_or_else(|| Failure::error("there is no plan").help(
            "name the plan with --plan where it has moved; `jurymast check` takes a plan that is new",
        ))
    })?;
    Ok(State {
        project,
        _files: Some(files),
    })
}

/// What is wrong with one of the two says with which.
fn whole(name: &str, open: impl FnOnce() -> Result<Project, Failure>) -> Result<Project, Failure> {
    open().map_err(|failure| Failure {
        exit: Exit::Error,
        error: failure.error.context(format!("the plan of {name}")),
        help: failure.help,
    })
}
