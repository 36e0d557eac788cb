use jurymast_plan::model::{Backup, BindingRole, Component, ComponentId, Level, Plan};

/// Where a backup stands: its own places, or those of what it saves; none where it
/// only says that it stands apart.
pub fn places(component: &Component, backup: &Backup) -> Vec<ComponentId> {
    if !backup.within.is_empty() {
        return backup.within.iter().map(|at| at.value).collect();
    }
    if backup.segregated == Some(true) {
        return Vec::new();
    }
    stands_in(component).collect()
}

/// Whether a backup is left when what `destroyed` names is gone for good, or lost its
/// data; a place goes with every domain that it stands in.
pub fn survives(
    plan: &Plan,
    component: &Component,
    backup: &Backup,
    destroyed: impl Fn(ComponentId) -> bool,
) -> bool {
    let mut stack = places(component, backup);
    let mut seen: Vec<ComponentId> = Vec::new();
    while let Some(at) = stack.pop() {
        if destroyed(at) {
            return false;
        }
        if !seen.contains(&at) {
            seen.push(at);
            stack.extend(stands_in(plan.component(at)));
        }
    }
    true
}

/// The failure domains that take a component down with them.
pub(super) fn stands_in(component: &Component) -> impl Iterator<Item = ComponentId> {
    let all = component.bindings.iter();
    all.filter(|one| one.role == BindingRole::Domain && one.effect == Level::Down)
        .map(|one| one.to)
}
