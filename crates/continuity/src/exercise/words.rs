use jurymast_engine::analysis::{Analysis, FallbackId};
use jurymast_engine::simulation::{Note, ScenarioScript, Symptoms, Timeline, TimelineEvent};
use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{
    ComponentId, Fallback, Kind, Level, Plan, Requirement, Switch, Symptom,
};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

/// Names in one sentence; the rest is counted.
const MOST_NAMES: usize = 6;

/// "+20m" after the start.
pub(super) fn clock(time: Duration) -> String {
    if time == Duration::ZERO {
        "start".to_owned()
    } else {
        wording::since_start(time)
    }
}

pub(super) fn name(plan: &Plan, id: ComponentId) -> &str {
    &plan.component(id).name
}

/// "a, b and 3 more"
pub(super) fn list(names: &[&str]) -> String {
    wording::up_to(MOST_NAMES, names)
}

/// The primary, or "2 of a, b, c".
pub(super) fn group(plan: &Plan, requirement: &Requirement) -> String {
    let names: Vec<&str> = requirement
        .group
        .iter()
        .map(|to| name(plan, to.value))
        .collect();
    wording::group(requirement.at_least, &names)
}

/// Why none of several ways can be used at a moment: all that carry it are down. `None`
/// where one can, or where nothing is said of what carries it.
pub(super) fn none_carries(
    plan: &Plan,
    timeline: &Timeline,
    through: &[At<ComponentId>],
    at: Duration,
) -> Option<String> {
    let is_down = |to: &At<ComponentId>| timeline.level_at(to.value, at) == Level::Down;
    let all_down = !through.is_empty() && through.iter().all(is_down);
    let names: Vec<&str> = through.iter().map(|to| name(plan, to.value)).collect();
    all_down.then(|| format!("{} down", wording::are(MOST_NAMES, &names)))
}

/// What people see, without naming a cause.
pub(super) fn seen(symptoms: Symptoms) -> String {
    let all: Vec<&str> = symptoms.iter().map(Symptom::clause).collect();
    if all.is_empty() {
        "does not work".to_owned()
    } else {
        list(&all)
    }
}

pub(super) fn codes(symptoms: impl IntoIterator<Item = Symptom>) -> String {
    let all: Vec<&str> = symptoms.into_iter().map(Symptom::as_str).collect();
    if all.is_empty() {
        "nothing".to_owned()
    } else {
        list(&all)
    }
}

/// A service or activity of the plan: its own entry says why it fails.
pub(super) fn is_ours(plan: &Plan, needed: &Requirement) -> bool {
    needed.group.iter().any(|to| {
        matches!(
            plan.component(to.value).kind(),
            Kind::Activity | Kind::Service
        )
    })
}

/// Whether it is software that switches.
pub(super) fn is_automatic(fallback: &Fallback) -> bool {
    let switch = fallback.switch.map(|switch| switch.value);
    matches!(switch, Some(Switch::Automatic | Switch::PerCall))
}

/// Whether those who use it go there by themselves.
pub(super) fn is_for_users(fallback: &Fallback) -> bool {
    fallback.switch.is_some_and(|at| at.value == Switch::User)
}

/// Why nobody can be sure of a switch that a note tells, nor of when it is made: times that the
/// plan leaves out, and that it failed when it last had to be made. Sentences.
pub(super) fn in_doubt(analysis: &Analysis<'_>, timeline: &Timeline, note: &Note) -> Vec<String> {
    let TimelineEvent::Switched {
        requirement,
        fallback,
        ..
    } = note.event
    else {
        return Vec::new();
    };
    let missing = timeline.undeclared_switch(note);
    let id = FallbackId {
        component: note.component,
        requirement,
        fallback,
    };
    let failed = analysis.failed(id);
    let failed = failed.map(|failed| wording::sentence(&format!("The switch: {failed}")));
    let missing = (!missing.is_empty()).then(|| undeclared(analysis.plan, &missing));
    missing.into_iter().chain(failed).collect()
}

/// "Nobody can say when: `detect` of shop on db is not declared."
pub(super) fn undeclared(plan: &Plan, missing: &[UndeclaredTime]) -> String {
    let missing: Vec<String> = missing.iter().map(|one| one.words(plan)).collect();
    wording::sentence(&format!(
        "The plan does not say when: {}",
        wording::and(&missing)
    ))
}

/// Every fault and surge of the scenario, for the facilitator.
pub(super) fn faults(plan: &Plan, scenario: &ScenarioScript) -> Vec<String> {
    let faults = scenario.faults.iter().map(|fault| {
        let how = match fault.level {
            Level::Degraded => "fails in part",
            Level::Up | Level::Down => "fails",
        };
        let symptom = match fault.symptoms.words() {
            none if none.is_empty() => none,
            words => format!(" ({words})"),
        };
        format!(
            "{}: {} {how}{symptom}, {}",
            clock(fault.at),
            name(plan, fault.component),
            fault.lasts.phrase()
        )
    });
    let surges = scenario.surges.iter().map(|surge| {
        format!(
            "{}: the demand of {} is {}% of the usual, {}",
            clock(surge.at),
            name(plan, surge.component),
            surge.percent,
            surge.lasts.phrase()
        )
    });
    faults.chain(surges).collect()
}

/// On one line, with a full stop at its end.
pub(super) fn ended(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.ends_with(['.', '!', '?']) {
        line
    } else {
        format!("{line}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_counted() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["a"; 9]), "a, a, a, a, a, a and 3 more");
        assert_eq!(ended(" a\nb "), "a b.");
        assert_eq!(clock(Duration::ZERO), "start");
        assert_eq!(clock(Duration::from_seconds(90)), "+1m 30s");
    }
}
