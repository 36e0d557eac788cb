use std::collections::BTreeMap;

use crate::model::{ComponentId, Detail, Level, Mode, Phase, Plan, Requirement, TeamId};
use crate::simulation::{Note, Said, Timeline};
use crate::units::Duration;

use super::packet::Hit;
use super::words::{self, clock};

/// More than a day's exercise holds; the least critical go first.
const MOST: usize = 60;
/// Expected actions in one inject; components that fare alike share them.
const MOST_ACTIONS: usize = 4;

/// One entry of the master scenario events list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inject {
    /// Seconds of the scenario.
    pub at: u64,
    /// What the facilitator says.
    pub says: String,
    /// How it would reach people.
    pub method: &'static str,
    /// Teams, by name.
    pub to: Vec<String>,
    pub expected: Vec<String>,
}

/// What is said of one component, before those that fare alike are put together.
pub(super) struct Event {
    at: u64,
    kind: Order,
    says: String,
    method: &'static str,
    of: Option<ComponentId>,
    to: Option<TeamId>,
    expected: String,
}

/// Within one second: what is seen, what is asked, what is done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Noticed,
    Activation,
    Stuck,
    Decision,
    Serves,
    Tell,
    TooLong,
    Back,
    End,
}

/// The list in order of time, and how many entries were left out of it.
pub(super) fn injects(plan: &Plan, timeline: &Timeline, hits: &[Hit]) -> (Vec<Inject>, usize) {
    let mut events: Vec<Event> = Vec::new();
    for note in &timeline.notes {
        events.extend(of_note(plan, timeline, note));
    }
    for hit in hits {
        events.extend(too_long(plan, timeline, hit.component));
    }
    if let Some(first) = first_noticed(plan, &events) {
        events.extend(activation(plan, first));
        events.extend(tells(plan, first));
    }
    events.extend(end(plan, timeline, hits));
    merge(plan, events)
}

/// When somebody knows of a loss: `None` when it is over before.
pub(super) fn noticed(plan: &Plan, timeline: &Timeline, note: &Note) -> Option<u64> {
    let Said::Lost { requirement, .. } = note.said else {
        return None;
    };
    let needed = &plan.component(note.component).requirements[requirement];
    let detect = needed.detect.map_or(0, |time| time.value.seconds());
    let noticed = note.at.saturating_add(detect);
    let back = Said::Back { requirement };
    let over = timeline.notes.iter().any(|other| {
        other.component == note.component
            && other.said == back
            && other.at > note.at
            && other.at <= noticed
    });
    (!over).then_some(noticed)
}

