use std::collections::BTreeMap;

use crate::failure::{Gate, Network, Propagation};
use crate::load::{self, GroupMember, limited_on_the_way, units};
use jurymast_plan::model::{ComponentId, Level, Plan, Requirement};

/// Requests and tokens a minute.
pub(super) type Load = [f64; 2];

/// What is put on each component with a limit.
pub(super) type Loads = BTreeMap<ComponentId, Load>;

/// Every demand of a plan, and where it may be.
#[derive(Debug)]
pub(crate) struct Demands<'a> {
    pub(super) plan: &'a Plan,
    pub(super) network: &'a Network,
    /// Component and index of its requirement, in plan order: those that say what they ask
    /// for and are felt by who is running.
    pub(super) all: Vec<(ComponentId, usize)>,
    /// For each component that may be asked: what has a limit of what a call goes through.
    limited: BTreeMap<ComponentId, Vec<ComponentId>>,
}

/// What serves a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServedBy {
    Group,
    /// Index of the fallback.
    Fallback(usize),
    Nothing,
}

impl<'a> Demands<'a> {
    pub(crate) fn of(plan: &'a Plan, network: &'a Network) -> Self {
        let mut demands = Self {
            plan,
            network,
            all: Vec::new(),
            limited: BTreeMap::new(),
        };
        for (id, component) in plan.enumerate() {
            for (at, requirement) in component.requirements.iter().enumerate() {
                let asks = requirement
                    .demand
                    .is_some_and(|demand| units(demand) != [None; 2]);
                if asks && requirement.needed.counts_while_running() {
                    demands.all.push((id, at));
                    for to in targets(requirement) {
                        let through = || limited_on_the_way(plan, to);
                        demands.limited.entry(to).or_insert_with(through);
                    }
                }
            }
        }
        demands
    }

    pub(super) fn requirement(&self, (owner, at): (ComponentId, usize)) -> &'a Requirement {
        &self.plan.component(owner).requirements[at]
    }

    pub(super) fn gate(&self, (owner, at): (ComponentId, usize)) -> Gate<'a> {
        self.network.node(owner.0).gate(at)
    }

    /// What has a limit of what a call to `target` goes through, itself included.
    pub(super) fn limited(&self, target: ComponentId) -> &[ComponentId] {
        self.limited.get(&target).map_or(&[], Vec::as_slice)
    }

    pub(super) fn served_by(&self, demand: (ComponentId, usize), of: &Propagation) -> ServedBy {
        match self.gate(demand).served(|node| of.level(node)) {
            (Level::Down, _) => ServedBy::Nothing,
            (_, Some(at)) => ServedBy::Fallback(at),
            (_, None) => ServedBy::Group,
        }
    }

    /// Where a demand is, and how much of each unit.
    pub(super) fn placed(
        &self,
        demand: (ComponentId, usize),
        of: &Propagation,
    ) -> Vec<(ComponentId, Load)> {
        self.placed_at(demand, self.served_by(demand, of), of)
    }

    /// The same of one that is served by this.
    pub(super) fn placed_at(
        &self,
        demand: (ComponentId, usize),
        served_by: ServedBy,
        of: &Propagation,
    ) -> Vec<(ComponentId, Load)> {
        let requirement = self.requirement(demand);
        let asked = asked(requirement);
        match served_by {
            ServedBy::Nothing => Vec::new(),
            ServedBy::Fallback(at) => vec![(requirement.fallbacks[at].to.value, asked)],
            ServedBy::Group => {
                let parts = [0, 1].map(|unit| self.parts(requirement, unit, of));
                let members = requirement.group.iter().enumerate();
                let load = |at: usize| [0, 1].map(|unit| asked[unit] * parts[unit][at]);
                members.map(|(at, to)| (to.value, load(at))).collect()
            }
        }
    }

    /// The parts of one unit that the members of a group get.
    pub(super) fn parts(
        &self,
        requirement: &Requirement,
        unit: usize,
        of: &Propagation,
    ) -> Vec<f64> {
        let members = requirement.group.iter().map(|to| GroupMember {
            serves: of.level(to.value.0) < Level::Down,
            limit: limit_of(self.plan, to.value, unit),
        });
        load::parts(&requirement.sharing, &members.collect::<Vec<_>>())
    }

    /// Adds what a demand puts on all that it goes through, `times` over.
    pub(super) fn add(
        &self,
        loads: &mut Loads,
        demand: (ComponentId, usize),
        of: &Propagation,
        times: f64,
    ) {
        for (target, load) in self.placed(demand, of) {
            for on in self.limited(target) {
                let sum = loads.entry(*on).or_default();
                for unit in [0, 1] {
                    sum[unit] += load[unit] * times;
                }
            }
        }
    }

    /// All demands as they are at rest.
    pub(super) fn at_rest(&self, of: &Propagation) -> Loads {
        let mut loads = Loads::new();
        for demand in &self.all {
            self.add(&mut loads, *demand, of, 1.0);
        }
        loads
    }

    /// The share of what is asked of `target` that gets through all its limits.
    pub(super) fn share(&self, target: ComponentId, loads: &Loads, of: &Propagation) -> f64 {
        let through = self.limited(target).iter();
        let shares = through.map(|on| {
            let load = loads.get(on).copied().unwrap_or_default();
            share(self.plan, *on, load, of)
        });
        shares.fold(1.0, f64::min)
    }
}

/// The share of its load that one component's own limit lets through, by the copies that are
/// left of it.
pub(super) fn share(plan: &Plan, id: ComponentId, load: Load, of: &Propagation) -> f64 {
    let component = plan.component(id);
    let copies = component
        .replicas
        .as_ref()
        .map_or(&[][..], |one| &one.members);
    let left = load::copies_left(copies, |copy| of.level(copy.0) == Level::Down);
    let limit = component.limit.map(|limit| limit.value);
    limit.map_or(1.0, |limit| load::served_by_copies(limit, load, left))
}

/// What a requirement asks for; nothing of a unit that it does not name.
pub(super) fn asked(requirement: &Requirement) -> Load {
    let units = requirement.demand.map_or([None; 2], units);
    units.map(|unit| unit.unwrap_or_default() as f64)
}

fn limit_of(plan: &Plan, of: ComponentId, unit: usize) -> Option<u64> {
    plan.component(of)
        .limit
        .and_then(|limit| units(limit.value)[unit])
}

/// The group, then the fallbacks.
fn targets(requirement: &Requirement) -> impl Iterator<Item = ComponentId> {
    let group = requirement.group.iter().map(|to| to.value);
    group.chain(requirement.fallbacks.iter().map(|to| to.to.value))
}
