use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{ComponentId, Level, Mode};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::clock::brief;
use super::fallbacks::{JudgedFallback, is_by_itself};
use super::later_ends::falls_later;
use super::lost_primaries::{is_mended_here, with_its_primaries};
use super::needs::LostNeed;
use super::never::{never, served_before};
use super::situation::{LONG_CHAIN, Situation, last_down};
use super::{Critical, TargetVerdict, Verdict};

/// When each service and activity that is judged and falls is back.
pub(super) fn critical(here: &Situation<'_>) -> Vec<Critical> {
    let matters = |id: &ComponentId| here.is_judged(*id) && here.down(*id).is_some();
    let all = here.hit().iter().copied().filter(matters);
    all.map(|id| one(here, id)).collect()
}

/// When something is back, in words and from the loss on.
pub(super) struct BackAgain {
    pub(super) path: String,
    pub(super) words: String,
    /// `None`: never, by what the plan says.
    pub(super) at_least: Option<Duration>,
    /// `None`: nobody knows.
    pub(super) at_most: Option<Duration>,
    pub(super) because: Vec<String>,
}

fn one(here: &Situation<'_>, id: ComponentId) -> Critical {
    let component = here.component(id);
    let back = match here.planned.last_level(id) < Level::Down {
        true => sooner_of(here, id),
        false => held_by_switches(here, id, mended(here, id)),
    };
    let back = served_before(here, id, back);
    let targets = &component.targets;
    let [rto, mtpd] = [("RTO", targets.rto), ("MTPD", targets.mtpd)]
        .map(|(name, target)| judged(here, id, &back, name, target.map(|at| at.value)));
    let because = [&rto, &mtpd].into_iter().find_map(|one| one.2.clone());
    let verdict = rto.0.max(mtpd.0);
    let words: Vec<String> = [rto.1, mtpd.1].into_iter().flatten().collect();
    let now = here.clock.elapsed();
    Critical {
        id: component.id.clone(),
        name: component.name.clone(),
        tier: component.tier.map(|tier| tier.value.number()),
        path: back.path,
        back: back.words,
        verdict,
        rto_verdict: rto.0,
        mtpd_verdict: mtpd.0,
        targets: words.join("; "),
        missed: verdict == TargetVerdict::Missed,
        unknown_because: match [rto.0, mtpd.0].contains(&TargetVerdict::Unknown) {
            true => back.because.into_iter().chain(because).collect(),
            false => Vec::new(),
        },
        at_least_s: back.at_least.map(|at| at.saturating_sub(now).seconds()),
    }
}

/// What is surely back before a slow switch ends brings it back; what the plan's own people
/// repair, in a time that nobody says, may.
fn sooner_of(here: &Situation<'_>, id: ComponentId) -> BackAgain {
    let (switched, home) = (switched(here, id), with_its_primaries(here, id));
    let is_sooner = |time: Duration| switched.at_least.is_some_and(|least| time < least);
    if home.at_most.is_some_and(is_sooner) {
        return BackAgain {
            words: format!("{}; no fallback serves before", home.words),
            ..home
        };
    }
    if home.at_least.is_some_and(is_sooner) && is_mended_here(here, id) {
        return BackAgain {
            words: format!("{}, or sooner: {}", switched.words, home.words),
            at_least: home.at_least,
            because: [switched.because, home.because].concat(),
            ..switched
        };
    }
    switched
}

/// A fallback lets it serve again; one that waits for a person may not serve yet.
fn switched(here: &Situation<'_>, id: ComponentId) -> BackAgain {
    // What nothing sees yet may be noticed by somebody before.
    let (least, until) = (last_down(&here.planned, id), last_down(&here.timeline, id));
    let until = until.max(least);
    let is_open = here.timeline.last_level(id) == Level::Down;
    let by_hand = is_open && here.waits_for_hands(id);
    let missing = switch_times(here, id);
    let mut because: Vec<String> = missing.iter().map(|one| one.words(here.plan)).collect();
    if by_hand {
        because.push("somebody must switch by hand, and nobody is known to have".to_owned());
    }
    let at = here.clock.about(until);
    let not_before = match missing.is_empty() {
        true => "at ",
        false => "not before ",
    };
    let words = match (by_hand, until <= here.clock.elapsed()) {
        (true, true) if !missing.is_empty() => format!(
            "as soon as somebody has switched; the plan does not say how long that takes, not \
             before {at}"
        ),
        (true, true) => format!(
            "as soon as somebody has switched; the plan had it at {at}, {}",
            here.clock.left(until)
        ),
        (true, false) => {
            format!("as soon as somebody has switched; by the plan {not_before}{at}")
        }
        (false, _) if !missing.is_empty() => {
            format!("unknown: by the plan not before {at}; see whether it does")
        }
        (false, true) => format!("by the plan since {at}: see that it does"),
        (false, false) => format!("by the plan from {at}"),
    };
    let at_most = because.is_empty().then_some(until);
    if at_most.is_some_and(|most| least < most) {
        because.push(format!(
            "nothing sees the loss before {at}, and somebody may notice it sooner"
        ));
    }
    BackAgain {
        path: "a fallback that serves".to_owned(),
        words,
        at_least: Some(least),
        at_most,
        because,
    }
}

