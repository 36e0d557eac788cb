use jurymast_plan::model::{Backup, BindingRole, Component, ComponentId, Level, Plan};
use jurymast_terms::units::Duration;

use super::{Loss, LossOrigin, WayBack, WorkItem, ways_back};

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
/// data; a place goes with every domain that it stands in. One that stands with what runs in
/// several copies may stand with any of them.
pub fn survives(
    plan: &Plan,
    component: &Component,
    backup: &Backup,
    destroyed: impl Fn(ComponentId) -> bool,
) -> bool {
    let mut stack = places(component, backup);
    if backup.within.is_empty() && backup.segregated != Some(true) {
        let members = component.replicas.iter().flat_map(|one| &one.members);
        stack.extend(members.flat_map(|one| stands_in(plan.component(*one))));
    }
    stands(plan, stack, destroyed)
}

/// Whether a copy that a component runs in is left when what `destroyed` names is gone for
/// good, or lost its data.
pub fn copy_is_left(
    plan: &Plan,
    of: ComponentId,
    copy: ComponentId,
    destroyed: impl Fn(ComponentId) -> bool,
) -> bool {
    !destroyed(of) && stands(plan, vec![copy], destroyed)
}

fn stands(
    plan: &Plan,
    mut stack: Vec<ComponentId>,
    destroyed: impl Fn(ComponentId) -> bool,
) -> bool {
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

/// Of backups that can be restored, should what they save be lost with its data, those that
/// may be done first: all but those that another is surely not later than, of two at once
/// the newer. `is_lost` says what this loss takes; `age` how old each may be, `None` where
/// nobody knows.
pub fn first_restored(
    plan: &Plan,
    of: ComponentId,
    usable: &[usize],
    is_lost: impl Fn(ComponentId) -> bool,
    age: impl Fn(usize) -> Option<Duration>,
) -> Vec<usize> {
    let backup = |at: usize| &plan.component(of).backups[at];
    let loss = Loss {
        origin: LossOrigin::Own,
        ends: false,
        loses_data: true,
    };
    let ways = ways_back(plan, of, loss, is_lost);
    let is_apart = |at: usize| makes_anew(backup(at));
    let is_before = |one: usize, other: usize| {
        // Made anew elsewhere it waits for no other work, and where it stood it does.
        if is_apart(one) != is_apart(other) {
            let least = back_by(&ways, other).0;
            return back_by(&ways, one).1.is_some_and(|most| most < least);
        }
        let times = [one, other].map(|at| backup(at).restore.map(|time| time.value));
        let [Some(time), Some(later)] = times else {
            return false;
        };
        let is_newer =
            (age(one).is_none(), age(one), one) < (age(other).is_none(), age(other), other);
        time < later || time == later && is_newer
    };
    let mut first = usable.to_vec();
    first.retain(|at| !usable.iter().any(|one| is_before(*one, *at)));
    first
}

/// How long the quickest way takes that restores a backup: at least, and at most. `None`:
/// nobody knows.
fn back_by(ways: &[WayBack], backup: usize) -> (Duration, Option<Duration>) {
    let restored = WorkItem::Restore(Some(backup));
    let restores = |way: &&WayBack| {
        way.tracks
            .iter()
            .flatten()
            .any(|work| work.item == restored)
    };
    let ways = || ways.iter().filter(restores);
    let least = ways().map(WayBack::at_least).min().unwrap_or_default();
    (least, ways().filter_map(WayBack::at_most).min())
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
