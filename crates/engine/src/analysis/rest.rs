use crate::failure::{Network, propagate};
use jurymast_plan::model::{ComponentId, Level, Plan};

/// What is worse than up on the day of the plan with nothing failing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestState {
    /// What it is about.
    pub component: ComponentId,
    /// What it is: degraded, or down.
    pub level: Level,
    /// One shortest chain from what has ended, or is served too little, to what the
    /// component leans on; empty where it is that itself. Of a long one its ends.
    pub via: Vec<ComponentId>,
    /// How many are left out in its middle.
    pub via_left_out: usize,
}

impl RestState {
    /// In plan order.
    pub(super) fn all(plan: &Plan, network: &Network) -> Vec<Self> {
        if network.standing().is_empty() {
            return Vec::new();
        }
        let outcome = propagate(network, &[]);
        let worse = plan.ids().filter(|id| outcome.level(id.0) > Level::Up);
        let state = |component: ComponentId| {
            let (via, via_left_out) = outcome.chain_ends(component.0);
            Self {
                component,
                level: outcome.level(component.0),
                via: via.into_iter().map(ComponentId).collect(),
                via_left_out,
            }
        };
        worse.map(state).collect()
    }

    /// What has ended, or is served too little.
    pub fn cause(&self) -> ComponentId {
        self.via.first().copied().unwrap_or(self.component)
    }
}
