use crate::failure::EventGraph;
use jurymast_plan::model::{Component, ComponentId, Kind, Plan};

/// What the loss of every component alone does to the others, counted.
#[derive(Debug, Clone)]
pub struct FaultTable {
    /// By component, in plan order.
    pub faults: Vec<SingleFault>,
}

/// The loss of one component, with the others that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SingleFault {
    /// What is lost.
    pub component: ComponentId,
    /// Others that are down with it.
    pub down: usize,
    /// Others that are degraded with it.
    pub degraded: usize,
    /// Services among those that are down.
    pub services_down: usize,
    /// Activities among those that are down.
    pub activities_down: usize,
    /// Services and activities of tier 1 among those that are down.
    pub tier_one_down: usize,
}

impl FaultTable {
    pub(crate) fn of(plan: &Plan, events: &EventGraph) -> Self {
        const ALL: usize = 0;
        const SERVICES: usize = 1;
        const TIER_ONE: usize = 2;
        const ACTIVITIES: usize = 3;
        let is = |component: &Component, kind: Kind| component.kind() == kind;
        let counted = events.losses(4, |at| {
            let component = &plan.components[at as usize];
            1 | u8::from(is(component, Kind::Service)) << SERVICES
                | u8::from(is(component, Kind::Activity)) << ACTIVITIES
                | u8::from(is_tier_one(component)) << TIER_ONE
        });
        let faults = plan.enumerate().map(|(id, component)| {
            let down = |class, own: bool| {
                let all = counted.of(id.0, class).down;
                all.saturating_sub(u32::from(own)) as usize
            };
            SingleFault {
                component: id,
                down: down(ALL, true),
                degraded: counted.of(id.0, ALL).degraded as usize,
                services_down: down(SERVICES, is(component, Kind::Service)),
                activities_down: down(ACTIVITIES, is(component, Kind::Activity)),
                tier_one_down: down(TIER_ONE, is_tier_one(component)),
            }
        });
        Self {
            faults: faults.collect(),
        }
    }

    /// What the loss of one component takes.
    pub fn of_component(&self, id: ComponentId) -> &SingleFault {
        &self.faults[id.index()]
    }

    /// Those that are asked for and take anything, the heaviest first, then in plan
    /// order.
    pub fn ranked<W: Ord>(
        &self,
        is_asked: impl Fn(ComponentId) -> bool,
        weight: impl Fn(&SingleFault) -> W,
    ) -> Vec<SingleFault> {
        let hurts = |fault: &&SingleFault| fault.down > 0 || fault.degraded > 0;
        let asked = self.faults.iter().filter(|fault| is_asked(fault.component));
        let mut ranked: Vec<SingleFault> = asked.filter(hurts).copied().collect();
        ranked.sort_by_cached_key(|fault| (std::cmp::Reverse(weight(fault)), fault.component));
        ranked
    }
}

/// A service or activity of tier 1.
fn is_tier_one(component: &Component) -> bool {
    component.is_judged() && component.rank() == 1
}
