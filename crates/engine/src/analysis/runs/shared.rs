use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{Component, ComponentId, Demand, Level, Mode, Plan, Requirement};

/// Causes that are tried for one target, the heaviest first.
const MOST_CAUSES: usize = 4;

/// For each fallback whose callers could together ask for more than its limit:
/// the single losses that send most demand to it.
pub(super) fn causes(plan: &Plan) -> Vec<(ComponentId, Vec<ComponentId>)> {
    let mut users: BTreeMap<ComponentId, Users<'_>> = BTreeMap::new();
    for (_, component) in plan.enumerate() {
        for requirement in &component.requirements {
            if requirement.demand.is_none() {
                continue;
            }
            for to in &requirement.group {
                users.entry(to.value).or_default().always.push(requirement);
            }
            for fallback in &requirement.fallbacks {
                let to = fallback.to.value;
                users.entry(to).or_default().standby.push(requirement);
            }
        }
    }
    let limited = users.into_iter().filter_map(|(target, users)| {
        let limit = limit(plan.component(target))?;
        let standing = sum(users.always.iter().copied());
        let all = add(standing, sum(users.standby.iter().copied()));
        if users.standby.is_empty() || !exceeds(all, limit) {
            return None;
        }
        let causes = heaviest(plan, target, &users.standby);
        let causes = causes
            .into_iter()
            .filter(|(_, load)| exceeds(add(standing, *load), limit))
            .map(|(cause, _)| cause)
            .take(MOST_CAUSES);
        Some((target, causes.collect()))
    });
    limited.collect()
}

#[derive(Default)]
struct Users<'a> {
    always: Vec<&'a Requirement>,
    standby: Vec<&'a Requirement>,
}

/// Every single loss that takes a primary and not the target, with the demand
/// that it may send there, most first.
fn heaviest(
    plan: &Plan,
    target: ComponentId,
    standby: &[&Requirement],
) -> Vec<(ComponentId, (u64, u64))> {
    let useless = fates(plan, &[target]);
    let mut loads: BTreeMap<ComponentId, (u64, u64)> = BTreeMap::new();
    for requirement in standby {
        if requirement.at_least < requirement.group.len() {
            continue;
        }
        let group: Vec<ComponentId> = requirement.group.iter().map(|to| to.value).collect();
        for cause in fates(plan, &group).difference(&useless) {
            if plan.component(*cause).own_failure {
                let load = loads.entry(*cause).or_default();
                *load = add(*load, demand(requirement));
            }
        }
    }
    let mut loads: Vec<_> = loads.into_iter().collect();
    loads.sort_by_key(|(cause, load)| (std::cmp::Reverse(*load), *cause));
    loads
}

/// Those whose loss is the loss of one of these, themselves included.
fn fates(plan: &Plan, of: &[ComponentId]) -> BTreeSet<ComponentId> {
    let mut found: BTreeSet<ComponentId> = of.iter().copied().collect();
    let mut stack = of.to_vec();
    while let Some(at) = stack.pop() {
        let component = plan.component(at);
        let bound = component.bindings.iter();
        let bound = bound
            .filter(|one| one.effect == Level::Down)
            .map(|one| one.to);
        let hard = component.requirements.iter();
        let hard = hard.filter(|one| one.mode == Mode::Hard && plan.is_sole(one));
        let needs = bound.chain(hard.flat_map(|one| one.group.iter().map(|to| to.value)));
        stack.extend(needs.filter(|to| found.insert(*to)));
    }
    found
}

fn limit(component: &Component) -> Option<Demand> {
    component.limit.map(|limit| limit.value)
}

fn demand(requirement: &Requirement) -> (u64, u64) {
    let demand = requirement.demand.unwrap_or_default();
    (demand.rpm.unwrap_or(0), demand.tpm.unwrap_or(0))
}

fn sum<'a>(requirements: impl Iterator<Item = &'a Requirement>) -> (u64, u64) {
    requirements.map(demand).fold((0, 0), add)
}

fn add(one: (u64, u64), other: (u64, u64)) -> (u64, u64) {
    (one.0.saturating_add(other.0), one.1.saturating_add(other.1))
}

fn exceeds(load: (u64, u64), limit: Demand) -> bool {
    limit.rpm.is_some_and(|most| load.0 > most) || limit.tpm.is_some_and(|most| load.1 > most)
}
