use std::collections::BTreeMap;

use jurymast_engine::analysis::Analysis;
use jurymast_engine::simulation::Timeline;
use jurymast_plan::model::Plan;
use jurymast_terms::units::Duration;

use super::event::{Event, Order};
use super::questions::{activation, end, first_noticed, may_be_hit, tells, too_long};
use super::timeline_events::of_note;
use crate::exercise::hit::ScenarioHit;
use crate::exercise::words;

/// More than a day's exercise holds; the least critical go first.
const MOST: usize = 40;
/// Expected actions in one inject; components that fare alike share them.
const MOST_ACTIONS: usize = 6;

/// One entry of the master scenario events list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inject {
    /// From the start of the scenario.
    pub at: Duration,
    /// It may come later: a time that the plan leaves out is taken as none.
    pub or_later: bool,
    /// What the facilitator says.
    pub says: String,
    /// How it would reach people.
    pub method: &'static str,
    /// Teams, by name.
    pub to: Vec<String>,
    /// What they would do, an action each.
    pub expected: Vec<String>,
}

/// The list in order of time, and how many entries were left out of it.
pub(in crate::exercise) fn injects(
    analysis: &Analysis<'_>,
    timeline: &Timeline,
    hits: &[ScenarioHit],
) -> (Vec<Inject>, usize) {
    let plan = analysis.plan;
    let mut events: Vec<Event> = Vec::new();
    for note in &timeline.notes {
        events.extend(of_note(analysis, timeline, note));
    }
    for hit in hits {
        events.extend(too_long(plan, timeline, hit.component));
    }
    let first = first_noticed(plan, &events);
    events.extend(may_be_hit(plan, timeline));
    if let Some(first) = first {
        events.extend(activation(plan, first));
        events.extend(tells(plan, timeline, first));
    }
    events.extend(end(plan, timeline, hits));
    merge(plan, events)
}

/// Puts together what is said of several components in one second.
fn merge(plan: &Plan, mut events: Vec<Event>) -> (Vec<Inject>, usize) {
    events.sort_by_key(|one| {
        one.of
            .map_or((0, None), |id| (plan.component(id).rank(), Some(id)))
    });
    // The order within a second: by kind, then as they come.
    let mut places: BTreeMap<(Duration, Order, String), usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Event>> = Vec::new();
    for event in events {
        let key = (event.at, event.kind, event.says.clone());
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(event);
    }
    groups.sort_by_key(|group| (group[0].at, group[0].kind));
    let tier = |all: &[Event]| {
        let tiers = all.iter().filter_map(|one| one.of);
        tiers.map(|id| plan.component(id).rank()).min().unwrap_or(0)
    };
    let mut tiers: Vec<u8> = groups.iter().map(|all| tier(all)).collect();
    tiers.sort_unstable();
    let worst = tiers.get(MOST).copied().unwrap_or(u8::MAX);
    let mut of_worst = MOST.saturating_sub(tiers.partition_point(|one| *one < worst));
    let mut injects = Vec::new();
    for group in groups {
        let rank = tier(&group);
        if rank > worst || (rank == worst && of_worst == 0) {
            continue;
        }
        if rank == worst {
            of_worst -= 1;
        }
        injects.push(inject(plan, &group));
    }
    let left_out = tiers.len() - injects.len();
    (injects, left_out)
}

fn inject(plan: &Plan, group: &[Event]) -> Inject {
    let first = &group[0];
    let mut names: Vec<&str> = group
        .iter()
        .filter_map(|one| one.of)
        .map(|id| words::name(plan, id))
        .collect();
    names.dedup();
    let mut to: Vec<String> = Vec::new();
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in group {
        let team = one.to.map(|id| plan.team(id).name.clone());
        to.extend(team.filter(|team| !to.contains(team)));
        let name = one.of.map(|id| words::name(plan, id));
        for line in one.expected.lines() {
            match lines.iter_mut().find(|(known, _)| *known == line) {
                Some((_, of)) => of.extend(name),
                None => lines.push((line, name.into_iter().collect())),
            }
        }
    }
    // What is not for all of them says for whom it is.
    let mut expected: Vec<String> = Vec::new();
    for (line, mut of) in lines {
        of.dedup();
        expected.push(if of.len() == names.len() {
            line.to_owned()
        } else {
            format!("{}: {line}", words::list(&of))
        });
    }
    if expected.len() > MOST_ACTIONS {
        let more = expected.len() - MOST_ACTIONS;
        expected.truncate(MOST_ACTIONS);
        expected.push(format!("And {more} more, on the pages of these services."));
    }
    Inject {
        at: first.at,
        or_later: group.iter().any(|one| one.or_later),
        says: if names.is_empty() {
            first.says.clone()
        } else {
            format!("{}: {}", words::list(&names), words::ended(&first.says))
        },
        method: first.method,
        to,
        expected,
    }
}
