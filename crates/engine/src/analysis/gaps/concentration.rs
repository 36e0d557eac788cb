use jurymast_plan::model::{ComponentId, Kind, Plan};

use super::SinglePoints;

/// How much of what is critical one provider or failure domain takes down alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concentration {
    pub component: ComponentId,
    /// The services of tier 1 that are down with it, in plan order.
    pub first: Vec<ComponentId>,
    /// The services of tier 2 that are down with it, in plan order.
    pub second: Vec<ComponentId>,
    /// Another one that takes the same services stands in it or belongs to it.
    pub has_inner_alike: bool,
}

impl Concentration {
    /// Of every provider and domain that takes a service of tier 1 or 2 down
    /// alone: those that take most of tier 1 first, then most of tier 2, then in
    /// plan order.
    pub fn of_plan(plan: &Plan, points: &SinglePoints) -> Vec<Self> {
        let mut found: Vec<Self> = plan
            .enumerate()
            .filter(|(_, one)| matches!(one.kind(), Kind::Provider | Kind::Domain))
            .map(|(id, _)| Self::of(plan, points, id))
            .filter(|one| !one.first.is_empty() || !one.second.is_empty())
            .collect();
        mark_alike(plan, &mut found);
        found.sort_by_key(|one| {
            let weight = (one.first.len(), one.second.len());
            (std::cmp::Reverse(weight), one.component)
        });
        found
    }

    fn of(plan: &Plan, points: &SinglePoints, component: ComponentId) -> Self {
        let taken = points.taken_by(component);
        let (first, second) = taken.partition(|id| {
            let tier = plan.component(*id).tier;
            tier.is_some_and(|tier| tier.value.number() == 1)
        });
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
