use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Kind, Plan};

use super::faults::SingleFaults;
use super::lost_cures::Hit;
use super::what_if::WhatIf;
use super::{Cure, LostCure};

/// The messages that are lost together with what they have to announce, and the plan itself
/// where no copy of it is left in the loss that it is for.
pub(super) fn lost(plan: &Plan, faults: &SingleFaults, what_if: &mut WhatIf<'_>) -> Vec<LostCure> {
    let announced = announced(plan);
    let mut lost = Vec::new();
    let messages = plan.communications.iter().enumerate();
    let messages = messages.map(|(at, message)| (Cure::Message(at), &message.through));
    let copies = (Cure::ReadingThePlan, &plan.header.published);
    for (cure, through) in messages.chain([copies]) {
        let carriers: BTreeSet<ComponentId> = through.iter().map(|to| to.value).collect();
        let Some(first) = through.first() else {
            continue;
        };
        let mut hits = Vec::new();
        for fault in faults.of_component(first.value) {
            // The loss of the channel itself announces nothing else.
            if carriers.contains(&fault) {
                continue;
            }
            let Some(struck) = what_if.strike(fault, &[]) else {
                break;
            };
            let needs = struck.lost(through);
            let tells = |id: &&ComponentId| !carriers.contains(id) && struck.is_down(**id);
            if needs.len() == through.len() && announced.iter().any(|id| tells(&id)) {
                hits.push(Hit {
                    fault,
                    needs,
                    never: false,
                });
            }
        }
        lost.extend(LostCure::of(cure, hits));
    }
    lost
}

/// Services and activities of tier 1 and 2; where there is none, all of them.
fn announced(plan: &Plan) -> Vec<ComponentId> {
    let all = plan.enumerate();
    let all = all.filter(|(_, one)| matches!(one.kind(), Kind::Service | Kind::Activity));
    let mut all: Vec<ComponentId> = all.map(|(id, _)| id).collect();
    let is_critical = |id: &ComponentId| plan.component(*id).is_critical();
    if all.iter().any(is_critical) {
        all.retain(is_critical);
    }
    all
}
