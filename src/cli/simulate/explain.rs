use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::restoration::{self, WayKind, WorkItem};
use jurymast_engine::simulation::{Note, Symptoms, Timeline, TimelineEvent};
use jurymast_plan::catalogue;
use jurymast_plan::model::{ComponentId, Level, Plan, Requirement, Switch};
use jurymast_terms::text::Printout;
use jurymast_terms::units::Duration;
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
                let line = format!(
                    "{} {of}: {}",
                    since_start(note.at),
                    sentence(plan, timeline, note)
                );
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
        TimelineEvent::FallbackLost { .. } => "fallbacks in use that are lost",
        TimelineEvent::Blind { .. } => "triggers that do not cover it",
        TimelineEvent::Switched { .. } => "switches to a fallback",
        TimelineEvent::Useless { .. } => "fallbacks that are down themselves",
        TimelineEvent::Staying { .. } => "that stay on their fallback for a while",
        TimelineEvent::Back { .. } => "that have what they need again",
        TimelineEvent::Restarting { .. } => "that restart",
        TimelineEvent::Holding { .. } => "that go on without for a while",
        TimelineEvent::Unseen { .. } => "losses that nothing sees",
        TimelineEvent::SwitchWaits { .. } => "switches that wait for what they need",
        TimelineEvent::Uncalled { .. } => "switches for which nobody can be called",
        TimelineEvent::WorkWaits { .. } => "pieces of work that wait for what they need",
        TimelineEvent::BackupLost { .. } => "backups lost with what they save",
        TimelineEvent::Recovered { .. } => "that are mended or made anew",
        TimelineEvent::Ended => "that are over for good",
        TimelineEvent::Exchange { .. } => "that go to and fro",
    }
}

/// What happened to one requirement or component, in words.
pub(super) fn sentence(plan: &Plan, timeline: &Timeline, note: &Note) -> String {
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
            let noticed = noticed(timeline, needed, symptoms, note.at);
            format!("{} is lost{}{noticed}", group(plan, needed), seen(symptoms))
        }
        TimelineEvent::FallbackLost {
            requirement: at,
            fallback,
            symptoms,
        } => {
            let needed = requirement(at);
            format!(
                "{}, which serves instead of {}, is lost{}{}",
                to(at, fallback),
                group(plan, needed),
                seen(symptoms),
                noticed(timeline, needed, symptoms, note.at)
            )
        }
        TimelineEvent::Blind {
            requirement: at,
            fallback,
            symptoms,
            by_hand,
        } => {
            let needed = requirement(at);
            let standby = &needed.fallbacks[fallback];
            let gateway = catalogue::switching_gateway(plan, needed, standby);
            let whose = match (&standby.triggers, gateway) {
                (Some(triggers), _) => {
                    let covered: Symptoms = triggers.iter().copied().collect();
                    format!(
                        "the trigger of {} covers {}",
                        to(at, fallback),
                        covered.words()
                    )
                }
                (None, Some(gateway)) => format!(
                    "{}, which would switch to {}, does not do so on this by itself",
                    gateway.component.id,
                    to(at, fallback)
                ),
                (None, None) => format!("the trigger of {} is silent", to(at, fallback)),
            };
            let end = if by_hand {
                "so it waits for a person"
            } else {
                "and nobody is told how to switch by hand, so it does not switch"
            };
            format!("{whose}; this was {}, {end}", symptoms.words())
        }
        TimelineEvent::Switched {
            requirement: at,
            fallback,
            lost,
        } => {
            let standby = &requirement(at).fallbacks[fallback];
            let who = match standby.switch.map(|at| at.value) {
                Some(Switch::Automatic) => "",
                Some(Switch::PerCall) => ", call by call",
                Some(Switch::User) => ", as its users turn to it",
                Some(Switch::Manual) | None => ", switched by hand",
            };
            let serves = if standby.serves == Level::Degraded {
                ", degraded"
            } else {
                ""
            };
            let took = note.at.saturating_sub(lost);
            let least = match timeline.undeclared_switch(note).is_empty() {
                true => "",
                false => "at least ",
            };
            format!(
                "{} serves{serves}{who}; the switch took {least}{took} from the loss",
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
        TimelineEvent::Holding {
            requirement: at,
            until,
        } => format!(
            "it goes on without {} until {}",
            group(plan, requirement(at)),
            since_start(until)
        ),
        TimelineEvent::Unseen { requirement: at } => {
            let by = requirement(at).detect.iter().flat_map(|detect| &detect.by);
            let by: Vec<&str> = by.map(|at| plan.component(at.value).id.as_str()).collect();
            format!(
                "nothing sees the loss of {}: {} down",
                group(plan, requirement(at)),
                wording::are(by.len(), &by)
            )
        }
        TimelineEvent::SwitchWaits {
            requirement: at,
            fallback,
            missing,
        } => format!(
            "the switch to {} waits: it needs {}, which is down",
            to(at, fallback),
            plan.component(missing).id
        ),
        TimelineEvent::Uncalled {
            requirement: at,
            fallback,
            missing,
        } => format!(
            "the switch to {} waits: nobody can be called who makes it, {} is down",
            to(at, fallback),
            plan.component(missing).id
        ),
        TimelineEvent::WorkWaits { item, missing } => format!(
            "{} waits: it needs {}, which is down",
            work(item),
            plan.component(missing).id
        ),
        TimelineEvent::BackupLost { backup } => {
            format!("backup {} is lost with what it saves", backup + 1)
        }
        TimelineEvent::Recovered { way } => match way {
            WayKind::CauseGone => "what its cause left to do is done".to_owned(),
            WayKind::Repaired => {
                let steps = restoration::recovery_steps(plan, note.component, |_| true);
                match steps.is_empty() {
                    false => "its runbook's steps have repaired it".to_owned(),
                    true => "its repair, for which the plan has no time, counts as done".to_owned(),
                }
            }
            WayKind::Moved { step } => {
                format!(
                    "step {} of its runbook has made it anew elsewhere",
                    step + 1
                )
            }
            WayKind::MadeAnew { .. } => "it is made anew elsewhere from a backup".to_owned(),
        },
        TimelineEvent::Exchange { requirement: at } => format!(
            "it goes to and fro between {} and its fallback; the worse counts until something \
             else changes",
            group(plan, requirement(at))
        ),
        TimelineEvent::Ended => "its last day is over: it is lost from now on".to_owned(),
        TimelineEvent::Restarting { until } => {
            format!(
                "what it needs is back; it restarts until {}",
                since_start(until)
            )
        }
    }
}

/// "; it is noticed at +2m", where something sees it.
fn noticed(
    timeline: &Timeline,
    requirement: &Requirement,
    symptoms: Symptoms,
    lost: Duration,
) -> String {
    let mut by = requirement.detect.iter().flat_map(|detect| &detect.by);
    let is_down = |id: ComponentId| timeline.whole_level_at(id, lost) == Level::Down;
    if by.clone().next().is_some() && by.all(|at| is_down(at.value)) {
        return String::new();
    }
    requirement
        .noticed_by(symptoms.iter())
        .map_or(String::new(), |within| {
            let noticed = since_start(lost.saturating_add(within));
            format!("; it is noticed at {noticed}")
        })
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

fn work(item: WorkItem) -> String {
    match item {
        WorkItem::Step(at) => format!("step {} of its runbook", at + 1),
        WorkItem::Restore(_) => "the restore of its backup".to_owned(),
        WorkItem::Copy(_) => "the return of its data from a copy that is left".to_owned(),
        WorkItem::Repair => "its repair".to_owned(),
    }
}
