use crate::exercise::words::{self, clock};
use jurymast_engine::analysis::Analysis;
use jurymast_engine::simulation::{Note, Symptoms, Timeline, TimelineEvent};
use jurymast_plan::model::{ComponentId, Fallback, Level, Mode, Phase, Plan, Requirement};
use jurymast_terms::units::Duration;

use super::event::{Event, Order};

/// When somebody knows of a loss: `None` when it is over before.
pub(in crate::exercise) fn noticed(
    plan: &Plan,
    timeline: &Timeline,
    note: &Note,
) -> Option<Duration> {
    let (TimelineEvent::Lost {
        requirement,
        symptoms,
    }
    | TimelineEvent::FallbackLost {
        requirement,
        symptoms,
        ..
    }) = note.event
    else {
        return None;
    };
    let needed = &plan.component(note.component).requirements[requirement];
    let detect = needed.noticed_by(symptoms.iter()).unwrap_or(Duration::ZERO);
    let noticed = note.at.saturating_add(detect);
    let back = TimelineEvent::Back { requirement };
    let over = timeline.notes.iter().any(|other| {
        other.component == note.component
            && other.event == back
            && other.at > note.at
            && other.at <= noticed
    });
    (!over).then_some(noticed)
}

/// What one note makes people see, and be asked.
pub(super) fn of_note(analysis: &Analysis<'_>, timeline: &Timeline, note: &Note) -> Vec<Event> {
    let plan = analysis.plan;
    let component = plan.component(note.component);
    let is_unsure = timeline.is_unsure(note.component);
    let event = |at, kind, says: String, method, expected: String| Event {
        at,
        or_later: is_unsure && matches!(kind, Order::Serves | Order::Back),
        kind,
        says,
        method,
        of: Some(note.component),
        to: component.team.map(|team| team.value),
        expected,
    };
    let need = |at: usize| &component.requirements[at];
    let declared = |at: usize, fallback: usize| &component.requirements[at].fallbacks[fallback];
    let to = |at: usize, fallback: usize| words::name(plan, declared(at, fallback).to.value);
    // What is noticed may be noticed later.
    let with_notice = |mut one: Event, requirement: usize| {
        let missing = timeline.undeclared_notice(note.component, requirement);
        if !missing.is_empty() {
            one.or_later = true;
            let why = words::undeclared(plan, &missing);
            one.expected = format!("{}\n{why}", one.expected);
        }
        one
    };
    match note.event {
        TimelineEvent::Lost {
            requirement,
            symptoms,
        } => {
            let Some(at) = noticed(plan, timeline, note) else {
                return Vec::new();
            };
            let needed = need(requirement);
            let level = group_level(timeline, needed, at);
            if needed.fallbacks.is_empty() && words::is_ours(plan, needed) {
                // Several of its losses may come at once; people see what it does.
                let says = match timeline.level_at(note.component, at) {
                    Level::Up => return Vec::new(),
                    Level::Degraded => "works in part only",
                    Level::Down => "does not work",
                };
                let expected = "Say who is hit and how badly, and who does not know it yet.";
                let (says, expected) = (says.to_owned(), expected.to_owned());
                return vec![event(
                    at,
                    Order::Reported,
                    says,
                    "calls from users",
                    expected,
                )];
            }
            let says = format!(
                "{} {}",
                words::group(plan, needed),
                look(plan, needed, level, symptoms)
            );
            let expected = first_action(plan, note.component, needed, level);
            let one = event(at, Order::Noticed, says, method(needed), expected);
            vec![with_notice(one, requirement)]
        }
        TimelineEvent::FallbackLost {
            requirement,
            fallback,
            ..
        } => {
            let Some(at) = noticed(plan, timeline, note) else {
                return Vec::new();
            };
            let needed = need(requirement);
            let how = match timeline.level_at(declared(requirement, fallback).to.value, at) {
                Level::Up => "can serve no longer",
                Level::Degraded => "works in part only",
                Level::Down => "does not work",
            };
            let (to, group) = (to(requirement, fallback), words::group(plan, needed));
            let says = format!("{to}, which stands in for {group}, {how}");
            let expected =
                "Say what is lost and since when.\nTake the next stand-in or do without, \
                            and tell those who wait for it."
                    .to_owned();
            let one = event(at, Order::Noticed, says, method(needed), expected);
            vec![with_notice(one, requirement)]
        }
        TimelineEvent::Blind {
            requirement,
            fallback,
            symptoms,
            by_hand,
        } => {
            let says = format!(
                "the automatic switch to {} has not happened",
                to(requirement, fallback)
            );
            let covered = declared(requirement, fallback)
                .triggers
                .clone()
                .unwrap_or_default();
            let why = format!(
                "Find why: it fires on {}, this was {}.",
                words::codes(covered),
                words::codes(symptoms.iter())
            );
            let expected = if by_hand {
                format!(
                    "{why} {}",
                    by_hand_words(plan, note.component, declared(requirement, fallback))
                )
            } else {
                format!(
                    "{why} The plan has no steps to switch by hand: decide what to do, and note it as an action."
                )
            };
            let mut one = event(note.at, Order::Stuck, says, "observation", expected);
            if by_hand {
                one.to = plan.switched_by(note.component, declared(requirement, fallback));
            }
            vec![one]
        }
        TimelineEvent::Switched {
            requirement,
            fallback,
            lost,
        } => {
            let one = declared(requirement, fallback);
            let degraded = if one.serves == Level::Degraded {
                ", with less than usual"
            } else {
                ""
            };
            let missing = timeline.undeclared_switch(note);
            let verb = if missing.is_empty() {
                "serves"
            } else {
                "may serve"
            };
            let says = format!("{} {verb} now{degraded}", to(requirement, fallback));
            let expected = format!(
                "Check that {} works, say what is worse than usual, note the time.",
                to(requirement, fallback)
            );
            let doubts = words::in_doubt(analysis, timeline, note);
            let expected = [vec![expected], doubts].concat().join("\n");
            let mut serves = event(note.at, Order::Serves, says, "observation", expected);
            serves.or_later |= !missing.is_empty();
            let mut all = vec![serves];
            if !words::is_automatic(one) {
                let says = format!(
                    "nothing has taken over for {} by itself",
                    words::group(plan, need(requirement))
                );
                let within = need(requirement)
                    .noticed_by(symptoms_at(timeline, note.component, requirement, lost).iter());
                let at = lost.saturating_add(within.unwrap_or(Duration::ZERO));
                let expected = by_hand_words(plan, note.component, one);
                let mut decision = event(at, Order::Decision, says, "question", expected);
                decision.to = plan.switched_by(note.component, one);
                all.push(with_notice(decision, requirement));
            }
            all
        }
        TimelineEvent::Useless {
            requirement,
            fallback,
        } => {
            let says = format!(
                "{}, which should take over, does not work either",
                to(requirement, fallback)
            );
            let expected =
                "Take the next stand-in or do without, and tell those who wait for it.".to_owned();
            vec![event(note.at, Order::Stuck, says, "observation", expected)]
        }
        TimelineEvent::Staying { requirement, until } => {
            let says = format!("{} works again", words::group(plan, need(requirement)));
            let expected = format!(
                "Decide to return to it; by the plan that takes until {}.",
                clock(until)
            );
            vec![event(note.at, Order::Back, says, "observation", expected)]
        }
        TimelineEvent::Back { requirement } => {
            let needed = need(requirement);
            if needed.fallbacks.is_empty() && words::is_ours(plan, needed) {
                return Vec::new();
            }
            let how = if needed.fallbacks.is_empty() {
                "works again"
            } else {
                "is in use again"
            };
            let says = format!("{} {how}", words::group(plan, needed));
            let expected = back_words(plan, note.component);
            let mut back = event(note.at, Order::Back, says, "observation", expected);
            // When the primary is back hangs on nothing that is left out of the switch.
            let mut members = needed.group.iter();
            back.or_later &= members.any(|to| timeline.is_unsure(to.value));
            vec![back]
        }
        TimelineEvent::Unseen { requirement } => {
            let what = words::group(plan, need(requirement));
            let says = format!("nobody is alerted: what would see the loss of {what} is down");
            let expected = "Somebody notices by another way, and says which.".to_owned();
            vec![event(note.at, Order::Stuck, says, "observation", expected)]
        }
        TimelineEvent::SwitchWaits {
            requirement,
            fallback,
            missing,
        } => {
            let says = format!(
                "the switch to {} cannot be made: it needs {}, which is down",
                to(requirement, fallback),
                words::name(plan, missing)
            );
            let expected = "They find another way, or wait, and say so.".to_owned();
            vec![event(note.at, Order::Stuck, says, "observation", expected)]
        }
        TimelineEvent::Uncalled {
            requirement,
            fallback,
            missing,
        } => {
            let says = format!(
                "nobody can be called who would switch to {}: {} is down",
                to(requirement, fallback),
                words::name(plan, missing)
            );
            let expected = "They reach somebody by another way, and say which.".to_owned();
            vec![event(note.at, Order::Stuck, says, "observation", expected)]
        }
        TimelineEvent::WorkWaits { missing, .. } => {
            let says = format!(
                "its repair cannot go on: it needs {}, which is down",
                words::name(plan, missing)
            );
            let expected = "They bring that back first, or find another way.".to_owned();
            vec![event(note.at, Order::Stuck, says, "observation", expected)]
        }
        TimelineEvent::BackupLost { .. } => {
            let says = "a backup of it is lost with it".to_owned();
            let expected = "They look for another copy, and say what is lost.".to_owned();
            vec![event(note.at, Order::Stuck, says, "observation", expected)]
        }
        TimelineEvent::Recovered { .. } => {
            let says = "it is repaired, or made anew elsewhere".to_owned();
            let expected = "They see that it works before they say so.".to_owned();
            vec![event(note.at, Order::Back, says, "observation", expected)]
        }
        TimelineEvent::Ended => {
            let says = "its last day is over, and it works no more".to_owned();
            let expected = "They find out why, and who can renew or replace it.".to_owned();
            vec![event(
                note.at,
                Order::Noticed,
                says,
                "observation",
                expected,
            )]
        }
        TimelineEvent::Holding { .. } | TimelineEvent::Exchange { .. } => Vec::new(),
        TimelineEvent::Restarting { until } => {
            let says = "all it needs is back, and it must be started".to_owned();
            let expected = format!(
                "Start it and watch it; by the plan it is back at {}.",
                clock(until)
            );
            vec![event(note.at, Order::Back, says, "observation", expected)]
        }
    }
}

