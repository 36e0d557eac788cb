use crate::failure::{Network, propagate};
use crate::simulation::SimulationModel;
use jurymast_plan::model::{ComponentId, Level, Plan};

use super::capacity::Capacity;

/// Why something is down with nothing failing: "retired on 2026-01-31", or that it is served
/// too little.
pub fn why_at_rest(plan: &Plan, id: ComponentId) -> String {
    let too_little = || "is served less than its least acceptable capacity".to_owned();
    plan.lost_for_good(id)
        .map_or_else(too_little, |why| why.to_string())
}

/// The network of losses that last, in which what is down at rest for want of capacity is
/// lost as what has ended is, and with what falls short once something is lost.
pub fn network_at_rest(plan: &Plan) -> Network {
    Capacity::of(plan).0
}

/// With what is down at rest for want of capacity lost for good: so it was before anything
/// fails.
pub(super) fn lost_at_rest(mut network: Network, model: &SimulationModel<'_>) -> Network {
    let mut open = model.down_at_rest();
    loop {
        let known = propagate(&network, &[]);
        open.retain(|id| known.at_rest(id.0) < Level::Down);
        if open.is_empty() {
            return network;
        }
        // What hangs on another of them falls with it.
        let is_open = |node: u32| open.binary_search(&ComponentId(node)).is_ok();
        let leans = |id: &ComponentId| {
            network
                .node(id.0)
                .inputs()
                .iter()
                .any(|to| is_open(to.node))
        };
        let mut first: Vec<u32> = open.iter().filter(|id| !leans(id)).map(|id| id.0).collect();
        if first.is_empty() {
            first.extend(open.iter().map(|id| id.0));
        }
        let standing = [network.standing(), &first].concat();
        network = network.with_standing(standing);
    }
}
