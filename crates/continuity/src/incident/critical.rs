use jurymast_engine::analysis::CycleBreaker;
use jurymast_plan::model::{ComponentId, Kind, Level};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::Critical;
use super::clock::brief;
use super::situation::{LONG_CHAIN, Situation};

/// When each service and activity that is judged and falls is back.
pub(super) fn critical(here: &Situation<'_>) -> Vec<Critical> {
    let matters = |id: &ComponentId| here.is_judged(*id) && here.down(*id).is_some();
    let all = here.hit().iter().copied().filter(matters);
    all.map(|id| one(here, id)).collect()
}

fn one(here: &Situation<'_>, id: ComponentId) -> Critical {
    let component = here.component(id);
    let (path, back, at) = if here.planned.last_level(id) < Level::Down {
        let down = here.planned.intervals(id).into_iter();
        let down = down.filter(|one| one.level == Level::Down);
        let until = down.filter_map(|one| one.until).max().unwrap_or_default();
        let path = "a fallback that serves".to_owned();
        (path, fallback(here, id, until), Some(until))
    } else {
        mended(here, id)
    };
    let by_hand = at.is_some() && here.timeline.last_level(id) == Level::Down;
    let waits = by_hand && here.planned.last_level(id) < Level::Down;
    let (verdict, missed) = verdict(here, id, at, waits);
    Critical {
        id: component.id.clone(),
        name: component.name.clone(),
        tier: component.tier.map(|tier| tier.value.number()),
        path,
        back,
        verdict,
        missed,
    }
}

/// When a fallback lets it serve again; one that waits for a person may not serve yet.
fn fallback(here: &Situation<'_>, id: ComponentId, until: Duration) -> String {
    let by_hand = here.timeline.last_level(id) == Level::Down;
    let at = here.clock.about(until);
    match (by_hand, until <= here.clock.elapsed()) {
        (true, true) => format!(
            "as soon as somebody has switched; the plan had it at {at}, {}",
            here.clock.left(until)
        ),
        (true, false) => format!("as soon as somebody has switched; by the plan at {at}"),
        (false, true) => format!("by the plan since {at}: see that it does"),
        (false, false) => format!("by the plan from {at}"),
    }
}

/// The chain of what is brought back, when it is done, counted from the loss
/// where all of it is the plan's own.
fn mended(here: &Situation<'_>, id: ComponentId) -> (String, String, Option<Duration>) {
    let Some(returned) = here.recovery().returned(id) else {
        let path = "a circle that cannot start".to_owned();
        return (
            path,
            "never, before somebody opens the circle".to_owned(),
            None,
        );
    };
    let path = here.recovery().path(id);
    let mut words = Vec::new();
    let mut undeclared = false;
    let mut restored = None;
    for &at in &path {
        let Some(step) = here.recovery().returned(at) else {
            continue;
        };
        let component = here.component(at);
        if here.is_outside(at) {
            if here.is_lost(at) {
                words.push(component.name.clone());
            }
            continue;
        }
        if here.is_moved(at) {
            restored = Some(at);
        }
        undeclared |= !step.takes.declared && component.kind() != Kind::Ai;
        if step.takes.time > Duration::ZERO {
            words.push(format!("{} {}", component.name, step.takes.time));
        } else if at != id {
            words.push(component.name.clone());
        }
    }
    let least = if undeclared { "at least " } else { "" };
    let rest = returned.ready();
    if let Some(outside) = here.elsewhere.waits_for(id) {
        let name = here.name(outside);
        let begins = path.first().is_some_and(|first| *first == outside);
        let back = if returned.ready() == Duration::ZERO {
            format!("when {name} is back")
        } else if begins {
            format!("{least}{rest} after {name} is back")
        } else {
            if !path.contains(&outside) {
                words.push(format!("{name} too"));
            }
            format!("{least}{rest} of work, and not before {name} is back")
        };
        return (wording::chain(&words, 0, LONG_CHAIN), back, None);
    }
    let path = wording::chain(&words, 0, LONG_CHAIN);
    let by = restored.map_or(String::new(), |at| {
        format!("by restore of {} elsewhere: ", here.name(at))
    });
    let back = format!(
        "{by}{least}{rest} of work: {}, if all begin now",
        here.clock.ahead(returned.ready())
    );
    let at = here.clock.elapsed().saturating_add(returned.ready());
    (path, back, Some(at))
}

/// Each target against when it is back. What is down now and past its target has
/// missed it, whatever the plan had.
fn verdict(
    here: &Situation<'_>,
    id: ComponentId,
    at: Option<Duration>,
    waits: bool,
) -> (String, bool) {
    let targets = &here.component(id).targets;
    let from = here.down(id).map_or(Duration::ZERO, |down| down.from);
    let now = here.clock.elapsed();
    let is_down = here.timeline.level_at(id, now) == Level::Down;
    let both = [("RTO", targets.rto), ("MTPD", targets.mtpd)];
    let mut words = Vec::new();
    let mut missed = false;
    for (name, target) in both {
        let Some(target) = target else { continue };
        let end = from.saturating_add(target.value);
        let shown = here.clock.at(end);
        let past = (is_down && now > end).then_some(now);
        let late = at.filter(|at| *at > end).max(past);
        words.push(match (late, at) {
            (Some(late), _) => {
                missed = true;
                let so_far = if at.is_none_or(|at| at <= now) {
                    " so far"
                } else {
                    ""
                };
                format!(
                    "{name} {shown} missed by {}{so_far}",
                    brief(late.saturating_sub(end))
                )
            }
            (None, Some(_)) if waits => format!("{name} {shown} met if somebody switches in time"),
            (None, Some(_)) => format!("{name} {shown} met"),
            (None, None) => format!("{name} {shown} open"),
        });
    }
    (words.join("; "), missed)
}

/// What cannot start from nothing, and what opens it.
pub(super) fn circles(here: &Situation<'_>) -> Vec<String> {
    let all = here.recovery().cycles.iter();
    all.map(|cycle| {
        let mut text = if cycle.members.len() == 1 {
            format!("{} needs itself", here.chain(&cycle.members, 0))
        } else {
            let first = here.name(cycle.members[0]);
            format!(
                "{} -> {first} need each other",
                here.chain(&cycle.members, 0)
            )
        };
        if !cycle.waiting.is_empty() {
            text.push_str(&format!("; {} more wait behind", cycle.waiting.len()));
        }
        let open = |one: &CycleBreaker| {
            format!(
                "start {} without {}",
                here.name(one.id),
                here.name(one.waits_for)
            )
        };
        let ways: Vec<String> = cycle.breakers.iter().map(open).collect();
        if ways.is_empty() {
            text.push_str(". No single step opens it.");
        } else {
            text.push_str(&format!(
                ". Any one of these opens it: {}.",
                ways.join("; ")
            ));
        }
        text
    })
    .collect()
}