/// The times that the plan leaves out of the switches that let something serve again.
pub(super) fn switch_times(here: &Situation<'_>, id: ComponentId) -> Vec<UndeclaredTime> {
    let mut missing = Vec::new();
    for need in here.switches_behind(id) {
        let (component, requirement) = (need.component, need.requirement);
        if here.is_never_seen(need) {
            missing.push(UndeclaredTime::Unseen {
                component,
                requirement,
            });
        } else if here.detect_declared(need).is_none() {
            missing.push(UndeclaredTime::Detect {
                component,
                requirement,
            });
        }
        let Some((fallback, _)) = need.serves else {
            continue;
        };
        let one = &here.requirement(need).fallbacks[fallback];
        let share = UndeclaredTime::Capacity {
            component,
            requirement,
            fallback,
        };
        let is_open = here.planned.is_share_open(here.plan, id);
        if is_open && here.planned.undeclared.contains(&share) {
            missing.push(share);
        }
        if here.plan.switched_in(component, one).is_none() && !is_by_itself(one) {
            missing.push(UndeclaredTime::After {
                component,
                requirement,
                fallback,
            });
        }
    }
    missing
}

/// The chain of what is brought back, and when it is done, counted from the loss.
fn mended(here: &Situation<'_>, id: ComponentId) -> BackAgain {
    if here.falls_short(id) {
        return with_its_primaries(here, id);
    }
    let Some(returned) = here.elsewhere.least.returned(id) else {
        return match here.elsewhere.least.stuck.contains(&id) {
            true => never(here, id),
            false => with_its_primaries(here, id),
        };
    };
    // By the levels something stands in.
    let is_kept = here.affected(id).is_none_or(|one| one.level < Level::Down);
    if is_kept && !here.is_lost(id) && !here.asked.total {
        return with_its_primaries(here, id);
    }
    let path = here.elsewhere.least.path(id);
    let mut words = Vec::new();
    let mut restored = None;
    for &at in &path {
        let Some(step) = here.elsewhere.least.returned(at) else {
            continue;
        };
        let component = here.component(at);
        if here.is_outside(at) && step.takes.time == Duration::ZERO {
            if here.is_lost(at) {
                words.push(component.name.clone());
            }
            continue;
        }
        if here.is_moved(at) {
            restored = Some(at);
        }
        if step.takes.time > Duration::ZERO {
            words.push(format!("{} {}", component.name, step.takes.time));
        } else if at != id {
            words.push(component.name.clone());
        }
    }
    if words.is_empty() {
        words.push(here.name(id).to_owned());
    }
    let missing = here.undeclared(id);
    let rest = returned.ready();
    let at = here.clock.elapsed().saturating_add(rest);
    // What is not declared may lie on the quicker of two ways: then the other one bounds it.
    let at_most = here.elsewhere.at_most(id);
    let because: Vec<String> = missing.iter().map(|one| one.words(here.plan)).collect();
    let least = if missing.is_empty() { "" } else { "at least " };
    if let Some(outside) = here.waits_for(id) {
        let name = here.name(outside);
        let begins = path.first().is_some_and(|first| *first == outside);
        let back = if rest == Duration::ZERO {
            format!("when {name} is back")
        } else if begins {
            format!("{least}{rest} after {name} is back")
        } else {
            if !path.contains(&outside) {
                words.push(format!("{name} too"));
            }
            format!("{least}{rest} of work, and not before {name} is back")
        };
        let waits = format!("when {name} is back is not for this plan to say");
        return BackAgain {
            path: wording::chain(&words, 0, LONG_CHAIN),
            words: back,
            at_least: Some(at),
            at_most: None,
            because: [vec![waits], because].concat(),
        };
    }
    let by = restored.map_or(String::new(), |at| {
        format!("by restore of {} elsewhere: ", here.name(at))
    });
    let clock = here.clock.ahead(rest);
    let back = match (missing.is_empty(), rest) {
        (true, _) => format!("{by}{rest} of work: {clock}, if all begin now"),
        (false, _) if at_most.is_some_and(|most| most > Duration::ZERO) => {
            let most = at_most.unwrap_or_default();
            format!("unknown: {by}{rest} to {most} of work, so not before {clock}")
        }
        (false, Duration::ZERO) => {
            format!("unknown: {by}the plan does not say how long the repair takes")
        }
        (false, _) => format!("unknown: {by}at least {rest} of work, so not before {clock}"),
    };
    BackAgain {
        path: wording::chain(&words, 0, LONG_CHAIN),
        words: back,
        at_least: Some(at),
        at_most: at_most.map(|time| here.clock.elapsed().saturating_add(time)),
        because,
    }
}

