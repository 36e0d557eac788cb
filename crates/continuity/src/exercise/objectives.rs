use std::collections::BTreeSet;

use jurymast_engine::simulation::{Timeline, TimelineEvent};
use jurymast_plan::model::{ComponentId, Plan, Requirement};

use super::hit::ScenarioHit;
use super::words;

/// Of each kind; an exercise that asks more asks nothing.
const MOST: usize = 8;

/// What the exercise is to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// What participants are asked.
    pub asked: String,
    /// What the plan says to it, for the facilitator.
    pub answer: String,
}

pub(super) fn objectives(plan: &Plan, timeline: &Timeline, hits: &[ScenarioHit]) -> Vec<Objective> {
    let mut all = vec![decide(plan)];
    all.extend(targets(hits));
    all.extend(stand_ins(plan, timeline));
    all.push(tell(plan));
    all.push(Objective {
        asked: "Find what the plan does not say, says wrongly, or says to the wrong people"
            .to_owned(),
        answer: "Every question that nobody in the room could answer from the plan is an action."
            .to_owned(),
    });
    all
}

fn decide(plan: &Plan) -> Objective {
    let activation = plan.header.activation.as_ref();
    let by = activation.and_then(|one| one.by);
    Objective {
        asked: "Decide whether the continuity plan is activated, and who decides it".to_owned(),
        answer: match by {
            Some(team) => format!("{} decides.", plan.team(team).name),
            None => "The plan does not say who decides.".to_owned(),
        },
    }
}

fn targets(hits: &[ScenarioHit]) -> Vec<Objective> {
    let with_target: Vec<&ScenarioHit> =
        hits.iter().filter(|hit| !hit.targets.is_empty()).collect();
    let (shown, others) = with_target.split_at(with_target.len().min(MOST));
    let mut all: Vec<Objective> = shown.iter().map(|hit| target(hit)).collect();
    if !others.is_empty() {
        let missed = others.iter().filter(|hit| !hit.missed.is_empty()).count();
        let unknown = others.iter().filter(|hit| !hit.unknown.is_empty()).count();
        all.push(Objective {
            asked: format!(
                "Keep the other {} that are hit within their targets",
                others.len()
            ),
            answer: format!(
                "By the plan's own times {missed} of them miss one or more; of {unknown} it is not \
                 known."
            ),
        });
    }
    all
}

fn target(hit: &ScenarioHit) -> Objective {
    let verdict = hit.verdict();
    Objective {
        asked: format!("Keep {} within its targets ({})", hit.name, hit.targets),
        answer: format!("By the plan's own times: {}; {verdict}.", hit.expected),
    }
}

/// The requirements that are lost, the most critical first, each once.
pub(super) fn losses(plan: &Plan, timeline: &Timeline) -> Vec<(ComponentId, usize)> {
    let mut lost: Vec<(ComponentId, usize)> = Vec::new();
    let mut seen = BTreeSet::new();
    for note in &timeline.notes {
        if let TimelineEvent::Lost { requirement, .. } = note.event
            && seen.insert((note.component, requirement))
        {
            lost.push((note.component, requirement));
        }
    }
    lost.sort_by_key(|(of, _)| plan.component(*of).rank());
    lost
}

fn stand_ins(plan: &Plan, timeline: &Timeline) -> Vec<Objective> {
    let lost = losses(plan, timeline);
    let stands_in = lost
        .iter()
        .filter(|(of, need)| !plan.component(*of).requirements[*need].fallbacks.is_empty());
    stands_in
        .take(MOST)
        .map(|(of, need)| {
            let needed = &plan.component(*of).requirements[*need];
            let (name, group) = (words::name(plan, *of), words::group(plan, needed));
            Objective {
                asked: if is_gone(timeline, needed) {
                    format!("Show how {name} goes on without {group}")
                } else {
                    format!("Show how {name} goes on while {group} works in part only")
                },
                answer: outcome(plan, timeline, *of, *need),
            }
        })
        .collect()
}

/// Whether anything that a requirement names is down at some time, and not only
/// worse than usual.
fn is_gone(timeline: &Timeline, needed: &Requirement) -> bool {
    needed
        .group
        .iter()
        .any(|to| timeline.is_ever_down(to.value))
}

/// What became of the fallbacks of one requirement.
fn outcome(plan: &Plan, timeline: &Timeline, of: ComponentId, need: usize) -> String {
    let needed = &plan.component(of).requirements[need];
    let to = |fallback: usize| words::name(plan, needed.fallbacks[fallback].to.value);
    let mut said: Vec<String> = Vec::new();
    for note in timeline.notes.iter().filter(|note| note.component == of) {
        let text = match note.event {
            TimelineEvent::Switched {
                requirement,
                fallback,
                lost,
            } if requirement == need => {
                let how = if words::is_automatic(&needed.fallbacks[fallback]) {
                    "should take over"
                } else if words::is_for_users(&needed.fallbacks[fallback]) {
                    "is where its users go by themselves"
                } else {
                    "is to be switched to by hand"
                };
                let took = note.at.saturating_sub(lost);
                format!("{} {how}, {took} after the loss.", to(fallback))
            }
            TimelineEvent::Blind {
                requirement,
                fallback,
                ..
            } if requirement == need => {
                format!("The trigger of {} does not fire on this.", to(fallback))
            }
            TimelineEvent::Useless {
                requirement,
                fallback,
            } if requirement == need => format!("{} is down itself.", to(fallback)),
            _ => continue,
        };
        if !said.contains(&text) {
            said.push(text);
        }
    }
    if said.is_empty() {
        said.push(if is_gone(timeline, needed) {
            "No fallback comes to serve before it is over.".to_owned()
        } else {
            let group = words::group(plan, needed);
            format!("{group} goes on serving in part; no fallback comes to give more.")
        });
    }
    said.join(" ")
}

fn tell(plan: &Plan) -> Objective {
    let audiences: Vec<&str> = plan
        .communications
        .iter()
        .map(|one| one.audience.as_str())
        .collect();
    Objective {
        asked: "Say who is told what, when, by whom and by which way".to_owned(),
        answer: if audiences.is_empty() {
            "The plan declares no communications.".to_owned()
        } else {
            format!("By the plan: {}.", words::list(&audiences))
        },
    }
}
