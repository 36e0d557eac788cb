use std::time::Instant;

use jurymast_engine::failure::batch::SinglePointTable;
use jurymast_engine::failure::{EventGraph, Network};
use jurymast_plan::model::{ComponentId, Level, Plan, Tier};

use super::question::{Gap, Tally};

/// What takes each of some services down alone.
#[derive(Debug, Clone, Default)]
pub(super) struct SingleGaps {
    /// By rank of tier, then in plan order; those of the services looked at.
    pub(super) gaps: Vec<(ComponentId, ComponentId)>,
    /// Faults in order, each with its gaps (indices).
    pub(super) by_fault: Vec<(ComponentId, Vec<usize>)>,
    /// The services whose gaps stand here: all, or the first of them.
    pub(super) looked_at: Vec<ComponentId>,
    /// Of all services.
    pub(super) tally: Tally,
}

/// Gaps that are listed in all.
const MOST: usize = 1 << 18;

impl SingleGaps {
    /// Services may come in any order. Looks at `most` gaps in all, but for those of
    /// the first service. `None` when the deadline came first.
    pub(super) fn of(
        plan: &Plan,
        network: &Network,
        services: &[ComponentId],
        most: Option<usize>,
        deadline: Option<Instant>,
    ) -> Option<Self> {
        let most = most.map_or(MOST, |most| most.min(MOST));
        let (events, own, services) = Self::ground(plan, network, services);
        let mut points =
            SinglePointTable::of(&events, &own, (&services, Level::Down), most, deadline)?;
        let tally = count(plan, &points, &services);
        let mut total = 0;
        let fits = |id: &&ComponentId| {
            total += points.row(**id).map_or(0, |row| points.count_in_row(row));
            total <= most
        };
        let whole = services.iter().take_while(fits).count().max(1);
        let looked_at = services.into_iter().take(whole).collect::<Vec<_>>();
        if total > most {
            let asked = (looked_at.as_slice(), Level::Down);
            points = SinglePointTable::of(&events, &own, asked, usize::MAX, deadline)?;
        }
        Some(Self::listed(&points, looked_at, tally))
    }

    /// Of all services the count, of those `looked_at` the gaps.
    pub(super) fn again(
        plan: &Plan,
        network: &Network,
        services: &[ComponentId],
        looked_at: &[ComponentId],
    ) -> Self {
        let (events, own, services) = Self::ground(plan, network, services);
        let of = |asked: &[ComponentId], most| {
            SinglePointTable::of(&events, &own, (asked, Level::Down), most, None)
                .unwrap_or_default()
        };
        let all = of(&services, MOST);
        let tally = count(plan, &all, &services);
        Self::listed(&of(looked_at, usize::MAX), looked_at.to_vec(), tally)
    }

    fn ground(
        plan: &Plan,
        network: &Network,
        services: &[ComponentId],
    ) -> (EventGraph, Vec<bool>, Vec<ComponentId>) {
        let mut services = services.to_vec();
        services.sort_by_key(|id| (rank(plan, *id), *id));
        services.dedup();
        let own = plan.components.iter().map(|one| one.own_failure).collect();
        (EventGraph::of(network), own, services)
    }

    fn listed(points: &SinglePointTable, looked_at: Vec<ComponentId>, tally: Tally) -> Self {
        let mut gaps = Vec::new();
        for service in &looked_at {
            gaps.extend(points.listed(*service).map(|fault| (*service, fault)));
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
            looked_at,
            tally,
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
pub(super) const RANKS: usize = Tier::RANKS as usize;

pub(super) fn rank(plan: &Plan, service: ComponentId) -> usize {
    usize::from(plan.component(service).rank()) - 1
}

fn count(plan: &Plan, points: &SinglePointTable, services: &[ComponentId]) -> Tally {
    let mut tiers: Vec<(Option<u8>, usize)> = Vec::new();
    for id in services {
        let gaps = points.count(*id).unwrap_or_default();
        if gaps == 0 {
            continue;
        }
        let tier = plan.component(*id).tier.map(|tier| tier.value.number());
        match tiers.iter_mut().find(|(known, _)| *known == tier) {
            Some((_, count)) => *count += gaps,
            None => tiers.push((tier, gaps)),
        }
    }
    tiers.sort_by_key(|(tier, _)| tier.unwrap_or(u8::MAX));
    Tally {
        gaps: tiers.iter().map(|(_, count)| count).sum(),
        tiers,
    }
}