/// What callers saw when a requirement was lost.
fn symptoms_at(timeline: &Timeline, of: ComponentId, requirement: usize, at: Duration) -> Symptoms {
    let seen = |note: &Note| match note.event {
        TimelineEvent::Lost {
            requirement: lost,
            symptoms,
        }
        | TimelineEvent::FallbackLost {
            requirement: lost,
            symptoms,
            ..
        } if (note.component, lost, note.at) == (of, requirement, at) => Some(symptoms),
        _ => None,
    };
    timeline.notes.iter().find_map(seen).unwrap_or_default()
}

/// How the loss of a requirement reaches people.
fn method(needed: &Requirement) -> &'static str {
    match needed.detect {
        Some(_) => "alarm",
        None => "call from a user",
    }
}

/// The worst of what a requirement names.
fn group_level(timeline: &Timeline, needed: &Requirement, at: Duration) -> Level {
    let levels = needed.group.iter();
    levels
        .map(|to| timeline.level_at(to.value, at))
        .max()
        .unwrap_or(Level::Down)
}

/// What is seen of it: the symptom of what others run, of our own only whether
/// it works.
fn look(plan: &Plan, needed: &Requirement, level: Level, symptoms: Symptoms) -> String {
    match (words::is_ours(plan, needed), level) {
        (true, Level::Degraded) => "works in part only".to_owned(),
        (true, _) => "does not work".to_owned(),
        (false, _) => words::seen(symptoms),
    }
}

