use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::project::{OpenError, Opening, Project};
use crate::report;
use jurymast_plan::language::{StandIn, read_model_lists};
use jurymast_plan::model::SavedModelList;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::ReadLimits;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{clock, terminal};

/// Opens the plan that the arguments name.
pub(super) fn open(shared: &Shared) -> Result<Project, Failure> {
    open_at(shared.plan.as_deref(), &here()?, shared)
}

fn open_at(plan: Option<&Path>, here: &Path, shared: &Shared) -> Result<Project, Failure> {
    let limits = limits(shared);
    let how = opening(shared, here, &limits, None)?;
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
    stand_in: Option<StandIn>,
) -> Result<Opening<'a>, Failure> {
    Ok(Opening {
        here,
        limits,
        today: clock::today(shared)?,
        model_lists: model_lists(shared)?,
        stand_in,
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
        tell_problems(&project, shared);
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

fn whole(project: Project, shared: &Shared) -> Result<Project, Failure> {
    tell_problems(&project, shared);
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

fn tell_problems(project: &Project, shared: &Shared) {
    if !project.problems.is_empty() {
        let look = terminal::error_look(shared.color);
        let frames = report::diagnostics_full(&project.problems, &project.sources, look);
        terminal::tell_exact(&frames);
    }
}

fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == jurymast_terms::diagnostic::Severity::Error
}
