use crate::failure::EventGraph;
use jurymast_plan::model::{Component, ComponentId, Kind, Plan};

/// What the loss of every component alone does to the others, counted.
#[derive(Debug, Clone)]
pub struct Everything {
    /// By component, in plan order.
    pub losses: Vec<Loss>,
}

/// The loss of one component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    pub component: ComponentId,
    /// Others that are down with it.
    pub down: u32,
    /// Others that are degraded with it.
    pub degraded: u32,
    /// Services of tier 1 among those that are down.
    pub first_down: u32,
    /// Services among those that are down.
    pub services_down: u32,
}

impl Everything {
    pub fn of(plan: &Plan, events: &EventGraph) -> Self {
        const ALL: usize = 0;
        const SERVICES: usize = 1;
        const FIRST: usize = 2;
        let radii = events.losses(3, |at| {
            let component = &plan.components[at as usize];
            let is_service = component.kind() == Kind::Service;
            1 | u8::from(is_service) << SERVICES | u8::from(is_first(component)) << FIRST
        });
        let losses = plan.enumerate().map(|(id, component)| {
            let own = u32::from(component.kind() == Kind::Service);
            let all = radii.of(id.0, ALL);
            Loss {
                component: id,
                down: all.down.saturating_sub(1),
                degraded: all.degraded,
                services_down: radii.of(id.0, SERVICES).down.saturating_sub(own),
                first_down: (radii.of(id.0, FIRST).down)
                    .saturating_sub(u32::from(is_first(component))),
            }
        });
        Self {
            losses: losses.collect(),
        }
    }

    /// The losses of some components, those that take most down first, then those
    /// that degrade most, then in plan order; what takes nothing is left out.
    pub fn worst(&self, is_asked: impl Fn(ComponentId) -> bool) -> Vec<Loss> {
        let hurts = |loss: &&Loss| loss.down > 0 || loss.degraded > 0;
        let asked = self.losses.iter().filter(|loss| is_asked(loss.component));
        let mut worst: Vec<Loss> = asked.filter(hurts).copied().collect();
        worst.sort_by_key(|loss| {
            let weight = (loss.first_down, loss.down, loss.degraded);
            (std::cmp::Reverse(weight), loss.component)
        });
        worst
    }
}

/// A service of tier 1.
fn is_first(component: &Component) -> bool {
    component.kind() == Kind::Service && component.tier.is_some_and(|tier| tier.value.number() == 1)
}
