use jurymast_engine::analysis::Analysis;
use jurymast_engine::simulation::{Timeline, TimelineEvent};
use jurymast_plan::model::Plan;
use jurymast_terms::units::Duration;

use super::hit::ScenarioHit;
use super::loss::Loss;
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

pub(super) fn objectives(
    analysis: &Analysis<'_>,
    timeline: &Timeline,
    hits: &[ScenarioHit],
) -> Vec<Objective> {
    let plan = analysis.plan;
    let mut all = vec![decide(plan)];
    all.extend(targets(hits));
    all.extend(stand_ins(analysis, timeline));
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

fn stand_ins(analysis: &Analysis<'_>, timeline: &Timeline) -> Vec<Objective> {
    let plan = analysis.plan;
    let lost = Loss::all(plan, timeline).into_iter();
    let stands_in = lost.filter(|loss| !loss.needed(plan).fallbacks.is_empty());
    let objective = |loss: Loss<'_>| {
        let (name, what) = (words::name(plan, loss.note.component), &loss.what);
        Objective {
            asked: if loss.is_gone(timeline) {
                format!("Show how {name} goes on without {what}")
            } else {
                format!("Show how {name} goes on while {what} works in part only")
            },
            answer: outcome(analysis, timeline, &loss),
        }
    };
    stands_in.take(MOST).map(objective).collect()
}

/// What became of the fallbacks of one requirement.
fn outcome(analysis: &Analysis<'_>, timeline: &Timeline, loss: &Loss<'_>) -> String {
    let plan = analysis.plan;
    let (of, need, needed) = (loss.note.component, loss.requirement, loss.needed(plan));
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
                let is_sure = timeline.undeclared_switch(note).is_empty();
                let when = match (is_sure, took) {
                    (true, _) => format!(", {took} after the loss"),
                    (false, Duration::ZERO) => String::new(),
                    (false, _) => format!(", at least {took} after the loss"),
                };
                let switch = format!("{} {how}{when}.", to(fallback));
                let doubts = words::in_doubt(analysis, timeline, note);
                [vec![switch], doubts].concat().join(" ")
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
        said.push(if loss.is_gone(timeline) {
            "No fallback comes to serve before it is over.".to_owned()
        } else {
            let what = &loss.what;
            format!("{what} goes on serving in part; no fallback comes to give more.")
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
