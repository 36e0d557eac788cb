use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Mode};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::critical::BackAgain;
use super::fallbacks::leaves_lost;
use super::never::{NEVER, back_never, never};
use super::situation::Situation;

/// Names and reasons in one sentence; the rest is counted.
const MOST_NAMED: usize = 3;

/// Something stands in by the levels, and keeps nobody up: it is back with what it lost.
pub(super) fn with_its_primaries(here: &Situation<'_>, id: ComponentId) -> BackAgain {
    let behind = LostBehind::of(here, id);
    if let Some(stuck) = behind.stuck {
        return never(here, stuck);
    }
    if let Some((ended, why)) = behind.ended {
        let name = here.name(ended);
        let words = format!("{NEVER}: it needs {name}, which {why}");
        return back_never(name.to_owned(), words);
    }
    let all = || behind.returning.iter().copied();
    let names: Vec<&str> = all().map(|at| here.name(at)).collect();
    let names = wording::up_to(MOST_NAMED, &names);
    let mut because: Vec<String> = Vec::new();
    for at in all() {
        let missing = here.undeclared(at).into_iter();
        because.extend(missing.map(|one| one.words(here.plan)));
        let outside = here.waits_for(at).map(|outside| here.name(outside));
        because
            .extend(outside.map(|name| format!("when {name} is back is not for this plan to say")));
    }
    because.sort();
    because.dedup();
    let elapsed = here.clock.elapsed();
    let ready = |at| here.elsewhere.least.returned(at).map(|one| one.ready());
    let own = std::iter::once(id).filter(|_| !behind.returning.is_empty());
    let least = all().chain(own).filter_map(ready).max().unwrap_or_default();
    let most: Option<Vec<Duration>> = all().map(|at| here.elsewhere.at_most(at)).collect();
    let most = most.and_then(|all| all.into_iter().max());
    // Where it may fall before they are back, its own way back counts as well.
    let most = match here.elsewhere.may_fall(id) {
        true => most.zip(here.elsewhere.at_most(id)).map(|(a, b)| a.max(b)),
        false => most,
    };
    let most = most.filter(|_| because.is_empty());
    if names.is_empty() {
        because.push("the plan does not say what brings it back".to_owned());
    }
    let back = match (names.is_empty(), least) {
        (true, _) => "unknown: the plan does not say what brings it back".to_owned(),
        (false, Duration::ZERO) => format!("when {names} is back"),
        (false, _) => {
            let clock = here.clock.ahead(least);
            match most.is_some() {
                true => format!("when {names} is back: {clock}, if all begin now"),
                false => format!("when {names} is back, not before {clock}"),
            }
        }
    };
    BackAgain {
        path: names,
        words: [vec![back], behind.why].concat().join("; "),
        at_least: Some(elapsed.saturating_add(least)),
        at_most: most.map(|time| elapsed.saturating_add(time)),
        because,
    }
}

/// Whether all that something waits for by its primaries is brought back by the plan's own
/// work.
pub(super) fn is_mended_here(here: &Situation<'_>, id: ComponentId) -> bool {
    let behind = LostBehind::of(here, id);
    let is_ours = |at: &ComponentId| here.waits_for(*at).is_none();
    !behind.returning.is_empty() && behind.returning.iter().all(is_ours)
}

/// What something waits for by its primaries while no fallback keeps it up.
#[derive(Default)]
struct LostBehind {
    /// What is brought back.
    returning: Vec<ComponentId>,
    /// What never is, as its day is over.
    ended: Option<(ComponentId, String)>,
    /// What waits for itself.
    stuck: Option<ComponentId>,
    /// Why the fallbacks do not help.
    why: Vec<String>,
}

impl LostBehind {
    fn of(here: &Situation<'_>, id: ComponentId) -> Self {
        let mut behind = Self::default();
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            for (index, requirement) in here.component(at).requirements.iter().enumerate() {
                if requirement.mode == Mode::Soft {
                    continue;
                }
                let group = requirement.group.iter().map(|to| to.value);
                let (ended, left): (Vec<ComponentId>, Vec<ComponentId>) =
                    group.partition(|to| here.ended(*to).is_some());
                if left.len() < requirement.at_least {
                    let first = ended.first().and_then(|to| Some((*to, here.ended(*to)?)));
                    behind.ended = behind.ended.take().or(first);
                }
                let is_down = |to: &ComponentId| here.is_lost(*to) || here.falls(*to);
                let lost: Vec<ComponentId> = left.into_iter().filter(is_down).collect();
                if lost.is_empty() {
                    continue;
                }
                let needs = here.needs_of(at).filter(|need| need.requirement == index);
                for need in needs {
                    let all = (0..requirement.fallbacks.len()).filter_map(|fallback| {
                        let to = here.name(requirement.fallbacks[fallback].to.value);
                        let why = leaves_lost(here, need, fallback)?;
                        Some(format!("{to} does not bring it back: {why}"))
                    });
                    // Each is asked of the whole way to it, and no more are named.
                    let wanted = MOST_NAMED.saturating_sub(behind.why.len());
                    behind.why.extend(all.take(wanted));
                }
                for to in lost.into_iter().filter(|to| seen.insert(*to)) {
                    if here.elsewhere.least.returned(to).is_some() {
                        behind.returning.push(to);
                    } else if here.elsewhere.least.stuck.contains(&to) {
                        behind.stuck = behind.stuck.or(Some(to));
                    } else {
                        open.push(to);
                    }
                }
            }
        }
        behind
    }
}
