use std::collections::BTreeMap;

use jurymast_engine::analysis::Returned;
use jurymast_plan::model::{ComponentId, Detail, Kind, Level};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::contact::Owner;
use super::hits::settled;
use super::impact::{Impact, MOST, listed};
use super::restoration::{REPLACED, restoration, supplier};
use super::situation::{Situation, is_served};
use super::steps::lead;

/// Who hears it: those who work on it want the figures, the others what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    Inside,
    Outside,
}

/// What all messages are made of.
pub(super) struct Facts {
    pub(super) since: String,
    pub(super) day: String,
    pub(super) lost: String,
    /// "Shop database failed"
    pub(super) cause: String,
    /// "placing an order or looking at products"
    pub(super) activities: String,
    pub(super) lead: String,
    pub(super) inside: Told,
    pub(super) outside: Told,
}

/// What those who work on it are told, or those who use it.
pub(super) struct Told {
    /// "down: Take orders; limited: Browse the catalogue"; outside "Not working:
    /// placing an order. Limited: looking at products".
    pub(super) impact: String,
    /// The same in sentences, with since when: "Not working since 10:40 UTC: the shop."
    pub(super) opening: String,
    /// What everybody waits for: "when it will be back".
    pub(super) awaited: &'static str,
    pub(super) restoration: String,
    /// What fallbacks bring, when any serves.
    pub(super) fallback: Option<String>,
}

impl Facts {
    pub(super) fn of(here: &Situation<'_>) -> Self {
        let lost: Vec<&str> = here.lost.iter().map(|id| here.name(*id)).collect();
        let lost = match lost.as_slice() {
            few if here.asked.total || few.len() > 4 => {
                format!("{} things at once", few.len())
            }
            few => few.join(" and "),
        };
        // What was down before is no news, unless what it was down for is named.
        let is_named = here.lost.iter().any(|id| here.planned.is_down_at_rest(*id));
        let before = here
            .plan
            .ids()
            .filter(|id| is_named && here.planned.is_down_at_rest(*id) && !here.hit().contains(id));
        let before: Vec<ComponentId> = before.collect();
        let of = |kind: Kind| {
            let all = here.hit().iter().chain(&before).copied();
            let own = all.filter(|id| here.component(*id).kind() == kind);
            own.collect::<Vec<_>>()
        };
        let mut served = of(Kind::Activity);
        if served.is_empty() {
            served = of(Kind::Service);
        }
        // Where the plan says what outsiders call some of it, they know of no other.
        let has_name =
            |one: &Detail| matches!(one, Detail::Activity(one) if one.known_as.is_some());
        let mut seen = served.clone();
        if here.plan.components.iter().any(|one| has_name(&one.detail)) {
            seen.retain(|id| has_name(&here.component(*id).detail));
        }
        let [stands, shown] = [&served, &seen].map(|ids| Impact::of(here, ids));
        let down = shown.down();
        // Nobody is unable to do what only lacks a part; and one sentence holds what
        // matters most.
        let first = down.iter().map(|id| here.component(*id).rank()).min();
        let first = first.unwrap_or(u8::MAX).max(2);
        let urgent = down
            .iter()
            .filter(|id| here.component(**id).rank() <= first);
        let urgent = urgent.take(MOST).map(|id| known_as(here, *id));
        let hurt: Vec<String> = urgent.collect();
        let named = |id| here.name(id).to_owned();
        let by_users = |id| known_as(here, id);
        let since = here.clock.at(Duration::ZERO);
        let inside = |since| stands.said(here, ["down", "limited"], since, &named);
        let outside = |since| shown.said(here, ["Not working", "Limited"], since, &by_users);
        Self {
            day: here.asked.since.date().to_string(),
            cause: here.cause(&lost),
            lost,
            activities: if hurt.is_empty() {
                "[what does not work]".to_owned()
            } else {
                hurt.join(" or ")
            },
            lead: Owner::of(here, lead(here.plan)).words,
            inside: Told {
                opening: sentences(&inside(Some(&since))),
                impact: inside(None).join("; "),
                awaited: stands.awaited(),
                restoration: spoken(here, &stands, Audience::Inside, &named),
                fallback: fallback(here),
            },
            outside: Told {
                opening: sentences(&outside(Some(&since))),
                impact: sentences(&outside(None)).trim_end_matches('.').to_owned(),
                awaited: shown.awaited(),
                restoration: spoken(here, &shown, Audience::Outside, &by_users),
                fallback: seen_fallback(here, &seen),
            },
            since,
        }
    }
}

