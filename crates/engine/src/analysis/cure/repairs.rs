use std::collections::{BTreeMap, BTreeSet};

use crate::restoration::{WorkItem, recovery_steps, survives};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::At;

use super::faults::strikes;
use super::lost_cures::Hit;
use super::what_if::{Struck, WhatIf};
use super::{Cure, LostCure, LostNeed};

/// One piece of work, and what it needs that is lost.
type LostWork = (Cure, Vec<LostNeed>);

/// The steps and restores that need what is lost with what they bring back.
pub(super) fn lost(plan: &Plan, what_if: &mut WhatIf<'_>) -> Vec<LostCure> {
    let mut by_cure: BTreeMap<Cure, Vec<Hit>> = BTreeMap::new();
    for (fault, mended) in by_fault(plan) {
        let Some(struck) = what_if.strike(fault, &[]) else {
            break;
        };
        let mut blocked: Vec<(ComponentId, Vec<LostWork>)> = Vec::new();
        for of in mended {
            let cures = work(plan, of, fault, &struck);
            if !cures.is_empty() {
                blocked.push((of, cures));
            }
        }
        let ids: Vec<ComponentId> = blocked.iter().map(|(of, _)| *of).collect();
        let stuck = stuck(plan, fault, ids, what_if);
        for (of, cures) in blocked {
            for (cure, needs) in cures {
                let hits = needs.into_iter().map(|need| Hit {
                    fault,
                    never: stuck.contains(&(of, need.what.value)),
                    needs: vec![need],
                });
                by_cure.entry(cure).or_default().extend(hits);
            }
        }
    }
    let cures = by_cure.into_iter();
    cures
        .flat_map(|(cure, hits)| LostCure::each(cure, hits))
        .collect()
}

/// For each fault the components whose repair is meant for it and needs something.
fn by_fault(plan: &Plan) -> BTreeMap<ComponentId, BTreeSet<ComponentId>> {
    let mut by_fault: BTreeMap<ComponentId, BTreeSet<ComponentId>> = BTreeMap::new();
    let mut note = |fault, of| {
        by_fault.entry(fault).or_default().insert(of);
    };
    for (id, component) in plan.enumerate() {
        let steps = plan.runbook(id).map(|book| book.steps.as_slice());
        let needing = || {
            let steps = steps.unwrap_or_default().iter();
            steps.filter(|step| !step.needs.is_empty())
        };
        let restores = component.backups.iter().any(|one| !one.needs.is_empty());
        if restores || needing().next().is_some() {
            for fault in strikes(plan, id) {
                note(fault, id);
            }
        }
        for fault in needing().flat_map(|step| &step.if_lost) {
            note(*fault, id);
        }
    }
    by_fault
}

/// The work on one component that cannot be done.
fn work(
    plan: &Plan,
    of: ComponentId,
    fault: ComponentId,
    struck: &Struck<'_>,
) -> Vec<(Cure, Vec<LostNeed>)> {
    let mut cures = Vec::new();
    let book = plan.runbook(of).map(|book| book.steps.as_slice());
    for step in recovery_steps(plan, of, |id| struck.is_down(id)) {
        let WorkItem::Step(at) = step.item else {
            continue;
        };
        let needs = struck.lost(&book.unwrap_or_default()[at].needs);
        if !needs.is_empty() {
            let cure = Cure::Step {
                component: of,
                step: at,
            };
            cures.push((cure, needs));
        }
    }
    let component = plan.component(of);
    if plan.keeps_data(of) && strikes(plan, of).contains(&fault) {
        let destroyed = |id: ComponentId| id == fault;
        let all = component.backups.iter().enumerate();
        let left = all.filter(|(_, one)| survives(plan, component, one, destroyed));
        let left: Vec<_> = left
            .map(|(at, one)| (at, struck.lost(&one.needs)))
            .collect();
        if left.iter().all(|(_, lost)| !lost.is_empty()) {
            cures.extend(left.into_iter().map(|(backup, needs)| {
                let cure = Cure::Restore {
                    component: of,
                    backup,
                };
                (cure, needs)
            }));
        }
    }
    cures
}

/// What some components wait for and never get, each with who waits: the cause is gone,
/// all that needs nothing is back, and still each waits for itself or another of them.
fn stuck(
    plan: &Plan,
    fault: ComponentId,
    mut open: Vec<ComponentId>,
    what_if: &mut WhatIf<'_>,
) -> BTreeSet<(ComponentId, ComponentId)> {
    loop {
        let Some(struck) = what_if.all_down(&open) else {
            return BTreeSet::new();
        };
        let waits = open.iter().flat_map(|of| {
            let down = needs(plan, *of, fault).filter(|at| struck.is_down(at.value));
            down.map(|at| (*of, at.value))
        });
        let waits: BTreeSet<(ComponentId, ComponentId)> = waits.collect();
        let is_open = |of: &ComponentId| waits.iter().any(|(waiting, _)| waiting == of);
        let left: Vec<ComponentId> = open.iter().copied().filter(is_open).collect();
        if left.len() == open.len() {
            return waits;
        }
        open = left;
    }
}

/// All that the repair of a component needs, whatever it is lost to.
fn needs(
    plan: &Plan,
    of: ComponentId,
    fault: ComponentId,
) -> impl Iterator<Item = At<ComponentId>> {
    let component = plan.component(of);
    let steps = plan.runbook(of).map(|book| book.steps.as_slice());
    let steps = steps.unwrap_or_default().iter().filter(move |step| {
        step.switches_to.is_none() && (step.if_lost.is_empty() || step.if_lost.contains(&fault))
    });
    let steps = steps.flat_map(|step| &step.needs);
    let restores = component.backups.iter().flat_map(|one| &one.needs);
    steps.chain(restores).copied()
}
