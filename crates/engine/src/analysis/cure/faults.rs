use std::collections::{BTreeMap, BTreeSet};

use crate::failure::batch::SinglePointTable;
use crate::failure::{EventGraph, Network};
use jurymast_plan::model::{ComponentId, Level, Mode, Plan, Requirement};

/// The single faults that take what cures are meant for, or go through.
pub(super) struct SingleFaults {
    own: Vec<bool>,
    points: SinglePointTable,
    in_use: InUse,
}

/// Of requirements whose group is lost for good, each by its component and index: the index
/// of the fallback that serves before anything fails.
type InUse = BTreeMap<(ComponentId, usize), usize>;

/// The most faults that are listed over all that is watched.
const LISTED: usize = 1 << 20;

impl SingleFaults {
    pub(super) fn of(plan: &Plan, network: &Network, events: &EventGraph) -> Self {
        let own: Vec<bool> = plan.components.iter().map(|one| one.own_failure).collect();
        let watched: Vec<ComponentId> = watched(plan, network.standing().is_empty())
            .into_iter()
            .collect();
        let points = if watched.is_empty() {
            None
        } else {
            SinglePointTable::of(events, &own, (&watched, Level::Down), LISTED, None)
        };
        Self {
            own,
            points: points.unwrap_or_default(),
            in_use: in_use(plan, network, events),
        }
    }

    /// The fallback of a requirement that serves before anything fails, by its index.
    pub(super) fn in_use(&self, id: ComponentId, requirement: usize) -> Option<usize> {
        self.in_use.get(&(id, requirement)).copied()
    }

    /// What takes a component down alone: itself first, then in plan order.
    pub(super) fn of_component(&self, id: ComponentId) -> Vec<ComponentId> {
        let itself = self.own[id.index()].then_some(id);
        itself.into_iter().chain(self.points.listed(id)).collect()
    }

    /// What may take what serves a requirement down alone: its group, or the fallback that
    /// is in use where the group is lost for good.
    pub(super) fn of_served(
        &self,
        plan: &Plan,
        (id, requirement): (ComponentId, usize),
    ) -> Vec<ComponentId> {
        let declared = &plan.component(id).requirements[requirement];
        let serves = match self.in_use(id, requirement) {
            Some(used) => vec![declared.fallbacks[used].to.value],
            None => declared.group.iter().map(|to| to.value).collect(),
        };
        let mut all: Vec<ComponentId> = Vec::new();
        let mut seen = BTreeSet::new();
        for member in serves {
            let faults = self.of_component(member).into_iter();
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

fn in_use(plan: &Plan, network: &Network, events: &EventGraph) -> InUse {
    let mut in_use = InUse::new();
    if network.standing().is_empty() {
        return in_use;
    }
    for id in plan.ids() {
        for gate in network.node(id.0).gates() {
            if let (_, Some(used)) = gate.served(|node| events.at_rest(node)) {
                in_use.insert((id, gate.requirement), used);
            }
        }
    }
    in_use
}

fn watched(plan: &Plan, nothing_ended: bool) -> BTreeSet<ComponentId> {
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
            if !nothing_ended {
                watched.extend(requirement.fallbacks.iter().map(|one| one.to.value));
            }
        }
    }
    for message in &plan.communications {
        watched.extend(message.through.iter().map(|to| to.value));
    }
    watched.extend(plan.header.published.iter().map(|to| to.value));
    watched
}
