use crate::failure::{EventGraph, Network};
use jurymast_plan::model::{ComponentId, Plan};

use super::nearest::Nearest;
use super::watched::Watched;

/// A primary and all its alternatives that single faults take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostRequirement {
    /// Who requires it.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Each of them takes all; the nearest first, then in plan order.
    pub faults: Vec<ComponentId>,
    /// Those of them that some fallback outlives, and only what its switch needs does not,
    /// in plan order.
    pub stuck: Vec<ComponentId>,
    /// So many more do: there are millions in all, and they are only counted.
    pub others: usize,
    /// For the primary (each member of the group that is down) and each fallback, or what
    /// its switch needs: the chain from the nearest fault to it, both included. Empty where millions
    /// of faults left no time to follow any.
    pub chains: Vec<Vec<ComponentId>>,
}

/// The most faults that are listed over all requirements.
const LISTED: usize = 1 << 22;

/// How many nodes are looked at for distances: of a plan's nodes, and besides.
const LOOKS: (usize, usize) = (32, 1 << 22);

/// Every requirement with an alternative that one fault takes down whole, in plan
/// order.
pub fn lost_requirements(
    plan: &Plan,
    network: &Network,
    events: &EventGraph,
) -> Vec<LostRequirement> {
    let looks = LOOKS.0 * network.len() + LOOKS.1;
    within(plan, network, events, LISTED, looks)
}

/// Lists no more faults and looks at no more nodes.
pub(super) fn within(
    plan: &Plan,
    network: &Network,
    events: &EventGraph,
    listed: usize,
    looks: usize,
) -> Vec<LostRequirement> {
    let watched = Watched::of(plan, network, events);
    let hits = watched.hits(plan, network, events, listed);
    let mut nearest = Nearest::of(network, &watched, &hits, looks);
    let gates = watched.gates.iter().zip(0u32..);
    let lost = gates
        .filter(|(_, at)| hits.count(*at) > 0)
        .map(|(gate, at)| {
            let (faults, chains) = nearest.take(at);
            let stuck = hits.listed(watched.gates.len() as u32 + at).iter();
            LostRequirement {
                component: ComponentId(gate.component),
                requirement: gate.of(network).requirement,
                others: hits.count(at) - faults.len(),
                faults,
                stuck: stuck.map(|fault| ComponentId(*fault)).collect(),
                chains,
            }
        });
    lost.collect()
}
