use crate::failure::EventGraph;
use crate::failure::batch::{BatchVisitor, FaultBatch};
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};

/// How much of what is critical one provider or failure domain takes down alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concentration {
    /// The provider or failure domain.
    pub component: ComponentId,
    /// The services and activities of tier 1 that are down with it, in plan order.
    pub first: Vec<ComponentId>,
    /// Those of tier 2 that are down with it, in plan order.
    pub second: Vec<ComponentId>,
    /// Another one that takes the same services stands in it or belongs to it.
    pub has_inner_alike: bool,
}

impl Concentration {
    /// Of every provider and domain that takes a service or activity of tier 1 or 2 down
    /// alone: those that take most of tier 1 first, then most of tier 2, then in
    /// plan order.
    pub(crate) fn of_plan(plan: &Plan, events: &EventGraph) -> Vec<Self> {
        let taken = taken(plan, events);
        let mut found: Vec<Self> = plan
            .enumerate()
            .filter(|(_, one)| matches!(one.kind(), Kind::Provider | Kind::Domain))
            .map(|(id, _)| Self::of(plan, &taken, id))
            .filter(|one| !one.first.is_empty() || !one.second.is_empty())
            .collect();
        mark_alike(plan, &mut found);
        found.sort_by_key(|one| {
            let weight = (one.first.len(), one.second.len());
            (std::cmp::Reverse(weight), one.component)
        });
        found
    }

    fn of(plan: &Plan, taken: &[(ComponentId, ComponentId)], component: ComponentId) -> Self {
        let from = taken.partition_point(|(other, _)| *other < component);
        let of_it = taken[from..].iter();
        let of_it = of_it.take_while(|(other, _)| *other == component);
        let taken = of_it.map(|(_, service)| *service);
        let (first, second) = taken.partition(|id| plan.component(*id).is_first_service());
        Self {
            component,
            first,
            second,
            has_inner_alike: false,
        }
    }
}

fn mark_alike(plan: &Plan, found: &mut [Concentration]) {
    for inner in 0..found.len() {
        let bound = &plan.component(found[inner].component).bindings;
        for binding in bound {
            let outer = found.binary_search_by_key(&binding.to, |one| one.component);
            let Ok(outer) = outer else { continue };
            let alike = found[outer].first == found[inner].first
                && found[outer].second == found[inner].second;
            found[outer].has_inner_alike |= alike;
        }
    }
}

/// Each provider or domain with each critical service that it takes down, in order.
fn taken(plan: &Plan, events: &EventGraph) -> Vec<(ComponentId, ComponentId)> {
    let mut critical: Vec<(u32, u32)> = plan
        .enumerate()
        .filter(|(_, one)| one.is_critical_service())
        .map(|(id, _)| (events.node(id.0, Level::Down), id.0))
        .collect();
    critical.sort_unstable();
    let takers = events.visit(|| Taker {
        plan,
        critical: &critical,
        taken: Vec::new(),
    });
    let mut taken: Vec<_> = takers.into_iter().flat_map(|one| one.taken).collect();
    taken.sort_unstable();
    taken
}

struct Taker<'a> {
    plan: &'a Plan,
    /// (event, service), ascending.
    critical: &'a [(u32, u32)],
    taken: Vec<(ComponentId, ComponentId)>,
}

impl BatchVisitor for Taker<'_> {
    fn visit(&mut self, batch: &FaultBatch<'_>) {
        let asked = batch.lanes_of(|fault| {
            let fault = &self.plan.components[fault as usize];
            fault.own_failure && matches!(fault.kind(), Kind::Provider | Kind::Domain)
        });
        if asked.is_empty() {
            return;
        }
        for (event, lanes) in batch.happened() {
            let lanes = lanes & asked;
            if lanes.is_empty() {
                continue;
            }
            let from = self.critical.partition_point(|(other, _)| *other < event);
            let services = self.critical[from..].iter();
            for (_, service) in services.take_while(|(other, _)| *other == event) {
                let faults = lanes.iter().map(|lane| ComponentId(batch.faults()[lane]));
                self.taken
                    .extend(faults.map(|fault| (fault, ComponentId(*service))));
            }
        }
    }
}
