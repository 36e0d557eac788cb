use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::failure::{Network, Propagation, Propagator};
use crate::graph::{DependencyGraph, EdgeRole};
use jurymast_plan::model::{ComponentId, Level, Mode, Plan, Requirement};

/// Groups whose members lead back to whom they serve: once the others of these groups are
/// lost, nothing but each other holds them.
#[derive(Debug, Clone)]
pub struct GroupCycle {
    /// Who is held so, and by the index of which requirement; in plan order, never empty.
    pub held: Vec<(ComponentId, usize)>,
    /// The others of their groups, in plan order, never empty.
    pub others: Vec<ComponentId>,
    /// A shortest way from the first member that leads back to the last that needs the first
    /// that is held; both included.
    pub way_back: Vec<ComponentId>,
}

/// Fallbacks that lead back are told by themselves.
const ROLES: [EdgeRole; 4] = [
    EdgeRole::Hard,
    EdgeRole::HardAtStart,
    EdgeRole::Shared,
    EdgeRole::Bound,
];

/// All of a plan, one for those that lead back to each other.
pub(crate) fn group_cycles(
    plan: &Plan,
    network: &Network,
    graph: &DependencyGraph,
) -> Vec<GroupCycle> {
    let circles = graph.strong_components(&ROLES);
    let mut mixed: BTreeMap<usize, Vec<(ComponentId, usize)>> = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        let circle = circles[id.index()];
        let is_inside = |to: ComponentId| circles[to.index()] == circle && to != id;
        for (at, one) in component.requirements.iter().enumerate() {
            let mut members = one.group.iter().map(|to| to.value);
            let inside = members.clone().filter(|to| is_inside(*to)).count();
            if is_felt(one)
                && one.group.len() > one.at_least
                && inside > 0
                && members.any(|to| !is_inside(to))
            {
                mixed.entry(circle).or_default().push((id, at));
            }
        }
    }
    let mut sweep = Propagator::new(network);
    let found = mixed.into_iter().filter_map(|(circle, held)| {
        let inside = |id: ComponentId| circles[id.index()] == circle;
        let group = |(id, at): &(ComponentId, usize)| &plan.component(*id).requirements[*at].group;
        let others = held.iter().flat_map(group).map(|to| to.value);
        let others: BTreeSet<ComponentId> = others.filter(|to| !inside(*to)).collect();
        let lost: Vec<(u32, Level)> = others.iter().map(|to| (to.0, Level::Down)).collect();
        let outcome = sweep.run(&lost);
        let members: Vec<ComponentId> = plan.ids().filter(|id| inside(*id)).collect();
        let by_others = founded(plan, graph, outcome, &members);
        let is_left = |id: &ComponentId| outcome.level(id.0) < Level::Down;
        let mut held = held;
        held.retain(|(id, _)| is_left(id) && !by_others.contains(id));
        let first = *held.first()?;
        let mut back = group(&first).iter().map(|to| to.value);
        let back = back.find(|to| inside(*to) && *to != first.0 && is_left(to))?;
        let ways = graph.shortest_ways(back, &ROLES, inside);
        let way_back = ways.to(first.0).map_or(vec![back], |(way, _)| way);
        let felt = |to: &ComponentId| {
            held.iter()
                .any(|one| group(one).iter().any(|of| of.value == *to))
        };
        Some(GroupCycle {
            others: others.iter().copied().filter(felt).collect(),
            way_back,
            held,
        })
    });
    let mut found: Vec<GroupCycle> = found.collect();
    found.sort_by_key(|one| one.held[0]);
    found
}

fn is_felt(requirement: &Requirement) -> bool {
    requirement.mode == Mode::Hard && requirement.needed.counts_while_running()
}

/// Of those that lean on each other who is left by what stands outside, and by whom that
/// leaves.
fn founded(
    plan: &Plan,
    graph: &DependencyGraph,
    outcome: &Propagation,
    members: &[ComponentId],
) -> BTreeSet<ComponentId> {
    let mut founded = BTreeSet::new();
    let mut open: VecDeque<ComponentId> = members.iter().copied().collect();
    while let Some(id) = open.pop_front() {
        let serves = |to: ComponentId| {
            let is_inside = members.binary_search(&to).is_ok();
            outcome.level(to.0) < Level::Down && (!is_inside || founded.contains(&to))
        };
        let component = plan.component(id);
        let mut felt = component.requirements.iter().filter(|one| is_felt(one));
        let is_met = felt.all(|one| {
            let left = one.group.iter().filter(|to| serves(to.value)).count();
            left >= one.at_least || one.fallbacks.iter().any(|to| serves(to.to.value))
        });
        let bound = component.bindings.iter();
        let is_bound = bound
            .filter(|one| one.effect == Level::Down)
            .all(|one| serves(one.to));
        let is_left = outcome.level(id.0) < Level::Down;
        if is_left && is_met && is_bound && founded.insert(id) {
            let above = graph.needed_by(id).into_iter().map(|(of, _)| of);
            open.extend(above.filter(|of| members.binary_search(of).is_ok()));
        }
    }
    founded
}
