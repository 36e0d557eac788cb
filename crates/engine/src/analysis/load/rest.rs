use crate::failure::{Network, best_given, callers, propagate};
use crate::simulation::{BlindFallback, SimulationModel};
use jurymast_plan::model::{ComponentId, Level, Plan};

use super::capacity::Capacity;

/// Why something is not up with nothing failing: "retired on 2026-01-31", or that it is served
/// too little.
pub fn why_at_rest(plan: &Plan, id: ComponentId) -> String {
    let too_little = || "is served less than it asks for".to_owned();
    plan.lost_for_good(id)
        .map_or_else(too_little, |why| why.to_string())
}

/// The network of losses that last, in which what is not up at rest for want of capacity is
/// so for good as what has ended is lost, and with what falls short once something is lost.
pub fn network_at_rest(plan: &Plan) -> Network {
    Capacity::of(plan).0
}

/// With the fallbacks that what is lost for good shuts off: no switch leads to them, or only
/// one by hand.
pub(super) fn unless_blind(network: Network, blind: &[BlindFallback], plan: &Plan) -> Network {
    if blind.is_empty() {
        return network;
    }
    network.changed(|specs| {
        for at in blind {
            let gates = &mut specs[at.component.index()].gates;
            let one = &mut gates[at.requirement].fallbacks[at.fallback];
            let declared = &plan.component(at.component).requirements[at.requirement];
            let fallback = &declared.fallbacks[at.fallback];
            match at.is_by_hand {
                true => one.needs.extend(callers(plan, at.component, fallback)),
                false => one.input.never_fires = true,
            }
        }
    })
}

/// With the fallbacks that are in use at rest as good as they can be, whatever share they serve:
/// nothing of that is worse than at rest.
pub(super) fn with_shares_at_rest(
    mut network: Network,
    model: &SimulationModel<'_>,
    plan: &Plan,
) -> Network {
    for (id, component) in plan.enumerate() {
        for (at, needed) in component.requirements.iter().enumerate() {
            let Some(nth) = model.stands_in(id, at) else {
                continue;
            };
            if needed.is_share_unknown(&needed.fallbacks[nth]) {
                let best = best_given(plan, component, needed, &needed.fallbacks[nth], true);
                network.set_best(id.0, at, needed.group.len() + nth, best);
            }
        }
    }
    network
}

/// With what is worse than up at rest for want of capacity so for good: so it was before
/// anything fails.
pub(super) fn worse_at_rest(mut network: Network, model: &SimulationModel<'_>) -> Network {
    let mut open: Vec<(ComponentId, Level)> = model.worse_at_rest().collect();
    loop {
        let known = propagate(&network, &[]);
        open.retain(|(id, level)| known.at_rest(id.0) < *level);
        if open.is_empty() {
            return network;
        }
        // What hangs on another of them falls with it.
        let is_open = |node: u32| open.binary_search_by_key(&node, |one| one.0.0).is_ok();
        let leans = |id: ComponentId| {
            let mut inputs = network.node(id.0).inputs().iter();
            inputs.any(|to| is_open(to.node))
        };
        let first = open.iter().filter(|(id, _)| !leans(*id));
        let mut first: Vec<(u32, Level)> = first.map(|(id, level)| (id.0, *level)).collect();
        if first.is_empty() {
            first.extend(open.iter().map(|(id, level)| (id.0, *level)));
        }
        let standing = [network.standing(), &first].concat();
        network = network.with_standing(standing);
    }
}
