use std::collections::BTreeMap;
use std::time::Instant;

use jurymast_engine::failure::batch::SinglePointTable;
use jurymast_engine::failure::{EventGraph, Network, propagate};
use jurymast_plan::model::{ComponentId, Level, Plan, Tier};

use super::answer::{SinglePointOfFailure, SinglePointTally};

/// What takes each of some services down alone.
#[derive(Debug, Clone, Default)]
pub(super) struct SinglePointIndex {
    /// By rank of tier, then in plan order; those of the services looked at. Of one that is
    /// down without any fault, itself with what has ended or expired.
    pub(super) points: Vec<(ComponentId, ComponentId)>,
    /// Faults in order, each with its single points (indices).
    pub(super) by_fault: Vec<(ComponentId, Vec<usize>)>,
    /// The services whose single points stand here: all, or the first of them.
    pub(super) looked_at: Vec<ComponentId>,
    /// Of all services.
    pub(super) tally: SinglePointTally,
}

/// Gaps that are listed in all.
const MOST: usize = 1 << 18;

impl SinglePointIndex {
    /// Services may come in any order. Looks at `most` single points in all, but for those of
    /// the first service. `None` when the deadline came first.
    pub(super) fn of(
        plan: &Plan,
        network: &Network,
        services: &[ComponentId],
        most: Option<usize>,
        deadline: Option<Instant>,
    ) -> Option<Self> {
        let most = most.map_or(MOST, |most| most.min(MOST));
        let (events, own, services) = Self::basis(plan, network, services);
        let mut table =
            SinglePointTable::of(&events, &own, (&services, Level::Down), most, deadline)?;
        let ended = ended(plan, network, &services);
        let tally = count(plan, (&table, &ended), &services);
        let mut total = 0;
        let fits = |id: &&ComponentId| {
            total += table.row(**id).map_or(0, |row| table.count_in_row(row));
            total <= most
        };
        let whole = services.iter().take_while(fits).count().max(1);
        let looked_at = services.into_iter().take(whole).collect::<Vec<_>>();
        if total > most {
            let asked = (looked_at.as_slice(), Level::Down);
            table = SinglePointTable::of(&events, &own, asked, usize::MAX, deadline)?;
        }
        Some(Self::listed((&table, &ended), looked_at, tally))
    }

    /// Of all services the count, of those `looked_at` the single points.
    pub(super) fn again(
        plan: &Plan,
        network: &Network,
        services: &[ComponentId],
        looked_at: &[ComponentId],
    ) -> Self {
        let (events, own, services) = Self::basis(plan, network, services);
        let of = |asked: &[ComponentId], most| {
            SinglePointTable::of(&events, &own, (asked, Level::Down), most, None)
                .unwrap_or_default()
        };
        let all = of(&services, MOST);
        let ended = ended(plan, network, &services);
        let tally = count(plan, (&all, &ended), &services);
        let listed = of(looked_at, usize::MAX);
        Self::listed((&listed, &ended), looked_at.to_vec(), tally)
    }

    fn basis(
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

    fn listed(
        (table, ended): (&SinglePointTable, &Ended),
        looked_at: Vec<ComponentId>,
        tally: SinglePointTally,
    ) -> Self {
        let mut points = Vec::new();
        for service in &looked_at {
            points.extend(table.listed(*service).map(|fault| (*service, fault)));
            points.extend(ended.get(service).map(|ended| (*service, *ended)));
        }
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by_key(|at| (points[*at].1, *at));
        let by_fault = order
            .chunk_by(|a, b| points[*a].1 == points[*b].1)
            .map(|chunk| (points[chunk[0]].1, chunk.to_vec()))
            .collect();
        Self {
            points,
            by_fault,
            looked_at,
            tally,
        }
    }

    pub(super) fn named(&self, plan: &Plan, at: usize) -> SinglePointOfFailure {
        let (service, fault) = self.points[at];
        SinglePointOfFailure {
            tier: plan.component(service).tier.map(|tier| tier.value.number()),
            service: plan.component(service).id.clone(),
            fault: plan.component(fault).id.clone(),
        }
    }

    pub(super) fn all_named(&self, plan: &Plan) -> Vec<SinglePointOfFailure> {
        (0..self.points.len())
            .map(|at| self.named(plan, at))
            .collect()
    }
}

/// Ranks of services: the four tiers, and none.
pub(super) const RANKS: usize = Tier::RANKS as usize;

pub(super) fn rank(plan: &Plan, service: ComponentId) -> usize {
    usize::from(plan.component(service).rank()) - 1
}

/// Services that are down without any fault, each with what has ended or expired.
type Ended = BTreeMap<ComponentId, ComponentId>;

fn ended(plan: &Plan, network: &Network, services: &[ComponentId]) -> Ended {
    if network.standing().is_empty() {
        return Ended::new();
    }
    let at_rest = propagate(network, &[]);
    let down = services
        .iter()
        .filter(|id| at_rest.level(id.0) == Level::Down);
    let with = down.map(|id| {
        let first = at_rest.chain(id.0).first().copied();
        (*id, first.map_or(*id, ComponentId))
    });
    // What has ended itself is nothing to stand in for: the plan must say what it is.
    with.filter(|(id, ended)| id != ended && plan.lost_for_good(*ended).is_some())
        .collect()
}

fn count(
    plan: &Plan,
    (table, ended): (&SinglePointTable, &Ended),
    services: &[ComponentId],
) -> SinglePointTally {
    let mut tiers: Vec<(Option<u8>, usize)> = Vec::new();
    for id in services {
        let points = table.count(*id).unwrap_or_default() + usize::from(ended.contains_key(id));
        if points == 0 {
            continue;
        }
        let tier = plan.component(*id).tier.map(|tier| tier.value.number());
        match tiers.iter_mut().find(|(known, _)| *known == tier) {
            Some((_, count)) => *count += points,
            None => tiers.push((tier, points)),
        }
    }
    tiers.sort_by_key(|(tier, _)| tier.unwrap_or(u8::MAX));
    SinglePointTally {
        points: tiers.iter().map(|(_, count)| count).sum(),
        tiers,
    }
}
