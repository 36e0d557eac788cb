use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Gate, Network};
use jurymast_plan::model::{ComponentId, Level, Mode, Needed, Plan, Requirement};

use super::faults::SingleFaults;
use super::lost_cures::Hit;
use super::what_if::{Struck, WhatIf};
use super::{Cure, LostCure};

/// The starts of what stops until a fallback serves, and needs to start what the same fault
/// takes: the fallback holds, and nobody is there to use it.
pub(super) fn lost(
    plan: &Plan,
    network: &Network,
    faults: &SingleFaults,
    what_if: &mut WhatIf<'_>,
) -> Vec<LostCure> {
    let mut by_cure = over(plan, what_if);
    let stops = |one: &Requirement| one.needed == Needed::Both && one.mode == Mode::Hard;
    let mut all = plan.components.iter().flat_map(|one| &one.requirements);
    if all.any(stops) {
        held_in_vain(plan, network, faults, what_if, &mut by_cure);
    }
    let cures = by_cure.into_iter();
    cures
        .flat_map(|(cure, hits)| LostCure::each(cure, hits))
        .collect()
}

type Hits = BTreeMap<Cure, Vec<Hit>>;

/// The starts of what runs and needs, to start, what is over for good: nobody feels it before
/// the next start.
fn over(plan: &Plan, what_if: &mut WhatIf<'_>) -> Hits {
    let mut by_cure = Hits::new();
    if plan.ended().all(|one| !one.is_lost()) {
        return by_cure;
    }
    for (id, component) in plan.enumerate() {
        let mut all = component.requirements.iter();
        let starts = all.any(|one| one.mode == Mode::Hard && one.needed.counts_at_start());
        if !starts || !component.own_failure {
            continue;
        }
        let Some(struck) = what_if.strike(id, &[]) else {
            break;
        };
        let is_over = |hit: &Hit| {
            let first = hit.needs.iter().filter_map(|need| need.chain.first());
            !hit.needs.is_empty()
                && first
                    .into_iter()
                    .all(|id| plan.lost_for_good(*id).is_some())
        };
        for (cure, hit) in waits(plan, id, id, &struck) {
            if is_over(&hit) && !struck.was_down(id) {
                let hit = Hit { never: true, ..hit };
                by_cure.entry(cure).or_default().push(hit);
            }
        }
    }
    by_cure
}

/// What stops until a fallback serves, and then cannot start.
fn held_in_vain(
    plan: &Plan,
    network: &Network,
    faults: &SingleFaults,
    what_if: &mut WhatIf<'_>,
    by_cure: &mut Hits,
) {
    let meanwhile =
        Network::of(&before_switches(plan, faults)).with_standing(network.standing().to_vec());
    let mut before = WhatIf::new(plan, &meanwhile);
    for fault in faults_with_fallback(plan, faults) {
        let Some(fallen) = before.strike(fault, &[]) else {
            what_if.give_up();
            break;
        };
        let mut stopped = fallen.stopped();
        let Some(held) = what_if.strike(fault, &[]) else {
            break;
        };
        stopped.retain(|id| !held.is_down(*id));
        let Some(hits) = never_started(plan, fault, stopped, what_if) else {
            break;
        };
        for (cure, hit) in hits {
            by_cure.entry(cure).or_default().push(hit);
        }
    }
}

/// The plan while no switch is made but what is in use already; a reserve that outlasts the
/// switch is no loss.
fn before_switches(plan: &Plan, faults: &SingleFaults) -> Plan {
    let mut before = plan.clone();
    let requirements = plan.enumerate().flat_map(|(id, component)| {
        let all = 0..component.requirements.len();
        all.map(move |at| (id, at))
    });
    for (id, at) in requirements {
        let requirement = &mut before.components[id.index()].requirements[at];
        let served = requirement.fallbacks.iter();
        let mut served = served.filter_map(|one| plan.served_in(id, requirement, one));
        if served.any(|served| requirement.is_held(served)) {
            requirement.mode = Mode::Soft;
        }
        if let Some(used) = faults.in_use(id, at) {
            requirement.group = vec![requirement.fallbacks[used].to];
            requirement.at_least = 1;
        }
        requirement.fallbacks.clear();
    }
    before
}

fn faults_with_fallback(plan: &Plan, faults: &SingleFaults) -> BTreeSet<ComponentId> {
    let all = plan.enumerate().flat_map(|(id, component)| {
        let all = component.requirements.iter().enumerate();
        all.map(move |(at, one)| ((id, at), one))
    });
    let running = all.filter(|(_, one)| {
        let is_hard = one.mode == Mode::Hard && one.needed.counts_while_running();
        is_hard && !one.fallbacks.is_empty()
    });
    let struck = running.flat_map(|(place, _)| faults.of_served(plan, place));
    struck.collect()
}

/// Of those that stopped all that waits, to start, for what is lost or for each other; of
/// those only the ones that nothing else keeps back, where there are any. `None` when the
/// time is up.
fn never_started(
    plan: &Plan,
    fault: ComponentId,
    mut open: BTreeSet<ComponentId>,
    what_if: &mut WhatIf<'_>,
) -> Option<Vec<(Cure, Hit)>> {
    while !open.is_empty() {
        let beside: Vec<(ComponentId, Level)> = open.iter().map(|id| (*id, Level::Down)).collect();
        let struck = what_if.strike(fault, &beside)?;
        let of_each = open
            .iter()
            .map(|id| (*id, waits(plan, fault, *id, &struck)));
        let waits: BTreeMap<ComponentId, Vec<(Cure, Hit)>> =
            of_each.filter(|(_, all)| !all.is_empty()).collect();
        if waits.len() < open.len() {
            open = waits.into_keys().collect();
            continue;
        }
        let waits: Vec<(Cure, Hit)> = waits.into_values().flatten().collect();
        let is_first = |(_, hit): &(Cure, Hit)| {
            let mut chains = hit.needs.iter().map(|need| &need.chain);
            chains.all(|chain| !chain.iter().any(|id| open.contains(id)))
        };
        let first: Vec<(Cure, Hit)> = waits.iter().filter(|one| is_first(one)).cloned().collect();
        return Some(if first.is_empty() { waits } else { first });
    }
    Some(Vec::new())
}

/// What one that stopped needs to start and lacks.
fn waits(
    plan: &Plan,
    fault: ComponentId,
    id: ComponentId,
    struck: &Struck<'_>,
) -> Vec<(Cure, Hit)> {
    let lacking = struck.gates(id).filter(|gate| struck.lacks_to_start(*gate));
    let hit = |gate: Gate<'_>| {
        let requirement = gate.requirement;
        let group = &plan.component(id).requirements[requirement].group;
        let needs = struck.lost(group);
        let never = needs.iter().any(|need| need.chain.contains(&id));
        let cure = Cure::Start {
            component: id,
            requirement,
        };
        let hit = Hit {
            fault,
            needs,
            never,
        };
        (cure, hit)
    };
    lacking.map(hit).collect()
}
