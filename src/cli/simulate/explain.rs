use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::simulation::{Note, Symptoms, Timeline, TimelineEvent};
use jurymast_plan::model::{ComponentId, Level, Plan, Requirement, Switch};
use jurymast_terms::text::Printout;
use jurymast_terms::wording::{self, since_start};

/// Of each kind in one second; the rest is counted.
const MOST: usize = 8;

/// What was noted, in order of time; where very much happens in one second, the
/// losses that others follow from come first and the rest is counted.
pub(super) fn lines(plan: &Plan, timeline: &Timeline) -> Printout {
    let mut out = Printout::new();
    let seconds = timeline.notes.chunk_by(|one, next| one.at == next.at);
    for second in seconds {
        let mut notes: Vec<&Note> = second.iter().collect();
        if notes.len() > MOST {
            let losers: BTreeSet<ComponentId> = second.iter().filter_map(loser).collect();
            notes.sort_by_key(|note| follows(plan, note, &losers));
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for note in notes {
            let count = seen.entry(rest(note.event)).or_default();
            *count += 1;
            if *count <= MOST {
                let of = &plan.component(note.component).id;
                let line = format!("{} {of}: {}", since_start(note.at), sentence(plan, note));
                out.wrapped(line, 2, 6);
            }
        }
        for (what, count) in seen {
            if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
                let line = format!("{} and {more} more {what}", since_start(second[0].at));
                out.wrapped(line, 2, 6);
            }
        }
    }
    out
}

/// Who loses something.
fn loser(note: &Note) -> Option<ComponentId> {
    matches!(note.event, TimelineEvent::Lost { .. }).then_some(note.component)
}

/// Whether a loss follows from others of the same second: what is lost has lost
/// something itself.
fn follows(plan: &Plan, note: &Note, losers: &BTreeSet<ComponentId>) -> bool {
    let TimelineEvent::Lost { requirement, .. } = note.event else {
        return false;
    };
    let needed = &plan.component(note.component).requirements[requirement];
    needed.group.iter().any(|to| losers.contains(&to.value))
}

/// What is said of those that are only counted.
fn rest(said: TimelineEvent) -> &'static str {
    match said {
        TimelineEvent::Lost { .. } => "losses, of what these and the faults take along",
        TimelineEvent::Blind { .. } => "triggers that do not cover it",
        TimelineEvent::Switched { .. } => "switches to a fallback",
        TimelineEvent::Useless { .. } => "fallbacks that are down themselves",
        TimelineEvent::Staying { .. } => "that stay on their fallback for a while",
        TimelineEvent::Back { .. } => "that have what they need again",
        TimelineEvent::Restarting { .. } => "that restart",
    }
}

/// What happened to one requirement or component, in words.
pub(super) fn sentence(plan: &Plan, note: &Note) -> String {
    let component = plan.component(note.component);
    let requirement = |at: usize| &component.requirements[at];
    let to = |at: usize, fallback: usize| {
        let to = requirement(at).fallbacks[fallback].to.value;
        plan.component(to).id.as_str()
    };
    match note.event {
        TimelineEvent::Lost {
            requirement: at,
            symptoms,
        } => {
            let needed = requirement(at);
            let mut text = format!("{} is lost{}", group(plan, needed), seen(symptoms));
            if let Some(detect) = needed.detect_within() {
                let noticed = note.at.saturating_add(detect.value);
                text.push_str(&format!("; it is noticed at {}", since_start(noticed)));
            }
            text
        }
        TimelineEvent::Blind {
            requirement: at,
            fallback,
            symptoms,
            by_hand,
        } => {
            let covered = requirement(at).fallbacks[fallback].triggers.clone();
            let covered: Symptoms = covered.unwrap_or_default().into_iter().collect();
            let end = if by_hand {
                "so it waits for a person"
            } else {
                "and nobody is told how to switch by hand, so it does not switch"
            };
            format!(
                "the trigger of {} covers {}; this was {}, {end}",
                to(at, fallback),
                covered.words(),
                symptoms.words()
            )
        }
        TimelineEvent::Switched {
            requirement: at,
            fallback,
            lost,
        } => {
            let standby = &requirement(at).fallbacks[fallback];
            let who = match standby.switch.map(|at| at.value) {
                Some(Switch::Automatic) => "",
                _ => ", switched by hand",
            };
            let serves = if standby.serves == Level::Degraded {
                ", degraded"
            } else {
                ""
            };
            let took = note.at.saturating_sub(lost);
            format!(
                "{} serves{serves}{who}; the switch took {took} from the loss",
                to(at, fallback)
            )
        }
        TimelineEvent::Useless {
            requirement: at,
            fallback,
        } => {
            format!("{} would be ready, and is down itself", to(at, fallback))
        }
        TimelineEvent::Staying {
            requirement: at,
            until,
        } => format!(
            "{} is back; the return to it takes until {}",
            group(plan, requirement(at)),
            since_start(until)
        ),
        TimelineEvent::Back { requirement: at } => {
            format!("{} serves again", group(plan, requirement(at)))
        }
        TimelineEvent::Restarting { until } => {
            format!(
                "what it needs is back; it restarts until {}",
                since_start(until)
            )
        }
    }
}

fn group(plan: &Plan, requirement: &Requirement) -> String {
    let ids: Vec<&str> = requirement
        .group
        .iter()
        .map(|to| plan.component(to.value).id.as_str())
        .collect();
    wording::group(requirement.at_least, &ids)
}

fn seen(symptoms: Symptoms) -> String {
    if symptoms.is_empty() {
        String::new()
    } else {
        format!(" ({})", symptoms.words())
    }
}
