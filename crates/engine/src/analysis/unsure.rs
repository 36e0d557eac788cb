use crate::failure::{Network, Propagation, propagate};
use jurymast_plan::model::{ComponentId, Detail, Level, Plan};

/// A fallback through a gateway that picks its hosts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoutedFallback {
    pub(super) owner: ComponentId,
    pub(super) requirement: usize,
    pub(super) fallback: usize,
}

/// What faults lead to if no fallback serves of which nobody can be sure: one whose gateway may
/// use a host that is lost.
#[derive(Debug)]
pub(super) struct Pessimistic {
    pub(super) network: Network,
    pub(super) outcome: Propagation,
    /// Those fallbacks, in plan order.
    pub(super) unsure: Vec<RoutedFallback>,
}

impl Pessimistic {
    /// `None` where all is sure.
    pub(super) fn of(
        plan: &Plan,
        network: &Network,
        faults: &[(u32, Level)],
        outcome: &Propagation,
    ) -> Option<Self> {
        let routed = routed(plan);
        let mut found: Option<Self> = None;
        loop {
            let (seen, known) = match &found {
                Some(found) => (&found.outcome, found.unsure.as_slice()),
                None => (outcome, &[][..]),
            };
            let is_new = |one: &&RoutedFallback| {
                !known.contains(one) && lost_host(plan, **one, seen).is_some()
            };
            let fresh: Vec<RoutedFallback> = routed.iter().filter(is_new).copied().collect();
            if fresh.is_empty() {
                return found;
            }
            let mut network = found
                .as_ref()
                .map_or(network, |found| &found.network)
                .clone();
            for one in &fresh {
                let group = plan.component(one.owner).requirements[one.requirement]
                    .group
                    .len();
                let at = group + one.fallback;
                network.set_best(one.owner.0, one.requirement, at, Level::Down);
            }
            let mut unsure = [known, &fresh].concat();
            unsure.sort_by_key(|one| (one.owner, one.requirement, one.fallback));
            found = Some(Self {
                outcome: propagate(&network, faults),
                network,
                unsure,
            });
        }
    }
}

/// The host that a fallback which itself is not lost may use and that is.
pub(super) fn lost_host(
    plan: &Plan,
    one: RoutedFallback,
    outcome: &Propagation,
) -> Option<ComponentId> {
    let requirement = &plan.component(one.owner).requirements[one.requirement];
    let to = requirement.fallbacks[one.fallback].to.value;
    let Detail::Ai(ai) = &plan.component(to).detail else {
        return None;
    };
    let is_down = |id: ComponentId| outcome.level(id.0) == Level::Down;
    let lost = ai.may_use.iter().copied().find(|host| is_down(*host));
    lost.filter(|_| !is_down(to))
}

/// In plan order.
fn routed(plan: &Plan) -> Vec<RoutedFallback> {
    let is_routed = |id: ComponentId| match &plan.component(id).detail {
        Detail::Ai(ai) => ai.routed && !ai.may_use.is_empty(),
        _ => false,
    };
    let mut found = Vec::new();
    for (owner, component) in plan.enumerate() {
        for (requirement, declared) in component.requirements.iter().enumerate() {
            for (fallback, one) in declared.fallbacks.iter().enumerate() {
                if is_routed(one.to.value) {
                    found.push(RoutedFallback {
                        owner,
                        requirement,
                        fallback,
                    });
                }
            }
        }
    }
    found
}
