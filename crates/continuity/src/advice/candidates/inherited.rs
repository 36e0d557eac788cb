use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::Floor;
use jurymast_plan::model::{BindingRole, Component, ComponentId, Kind, Mode, Plan, Requirement};

use super::table::entry;

/// What a floor without AI needs all the same.
#[derive(Debug, Default)]
pub(super) struct NeedsWithoutAi {
    /// Entries of `depends_on`.
    pub(super) entries: Vec<String>,
    /// Those that calls of models go through: a floor may do without them, but nobody said so.
    pub(super) gateways: BTreeSet<String>,
}

impl NeedsWithoutAi {
    /// What `primary` needs that holds without AI, and what that needs which it loses with AI:
    /// the floor does the work of all of it.
    pub(super) fn of(plan: &Plan, floor: &Floor, primary: ComponentId) -> Self {
        let is_lost =
            |id: ComponentId| plan.component(id).kind() == Kind::Ai || floor.is_lost_with_ai(id);
        let mut open = vec![primary];
        let mut seen = BTreeSet::from([primary]);
        let mut order: Vec<Vec<ComponentId>> = Vec::new();
        let mut needs: BTreeMap<Vec<ComponentId>, &Requirement> = BTreeMap::new();
        while let Some(at) = open.pop() {
            for one in &plan.component(at).requirements {
                let group: Vec<ComponentId> = one.group.iter().map(|to| to.value).collect();
                let left = group.iter().filter(|id| !is_lost(**id)).count();
                let stands_in = one.fallbacks.iter().any(|to| !is_lost(to.to.value));
                if left >= one.at_least || stands_in {
                    let known = needs.entry(group.clone()).or_insert_with(|| {
                        order.push(group);
                        one
                    });
                    if strictness(one) > strictness(known) {
                        *known = one;
                    }
                } else if one.mode == Mode::Hard {
                    let lost = group.into_iter().filter(|id| is_lost(*id));
                    open.extend(lost.filter(|id| seen.insert(*id)));
                }
            }
        }
        let gateways = gateways(plan);
        let named = needs.keys().flatten().filter(|id| gateways.contains(id));
        Self {
            gateways: named.map(|id| plan.component(*id).id.clone()).collect(),
            entries: order.iter().map(|key| entry(plan, needs[key])).collect(),
        }
    }
}

/// Of two entries for the same, the stricter one decides.
fn strictness(one: &Requirement) -> (bool, bool, usize, bool) {
    let alone = one.fallbacks.is_empty();
    (
        one.mode == Mode::Hard,
        alone,
        one.at_least,
        one.holds.is_none(),
    )
}

fn gateways(plan: &Plan) -> BTreeSet<ComponentId> {
    let models = plan.enumerate().map(|(_, one)| one);
    let models = models.filter(|one: &&Component| one.kind() == Kind::Ai);
    let bindings = models.flat_map(|one| &one.bindings);
    let through = bindings.filter(|one| one.role == BindingRole::Gateway);
    through.map(|one| one.to).collect()
}
