use crate::exercise::hit::ScenarioHit;
use crate::exercise::words;
use jurymast_engine::simulation::Timeline;
use jurymast_plan::model::{ComponentId, Detail, Level, Plan, TeamId};
use jurymast_terms::units::Duration;

use super::event::{Event, Order};

/// When the RTO and the MTPD of something pass while it is down.
pub(super) fn too_long(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Vec<Event> {
    let component = plan.component(id);
    let targets = &component.targets;
    let alternate = match &component.detail {
        Detail::Activity(activity) => activity.alternate_means.as_deref(),
        _ => None,
    };
    let next = component
        .team
        .and_then(|team| plan.team(team.value).escalate_to.first())
        .map(|next| plan.team(next.value));
    let mut expected = match next {
        Some(next) => format!(
            "Call {}; say when it will be back, and what that rests on.",
            next.name
        ),
        None => "Say who decides now, when it will be back, and what that rests on.".to_owned(),
    };
    if let Some(means) = alternate {
        expected.push_str(&format!(" Start the other way: {}", words::ended(means)));
    }
    let mut events = Vec::new();
    for (word, target) in [
        ("recovery time (RTO", targets.rto),
        ("longest tolerable outage (MTPD", targets.mtpd),
    ] {
        let Some(target) = target else { continue };
        let down = timeline
            .intervals(id)
            .into_iter()
            .find(|one| one.level == Level::Down && !one.lasts().is_within(target.value));
        if let Some(down) = down {
            let at = down.from.saturating_add(target.value);
            let through = next.map_or(&[][..], |next| &next.on_call.through);
            let why = words::none_carries(plan, timeline, through, at);
            let unreachable = why.map_or(String::new(), |why| {
                format!("\nNobody can be called by what the plan says: {why}. Say how it is done.")
            });
            events.push(Event {
                at,
                or_later: false,
                kind: Order::TooLong,
                says: format!(
                    "the {word} {}) has passed, and it is still down",
                    target.value
                ),
                method: "question from management",
                of: Some(id),
                to: component.team.map(|team| team.value),
                expected: format!("{expected}{unreachable}"),
            });
        }
    }
    events
}

/// When somebody first notices something, of what is most critical.
pub(super) fn first_noticed(plan: &Plan, events: &[Event]) -> Option<Duration> {
    let noticed = || {
        events
            .iter()
            .filter(|one| matches!(one.kind, Order::Noticed | Order::Reported))
    };
    let critical =
        noticed().filter(|one| one.of.is_some_and(|id| plan.component(id).is_critical()));
    let first = critical.map(|one| one.at).min();
    first.or_else(|| noticed().map(|one| one.at).min())
}

/// What calls through a gateway that picks its hosts itself, while one that it may use is down:
/// whether it is hit is not for the plan to say.
pub(super) fn may_be_hit(plan: &Plan, timeline: &Timeline) -> Vec<Event> {
    let mut events = Vec::new();
    for (to, component) in plan.enumerate() {
        let falls = |host: ComponentId| {
            let mut all = timeline.intervals(host).into_iter();
            Some((all.find(|one| one.level == Level::Down)?.from, host))
        };
        let Some((at, host)) = component.may_use().filter_map(falls).min() else {
            continue;
        };
        if timeline.level_at(to, at) == Level::Down {
            continue;
        }
        for (id, user) in plan.enumerate() {
            let mut needs = user.requirements.iter();
            let of = needs.find(|need| need.group.iter().any(|one| one.value == to));
            let Some(need) = of else { continue };
            let fallbacks = need.fallbacks.iter().map(|one| one.to.value);
            let standing: Vec<&str> = fallbacks
                .map(|id| plan.component(id).name.as_str())
                .collect();
            let next = match (standing.as_slice(), &need.degraded) {
                ([], Some(words)) => format!("If it fails: {}", words::ended(words)),
                ([], None) => "If it fails, say what people do without it.".to_owned(),
                (some, _) => format!("If it fails: {}, in this order.", words::list(some)),
            };
            events.push(Event {
                at,
                or_later: false,
                kind: Order::Reported,
                says: format!(
                    "is {} hit? It picks its hosts itself and may use {}, which is lost",
                    component.name,
                    plan.component(host).name
                ),
                method: "question",
                of: Some(id),
                to: user.team.map(|team| team.value),
                expected: format!("Try it: nobody can know that from the plan. {next}"),
            });
        }
    }
    events
}

pub(super) fn activation(plan: &Plan, at: Duration) -> Option<Event> {
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
        format!("By the plan it is activated when: {} ", words::ended(when))
    });
    Some(Event {
        at,
        or_later: false,
        kind: Order::Activation,
        says: "Is this a case for the continuity plan? Who says so?".to_owned(),
        method: "question",
        of: None,
        to: activation.by,
        expected: format!("{when}{who}"),
    })
}

pub(super) fn tells<'a>(
    plan: &'a Plan,
    timeline: &'a Timeline,
    at: Duration,
) -> impl Iterator<Item = Event> + 'a {
    plan.communications.iter().map(move |one| {
        let mut expected = String::new();
        if let Some(when) = &one.when {
            expected.push_str(&format!("Due when: {} ", words::ended(when)));
        }
        let channel = one
            .channel
            .as_deref()
            .unwrap_or("a channel that the plan does not name");
        let approver = one
            .approver
            .map_or("nobody named", |id| plan.team(id).name.as_str());
        let how = if one.template.is_some() {
            "the words prepared"
        } else {
            "words found now, as none are prepared"
        };
        expected.push_str(&format!("By {channel}, in {how}, released by {approver}."));
        if let Some(why) = words::none_carries(plan, timeline, &one.through, at) {
            expected.push_str(&format!(
                "\nThat way does not work: {why}. Find another one, and note it as an action."
            ));
        }
        if let Some(every) = one.every {
            expected.push_str(&format!(" Again every {every} until it is over."));
        }
        Event {
            at,
            or_later: false,
            kind: Order::Tell,
            says: format!("What do you tell: {}?", one.audience),
            method: "question",
            of: None,
            to: one.approver,
            expected,
        }
    })
}

pub(super) fn end(plan: &Plan, timeline: &Timeline, hits: &[ScenarioHit]) -> Option<Event> {
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
            |when| format!("By the plan when: {}", words::ended(when)),
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
        or_later: hits
            .iter()
            .any(|hit| timeline.may_last_longer(hit.component)),
        kind: Order::End,
        says,
        method: "question",
        of: None,
        to: activation.and_then(|one| one.by),
        expected,
    })
}
