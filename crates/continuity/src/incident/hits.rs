use jurymast_engine::simulation::Timeline;
use jurymast_plan::model::{ComponentId, Detail, Kind, Level};
use jurymast_terms::units::Duration;

use super::clock::Clock;
use super::critical::switch_times;
use super::later_ends::falls_later;
use super::needs::LostNeed;
use super::situation::{Situation, is_served};
use super::{Deadline, HitComponent, TeamContact};

/// Services and activities that are hit; when there are none, whatever is hit.
pub(super) fn hits(here: &Situation<'_>) -> Vec<HitComponent> {
    let all = here.hit().iter().copied();
    let served = |id: &ComponentId| is_served(here.component(*id).kind());
    let mut shown: Vec<ComponentId> = all.filter(served).collect();
    if shown.is_empty() {
        shown = here.hit().to_vec();
    }
    shown.into_iter().map(|id| hit(here, id)).collect()
}

/// The plan's own other things that are hit.
pub(super) fn also(here: &Situation<'_>) -> Vec<String> {
    let other = |id: &ComponentId| {
        matches!(here.component(*id).kind(), Kind::Resource | Kind::Ai) && !here.is_lost(*id)
    };
    let all = here.hit().iter().copied().filter(other);
    let level = |id: ComponentId| match is_unknown(here, id) {
        true => format!("may be {}", here.level(id)),
        false => here.level(id).to_string(),
    };
    all.map(|id| format!("{} ({})", here.name(id), level(id)))
        .collect()
}

/// Whether it is hit only if a gateway that picks its hosts itself uses what is lost: it counts
/// as hit, and nobody knows.
fn is_unknown(here: &Situation<'_>, id: ComponentId) -> bool {
    let way = here.way(id).0.into_iter().chain([id]);
    let way: Vec<ComponentId> = way.collect();
    let may_use = !here.plan.may_use(&way).is_empty();
    may_use && here.affected(id).is_some_and(|one| one.is_unknown)
}

fn hit(here: &Situation<'_>, id: ComponentId) -> HitComponent {
    let component = here.component(id);
    let because = if here.is_lost(id) {
        "it is what is lost".to_owned()
    } else {
        let (way, left_out) = here.way(id);
        here.chain(&way, left_out)
    };
    let meanwhile = match &component.detail {
        Detail::Activity(activity) if here.falls(id) => activity.alternate_means.clone(),
        _ => None,
    };
    HitComponent {
        id: component.id.clone(),
        name: component.name.clone(),
        kind: component.kind().as_str(),
        tier: component.tier.map(|tier| tier.value.number()),
        level: here.level(id).as_str(),
        course: course(here, id),
        because,
        deadlines: deadlines(here, id),
        notices: notices(here, id),
        unseen: here
            .needs_of(id)
            .filter_map(|need| unseen(here, need))
            .collect(),
        meanwhile,
        owner: component.team.map(|at| TeamContact::of(here, at.value)),
    }
}

/// "of db: Alerting is down"
fn unseen(here: &Situation<'_>, need: &LostNeed) -> Option<String> {
    let requirement = here.requirement(need);
    let detect = requirement.detect.as_ref()?;
    let why = here.none_carries(&detect.by)?;
    Some(format!("of {}: {why}", here.group(requirement)))
}

/// What people notice of something degraded: what the plan says of the loss that the
/// reason names, then of what else it goes on without.
fn notices(here: &Situation<'_>, id: ComponentId) -> Vec<String> {
    // What is down has nothing left that goes on without its soft dependencies.
    if here.level(id) != Level::Degraded {
        return Vec::new();
    }
    let now = here.clock.elapsed();
    let gone = |need: &&LostNeed| here.left_level(need, now) == Level::Down;
    let mut all = Vec::new();
    let mut told: Option<usize> = None;
    // Where the plan has no words for the last step, those for the step before hold.
    let mut of = id;
    for &from in here.way(id).0.iter().rev() {
        let needs = here.needs_of(of).enumerate();
        let by = |need: &LostNeed| {
            here.requirement(need)
                .group
                .iter()
                .any(|to| to.value == from)
        };
        let mut said = needs.filter(|(_, need)| gone(need) && by(need));
        let words =
            said.find_map(|(at, need)| Some((at, here.requirement(need).degraded.clone()?)));
        if let Some((at, words)) = words {
            told = (of == id).then_some(at);
            all.push(words);
            break;
        }
        of = from;
    }
    for (at, need) in here.needs_of(id).enumerate() {
        let requirement = here.requirement(need);
        if let Some(words) = &requirement.degraded
            && gone(&need)
            && told != Some(at)
        {
            all.push(format!("without {}: {words}", here.group(requirement)));
        }
    }
    all
}

