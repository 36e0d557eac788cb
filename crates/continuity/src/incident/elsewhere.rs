use std::collections::BTreeSet;

use jurymast_engine::analysis::Recovery;
use jurymast_engine::failure::{Network, Propagation, propagate};
use jurymast_plan::model::{Component, ComponentId, Detail, Level, Phase, Plan, Step};

/// What fell with a place, and is made anew in another one instead of waiting.
pub(super) struct Elsewhere {
    pub(super) moved: BTreeSet<ComponentId>,
    pub(super) recovery: Recovery,
    /// What cannot be back before something outside is, which nobody here mends.
    held: Propagation,
}

impl Elsewhere {
    /// `wants` tells the steps that are for this loss, `is_down` what is lost or fell,
    /// `outside` what of `lost` comes back by itself.
    pub(super) fn of(
        plan: &Plan,
        network: &Network,
        lost: &[ComponentId],
        outside: &[ComponentId],
        is_down: impl Fn(ComponentId) -> bool,
        wants: impl Fn(ComponentId, &Step) -> bool,
    ) -> Self {
        let given: BTreeSet<ComponentId> = lost.iter().copied().collect();
        let mut moving: Vec<(ComponentId, Vec<ComponentId>)> = Vec::new();
        for (id, component) in plan.enumerate() {
            if given.contains(&id) || !is_down(id) {
                continue;
            }
            let left = left_behind(plan, component, &is_down, |step| wants(id, step), id);
            if !left.is_empty() {
                moving.push((id, left));
            }
        }
        let moved: BTreeSet<ComponentId> = moving.iter().map(|(id, _)| *id).collect();
        let faults: Vec<(u32, Level)> = outside.iter().map(|id| (id.0, Level::Down)).collect();
        if moving.is_empty() {
            return Self {
                moved,
                recovery: Recovery::of(plan, network, lost),
                held: propagate(network, &faults),
            };
        }
        let mut then = plan.clone();
        for (id, left) in moving {
            let bindings = &mut then.components[id.index()].bindings;
            bindings.retain(|binding| !left.contains(&binding.to));
        }
        let network = Network::of(&then);
        let all: Vec<ComponentId> = lost.iter().copied().chain(moved.iter().copied()).collect();
        Self {
            recovery: Recovery::of(&then, &network, &all),
            held: propagate(&network, &faults),
            moved,
        }
    }

    /// What outside it waits for; `None` where the plan's own work is enough.
    pub(super) fn waits_for(&self, id: ComponentId) -> Option<ComponentId> {
        if self.held.level(id.0) < Level::Down {
            return None;
        }
        let first = self.held.chain(id.0).first().copied();
        Some(first.map_or(id, ComponentId))
    }
}

/// The lost places that a component need not wait for: those of the kind its recovery
/// moves it to; with a backup that is kept apart, the zones and regions it stands in.
fn left_behind(
    plan: &Plan,
    component: &Component,
    is_down: impl Fn(ComponentId) -> bool,
    wants: impl Fn(&Step) -> bool,
    id: ComponentId,
) -> Vec<ComponentId> {
    let kind = |id: ComponentId| match &plan.component(id).detail {
        Detail::Domain(domain) => domain.kind.as_deref(),
        _ => None,
    };
    let lost = component.bindings.iter().map(|binding| binding.to);
    let lost: Vec<ComponentId> = lost.filter(|to| is_down(*to)).collect();
    let kinds: Vec<Option<&str>> = lost.iter().map(|to| kind(*to)).collect();
    if lost.is_empty() || kinds.contains(&None) {
        return Vec::new();
    }
    let steps = plan.runbook(id).map_or(&[][..], |book| &book.steps);
    let moves = steps
        .iter()
        .filter(|step| step.phase == Phase::Recovery && !step.moves_to.is_empty() && wants(step));
    let targets: Vec<ComponentId> = moves.flat_map(|step| step.moves_to.clone()).collect();
    let leaves = if targets.is_empty() {
        let restores = is_restored_from_elsewhere(component);
        restores
            && kinds
                .iter()
                .all(|one| matches!(one, Some("zone" | "region")))
    } else {
        let reached = |place: Option<&str>| targets.iter().any(|to| kind(*to) == place);
        !targets.iter().any(|to| is_down(*to)) && kinds.iter().all(|place| reached(*place))
    };
    if leaves { lost } else { Vec::new() }
}

/// Its backup is kept apart, and the plan says how long a restore takes.
fn is_restored_from_elsewhere(component: &Component) -> bool {
    let mut backups = component.backups.iter();
    backups.any(|one| one.restore.is_some() && one.segregated == Some(true))
}
