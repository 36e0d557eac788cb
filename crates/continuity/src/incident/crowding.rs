use jurymast_engine::simulation::{Caller, Overload};
use jurymast_plan::model::{ComponentId, Fallback, Level};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::needs::{Load, LostNeed};
use super::situation::Situation;

/// "takes search down: the limit of pool is 600 requests a minute, and 800 are asked of it
/// then": whom else a switch hits, as it puts more on a limit than that lets through.
pub(super) fn crowding(here: &Situation<'_>, need: &LostNeed, at: usize) -> Option<String> {
    let is_it = |one: &Caller| {
        (one.component, one.requirement) == (need.component, need.requirement)
            && one.fallback == Some(at)
    };
    let mut overloads = here.planned.overloads.iter();
    overloads.find_map(|overload| {
        overload.callers.iter().find(|one| is_it(one))?;
        let serves = need.serves.filter(|(nth, _)| *nth == at);
        let from = serves.map_or(overload.at, |(_, from)| from);
        let hit = hit(here, need, overload, from);
        let of = |level: Level| {
            let all = hit.iter().filter(|(_, is)| *is == level);
            let names: Vec<&str> = all.map(|(id, _)| here.name(*id)).collect();
            (!names.is_empty()).then(|| wording::and(&names))
        };
        let down = of(Level::Down).map(|names| format!("takes {names} down"));
        let degraded = of(Level::Degraded).map(|names| format!("leaves {names} degraded"));
        let whom: Vec<String> = down.into_iter().chain(degraded).collect();
        if whom.is_empty() {
            return None;
        }
        let (limit, sum, unit) = exceeded(overload)?;
        let target = here.name(overload.target);
        Some(format!(
            "{}: the limit of {target} is {limit} {unit} a minute, and {sum} are asked of it then",
            wording::and(&whom)
        ))
    })
}

/// The others on a limit that are worse from a switch on than before it.
fn hit(
    here: &Situation<'_>,
    need: &LostNeed,
    overload: &Overload,
    from: Duration,
) -> Vec<(ComponentId, Level)> {
    let before = from.saturating_sub(Duration::from_seconds(1));
    let mut hit: Vec<(ComponentId, Level)> = Vec::new();
    for one in &overload.callers {
        let id = one.component;
        let level = here.planned.whole_level_at(id, from);
        let is_worse = from == Duration::ZERO || level > here.planned.whole_level_at(id, before);
        let is_other = id != need.component && !here.is_lost(id);
        if is_other && is_worse && level > Level::Up && !hit.contains(&(id, level)) {
            hit.push((id, level));
        }
    }
    hit
}

/// The limit that is exceeded, what is asked of it, and the unit of both.
fn exceeded(overload: &Overload) -> Option<(u64, u64, &'static str)> {
    let sum = |of: fn(&Caller) -> u64| overload.callers.iter().map(of).sum::<u64>();
    let over = |limit: Option<u64>, sum: u64, unit| {
        let limit = limit.filter(|limit| sum > *limit)?;
        Some((limit, sum, unit))
    };
    over(overload.limit.rpm, sum(|one| one.requests), "requests")
        .or_else(|| over(overload.limit.tpm, sum(|one| one.tokens), "tokens"))
}

/// The limit of a fallback against all who switch to it in this loss.
pub(super) fn overload(
    here: &Situation<'_>,
    need: &LostNeed,
    fallback: &Fallback,
) -> Option<String> {
    let to = fallback.to.value;
    let limit = here.component(to).limit?.value;
    // Whoever the plan has on it already, and this one in any case.
    let mut load = here.load_on(to);
    if need
        .serves
        .is_none_or(|(at, _)| here.requirement(need).fallbacks[at].to.value != to)
    {
        load.add(here.requirement(need).demand);
    }
    let Load { sum, count } = load;
    let over = |asked: Option<u64>, limit: Option<u64>, unit: &str| match (asked, limit) {
        (Some(asked), Some(limit)) if asked > limit => {
            let who = if count == 1 {
                "1 caller asks"
            } else {
                "its callers ask"
            };
            Some(format!(
                "its limit is {limit} {unit} a minute, {who} for {asked}: lower the load"
            ))
        }
        _ => None,
    };
    over(sum.rpm, limit.rpm, "requests").or_else(|| over(sum.tpm, limit.tpm, "tokens"))
}