/// "down since 10:40 UTC; by the plan degraded from 11:02 UTC, once switched by hand"
fn course(here: &Situation<'_>, id: ComponentId) -> String {
    let now = here.clock.elapsed();
    let all = here.timeline.intervals(id);
    let current = all.iter().find(|one| one.is_on(now));
    let mut parts = vec![match (current, all.iter().rfind(|one| one.from <= now)) {
        (Some(on), _) if is_unknown(here, id) => format!(
            "nobody knows, as a gateway that picks its hosts itself may use what is lost: {} since {} \
             if it does",
            on.level,
            here.clock.at(on.from)
        ),
        (Some(on), _) => format!("{} since {}", on.level, here.clock.at(on.from)),
        (None, Some(past)) => format!(
            "by the plan up again since {} ({} before)",
            here.clock.at(past.until.unwrap_or(now)),
            past.level
        ),
        (None, None) => "up so far".to_owned(),
    }];
    let mut changes = all.iter().filter(|one| one.from > now);
    if current.is_none()
        && !all.iter().any(|one| one.from <= now)
        && let Some(first) = changes.next()
    {
        let until = here.clock.at(first.from);
        parts[0] = format!("goes on until {until}, then {}", first.level);
    }
    let mut later: Vec<(Duration, String)> = Vec::new();
    for one in changes {
        let mut before = all.iter().filter(|past| past.until == Some(one.from));
        // What gets better is expected to, as the verdicts and messages say it.
        let from = match before.any(|past| past.level > one.level) {
            true => here.clock.about(one.from),
            false => here.clock.at(one.from),
        };
        later.push((one.from, format!("by the plan {} from {from}", one.level)));
    }
    let is_timed = switch_times(here, id).is_empty();
    if let Some(until) = current.and_then(|one| one.until)
        && here.timeline.level_at(id, until) == Level::Up
    {
        let from = if is_timed { "from" } else { "not before" };
        later.push((
            until,
            format!("by the plan up {from} {}", here.clock.about(until)),
        ));
    }
    later.sort();
    parts.extend(later.into_iter().map(|(_, words)| words));
    let last = |timeline: &Timeline| timeline.last_level(id);
    let (ends, wished) = (last(&here.timeline), last(&here.planned));
    if wished < ends {
        let from = settled(&here.planned, id);
        let from = here.clock.about(from);
        parts.push(match here.waits_for_hands(id) {
            true if is_timed => {
                format!("{wished} once somebody has switched by hand, by the plan from {from}")
            }
            true => format!(
                "{wished} once somebody has switched by hand, which the plan has no time for: not \
                 before {from}"
            ),
            false => format!(
                "{wished} once it has switched by itself, which the plan has no time for: not \
                 before {from}"
            ),
        });
    } else if ends == Level::Down {
        parts.push(match here.over(id) {
            Some(over) => format!("never back: {}", over.words(here, id)),
            None if here.elsewhere.least.stuck.contains(&id) => {
                "never back, by what the plan says".to_owned()
            }
            None => "nothing stands in: down until it is mended".to_owned(),
        });
    }
    if wished < Level::Down
        && let Some(fall) = falls_later(here, id)
    {
        let from = here.clock.at(fall.at);
        parts.push(format!("down again from {from}, as {}", fall.why));
    }
    let left = here.planned.capacity(id);
    if wished < Level::Down && left > 0.0 && left < 1.0 {
        let percent = (left * 100.0).floor();
        parts.push(format!("then for {percent}% of the load"));
    }
    parts.join("; ")
}

/// When its last change of level is over.
pub(super) fn settled(timeline: &Timeline, id: ComponentId) -> Duration {
    let all = timeline.intervals(id);
    let last = all.last();
    last.map_or(Duration::ZERO, |last| last.until.unwrap_or(last.from))
}

/// The targets of what is down, or will be.
fn deadlines(here: &Situation<'_>, id: ComponentId) -> Vec<Deadline> {
    let Some(down) = here.down(id) else {
        return Vec::new();
    };
    let targets = &here.component(id).targets;
    let both = [("RTO", targets.rto), ("MTPD", targets.mtpd)];
    let declared = both.into_iter().filter_map(|(name, at)| Some((name, at?)));
    declared
        .map(|(name, at)| deadline(here.clock, name, down.from.saturating_add(at.value)))
        .collect()
}

fn deadline(clock: Clock, name: &'static str, at: Duration) -> Deadline {
    let signed = |time: Duration| i64::try_from(time.seconds()).unwrap_or(i64::MAX);
    Deadline {
        name,
        at: clock.at(at),
        left: clock.left(at),
        left_s: signed(at).saturating_sub(signed(clock.elapsed())),
    }
}