/// What is right to do when a loss is noticed.
fn first_action(plan: &Plan, of: ComponentId, needed: &Requirement, level: Level) -> String {
    let mut said = vec!["Say what is lost and since when.".to_owned()];
    let steps = plan.runbook(of).map_or(&[][..], |book| &book.steps);
    if let Some(step) = steps.iter().find(|step| step.phase == Phase::Activation) {
        said.push(format!("First step: {}", words::ended(&step.text)));
    }
    match (needed.fallbacks.first(), needed.mode, &needed.degraded) {
        (Some(first), ..) => {
            let to = words::name(plan, first.to.value);
            said.push(if words::is_automatic(first) {
                format!("Watch whether {to} takes over by itself.")
            } else {
                format!("Make {to} ready to take over.")
            });
        }
        (None, Mode::Soft, Some(degraded)) => said.push(format!("Go on without it: {}", words::ended(degraded))),
        (None, Mode::Soft, None) => said.push("Go on without it, and say what is worse.".to_owned()),
        (None, Mode::Hard, _) if level == Level::Degraded => {
            said.push("Say what is worse than usual, and for whom.".to_owned());
        }
        (None, Mode::Hard, _) => said.push(
            "Nothing stands in for it: say so, call whoever is next, and tell people how long it may take.".to_owned(),
        ),
    }
    said.join("\n")
}

fn by_hand_words(plan: &Plan, of: ComponentId, one: &Fallback) -> String {
    let to = words::name(plan, one.to.value);
    let runbook = plan.steps_to(of, one).map(|step| words::ended(&step.text));
    let steps: Vec<String> = one.steps.iter().map(|text| words::ended(text)).collect();
    let steps: Vec<String> = steps.into_iter().chain(runbook).collect();
    let steps = match steps.is_empty() {
        false => format!(": {}", steps.join(" ")),
        true => "; the plan says no steps.".to_owned(),
    };
    let takes = match plan.switched_by_hand_in(of, one) {
        Some(time) => format!(" It takes {time} from here."),
        None => " The plan does not say how long that takes.".to_owned(),
    };
    format!("Switch to {to} by hand{steps}{takes}")
}

fn back_words(plan: &Plan, of: ComponentId) -> String {
    let steps = plan.runbook(of).map_or(&[][..], |book| &book.steps);
    let last = steps
        .iter()
        .find(|step| step.phase == Phase::Reconstitution);
    match last {
        Some(step) => format!("Return to normal: {}", words::ended(&step.text)),
        None => "Check data and function before anybody is told that it is back.".to_owned(),
    }
}
