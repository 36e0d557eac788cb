use jurymast_plan::model::{Backup, BindingRole, Component, ComponentId, Level, Plan};
use jurymast_terms::units::Duration;

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

/// What must be up while a backup is restored: where it stands, and what it needs.
pub fn restore_needs(component: &Component, backup: usize) -> Vec<ComponentId> {
    let backup = &component.backups[backup];
    let mut needs = places(component, backup);
    needs.extend(backup.needs.iter().map(|at| at.value));
    needs
}

/// Of backups that can be restored those that may be done first: all but those that
/// another is surely not later than, of two at once the newer. `age` says how old each
/// may be; `None` where nobody knows.
pub fn first_restored(
    component: &Component,
    usable: &[usize],
    age: impl Fn(usize) -> Option<Duration>,
) -> Vec<usize> {
    let backup = |at: usize| &component.backups[at];
    // Made anew elsewhere, it waits for no other work.
    let is_apart = |at: usize| makes_anew(backup(at));
    let is_before = |one: usize, other: usize| {
        let times = [one, other].map(|at| backup(at).restore.map(|time| time.value));
        let [Some(time), Some(later)] = times else {
            return false;
        };
        let is_newer =
            (age(one).is_none(), age(one), one) < (age(other).is_none(), age(other), other);
        (is_apart(one) || !is_apart(other)) && (time < later || time == later && is_newer)
    };
    let mut first = usable.to_vec();
    first.retain(|at| !usable.iter().any(|one| is_before(*one, *at)));
    first
}

/// Whether its restore makes what it saves anew elsewhere.
pub(super) fn makes_anew(backup: &Backup) -> bool {
    backup.segregated == Some(true) || !backup.within.is_empty()
}

/// The failure domains that take a component down with them.
pub(super) fn stands_in(component: &Component) -> impl Iterator<Item = ComponentId> {
    let all = component.bindings.iter();
    all.filter(|one| one.role == BindingRole::Domain && one.effect == Level::Down)
        .map(|one| one.to)
}