fn of_note(plan: &Plan, timeline: &Timeline, note: &Note) -> Vec<Event> {
    let component = plan.component(note.component);
    let event = |at, kind, says: String, method, expected: String| Event {
        at,
        kind,
        says,
        method,
        of: Some(note.component),
        to: component.team.map(|team| team.value),
        expected,
    };
    let need = |at: usize| &component.requirements[at];
    let standby = |at: usize, fallback: usize| &component.requirements[at].fallbacks[fallback];
    let to = |at: usize, fallback: usize| words::name(plan, standby(at, fallback).to.value);
    let detect = |at: usize| need(at).detect.map_or(0, |time| time.value.seconds());
    match note.said {
        Said::Lost {
            requirement,
            symptoms,
        } => {
            let Some(at) = noticed(plan, timeline, note) else {
                return Vec::new();
            };
            let needed = need(requirement);
            let says = format!("{} {}", words::group(plan, needed), words::seen(symptoms));
            let method = if needed.detect.is_some() {
                "alarm"
            } else {
                "call from a user"
            };
            vec![event(
                at,
                Order::Noticed,
                says,
                method,
                first_action(plan, note.component, needed),
            )]
        }
        Said::Blind {
            requirement,
            fallback,
            symptoms,
            by_hand,
        } => {
            let says = format!(
                "the automatic switch to {} has not happened",
                to(requirement, fallback)
            );
            let covered = standby(requirement, fallback)
                .triggers
                .clone()
                .unwrap_or_default();
            let why = format!(
                "Find why: it fires on {}, this was {}.",
                words::codes(covered),
                words::codes(symptoms.iter())
            );
            let expected = if by_hand {
                format!("{why} {}", by_hand_words(plan, need(requirement), fallback))
            } else {
                format!(
                    "{why} The plan has no steps to switch by hand: decide what to do, and note it as an action."
                )
            };
            let at = note.at.saturating_add(detect(requirement));
            vec![event(at, Order::Stuck, says, "observation", expected)]
        }
        Said::Switched {
            requirement,
            fallback,
            lost,
        } => {
            let one = standby(requirement, fallback);
            let degraded = if one.serves == Level::Degraded {
                ", with less than usual"
            } else {
                ""
            };
            let says = format!("{} serves now{degraded}", to(requirement, fallback));
            let expected = format!(
                "Check that {} works, say what is worse than usual, note the time.",
                to(requirement, fallback)
            );
            let mut all = vec![event(note.at, Order::Serves, says, "observation", expected)];
            if !words::is_automatic(one) {
                let says = format!(
                    "nothing has taken over for {} by itself",
                    words::group(plan, need(requirement))
                );
                let at = lost.saturating_add(detect(requirement));
                let expected = by_hand_words(plan, need(requirement), fallback);
                all.push(event(at, Order::Decision, says, "question", expected));
            }
            all
        }
        Said::Useless {
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
        Said::Staying { requirement, until } => {
            let says = format!("{} works again", words::group(plan, need(requirement)));
            let expected = format!(
                "Decide to return to it; by the plan that takes until {}.",
                clock(until)
            );
            vec![event(note.at, Order::Back, says, "observation", expected)]
        }
        Said::Back { requirement } => {
            let says = format!("{} is in use again", words::group(plan, need(requirement)));
            vec![event(
                note.at,
                Order::Back,
                says,
                "observation",
                back_words(plan, note.component),
            )]
        }
        Said::Restarting { until } => {
            let says = "all it needs is back, and it must be started".to_owned();
            let expected = format!(
                "Start it and watch it; by the plan it is back at {}.",
                clock(until)
            );
            vec![event(note.at, Order::Back, says, "observation", expected)]
        }
    }
}

/// What is right to do when a loss is noticed.
fn first_action(plan: &Plan, of: ComponentId, needed: &Requirement) -> String {
    let mut words = vec!["Say what is lost and since when.".to_owned()];
    let steps = plan.runbook(of).map_or(&[][..], |book| &book.steps);
    if let Some(step) = steps.iter().find(|step| step.phase == Phase::Activation) {
        words.push(format!("First step: {}", ended(&step.text)));
    }
    match (needed.fallbacks.first(), needed.mode, &needed.degraded) {
        (Some(first), ..) => {
            let to = words::name(plan, first.to.value);
            words.push(if words::is_automatic(first) {
                format!("Watch whether {to} takes over by itself.")
            } else {
                format!("Make {to} ready to take over.")
            });
        }
        (None, Mode::Soft, Some(degraded)) => words.push(format!("Go on without it: {}", ended(degraded))),
        (None, Mode::Soft, None) => words.push("Go on without it, and say what is worse.".to_owned()),
        (None, Mode::Hard, _) => words.push(
            "Nothing stands in for it: say so, call whoever is next, and tell people how long it may take.".to_owned(),
        ),
    }
    words.join(" ")
}

fn by_hand_words(plan: &Plan, needed: &Requirement, fallback: usize) -> String {
    let one = &needed.fallbacks[fallback];
    let to = words::name(plan, one.to.value);
    let steps = match &one.steps {
        Some(steps) => format!(": {}", ended(steps)),
        None => "; the plan says no steps.".to_owned(),
    };
    let takes = one.after.map_or(String::new(), |after| {
        format!(" It takes {} from here.", after.value)
    });
    format!("Switch to {to} by hand{steps}{takes}")
}

fn back_words(plan: &Plan, of: ComponentId) -> String {
    let steps = plan.runbook(of).map_or(&[][..], |book| &book.steps);
    let last = steps
        .iter()
        .find(|step| step.phase == Phase::Reconstitution);
    match last {
        Some(step) => format!("Return to normal: {}", ended(&step.text)),
        None => "Check data and function before anybody is told that it is back.".to_owned(),
    }
}

/// When the RTO and the MTPD of something pass while it is down.
fn too_long(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Vec<Event> {
    let component = plan.component(id);
    let targets = &component.targets;
    let alternate = match &component.detail {
        Detail::Activity(activity) => activity.alternate_means.as_deref(),
        _ => None,
    };
    let next = component
        .team
        .and_then(|team| plan.team(team.value).escalate_to.first())
        .map(|next| plan.team(next.value).name.as_str());
    let mut expected = match next {
        Some(next) => format!("Call {next}; say when it will be back, and what that rests on."),
        None => "Say who decides now, when it will be back, and what that rests on.".to_owned(),
    };
    if let Some(means) = alternate {
        expected.push_str(&format!(" Start the other way: {}", ended(means)));
    }
    let mut events = Vec::new();
    for (word, target) in [
        ("recovery time (RTO", targets.rto),
        ("longest tolerable outage (MTPD", targets.mtpd),
    ] {
        let Some(target) = target else { continue };
        let down = timeline.intervals(id).into_iter().find(|one| {
            one.level == Level::Down
                && one
                    .length()
                    .is_none_or(|long| long > target.value.seconds())
        });
        if let Some(down) = down {
            events.push(Event {
                at: down.from.saturating_add(target.value.seconds()),
                kind: Order::TooLong,
                says: format!(
                    "the {word} {}) has passed, and it is still down",
                    target.value
                ),
                method: "question from management",
                of: Some(id),
                to: component.team.map(|team| team.value),
                expected: expected.clone(),
            });
        }
    }
    events
}

/// When somebody first notices something, of what is most critical.
fn first_noticed(plan: &Plan, events: &[Event]) -> Option<u64> {
    let noticed = || events.iter().filter(|one| one.kind == Order::Noticed);
    let critical = noticed().filter(|one| one.of.is_some_and(|id| words::rank(plan, id) <= 2));
    let first = critical.map(|one| one.at).min();
    first.or_else(|| noticed().map(|one| one.at).min())
}

fn activation(plan: &Plan, at: u64) -> Option<Event> {
    let activation = plan.header.activation.as_ref()?;
    let team = |id: Option<TeamId>| id.map(|id| plan.team(id).name.as_str());
    let who = match (team(activation.by), team(activation.alternate)) {
        (Some(by), Some(other)) => {
            format!("{by} decides, or {other} where they cannot be reached.")
        }
        (Some(by), None) => format!("{by} decides; nobody is named to stand in."),
        (None, _) => {
            "The plan does not say who decides: settle it, and note it as an action.".to_owned()
        }
    };
    let when = activation.when.as_ref().map_or(String::new(), |when| {
        format!("By the plan it is activated when: {} ", ended(when))
    });
    Some(Event {
        at,
        kind: Order::Activation,
        says: "Is this a case for the continuity plan? Who says so?".to_owned(),
        method: "question",
        of: None,
        to: activation.by,
        expected: format!("{when}{who}"),
    })
}

fn tells(plan: &Plan, at: u64) -> impl Iterator<Item = Event> {
    plan.communications.iter().map(move |one| {
        let mut expected = String::new();
        if let Some(when) = &one.when {
            expected.push_str(&format!("Due when: {} ", ended(when)));
        }
        let channel = one
            .channel
            .as_deref()
            .unwrap_or("a channel that the plan does not name");
        let approver = one
            .approver
            .map_or("nobody named", |id| plan.team(id).name.as_str());
        let words = if one.template.is_some() {
            "the words prepared"
        } else {
            "words found now, as none are prepared"
        };
        expected.push_str(&format!(
            "By {channel}, in {words}, released by {approver}."
        ));
        if let Some(every) = one.every {
            expected.push_str(&format!(" Again every {every} until it is over."));
        }
        Event {
            at,
            kind: Order::Tell,
            says: format!("What do you tell: {}?", one.audience),
            method: "question",
            of: None,
            to: one.approver,
            expected,
        }
    })
}

fn end(plan: &Plan, timeline: &Timeline, hits: &[Hit]) -> Option<Event> {
    let end = timeline.end();
    let still: Vec<&str> = hits
        .iter()
        .filter(|hit| timeline.level_at(hit.component, end) == Level::Down)
        .map(|hit| hit.name.as_str())
        .collect();
    let activation = plan.header.activation.as_ref();
    let (says, expected) = if hits.is_empty() {
        return None;
    } else if still.is_empty() {
        let when = activation.and_then(|one| one.stand_down_when.as_ref());
        let when = when.map_or(
            "The plan does not say when: settle it.".to_owned(),
            |when| format!("By the plan when: {}", ended(when)),
        );
        (
            "Nothing is down any more. Is it over?".to_owned(),
            format!(
                "Decide to stand down. {when} Tell everybody who was told of the start; keep the log."
            ),
        )
    } else {
        (
            format!(
                "Still down, and nothing will bring it back by itself: {}. How do you go on?",
                words::list(&still)
            ),
            "Decide what replaces it for good, who does that, and what is told meanwhile."
                .to_owned(),
        )
    };
    Some(Event {
        at: end,
        kind: Order::End,
        says,
        method: "question",
        of: None,
        to: activation.and_then(|one| one.by),
        expected,
    })
}

/// Puts together what is said of several components in one second.
fn merge(plan: &Plan, mut events: Vec<Event>) -> (Vec<Inject>, usize) {
    events.sort_by_key(|one| {
        one.of
            .map_or((0, None), |id| (words::rank(plan, id), Some(id)))
    });
    let mut groups: BTreeMap<(u64, Order, String), Vec<Event>> = BTreeMap::new();
    for event in events {
        let key = (event.at, event.kind, event.says.clone());
        groups.entry(key).or_default().push(event);
    }
    let tier = |all: &[Event]| {
        all.iter()
            .filter_map(|one| one.of)
            .map(|id| words::rank(plan, id))
            .min()
    };
    let mut tiers: Vec<u8> = groups.values().map(|all| tier(all).unwrap_or(0)).collect();
    tiers.sort_unstable();
    let total = tiers.len();
    let worst = tiers.get(MOST).copied().unwrap_or(u8::MAX);
    let mut of_worst = MOST.saturating_sub(tiers.partition_point(|one| *one < worst));
    let mut injects = Vec::new();
    for ((at, ..), group) in groups {
        let rank = tier(&group).unwrap_or(0);
        if rank > worst || (rank == worst && of_worst == 0) {
            continue;
        }
        if rank == worst {
            of_worst -= 1;
        }
        injects.push(inject(plan, at, &group));
    }
    let left_out = total - injects.len();
    (injects, left_out)
}

fn inject(plan: &Plan, at: u64, group: &[Event]) -> Inject {
    let first = &group[0];
    let mut names: Vec<&str> = group
        .iter()
        .filter_map(|one| one.of)
        .map(|id| words::name(plan, id))
        .collect();
    names.dedup();
    let mut to: Vec<String> = Vec::new();
    let mut expected: Vec<String> = Vec::new();
    for one in group {
        let team = one.to.map(|id| plan.team(id).name.clone());
        to.extend(team.filter(|team| !to.contains(team)));
        if !expected.contains(&one.expected) {
            expected.push(one.expected.clone());
        }
    }
    if expected.len() > MOST_ACTIONS {
        let more = expected.len() - MOST_ACTIONS;
        expected.truncate(MOST_ACTIONS);
        expected.push(format!("And {more} more, on the pages of these services."));
    }
    Inject {
        at,
        says: if names.is_empty() {
            first.says.clone()
        } else {
            format!("{}: {}", words::list(&names), ended(&first.says))
        },
        method: first.method,
        to,
        expected,
    }
}

/// With a full stop at its end.
pub(super) fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Long enough for people to talk about one inject.
pub(super) const TALK: Duration = Duration::from_seconds(300);
