use jurymast_engine::analysis::{FallbackId, Standing, Tested};
use jurymast_plan::catalogue::{doubts, fitness};
use jurymast_plan::model::{Fallback, Level, Rung, SHARE_UNKNOWN, Switch, Symptom};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::crowding::{crowding, overload};
use super::cure_needs::Doable;
use super::later_ends::verb;
use super::needs::{LostNeed, Trigger, trigger};
use super::situation::Situation;
use super::{FallbackToday, Verdict};

/// The end of a fallback is told where it is no later than this.
const SOON_DAYS: i64 = 30;

/// Every fallback of what is lost, those that do not help first.
pub(super) fn fallbacks_today(here: &Situation<'_>) -> Vec<FallbackToday> {
    let mut all = Vec::new();
    for need in &here.needs {
        let requirement = here.requirement(need);
        let standing = requirement.fallbacks.iter().enumerate();
        for (at, fallback) in standing.filter(|(at, _)| Some(*at) != need.stood_in) {
            let judged = JudgedFallback::of(here, need, at);
            // Where nothing is down nobody looks for help.
            if judged.verdict == Verdict::NoHelp && without(here, need) < Level::Down {
                continue;
            }
            all.push(FallbackToday {
                who: here.name(need.component).to_owned(),
                instead_of: here.lost_name(need),
                to: here.name(fallback.to.value).to_owned(),
                verdict: judged.verdict,
                reasons: judged.reasons,
                tier: Some(here.component(need.component).rank()),
            });
        }
    }
    all.sort_by_key(|one| one.verdict);
    all
}

/// What can be said of one fallback today.
pub(super) struct JudgedFallback {
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<String>,
}

impl JudgedFallback {
    pub(super) fn of(here: &Situation<'_>, need: &LostNeed, at: usize) -> Self {
        let requirement = here.requirement(need);
        let fallback = &requirement.fallbacks[at];
        if let Some(why) = no_help(here, need, at) {
            return Self {
                verdict: Verdict::NoHelp,
                reasons: vec![why],
            };
        }
        let (verdict, mut reasons) = match held_up(here, need, fallback) {
            Some(why) => (Verdict::WaitsForAPerson, vec![why]),
            None => {
                let (verdict, why) = switch(here, need, fallback);
                (verdict, why.into_iter().collect())
            }
        };
        if verdict == Verdict::ByItself
            && let Some(why) = here.unseen(need)
        {
            reasons.push(format!("not before something sees it: {why}"));
        }
        reasons.extend(doubts(here.plan, requirement, fallback.to.value));
        reasons.push(trust(here, need, at));
        reasons.extend(quality(here, need, fallback));
        reasons.extend(crowding(here, need, at).or_else(|| overload(here, need, fallback)));
        reasons.extend(to_and_fro(here, need));
        reasons.extend(lasts(here, need, fallback));
        reasons.extend(ends(here, fallback));
        Self { verdict, reasons }
    }
}

fn no_help(here: &Situation<'_>, need: &LostNeed, at: usize) -> Option<String> {
    let fallback = &here.requirement(need).fallbacks[at];
    let to = fallback.to.value;
    let name = here.name(to);
    if let Some(ended) = here.ended(to) {
        return Some(format!("WILL NOT WORK: {ended}"));
    }
    if here.is_lost(to) {
        return Some(format!("{name} is lost itself"));
    }
    let missing = here.missing(&here.plan.switch_needs(need.component, fallback));
    if here.doable(&missing) == Doable::Never {
        let why = missing.iter().filter_map(|id| here.why_unusable(*id));
        let why: Vec<String> = why.collect();
        return Some(format!(
            "WILL NOT WORK: {}, and the switch needs it",
            wording::and(&why)
        ));
    }
    if let Some(until) = used_up(here, need, fallback) {
        return Some(format!("it served until {until}, and no longer"));
    }
    // What it gives is asked of the state that this loss leads to.
    let state = here.planned_level(to);
    let level = state.max(here.best(need, at));
    if level < without(here, need) {
        return None;
    }
    if level < Level::Down {
        return Some(format!(
            "{name} is {level} with the same loss, as what it stands in for"
        ));
    }
    let (fit, lacks) = fitness(here.plan, here.requirement(need), to);
    if fit == Level::Down {
        return Some(format!("{name} cannot do the work: {}", lacks.join(", ")));
    }
    if state < Level::Down {
        return Some(format!(
            "{name} carries less than the least that is acceptable"
        ));
    }
    if here.planned.is_down_at_rest(to) {
        return Some(format!(
            "WILL NOT WORK: {name} was down before this already"
        ));
    }
    let (way, left_out) = here.way(to);
    if let Some(ended) = way.first().and_then(|first| here.why_unusable(*first))
        && way
            .first()
            .is_some_and(|first| here.ended(*first).is_some())
    {
        return Some(format!("WILL NOT WORK: {ended}"));
    }
    if way.is_empty() {
        return Some(format!("{name} is down with the same loss"));
    }
    let mut whole = way.clone();
    whole.push(to);
    if let Some((host, user)) = here.plan.may_use(&whole).first() {
        return Some(format!(
            "nobody can be sure of it: the gateway of {} may use {}, which is lost; try it",
            here.name(*user),
            here.name(*host)
        ));
    }
    Some(format!(
        "{name} falls with the same loss: {}",
        here.chain(&way, left_out)
    ))
}