/// What is mended serves no sooner than what it needs and its own way back does not bring:
/// a fallback that must be switched to first, unless its primary is back before.
fn held_by_switches(here: &Situation<'_>, id: ComponentId, mut back: BackAgain) -> BackAgain {
    let path = here.elsewhere.least.path(id);
    let all = path.iter().chain(std::iter::once(&id));
    let needs = all.flat_map(|at| here.needs_of(*at));
    for need in needs.filter(|need| here.requirement(need).mode == Mode::Hard) {
        let Some((fallback, from)) = need.serves else {
            continue;
        };
        let to = here.requirement(need).fallbacks[fallback].to.value;
        let by_hand = JudgedFallback::of(here, need, fallback).verdict == Verdict::WaitsForAPerson;
        let [soonest, latest] = home(here, need);
        let least = soonest.map_or(from, |home| home.min(from));
        let most = match by_hand {
            true => latest,
            false => Some(latest.map_or(from, |home| home.min(from))),
        };
        back.at_least = back.at_least.map(|at| at.max(least));
        let Some(so_far) = back.at_most else { continue };
        back.at_most = most.map(|most| most.max(so_far));
        if back.at_most == Some(so_far) {
            continue;
        }
        let clock = here.clock.about(from);
        let name = here.name(to);
        back.words
            .push_str(&format!("; and once {name} serves, by the plan at {clock}"));
        if by_hand {
            let why = "somebody must switch by hand, and nobody is known to have";
            back.because.push(why.to_owned());
        }
    }
    for to in waits_below(here, &path, id) {
        let below = switched(here, to);
        // What never comes back is not sooner back for that.
        let both = back.at_least.zip(below.at_least);
        back.at_least = both.map(|(own, below)| own.max(below));
        let so_far = back.at_most;
        back.at_most = match (so_far, below.at_most) {
            (Some(own), Some(below)) => Some(own.max(below)),
            _ => None,
        };
        if back.at_most != so_far {
            let name = here.name(to);
            back.words
                .push_str(&format!("; and once {name} serves: {}", below.words));
            back.because.extend(below.because);
        }
    }
    back
}

/// What those on the way back cannot do without, that is down itself until a switch is made,
/// and that nobody mends.
fn waits_below(here: &Situation<'_>, path: &[ComponentId], id: ComponentId) -> Vec<ComponentId> {
    let all = path.iter().chain(std::iter::once(&id));
    let requirements = all.flat_map(|at| &here.component(*at).requirements);
    let bare = requirements.filter(|one| one.mode == Mode::Hard && one.has_no_alternative());
    let members = bare.flat_map(|one| one.group.iter().map(|to| to.value));
    let mut found: Vec<ComponentId> = members
        .filter(|to| {
            let is_switched = here.planned.last_level(*to) < Level::Down;
            let is_mended = here.elsewhere.least.returned(*to).is_some();
            here.down(*to).is_some() && is_switched && !is_mended
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// When what was lost first is back, from the loss on: at the soonest, and surely.
fn home(here: &Situation<'_>, need: &LostNeed) -> [Option<Duration>; 2] {
    let group = &here.requirement(need).group;
    let all = |back: &dyn Fn(ComponentId) -> Option<Duration>| {
        let all: Option<Vec<Duration>> = group.iter().map(|to| back(to.value)).collect();
        let last = all.and_then(|all| all.into_iter().max());
        last.map(|last| here.clock.elapsed().saturating_add(last))
    };
    let soonest = |id| here.elsewhere.least.returned(id).map(|one| one.ready());
    [all(&soonest), all(&|id| here.elsewhere.at_most(id))]
}

/// A target against when it is back. What is down now and past its target has missed it,
/// whatever the plan had. Last comes why a fallback that serves is not enough to know.
fn judged(
    here: &Situation<'_>,
    id: ComponentId,
    back: &BackAgain,
    name: &str,
    target: Option<Duration>,
) -> (TargetVerdict, Option<String>, Option<String>) {
    let Some(target) = target else {
        return (TargetVerdict::None, None, None);
    };
    let from = here.down(id).map_or(Duration::ZERO, |down| down.from);
    let now = here.clock.elapsed();
    let is_down = here.timeline.level_at(id, now) == Level::Down;
    let end = from.saturating_add(target);
    let shown = here.clock.at(end);
    let past = (is_down && now > end).then_some(now);
    let Some(at_least) = back.at_least else {
        let words = format!("{name} {shown} missed: never back by what the plan says");
        return (TargetVerdict::Missed, Some(words), None);
    };
    if let Some(late) = Some(at_least).filter(|at| *at > end).max(past) {
        let so_far = match at_least <= now || late == now {
            true => " so far",
            false => "",
        };
        let least = match back.at_most == Some(at_least) || late == now {
            true => "",
            false => "at least ",
        };
        let by = brief(late.saturating_sub(end));
        let words = format!("{name} {shown} missed by {least}{by}{so_far}");
        return (TargetVerdict::Missed, Some(words), None);
    }
    let fall = falls_later(here, id).filter(|fall| fall.is_longer_than(target));
    match (back.at_most, fall) {
        (Some(at), None) if at <= end => (
            TargetVerdict::Met,
            Some(format!("{name} {shown} met")),
            None,
        ),
        (_, fall) => (
            TargetVerdict::Unknown,
            Some(format!("{name} {shown} unknown")),
            fall.map(|fall| fall.doubt()),
        ),
    }
}
