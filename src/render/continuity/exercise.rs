use crate::render::Input;
use crate::render::paths::HERE;
use crate::render::views::{DeclaredValue, Reference, days_from};
use jurymast_engine::analysis::ExerciseEvidence;
use jurymast_engine::simulation;
use jurymast_plan::model::{Action, Exercise, ExerciseResult, Scenario, Surge};
use jurymast_terms::units::Lasting;

use super::timeline::{ExerciseTimeline, timeline};

pub(super) struct ExerciseView {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) scenario: DeclaredValue,
    pub(super) on: DeclaredValue,
    pub(super) result: DeclaredValue,
    pub(super) class: &'static str,
    pub(super) by: Option<String>,
    pub(super) seen: Option<String>,
    pub(super) actions: Vec<ActionView>,
}

pub(super) struct ActionView {
    pub(super) text: String,
    pub(super) owner: DeclaredValue,
    pub(super) state: String,
    pub(super) class: &'static str,
}

pub(super) struct ScenarioView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) faults: Vec<(Reference, String)>,
    /// The day of the last exercise that counts.
    pub(super) exercised: DeclaredValue,
    pub(super) stale: bool,
    pub(super) timeline: Option<ExerciseTimeline>,
}

pub(super) fn exercises(input: &Input) -> Vec<ExerciseView> {
    let plan = input.plan();
    let view = |one: &Exercise| ExerciseView {
        id: one.id.clone(),
        kind: one.kind.as_str(),
        scenario: DeclaredValue::of(
            (one.scenario.as_ref())
                .and_then(|of| simulation::ScenarioScript::exercised(of, plan))
                .map(|of| of.name),
        ),
        on: DeclaredValue::or(
            one.on.map(|at| days_from(at.value, input.today)),
            "date not declared",
        ),
        result: DeclaredValue::or(one.result.map(ExerciseResult::words), "no result yet"),
        class: match one.result {
            Some(ExerciseResult::Passed) => "is-up",
            Some(ExerciseResult::PassedWithActions) => "is-warning",
            Some(ExerciseResult::Failed) => "is-error",
            None => "",
        },
        by: one.by.map(|team| plan.team(team).name.clone()),
        seen: one.seen.clone(),
        actions: one.actions.iter().map(|one| action(input, one)).collect(),
    };
    plan.exercises.iter().map(view).collect()
}

fn action(input: &Input, action: &Action) -> ActionView {
    let Action {
        place: _,
        text,
        owner,
        due,
        done,
    } = action;
    let (state, class) = match (done, due) {
        (Some(done), _) => (format!("done {done}"), "is-up"),
        (None, Some(due)) if due.value < input.today => {
            (format!("overdue since {}", due.value), "is-error")
        }
        (None, Some(due)) => (
            format!("due {}", days_from(due.value, input.today)),
            "is-info",
        ),
        (None, None) => ("no date".to_owned(), "is-warning"),
    };
    ActionView {
        text: text.clone(),
        owner: DeclaredValue::or(
            owner.map(|id| input.plan().team(id).name.as_str()),
            "no owner declared",
        ),
        state,
        class,
    }
}

pub(super) fn scenarios(input: &Input) -> Vec<ScenarioView> {
    let plan = input.plan();
    let runs = &input.analysis.runs().scenarios;
    let evidence = ExerciseEvidence::of(plan, input.today);
    let view = |(at, one): (usize, &Scenario)| ScenarioView {
        id: one.id.clone(),
        name: one.name.clone(),
        description: one.description.clone(),
        faults: one
            .faults
            .iter()
            .map(|fault| fault_view(input, fault))
            .chain(one.surges.iter().map(|surge| surge_view(input, surge)))
            .collect(),
        exercised: DeclaredValue::or(
            evidence
                .last(at)
                .map(|last| days_from(last.on, input.today)),
            "never",
        ),
        stale: evidence
            .last(at)
            .is_some_and(|last| evidence.is_stale(last)),
        timeline: timeline(plan, &runs[at]),
    };
    plan.scenarios.iter().enumerate().map(view).collect()
}

fn surge_view(input: &Input, surge: &Surge) -> (Reference, String) {
    let mut words = vec![format!("{} times the usual demand", surge.times)];
    if surge.at.seconds() > 0 {
        words.push(format!("after {}", surge.at));
    }
    words.extend(surge.lasts.map(|lasts| format!("for {lasts}")));
    (
        Reference::to(input.plan(), surge.what.value, HERE),
        words.join(", "),
    )
}

fn fault_view(input: &Input, fault: &jurymast_plan::model::Fault) -> (Reference, String) {
    let mut words = vec![fault.level.as_str().to_owned()];
    if fault.at.seconds() > 0 {
        words.push(format!("after {}", fault.at));
    }
    words.push(Lasting::from(fault.lasts).phrase());
    if let Some(symptom) = fault.symptom {
        words.push(format!("seen as {symptom}"));
    }
    (
        Reference::to(input.plan(), fault.what.value, HERE),
        words.join(", "),
    )
}
