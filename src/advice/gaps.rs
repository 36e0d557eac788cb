use crate::failure::{Budget, Events, Network, single_points};
use crate::model::{ComponentId, Level, Plan};

use super::question::{Gap, Tally};

/// What takes each of some services down alone.
#[derive(Debug, Clone)]
pub(super) struct SingleGaps {
    /// By rank of tier, then in plan order.
    pub(super) gaps: Vec<(ComponentId, ComponentId)>,
    /// Faults in order, each with its gaps (indices).
    pub(super) by_fault: Vec<(ComponentId, Vec<usize>)>,
    pub(super) complete: bool,
}

impl SingleGaps {
    /// Services may come in any order.
    pub(super) fn of(plan: &Plan, network: &Network, services: &[ComponentId]) -> Self {
        let mut services = services.to_vec();
        services.sort_by_key(|id| (rank(plan, *id), *id));
        services.dedup();
        let events = Events::of(network);
        let own: Vec<bool> = plan.components.iter().map(|one| one.own_failure).collect();
        let targets: Vec<(u32, Level)> = services.iter().map(|id| (id.0, Level::Down)).collect();
        let found = single_points(&events, &own, &targets, &Budget::default());
        let complete = found.iter().all(|one| one.complete >= 1);
        let mut gaps = Vec::new();
        for (service, found) in services.iter().zip(found) {
            let faults = found.singles.into_iter().map(ComponentId);
            gaps.extend(faults.map(|fault| (*service, fault)));
        }
        let mut order: Vec<usize> = (0..gaps.len()).collect();
        order.sort_by_key(|at| (gaps[*at].1, *at));
        let by_fault = order
            .chunk_by(|a, b| gaps[*a].1 == gaps[*b].1)
            .map(|chunk| (gaps[chunk[0]].1, chunk.to_vec()))
            .collect();
        Self {
            gaps,
            by_fault,
            complete,
        }
    }

    pub(super) fn named(&self, plan: &Plan, at: usize) -> Gap {
        let (service, fault) = self.gaps[at];
        Gap {
            tier: plan.component(service).tier.map(|tier| tier.value.number()),
            service: plan.component(service).id.clone(),
            fault: plan.component(fault).id.clone(),
        }
    }

    pub(super) fn all_named(&self, plan: &Plan) -> Vec<Gap> {
        (0..self.gaps.len())
            .map(|at| self.named(plan, at))
            .collect()
    }
}

/// Ranks of services: the four tiers, and none.
pub(super) const RANKS: usize = 5;

pub(super) fn rank(plan: &Plan, service: ComponentId) -> usize {
    let tier = plan.component(service).tier;
    tier.map_or(RANKS - 1, |tier| usize::from(tier.value.number()) - 1)
}

pub(super) fn tally(gaps: &[Gap]) -> Tally {
    let mut tiers: Vec<(Option<u8>, usize)> = Vec::new();
    for gap in gaps {
        match tiers.iter_mut().find(|(tier, _)| *tier == gap.tier) {
            Some((_, count)) => *count += 1,
            None => tiers.push((gap.tier, 1)),
        }
    }
    tiers.sort_by_key(|(tier, _)| tier.unwrap_or(u8::MAX));
    Tally {
        gaps: gaps.len(),
        tiers,
    }
}