/// Why a fallback that will help does not take over by itself, whatever its trigger.
fn held_up(here: &Situation<'_>, need: &LostNeed, fallback: &Fallback) -> Option<String> {
    let to = fallback.to.value;
    let missing = here.missing(&here.plan.switch_needs(need.component, fallback));
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|id| here.name(*id)).collect();
        return Some(format!(
            "the switch needs {}, which is down: restore it first",
            wording::and(&names)
        ));
    }
    if !here.is_usable(to) {
        let name = here.name(to);
        return Some(format!("{name} is down itself until somebody has switched"));
    }
    let why = here.unseen(need)?;
    let waits = is_by_itself(fallback) && here.is_never_seen(need);
    waits.then(|| format!("it does not switch by itself, as {why}"))
}

/// How well the group works while nobody switches anything by hand.
fn without(here: &Situation<'_>, need: &LostNeed) -> Level {
    here.left_level(need, Duration::MAX)
}

/// Whether it is software that switches.
pub(super) fn is_by_itself(fallback: &Fallback) -> bool {
    let switch = fallback.switch.map(|at| at.value);
    matches!(switch, Some(Switch::Automatic | Switch::PerCall))
}

/// Who makes the switch, and why.
fn switch(here: &Situation<'_>, need: &LostNeed, fallback: &Fallback) -> (Verdict, Option<String>) {
    let by_person = |why: String| (Verdict::WaitsForAPerson, Some(why));
    let by_itself = |why: String| (Verdict::ByItself, Some(why));
    let per_call = match fallback.switch.map(|at| at.value) {
        Some(Switch::Automatic) => "",
        Some(Switch::PerCall) => "each call tries what is lost first, and is the slower for it; ",
        Some(Switch::User) => {
            return by_person("its users go there by themselves, once they are told".to_owned());
        }
        Some(Switch::Manual) | None => {
            let how = match fallback.steps {
                Some(_) => "the plan says how",
                None => "the plan does not say how",
            };
            return by_person(format!("it is switched by hand; {how}"));
        }
    };
    let trigger = trigger(here.plan, here.requirement(need), fallback);
    let (whose, covered) = match &trigger {
        Trigger::Declared(covered) => ("its trigger fires".to_owned(), covered),
        Trigger::Gateway(name, covered) => (format!("{name} by itself falls back"), covered),
        Trigger::Undeclared | Trigger::Nobody => {
            return by_itself(format!(
                "{per_call}on what its trigger fires is not declared: watch it"
            ));
        }
    };
    let on = match covered.is_empty() {
        true => "on nothing that is known for sure".to_owned(),
        false => format!("on {}", list(covered.iter().copied())),
    };
    if need.symptoms.is_empty() {
        return by_itself(format!(
            "{per_call}{whose} {on}; what callers see was not said"
        ));
    }
    let seen = list(need.symptoms.iter());
    if trigger.fires(need) {
        return by_itself(format!("{per_call}{whose} {on}, and this is {seen}"));
    }
    let why = format!("{whose} {on}, this is {seen}");
    if fallback.steps.is_some() {
        return by_person(why);
    }
    let why = format!("{why}, and how to switch by hand is not said");
    // Of a gateway it is not known for sure, and perhaps it fires on a part of it.
    let is_sure = matches!(trigger, Trigger::Declared(_))
        && !need.symptoms.iter().any(|one| covered.contains(&one));
    match is_sure {
        true => (Verdict::NoHelp, Some(format!("nobody switches: {why}"))),
        false => by_person(why),
    }
}

/// Why a fallback leaves its requirement lost.
pub(super) fn leaves_lost(here: &Situation<'_>, need: &LostNeed, at: usize) -> Option<String> {
    let judged = JudgedFallback::of(here, need, at);
    let fallback = &here.requirement(need).fallbacks[at];
    match judged.verdict {
        Verdict::NoHelp => judged.reasons.into_iter().next(),
        _ => overload(here, need, fallback)
            .or_else(|| to_and_fro(here, need))
            .or_else(|| lasts(here, need, fallback)),
    }
}

/// That a requirement never settles on what serves it.
fn to_and_fro(here: &Situation<'_>, need: &LostNeed) -> Option<String> {
    let runs = [&here.timeline, &here.planned].into_iter();
    let mut exchanges = runs.flat_map(|run| run.exchanges(need.component));
    exchanges.find(|(_, requirement)| *requirement == need.requirement)?;
    Some(format!(
        "{} goes to and fro between {} and its fallback; the worse counts until something else \
         changes: keep it on one of them",
        here.name(need.component),
        here.group(here.requirement(need))
    ))
}

