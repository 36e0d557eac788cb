use crate::failure::{Budget, Events, Rectangle, SmallSets, single_points, small_sets};
use crate::model::{Component, ComponentId, Kind, Level, Plan};

/// What alone takes down the services that rules and pages ask about.
#[derive(Debug, Clone, Default)]
pub struct SinglePoints {
    /// By component: what takes it down alone, itself left out; empty for those
    /// nobody asks about.
    by_service: Vec<Vec<ComponentId>>,
    /// By component: the services of tier 1 and 2 that it takes down alone.
    by_fault: Vec<Vec<ComponentId>>,
}

impl SinglePoints {
    /// Of every service of tier 1 and 2, of what such a service cannot do without,
    /// and of everything with an objective.
    pub fn of_plan(plan: &Plan, events: &Events) -> Self {
        let asked = asked(plan);
        let mut by_service = vec![Vec::new(); plan.components.len()];
        let mut by_fault = vec![Vec::new(); plan.components.len()];
        let rows = single_points(events, &own(plan), &targets(&asked), &Budget::default());
        for (id, small) in asked.iter().zip(rows) {
            let singles: Vec<ComponentId> = small.singles.into_iter().map(ComponentId).collect();
            if Self::is_critical(plan.component(*id)) {
                for fault in &singles {
                    by_fault[fault.index()].push(*id);
                }
            }
            by_service[id.index()] = singles;
        }
        Self {
            by_service,
            by_fault,
        }
    }

    /// A service of tier 1 or 2.
    pub fn is_critical(component: &Component) -> bool {
        component.kind() == Kind::Service
            && component.tier.is_some_and(|tier| tier.value.number() <= 2)
    }

    /// What takes it down alone, in plan order.
    pub fn of(&self, service: ComponentId) -> &[ComponentId] {
        &self.by_service[service.index()]
    }

    /// The services of tier 1 and 2 that a fault takes down alone, in plan order.
    pub fn taken_by(&self, fault: ComponentId) -> &[ComponentId] {
        &self.by_fault[fault.index()]
    }
}

/// The gaps of order 2 of every service of tier 1 and 2.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// In plan order.
    pub by_service: Vec<(ComponentId, SmallSets)>,
}

impl Pairs {
    pub fn of_plan(plan: &Plan, events: &Events) -> Self {
        let asked: Vec<ComponentId> = plan
            .enumerate()
            .filter(|(_, one)| SinglePoints::is_critical(one))
            .map(|(id, _)| id)
            .collect();
        let sets = small_sets(events, &own(plan), &targets(&asked), &Budget::default());
        Self {
            by_service: asked.into_iter().zip(sets).collect(),
        }
    }

    /// Every pair in rectangles; none for a service nobody asks about.
    pub fn of(&self, service: ComponentId) -> &[Rectangle] {
        let found = self
            .by_service
            .binary_search_by_key(&service, |(id, _)| *id);
        found.map_or(&[], |at| &self.by_service[at].1.pairs)
    }
}

fn asked(plan: &Plan) -> Vec<ComponentId> {
    let mut asked: Vec<ComponentId> = Vec::new();
    for (id, component) in plan.enumerate() {
        if SinglePoints::is_critical(component) {
            let bare = component
                .requirements
                .iter()
                .filter(|one| one.has_no_alternative());
            asked.extend(bare.flat_map(|one| &one.group).map(|to| to.value));
            asked.push(id);
        } else if component.targets.slo.is_some() {
            asked.push(id);
        }
    }
    asked.sort_unstable();
    asked.dedup();
    asked
}

fn own(plan: &Plan) -> Vec<bool> {
    plan.components.iter().map(|one| one.own_failure).collect()
}

fn targets(asked: &[ComponentId]) -> Vec<(u32, Level)> {
    asked.iter().map(|id| (id.0, Level::Down)).collect()
}
