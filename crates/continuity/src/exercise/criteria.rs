use jurymast_engine::simulation::{Timeline, TimelineEvent};
use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{Level, Plan};
use jurymast_terms::units::Duration;

use super::hit::ScenarioHit;
use super::loss::Loss;
use super::{injects, words};

/// Of each kind.
const MOST: usize = 10;

/// What an evaluator looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// What is to be seen, as a sentence.
    pub text: String,
    /// By when, from the start of the scenario; `None`: at any time.
    pub by: Option<Duration>,
}

pub(super) fn criteria(plan: &Plan, timeline: &Timeline, hits: &[ScenarioHit]) -> Vec<Criterion> {
    let any = |text: &str| Criterion {
        text: text.to_owned(),
        by: None,
    };
    let mut all = Vec::new();
    all.extend(noticed(plan, timeline));
    all.push(any(
        "Whoever the plan names decided on activation, with its own words as the measure",
    ));
    all.extend(switched(plan, timeline));
    all.extend(recovered(plan, timeline, hits));
    let audiences = plan.communications.iter().map(|one| Criterion {
        text: format!("Told, released by whom the plan names: {}", one.audience),
        by: None,
    });
    all.extend(audiences);
    all.push(any(
        "Everybody who had to be called could be reached by what the plan says",
    ));
    all.push(any("Standing down was decided by the plan's condition, and told to all who were told of the start"));
    all.push(any("A log of decisions was kept, with times"));
    all
}

fn noticed(plan: &Plan, timeline: &Timeline) -> Vec<Criterion> {
    let mut all: Vec<Criterion> = Vec::new();
    for loss in Loss::all(plan, timeline) {
        let Some(by) = injects::noticed(plan, timeline, loss.note) else {
            continue;
        };
        let needed = loss.needed(plan);
        if needed.fallbacks.is_empty() && words::is_ours(plan, needed) {
            continue;
        }
        let missing = timeline.undeclared_notice(loss.note.component, loss.requirement);
        let one = Criterion {
            text: format!(
                "The loss of {} was recognised, with what fails because of it{}",
                loss.what,
                no_time(&missing)
            ),
            by: Some(by).filter(|_| missing.is_empty()),
        };
        if !all.iter().any(|other| other.text == one.text) && all.len() < MOST {
            all.push(one);
        }
    }
    all
}

fn switched(plan: &Plan, timeline: &Timeline) -> Vec<Criterion> {
    let mut all = Vec::new();
    for note in &timeline.notes {
        let TimelineEvent::Switched {
            requirement,
            fallback,
            ..
        } = note.event
        else {
            continue;
        };
        let component = plan.component(note.component);
        let one = &component.requirements[requirement].fallbacks[fallback];
        let to = words::name(plan, one.to.value);
        let how = if words::is_automatic(one) {
            "was checked"
        } else if words::is_for_users(one) {
            "was told to those who use it"
        } else {
            "was decided and done"
        };
        let missing = timeline.undeclared_switch(note);
        all.push((
            plan.component(note.component).rank(),
            Criterion {
                text: format!(
                    "The switch of {} to {to} {how}{}",
                    component.name,
                    no_time(&missing)
                ),
                by: Some(note.at).filter(|_| missing.is_empty()),
            },
        ));
    }
    all.sort_by_key(|(rank, one)| (*rank, one.by));
    all.into_iter().take(MOST).map(|(_, one)| one).collect()
}

/// Added where the plan leaves a time out: there is none to be held against.
fn no_time(missing: &[UndeclaredTime]) -> &'static str {
    match missing.is_empty() {
        true => "",
        false => "; the plan does not say by when",
    }
}

/// Only what goes down and has a target can be back in time.
fn recovered(plan: &Plan, timeline: &Timeline, hits: &[ScenarioHit]) -> Vec<Criterion> {
    let mut all = Vec::new();
    for hit in hits {
        let rto = plan.component(hit.component).targets.rto;
        let down = timeline.intervals(hit.component);
        let down = down.iter().find(|one| one.level == Level::Down);
        if let (Some(rto), Some(down)) = (rto, down) {
            all.push(Criterion {
                text: format!(
                    "{} was back, or its way back agreed, within its RTO of {}",
                    hit.name, rto.value
                ),
                by: Some(down.from.saturating_add(rto.value)),
            });
        }
    }
    all.truncate(MOST);
    all
}