/// When a fallback that serves for a while only has been used up.
fn used_up(here: &Situation<'_>, need: &LostNeed, fallback: &Fallback) -> Option<String> {
    let until = serves_until(here, need, fallback)?;
    (until <= here.clock.elapsed()).then(|| here.clock.at(until))
}

/// "it serves for 2h from the switch: until 12:50 UTC, then no longer"
fn lasts(here: &Situation<'_>, need: &LostNeed, fallback: &Fallback) -> Option<String> {
    let to = fallback.to.value;
    let own = fallback.holds.map(|holds| {
        let until = serves_until(here, need, fallback);
        let until = until.map_or(String::new(), |at| format!(": until {}", here.clock.at(at)));
        format!(
            "it serves for {} from the switch{until}, then no longer",
            holds.value
        )
    });
    let fall = here.usable_until(to).map(|at| {
        let name = here.name(to);
        format!("{name} goes on until {}, then is down", here.clock.at(at))
    });
    own.or(fall)
}

/// "it expires on 2026-11-30, and serves no more from then on", where that is soon.
fn ends(here: &Situation<'_>, fallback: &Fallback) -> Option<String> {
    let to = fallback.to.value;
    let mut to_come = here.plan.ending_after(here.asked.today);
    let (day, ended) = to_come.find(|(_, one)| one.component == to)?;
    let verb = verb(ended.why);
    let is_soon = here.asked.today.days_until(day) <= SOON_DAYS;
    is_soon.then(|| format!("it {verb} on {day}, and serves no more from then on"))
}

/// Until when a fallback with a hold-over serves, where the plan has it switched by itself.
fn serves_until(here: &Situation<'_>, need: &LostNeed, fallback: &Fallback) -> Option<Duration> {
    let holds = fallback.holds?.value;
    let requirement = here.requirement(need);
    let to = |at: usize| requirement.fallbacks[at].to.value;
    let (_, from) = need.serves.filter(|(at, _)| to(*at) == fallback.to.value)?;
    is_by_itself(fallback).then(|| from.saturating_add(holds))
}

fn trust(here: &Situation<'_>, need: &LostNeed, at: usize) -> String {
    let id = FallbackId {
        component: need.component,
        requirement: need.requirement,
        fallback: at,
    };
    match here.analysis.tested(id, here.asked.today) {
        Tested::Never => match here.analysis.standing(id, here.asked.today) {
            Standing {
                rung: Rung::Observed,
                on: Some(on),
                ..
            } => format!("never tested; real traffic went over it on {on}"),
            Standing {
                rung: Rung::Configured,
                on: Some(on),
                ..
            } => format!("never tested; it was configured so on {on}"),
            _ => "the switch was never tested".to_owned(),
        },
        Tested::ToCome(day) => format!("the plan says it was tested on {day}, which is to come"),
        Tested::Failed(failed) => format!(
            "the exercise {}, in which it had to serve, FAILED on {}, and none has passed since",
            here.plan.exercises[failed.exercise].id, failed.on
        ),
        Tested::Last {
            on,
            days,
            stale,
            exercise,
        } => {
            let by = exercise.map_or(String::new(), |at| {
                format!(" in the exercise {}", here.plan.exercises[at].id)
            });
            if stale {
                format!(
                    "last tested on {on}{by}, {} ago: stale",
                    wording::days(days)
                )
            } else {
                format!("tested on {on}{by}")
            }
        }
    }
}

fn quality(here: &Situation<'_>, need: &LostNeed, fallback: &Fallback) -> Option<String> {
    let is_judged = here.component(need.component).targets.mbco.is_some();
    if is_judged && here.requirement(need).is_share_unknown(fallback) {
        return Some(format!("it serves degraded, and {SHARE_UNKNOWN}"));
    }
    let part = fallback.capacity.map(|at| at.value);
    let part = part.filter(|share| share.value() < 1.0);
    match (fallback.serves, part) {
        (_, Some(share)) => Some(format!("it carries {share} of the load")),
        (Level::Degraded, None) => Some("it serves degraded".to_owned()),
        _ => None,
    }
}

/// "5xx, 429 and timeout"
pub(super) fn list(all: impl Iterator<Item = Symptom>) -> String {
    let words: Vec<&str> = all.map(Symptom::as_str).collect();
    if words.is_empty() {
        return "nothing".to_owned();
    }
    wording::and(&words)
}

/// "noticed within 2m, switched in 20s"
pub(super) fn times(detect: Option<Duration>, after: Option<Duration>) -> Option<String> {
    match (detect, after) {
        (Some(detect), Some(after)) => {
            Some(format!("noticed within {detect}, switched in {after}"))
        }
        (None, Some(after)) => Some(format!("switched in {after}")),
        (Some(detect), None) => Some(format!("noticed within {detect}")),
        (None, None) => None,
    }
}