/// Each with a capital and a full stop.
fn sentences(parts: &[String]) -> String {
    let all = parts.iter().map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(char::to_uppercase);
        let said: String = first.into_iter().flatten().chain(letters).collect();
        wording::sentence(&said)
    });
    all.collect::<Vec<_>>().join(" ")
}

/// When what people miss will be back, as a sentence: each estimate with those whose loss
/// it is about.
fn spoken(
    here: &Situation<'_>,
    impact: &Impact,
    to: Audience,
    name: &dyn Fn(ComponentId) -> String,
) -> String {
    let awaited = impact.awaited().replacen("when", "When", 1);
    let unknown = format!("{awaited} is not known.");
    if here.asked.total || here.lost.is_empty() {
        return unknown;
    }
    let mut causes: BTreeMap<ComponentId, Vec<ComponentId>> = BTreeMap::new();
    for id in impact.missed() {
        let named = here.lost[0];
        let cause = match here.planned.is_down_at_rest(id) {
            true => here.cause_before(id).unwrap_or(named),
            false => here.way(id).0.first().copied().unwrap_or(id),
        };
        causes.entry(cause).or_default().push(id);
    }
    if causes.is_empty() {
        causes.extend(here.lost.iter().map(|id| (*id, Vec::new())));
    }
    if let [(cause, ids)] = Vec::from_iter(&causes)[..] {
        return match estimate(here, *cause, ids, to) {
            Some(estimate) => format!("{awaited}: {estimate}."),
            None => unknown,
        };
    }
    let all = causes.iter().take(MOST).map(|(cause, ids)| {
        let what = if ids.is_empty() {
            here.name(*cause).to_owned()
        } else {
            listed(ids, name)
        };
        let estimate = estimate(here, *cause, ids, to);
        format!("{what}: {}", estimate.as_deref().unwrap_or("not known"))
    });
    let all: Vec<String> = all.collect();
    format!("{awaited}: {}.", all.join("; "))
}

/// By the plan's own work where that is enough; else by what is recorded of the cause.
fn estimate(
    here: &Situation<'_>,
    cause: ComponentId,
    ids: &[ComponentId],
    to: Audience,
) -> Option<String> {
    if here.over(cause).is_some() {
        return Some(match to {
            Audience::Inside => restoration(here, cause),
            Audience::Outside => REPLACED.to_owned(),
        });
    }
    if let Some(time) = own_way_back(here, cause, ids) {
        let at = here.clock.ahead(time);
        return Some(match to {
            Audience::Inside => format!(
                "about {at}, by the {time} of work in our own plan, if it begins now and goes as \
                 planned; an estimate, not a promise"
            ),
            Audience::Outside => {
                format!("about {at}, by the {time} of work it takes; an estimate, not a promise")
            }
        });
    }
    if here.is_outside(cause) {
        let is_place = matches!(here.component(cause).detail, Detail::Domain(_));
        return (!is_place).then(|| match to {
            Audience::Inside => restoration(here, cause),
            Audience::Outside => supplier(here, cause),
        });
    }
    let least = stay_down(here, cause, ids).map(|id| here.elsewhere.least.returned(id));
    let least = least.map(|way| way.map(Returned::ready)).max()??;
    (least > Duration::ZERO).then(|| {
        let at = here.clock.ahead(least);
        match to {
            Audience::Inside => {
                format!("not known; not before {at}, as there is at least {least} of work")
            }
            Audience::Outside => format!("not known yet; not before {at}"),
        }
    })
}

