use crate::failure::{Network, Propagation, propagate};
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};

/// What still works when every AI dependency is gone at once.
#[derive(Debug, Clone)]
pub struct Floor {
    outcome: Propagation,
}

impl Floor {
    pub(crate) fn of(plan: &Plan, network: &Network) -> Self {
        let faults: Vec<(u32, Level)> = plan
            .enumerate()
            .filter(|(_, component)| component.kind() == Kind::Ai)
            .map(|(id, _)| (id.0, Level::Down))
            .collect();
        Self {
            outcome: propagate(network, &faults),
        }
    }

    /// Whether the component is down with the AI dependencies and not without that.
    pub fn is_lost_with_ai(&self, id: ComponentId) -> bool {
        let before = self.outcome.at_rest(id.0);
        self.level(id) == Level::Down && before < Level::Down
    }

    /// The level of a component while every AI dependency is down.
    pub fn level(&self, id: ComponentId) -> Level {
        self.outcome.level(id.0)
    }

    /// A shortest chain from an AI dependency to the component, itself left out;
    /// empty while it works.
    pub fn via(&self, id: ComponentId) -> Vec<ComponentId> {
        self.outcome
            .chain(id.0)
            .into_iter()
            .map(ComponentId)
            .collect()
    }
}
