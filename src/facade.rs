//! What another program asks of a plan, each a function: the thin front of the inner
//! crates. Each computes the plan's analysis anew; who asks more than one question of a
//! large plan makes one with [`Project::analysis`] and asks it instead.

use std::path::Path;

use jurymast_continuity::advice::{self, Advice, AdviceRequest};
use jurymast_continuity::lint::{self, Checked, Strictness};
use jurymast_engine::analysis::{Blast, Gaps, Limits, MaxOrder, Question};
use jurymast_engine::simulation::{self, ScenarioScript, SimulationModel, Timeline};
use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::files::ReadLimits;
use jurymast_terms::units::Date;

use super::project::{OpenError, Project};
use super::source_uses::source_uses;
use jurymast_terms::diagnostic::Diagnostic;

/// Reads the plan at `path`, a file or a folder that holds a `jurymast.toml`, to be
/// judged by the day `today`.
///
/// # Errors
/// When there is no plan file, or the root file cannot be read. What is wrong inside
/// the plan is in [`Project::problems`].
pub fn open(path: impl AsRef<Path>, today: Date) -> Result<Project, OpenError> {
    let here = Path::new(".");
    Project::open(Some(path.as_ref()), here, &ReadLimits::default(), today)
}

/// Runs every rule but the pedantic ones, at the levels that the plan asks for, and looks
/// into the source that the plan names (`scan` of `[lint]`).
pub fn check(project: &Project) -> Checked {
    let mut checked = lint::check(&project.analysis(), project.today, Strictness::Usual);
    let here = std::env::current_dir().unwrap_or_default();
    if let Some(uses) = source_uses(project, &here, &ReadLimits::default()) {
        checked.problems.extend(uses.problems);
        // The texts of the source are none of the project's; the message names the place.
        let alone = |mut one: Diagnostic| {
            one.related.clear();
            one
        };
        checked
            .findings
            .extend(uses.findings.into_iter().map(alone));
    }
    checked.findings.retain(|finding| !project.is_echo(finding));
    checked.findings = lint::gather(&project.plan, checked.findings);
    checked
}

/// What goes down or gets worse when these components fail together; `None` when the
/// plan has none of that id.
pub fn blast(project: &Project, ids: &[&str]) -> Option<Blast> {
    let ids: Option<Vec<ComponentId>> = ids.iter().map(|id| project.plan.find(id)).collect();
    Some(project.analysis().blast(&ids?))
}

/// The minimal cut sets of one or two faults that take a component down; `None` when
/// the plan has none of that id. At most 10,000 sets are listed, with 1 GiB of memory;
/// [`Gaps`] says whether all are there.
pub fn gaps(project: &Project, id: &str) -> Option<Gaps> {
    let question = Question {
        level: Level::Down,
        max_order: MaxOrder::UpTo(2),
        list: 10_000,
        probability: false,
    };
    let limits = Limits {
        memory: 1 << 30,
        listed: usize::MAX,
        deadline: None,
    };
    let component = project.plan.find(id)?;
    let analysis = project.analysis();
    let mut search = analysis.search(&[component], &question, &limits);
    search.next_portion()?.into_iter().next()
}

/// The course of one of the plan's scenarios; `None` when the plan has none of that id.
pub fn simulate(project: &Project, scenario: &str) -> Option<Timeline> {
    let mut all = project.plan.scenarios.iter();
    let script = ScenarioScript::of(all.find(|one| one.id == scenario)?);
    let model = SimulationModel::of(&project.plan);
    Some(simulation::simulate(&model, &script))
}

/// The few changes, `max_changes` at most, that remove most single points of failure of
/// the critical services. The plan must have been read without errors.
pub fn advise(project: &Project, max_changes: usize) -> Advice {
    let request = AdviceRequest::critical(&project.plan, max_changes, project.today);
    advice::advise(&project.analysis(), &project.sources, &request)
}
