use crate::analysis::Opener;
use crate::model::{ComponentId, Kind, Level};
use crate::units::Duration;

use super::Critical;
use super::clock::brief;
use super::situation::{Situation, is_served};

/// When each service and activity of tier 1 or 2 that falls is back.
pub(super) fn critical(here: &Situation<'_>) -> Vec<Critical> {
    let matters = |id: &ComponentId| {
        is_served(here.component(*id).kind()) && here.tier(*id) <= 2 && here.down(*id).is_some()
    };
    let all = here.hit().into_iter().filter(matters);
    all.map(|id| one(here, id)).collect()
}

fn one(here: &Situation<'_>, id: ComponentId) -> Critical {
    let component = here.component(id);
    let (path, back, at) = if here.planned.level_at(id, u64::MAX) < Level::Down {
        let down = here.planned.intervals(id).into_iter();
        let down = down.filter(|one| one.level == Level::Down);
        let until = down.filter_map(|one| one.until).max().unwrap_or(0);
        let path = "a fallback that serves".to_owned();
        (path, fallback(here, id, until), Some(until))
    } else {
        mended(here, id)
    };
    let (verdict, missed) = verdict(here, id, at);
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
fn fallback(here: &Situation<'_>, id: ComponentId, until: u64) -> String {
    let by_hand = here.timeline.level_at(id, u64::MAX) == Level::Down;
    let at = here.clock.about(until);
    match (by_hand, until <= here.clock.elapsed()) {
        (true, true) => format!("as soon as somebody has switched; by the plan that was at {at}"),
        (true, false) => format!("as soon as somebody has switched; by the plan at {at}"),
        (false, _) => format!("by the plan from {at}"),
    }
}

/// The chain of what is brought back, when it is done, in seconds since the loss
/// where all of it is the plan's own.
fn mended(here: &Situation<'_>, id: ComponentId) -> (String, String, Option<u64>) {
    let Some(returned) = here.recovery.returned(id) else {
        let path = "a circle that cannot start".to_owned();
        return (
            path,
            "never, before somebody opens the circle".to_owned(),
            None,
        );
    };
    let path = here.recovery.path(id);
    let mut words = Vec::new();
    let mut undeclared = false;
    let mut outside = None;
    for &at in &path {
        let Some(step) = here.recovery.returned(at) else {
            continue;
        };
        let component = here.component(at);
        if here.is_outside(at) {
            if here.is_lost(at) {
                outside = Some(at);
                words.push(component.name.clone());
            }
            continue;
        }
        undeclared |= !step.effort.declared && component.kind() != Kind::Ai;
        if step.effort.seconds > 0 {
            let takes = Duration::from_seconds(step.effort.seconds);
            words.push(format!("{} {takes}", component.name));
        } else if at != id {
            words.push(component.name.clone());
        }
    }
    let path = words.join(" -> ");
    let least = if undeclared { "at least " } else { "" };
    if let Some(outside) = outside {
        let rest = Duration::from_seconds(returned.ready());
        let name = here.name(outside);
        let back = if returned.ready() == 0 {
            format!("when {name} is back")
        } else {
            format!("{least}{rest} after {name} is back")
        };
        return (path, back, None);
    }
    let back = format!(
        "{least}{} of work: {}, if all begin now",
        Duration::from_seconds(returned.ready()),
        here.clock.ahead(returned.ready())
    );
    let at = here.clock.elapsed().saturating_add(returned.ready());
    (path, back, Some(at))
}

fn verdict(here: &Situation<'_>, id: ComponentId, at: Option<u64>) -> (String, bool) {
    let targets = &here.component(id).targets;
    let from = here.down(id).map_or(0, |down| down.from);
    let both = [("RTO", targets.rto), ("MTPD", targets.mtpd)];
    let mut words = Vec::new();
    let mut missed = false;
    for (name, target) in both {
        let Some(target) = target else { continue };
        let end = from.saturating_add(target.value.seconds());
        let shown = here.clock.at(end);
        words.push(match at {
            Some(at) if at > end => {
                missed = true;
                format!("{name} {shown} missed by {}", brief(at - end))
            }
            Some(_) => format!("{name} {shown} met"),
            None => format!("{name} {shown} open"),
        });
    }
    (words.join("; "), missed)
}

/// What cannot start from nothing, and what opens it.
pub(super) fn circles(here: &Situation<'_>) -> Vec<String> {
    let all = here.recovery.circles.iter();
    all.map(|circle| {
        let mut text = if circle.ids.len() == 1 {
            format!("{} needs itself", here.chain(&circle.ids))
        } else {
            let first = here.name(circle.ids[0]);
            format!("{} -> {first} need each other", here.chain(&circle.ids))
        };
        if circle.behind > 0 {
            text.push_str(&format!("; {} more wait behind", circle.behind));
        }
        let open = |one: &Opener| {
            format!(
                "start {} without {}",
                here.name(one.id),
                here.name(one.waits_for)
            )
        };
        let ways: Vec<String> = circle.openers.iter().map(open).collect();
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
