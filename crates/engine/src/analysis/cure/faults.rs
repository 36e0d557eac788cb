use std::collections::BTreeSet;

use crate::failure::EventGraph;
use crate::failure::batch::SinglePointTable;
use jurymast_plan::model::{ComponentId, Fallback, Level, Mode, Plan, Requirement};

/// The single faults that take what cures are meant for, or go through.
pub(super) struct SingleFaults {
    own: Vec<bool>,
    points: SinglePointTable,
}

/// The most faults that are listed over all that is watched.
const LISTED: usize = 1 << 20;

impl SingleFaults {
    pub(super) fn of(plan: &Plan, events: &EventGraph) -> Self {
        let own: Vec<bool> = plan.components.iter().map(|one| one.own_failure).collect();
        let watched: Vec<ComponentId> = watched(plan).into_iter().collect();
        let points = if watched.is_empty() {
            None
        } else {
            SinglePointTable::of(events, &own, (&watched, Level::Down), LISTED, None)
        };
        Self {
            own,
            points: points.unwrap_or_default(),
        }
    }

    /// What takes a component down alone: itself first, then in plan order.
    pub(super) fn of_component(&self, id: ComponentId) -> Vec<ComponentId> {
        let itself = self.own[id.index()].then_some(id);
        itself.into_iter().chain(self.points.listed(id)).collect()
    }

    /// What may take the group of a requirement down alone.
    pub(super) fn of_group(&self, requirement: &Requirement) -> Vec<ComponentId> {
        let mut all: Vec<ComponentId> = Vec::new();
        let mut seen = BTreeSet::new();
        for member in &requirement.group {
            let faults = self.of_component(member.value).into_iter();
            all.extend(faults.filter(|fault| seen.insert(*fault)));
        }
        all
    }
}

/// What strikes a component: itself, and every domain that takes it down.
pub(super) fn strikes(plan: &Plan, of: ComponentId) -> Vec<ComponentId> {
    let itself = std::iter::once(of);
    let all = itself.chain(plan.domains_around(of).into_iter().filter(|id| *id != of));
    all.filter(|id| plan.component(*id).own_failure).collect()
}

/// How a component stands until what it requires is switched, or its loss is seen.
pub(super) fn meanwhile(of: ComponentId, requirement: &Requirement) -> (ComponentId, Level) {
    let level = match requirement.mode {
        Mode::Hard => Level::Down,
        Mode::Soft => Level::Degraded,
    };
    (of, level)
}

/// Whether a person must act for one of the requirement's fallbacks to serve.
pub(super) fn by_hand(requirement: &Requirement) -> bool {
    let all = &requirement.fallbacks;
    !all.is_empty() && all.iter().all(Fallback::is_by_hand)
}

fn watched(plan: &Plan) -> BTreeSet<ComponentId> {
    let mut watched = BTreeSet::new();
    for component in &plan.components {
        for requirement in &component.requirements {
            let seen = requirement
                .detect
                .as_ref()
                .is_some_and(|one| !one.by.is_empty());
            if seen || !requirement.fallbacks.is_empty() {
                watched.extend(requirement.group.iter().map(|to| to.value));
            }
        }
    }
    for message in &plan.communications {
        watched.extend(message.through.iter().map(|to| to.value));
    }
    watched
}
