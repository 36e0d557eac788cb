use crate::analysis::FallbackId;
use crate::failure::Network;
use jurymast_plan::model::{ComponentId, Fallback, Plan};
use jurymast_terms::source::At;

use super::faults::{SingleFaults, meanwhile};
use super::lost_cures::Hit;
use super::what_if::{Struck, WhatIf, lost_while_held};
use super::{Cure, LostCure};

/// The fallbacks that would hold, and none of which can be switched to.
pub(super) fn lost(
    plan: &Plan,
    network: &Network,
    faults: &SingleFaults,
    what_if: &mut WhatIf<'_>,
) -> Vec<LostCure> {
    let mut lost = Vec::new();
    for (id, component) in plan.enumerate() {
        for (at, requirement) in component.requirements.iter().enumerate() {
            let mut needs: Vec<Vec<At<ComponentId>>> = requirement
                .fallbacks
                .iter()
                .map(|one| plan.switch_needs(id, one))
                .collect();
            // The switch to what is in use is made.
            if let Some(used) = faults.in_use(id, at) {
                needs[used].clear();
            }
            if needs.iter().all(Vec::is_empty) || !requirement.needed.counts_while_running() {
                continue;
            }
            let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); needs.len()];
            for fault in faults.of_served(plan, (id, at)) {
                let Some(struck) = what_if.strike(fault, &[meanwhile(id, requirement)]) else {
                    break;
                };
                if fault == id || struck.is_bound_down(id) || !struck.loses_group(id, at) {
                    continue;
                }
                let holds = |one: &&Fallback| !struck.is_down(one.to.value);
                let standing = requirement.fallbacks.iter().filter(holds).count();
                let mut blocked = Vec::new();
                for (fallback, needs) in needs.iter().enumerate() {
                    let declared = &requirement.fallbacks[fallback];
                    let served = plan.served_in(id, requirement, declared);
                    let mut lost = struck.lost_after(plan, needs, served);
                    if served.is_some_and(|time| requirement.is_held(time))
                        && Struck::lead_back(&lost, id)
                    {
                        lost = lost_while_held(plan, network, (id, at), fault, needs);
                    }
                    if !struck.is_down(declared.to.value) && !lost.is_empty() {
                        blocked.push((fallback, lost));
                    }
                }
                if blocked.len() < standing {
                    continue;
                }
                for (fallback, needs) in blocked {
                    // What falls with the component alone is not back before it is.
                    hits[fallback].extend(needs.into_iter().map(|need| Hit {
                        fault,
                        never: need.chain.contains(&id),
                        needs: vec![need],
                    }));
                }
            }
            for (fallback, hits) in hits.into_iter().enumerate() {
                let cure = Cure::Switch(FallbackId {
                    component: id,
                    requirement: at,
                    fallback,
                });
                lost.extend(LostCure::each(cure, hits));
            }
        }
    }
    lost
}
