use crate::failure::Network;
use crate::graph::DependencyGraph;
use crate::model::{ComponentId, Plan};

use super::{Blast, Cycles, Floor, SingleFaults, blast};

/// Everything that is computed from a plan before rules and pages look at it.
#[derive(Debug)]
pub struct Analysis {
    pub network: Network,
    pub graph: DependencyGraph,
    pub single_faults: SingleFaults,
    pub floor: Floor,
    pub cycles: Cycles,
}

impl Analysis {
    pub fn of(plan: &Plan) -> Self {
        let network = Network::of(plan);
        let graph = DependencyGraph::of(plan);
        Self {
            single_faults: SingleFaults::of(plan, &network),
            floor: Floor::of(plan, &network),
            cycles: Cycles::of(plan, &graph),
            network,
            graph,
        }
    }

    /// What the loss of all these components together leads to.
    pub fn blast(&self, plan: &Plan, faults: &[ComponentId]) -> Blast {
        blast(plan, &self.network, faults)
    }
}
