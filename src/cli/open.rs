use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::project::{OpenError, Opening, Project};
use crate::report;
use jurymast_plan::language::{StandIn, read_model_lists};
use jurymast_plan::model::SavedModelList;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::ReadLimits;
use jurymast_terms::source::{FileId, Sources};

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{clock, terminal};

/// Opens the plan that the arguments name.
pub(super) fn open(shared: &Shared) -> Result<Project, Failure> {
    open_at(shared.plan.as_deref(), &here()?, shared)
}

fn open_at(plan: Option<&Path>, here: &Path, shared: &Shared) -> Result<Project, Failure> {
    opened(plan, here, Vec::new(), shared)
}

fn opened(
    plan: Option<&Path>,
    here: &Path,
    stand_ins: Vec<StandIn>,
    shared: &Shared,
) -> Result<Project, Failure> {
    let limits = limits(shared);
    let how = opening(shared, here, &limits, stand_ins)?;
    Project::open_with(plan, &how).map_err(|error| match error {
        OpenError::NotFound(message) => Failure {
            exit: Exit::NoPlan,
            ..Failure::error(message).help("`jurymast init` writes a first plan")
        },
        OpenError::Unreadable(problem) => problem.into(),
    })
}

/// How the arguments want plans opened.
pub(super) fn opening<'a>(
    shared: &Shared,
    here: &'a Path,
    limits: &'a ReadLimits,
    stand_ins: Vec<StandIn>,
) -> Result<Opening<'a>, Failure> {
    Ok(Opening {
        here,
        limits,
        today: clock::today(shared)?,
        model_lists: model_lists(shared)?,
        stand_ins,
    })
}

/// The lists of models that the arguments name.
pub(super) fn model_lists(shared: &Shared) -> Result<Vec<SavedModelList>, Failure> {
    Ok(read_model_lists(&shared.models, &here()?, &limits(shared))?)
}

pub(super) fn here() -> Result<PathBuf, Failure> {
    Ok(std::env::current_dir().context("cannot tell the working directory")?)
}

pub(super) fn limits(shared: &Shared) -> ReadLimits {
    ReadLimits {
        file_bytes: shared.max_file_size << 20,
        follow_links: shared.follow_links,
    }
}

/// Opens the plan; one that cannot be read in full is an error, since an answer
/// from half a plan misleads. Warnings go to standard error.
pub(super) fn open_whole(shared: &Shared) -> Result<Project, Failure> {
    whole(open(shared)?, shared)
}

/// The same for the sheet, which is needed most when there is no time to mend the plan:
/// it comes whatever is wrong with what only says how findings are judged.
pub(super) fn open_for_sheet(shared: &Shared) -> Result<Project, Failure> {
    let project = open(shared)?;
    if project.is_broken() && project.is_whole_for_sheet() {
        tell_problems(&project.problems, &project.sources, shared);
        terminal::tell("error: the plan has errors; the sheet uses nothing of what is wrong");
        return Ok(project);
    }
    whole(project, shared)
}

/// The plan at or above a folder, in full; `None` where there is none.
pub(super) fn nearest_whole(folder: &Path, shared: &Shared) -> Result<Option<Project>, Failure> {
    nearest_whole_of(shared.plan.as_deref(), folder, shared)
}

/// The same of a path that is named otherwise than by the arguments.
pub(super) fn nearest_whole_of(
    plan: Option<&Path>,
    folder: &Path,
    shared: &Shared,
) -> Result<Option<Project>, Failure> {
    match open_at(plan, folder, shared) {
        Ok(project) => whole(project, shared).map(Some),
        Err(failure) if failure.exit == Exit::NoPlan => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The plan at a path, in full.
pub(super) fn whole_at(plan: &Path, shared: &Shared) -> Result<Project, Failure> {
    whole(open_at(Some(plan), &here()?, shared)?, shared)
}

/// The same plan as its files are now.
pub(super) fn again(project: &Project, shared: &Shared) -> Result<Project, Failure> {
    open_at(Some(Path::new(project.path())), &project.base, shared)
}

/// The same plan as it would be with other texts in some of its files.
pub(super) fn with_texts(
    project: &Project,
    changed: &BTreeMap<FileId, String>,
    shared: &Shared,
) -> Result<Project, Failure> {
    let texts = project.sources.iter();
    let stand_ins = texts.map(|(id, source)| StandIn {
        path: PathBuf::from(&source.path),
        text: changed.get(&id).unwrap_or(&source.text).clone(),
    });
    let plan = Path::new(project.path());
    opened(Some(plan), &project.base, stand_ins.collect(), shared)
}

fn whole(project: Project, shared: &Shared) -> Result<Project, Failure> {
    tell_problems(&project.problems, &project.sources, shared);
    if project.is_broken() {
        let errors = project
            .problems
            .iter()
            .filter(|problem| is_error(problem))
            .count();
        let noun = if errors == 1 { "error" } else { "errors" };
        return Err(Failure::error(format!(
            "the plan has {errors} {noun}; nothing was done"
        )));
    }
    Ok(project)
}

/// Shows what is wrong, at its places.
pub(super) fn tell_problems(problems: &[Diagnostic], sources: &Sources, shared: &Shared) {
    if !problems.is_empty() {
        let look = terminal::error_look(shared.color);
        terminal::tell_exact(&report::diagnostics_full(problems, sources, look));
    }
}

fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == jurymast_terms::diagnostic::Severity::Error
}