/// The time until the last of these that nothing stands in for is back, where the
/// plan's people bring all of it back and the plan gives their times.
fn own_way_back(here: &Situation<'_>, cause: ComponentId, ids: &[ComponentId]) -> Option<Duration> {
    let mut last = None;
    for id in stay_down(here, cause, ids) {
        last = last.max(Some(here.elsewhere.at_most(id)?));
    }
    last.filter(|time| *time > Duration::ZERO)
}

/// What nothing stands in for, and the cause where it is the plan's own.
fn stay_down<'a>(
    here: &'a Situation<'_>,
    cause: ComponentId,
    ids: &'a [ComponentId],
) -> impl Iterator<Item = ComponentId> + 'a {
    let own = (!here.is_outside(cause)).then_some(cause);
    let stays = |id: &ComponentId| here.planned.last_level(*id) == Level::Down;
    ids.iter().copied().filter(stays).chain(own)
}

/// "Answer shoppers' questions works in part again from 11:52 UTC, on Help desk."
fn fallback(here: &Situation<'_>) -> Option<String> {
    let mut parts = Vec::new();
    for need in &here.needs {
        let Some((at, _)) = need.serves else {
            continue;
        };
        if !is_served(here.component(need.component).kind()) {
            continue;
        }
        let fallback = &here.requirement(need).fallbacks[at];
        let Some(Serving { how, from, until }) = Serving::of(here, need.component) else {
            continue;
        };
        let until = until.map_or(String::new(), |at| format!(" until {}", here.clock.at(at)));
        parts.push(format!(
            "{} {} with {} instead of {} (from {}{until})",
            here.name(need.component),
            match how {
                Level::Up => "works",
                _ => "works in part",
            },
            here.name(fallback.to.value),
            here.lost_name(need),
            here.clock.about(from)
        ));
    }
    let more = parts.len().saturating_sub(MOST);
    parts.truncate(MOST);
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

/// How something serves while what it lost is lost, from when, and until when.
struct Serving {
    how: Level,
    from: Duration,
    /// `None`: as long as the loss lasts.
    until: Option<Duration>,
}

impl Serving {
    /// In the end, or else from the first time that it is down no more; `None`: it never does.
    fn of(here: &Situation<'_>, id: ComponentId) -> Option<Self> {
        let how = here.planned.last_level(id);
        if how < Level::Down {
            let from = settled(&here.planned, id);
            let until = None;
            return Some(Self { how, from, until });
        }
        let all = here.planned.intervals(id);
        let mut down = all.iter().filter(|one| one.level == Level::Down);
        let from = down.next()?.until?;
        Some(Self {
            how: here.planned.level_at(id, from),
            from,
            until: down.next().map(|one| one.from),
        })
    }
}

/// What works again by fallbacks, for those who use it.
fn seen_fallback(here: &Situation<'_>, served: &[ComponentId]) -> Option<String> {
    let falls = served.iter().copied().filter(|id| {
        let was = here.planned.intervals(*id);
        was.iter().any(|one| one.level == Level::Down)
    });
    let mut all: BTreeMap<(Level, Option<Duration>), Vec<ComponentId>> = BTreeMap::new();
    for id in falls {
        if let Some(one) = Serving::of(here, id) {
            all.entry((one.how, one.until)).or_default().push(id);
        }
    }
    let parts = all.into_iter().map(|((how, until), ids)| {
        let names = listed(&ids, &|id| known_as(here, id));
        let part = if how == Level::Up { "" } else { " in part" };
        let until = until.map_or(String::new(), |at| {
            format!(
                ", until {} unless what failed is back before",
                here.clock.at(at)
            )
        });
        format!("Working again{part} since [time]{until}: {names}.")
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What those who use it call it.
fn known_as(here: &Situation<'_>, id: ComponentId) -> String {
    match &here.component(id).detail {
        Detail::Activity(activity) => activity.known_as.clone(),
        _ => None,
    }
    .unwrap_or_else(|| lower(here.name(id)))
}

fn lower(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
