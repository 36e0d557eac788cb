use crate::failure::EventGraph;
use jurymast_plan::model::{ComponentId, Plan, Tier};

/// How critical each component is by what stands on it.
#[derive(Debug, Clone)]
pub struct CarriedTiers {
    /// By component.
    tiers: Vec<Option<Tier>>,
}

/// The tiers that may be declared.
const TIERS: u8 = Tier::RANKS - 1;

impl CarriedTiers {
    /// Follows the loss of every component alone.
    pub fn of(plan: &Plan, events: &EventGraph) -> Self {
        let counted = events.losses(usize::from(TIERS), |at| {
            let tier = plan.components[at as usize].tier;
            tier.map_or(0, |tier| 1 << (tier.value.number() - 1))
        });
        let carried = |id: ComponentId| {
            let takes = |tier: &u8| counted.of(id.0, usize::from(*tier - 1)).down > 0;
            (1..=TIERS).find(takes).and_then(Tier::new)
        };
        Self {
            tiers: plan.ids().map(carried).collect(),
        }
    }

    /// The most critical tier among the component and all that its loss takes down.
    pub fn of_component(&self, id: ComponentId) -> Option<Tier> {
        self.tiers[id.index()]
    }
}
