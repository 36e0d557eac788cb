use crate::failure::{EventGraph, Network};
use jurymast_plan::model::{ComponentId, Plan, Tier};

use super::nearest::Nearest;
use super::watched::Watched;

/// What each component's loss alone does.
#[derive(Debug, Clone, Default)]
pub struct SingleFaults {
    /// By component.
    pub radii: Vec<Radius>,
    /// By component: the most critical tier among itself and all it takes down.
    pub carries: Vec<Option<Tier>>,
    /// Requirements with an alternative that one fault takes down whole, in plan
    /// order.
    pub lost: Vec<LostRequirement>,
}

/// How many other components a loss takes down or degrades.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Radius {
    pub down: usize,
    pub degraded: usize,
}

/// A primary and all its alternatives that single faults take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostRequirement {
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Each of them takes all; the nearest first, then in plan order.
    pub faults: Vec<ComponentId>,
    /// So many more do: there are millions in all, and they are only counted.
    pub others: usize,
    /// For the primary (each member of the group that is down) and each fallback:
    /// the chain from the nearest fault to it, both included. Empty where millions
    /// of faults left no time to follow any.
    pub chains: Vec<Vec<ComponentId>>,
}

/// The most faults that are listed over all requirements.
const LISTED: usize = 1 << 22;

/// How many nodes are looked at for distances: of a plan's nodes, and besides.
const LOOKS: (usize, usize) = (32, 1 << 22);

const TIERS: u8 = 4;

impl SingleFaults {
    pub fn of(plan: &Plan, network: &Network, events: &EventGraph) -> Self {
        let looks = LOOKS.0 * network.len() + LOOKS.1;
        Self::within(plan, network, events, LISTED, looks)
    }

    /// Lists no more faults and looks at no more nodes.
    pub(super) fn within(
        plan: &Plan,
        network: &Network,
        events: &EventGraph,
        listed: usize,
        looks: usize,
    ) -> Self {
        let (radii, carries) = radii(plan, events);
        let watched = Watched::of(plan, network, events);
        let hits = watched.hits(plan, network, events, listed);
        let mut nearest = Nearest::of(network, &watched, &hits, looks);
        let gates = watched.gates.iter().zip(0u32..);
        let lost = gates
            .filter(|(_, at)| hits.count(*at) > 0)
            .map(|(gate, at)| {
                let (faults, chains) = nearest.take(at);
                LostRequirement {
                    component: ComponentId(gate.component),
                    requirement: gate.of(network).requirement,
                    others: hits.count(at) - faults.len(),
                    faults,
                    chains,
                }
            });
        Self {
            radii,
            carries,
            lost: lost.collect(),
        }
    }

    pub fn radius(&self, id: ComponentId) -> Radius {
        self.radii[id.index()]
    }

    /// The most critical tier among the component and all that it takes down.
    pub fn carries(&self, id: ComponentId) -> Option<Tier> {
        self.carries[id.index()]
    }

    /// The components asked for whose loss takes most others down, worst first,
    /// without those that take down nothing.
    pub fn worst(
        &self,
        count: usize,
        is_asked: impl Fn(ComponentId) -> bool,
    ) -> Vec<(ComponentId, Radius)> {
        let mut ranked: Vec<(ComponentId, Radius)> = (0u32..)
            .map(ComponentId)
            .zip(self.radii.iter().copied())
            .filter(|(id, radius)| radius.down + radius.degraded > 0 && is_asked(*id))
            .collect();
        ranked.sort_by_key(|(id, radius)| (std::cmp::Reverse((radius.down, radius.degraded)), *id));
        ranked.truncate(count);
        ranked
    }
}

/// Class 0 is everything, the others are the tiers.
fn radii(plan: &Plan, events: &EventGraph) -> (Vec<Radius>, Vec<Option<Tier>>) {
    let counted = events.losses(usize::from(TIERS) + 1, |at| {
        let tier = plan.components[at as usize].tier;
        1 | tier.map_or(0, |tier| 1 << tier.value.number())
    });
    let radius = |id: ComponentId| {
        let all = counted.of(id.0, 0);
        Radius {
            down: all.down.saturating_sub(1) as usize,
            degraded: all.degraded as usize,
        }
    };
    let carried = |id: ComponentId| {
        let takes = |tier: &u8| counted.of(id.0, usize::from(*tier)).down > 0;
        (1..=TIERS).find(takes).and_then(Tier::new)
    };
    (
        plan.ids().map(radius).collect(),
        plan.ids().map(carried).collect(),
    )
}
