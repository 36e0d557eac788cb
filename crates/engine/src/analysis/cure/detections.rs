use std::collections::BTreeMap;

use crate::failure::Network;

use jurymast_plan::model::{ComponentId, Plan, Requirement};

use super::faults::{SingleFaults, meanwhile};
use super::lost_cures::Hit;
use super::what_if::{Struck, WhatIf, lost_while_held};
use super::{Cure, LostCure};

/// The losses that nothing is left to see.
pub(super) fn lost(
    plan: &Plan,
    network: &Network,
    faults: &SingleFaults,
    what_if: &mut WhatIf<'_>,
) -> Vec<LostCure> {
    let watchers = watchers(plan);
    let mut lost = Vec::new();
    for (id, component) in plan.enumerate() {
        for (at, requirement) in component.requirements.iter().enumerate() {
            let Some(detect) = requirement.detect.as_ref().filter(|one| !one.by.is_empty()) else {
                continue;
            };
            if !requirement.needed.counts_while_running() {
                continue;
            }
            let mut hits = Vec::new();
            let used = faults.in_use(id, at);
            let used = used.map(|used| requirement.fallbacks[used].to.value);
            for fault in faults.of_served(plan, (id, at)) {
                let Some(struck) = what_if.strike(fault, &[meanwhile(id, requirement)]) else {
                    break;
                };
                let noticed = requirement.noticed_within();
                let mut needs = struck.lost_after(plan, &detect.by, noticed);
                let is_lost =
                    used.map_or_else(|| struck.loses_group(id, at), |used| struck.is_down(used));
                if fault == id || needs.len() < detect.by.len() || !is_lost {
                    continue;
                }
                if noticed.is_some_and(|time| requirement.is_held(time))
                    && Struck::lead_back(&needs, id)
                {
                    needs = lost_while_held(plan, network, (id, at), fault, &detect.by);
                    if needs.len() < detect.by.len() {
                        continue;
                    }
                }
                // A repair begins whoever notices; a switch by its own detection only.
                let members = requirement.group.iter();
                let others = members.filter_map(|to| watchers.get(&to.value));
                let mut others = others.flatten();
                let known = requirement.fallbacks.is_empty()
                    && others.any(|one| !std::ptr::eq(*one, requirement) && sees(one, &struck));
                if !known {
                    let never = needs.iter().all(|need| need.chain.contains(&id));
                    hits.push(Hit {
                        fault,
                        needs,
                        never,
                    });
                }
            }
            let cure = Cure::Detection {
                component: id,
                requirement: at,
            };
            lost.extend(LostCure::of(cure, hits));
        }
    }
    lost
}

/// The requirements that say how the loss of a component becomes known.
fn watchers(plan: &Plan) -> BTreeMap<ComponentId, Vec<&Requirement>> {
    let mut watchers: BTreeMap<ComponentId, Vec<&Requirement>> = BTreeMap::new();
    for component in &plan.components {
        let all = component.requirements.iter();
        for requirement in all.filter(|one| one.detect.is_some()) {
            for member in &requirement.group {
                watchers.entry(member.value).or_default().push(requirement);
            }
        }
    }
    watchers
}

/// By the plan's word somebody sees it.
fn sees(requirement: &Requirement, struck: &Struck<'_>) -> bool {
    let by = requirement.detect.as_ref().map(|one| one.by.as_slice());
    by.is_some_and(|by| by.is_empty() || by.iter().any(|at| !struck.is_down(at.value)))
}
