use crate::failure::{Gate, Network};
use jurymast_plan::model::{Component, Demand, Detail, Fallback, Level, Plan, Requirement, Switch};
use jurymast_terms::units::Duration;

use super::Symptoms;

/// A plan, ready to be run against any number of scenarios.
#[derive(Debug)]
pub struct Machine {
    pub(super) network: Network,
    pub(super) parts: Vec<Part>,
    pub(super) needs: Vec<Need>,
    /// For each component with a limit: who may put load on it.
    pub(super) users: Vec<Vec<Use>>,
    /// Those with a limit.
    pub(super) limited: Vec<u32>,
}

/// The times of one component.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) restart: Duration,
    pub(super) mbco: f64,
    pub(super) limit: Option<Demand>,
    /// Index of its first requirement in [`Machine::needs`]; the next part's first
    /// is the end.
    pub(super) first_need: usize,
    pub(super) end_need: usize,
}

/// The times of one requirement; its gate is in the network.
#[derive(Debug)]
pub(super) struct Need {
    pub(super) of: u32,
    pub(super) gate: usize,
    pub(super) fail_back: Duration,
    pub(super) demand: Demand,
    pub(super) standbys: Vec<Standby>,
}

#[derive(Debug)]
pub(super) struct Standby {
    pub(super) to: u32,
    /// From the loss to its serving.
    pub(super) delay: Duration,
    pub(super) trigger: Trigger,
    /// The share of the load it can carry.
    pub(super) share: f64,
}

/// What sets a switch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A person; no symptom matters.
    Person,
    /// Software, on any symptom.
    Any,
    /// Software on these symptoms; a person on others, when there are steps.
    On { covered: Symptoms, steps: bool },
}

/// A requirement that may put load on a component: as its own, or on standby.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    pub(super) need: usize,
    /// `None`: always, it is in the group.
    pub(super) standby: Option<usize>,
    /// Among how many the demand is shared.
    pub(super) among: u64,
}

impl Machine {
    pub fn of(plan: &Plan) -> Self {
        let network = Network::of(plan);
        let mut parts = Vec::with_capacity(plan.components.len());
        let mut needs: Vec<Need> = Vec::new();
        let mut users = vec![Vec::new(); plan.components.len()];
        for (id, component) in plan.enumerate() {
            let first_need = needs.len();
            for (gate, requirement) in component.requirements.iter().enumerate() {
                note_uses(&mut users, requirement, needs.len());
                needs.push(need(id.0, gate, requirement));
            }
            parts.push(Part {
                restart: component.restart.map_or(Duration::ZERO, |time| time.value),
                mbco: component
                    .targets
                    .mbco
                    .map_or(0.0, |mbco| mbco.value.value()),
                limit: limit(component),
                first_need,
                end_need: needs.len(),
            });
        }
        let limited = (0u32..)
            .zip(&parts)
            .filter(|(_, part)| part.limit.is_some());
        Self {
            network,
            limited: limited.map(|(at, _)| at).collect(),
            parts,
            needs,
            users,
        }
    }

    pub fn len(&self) -> usize {
        self.parts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn gate(&self, need: usize) -> Gate<'_> {
        let need = &self.needs[need];
        self.network.node(need.of).gate(need.gate)
    }
}

fn need(of: u32, gate: usize, requirement: &Requirement) -> Need {
    let detect = requirement.detect.map_or(Duration::ZERO, |time| time.value);
    let standby = |fallback: &Fallback| {
        let after = fallback.after.map_or(Duration::ZERO, |time| time.value);
        Standby {
            to: fallback.to.value.0,
            delay: detect.saturating_add(after),
            trigger: trigger(fallback),
            share: fallback.capacity.map_or(1.0, |share| share.value.value()),
        }
    };
    Need {
        of,
        gate,
        fail_back: requirement
            .fail_back
            .map_or(Duration::ZERO, |time| time.value),
        demand: requirement.demand.unwrap_or_default(),
        standbys: requirement.fallbacks.iter().map(standby).collect(),
    }
}

fn trigger(fallback: &Fallback) -> Trigger {
    match (fallback.switch.map(|at| at.value), &fallback.triggers) {
        (Some(Switch::Automatic), Some(triggers)) => Trigger::On {
            covered: triggers.iter().copied().collect(),
            steps: fallback.steps.is_some(),
        },
        (Some(Switch::Automatic), None) => Trigger::Any,
        _ => Trigger::Person,
    }
}

fn limit(component: &Component) -> Option<Demand> {
    match &component.detail {
        Detail::Ai(ai) => ai.limit,
        Detail::Resource(resource) => resource.limit,
        _ => None,
    }
}

fn note_uses(users: &mut [Vec<Use>], requirement: &Requirement, need: usize) {
    if requirement.demand.is_none() {
        return;
    }
    for to in &requirement.group {
        users[to.value.index()].push(Use {
            need,
            standby: None,
            among: requirement.at_least.max(1) as u64,
        });
    }
    for (at, fallback) in requirement.fallbacks.iter().enumerate() {
        users[fallback.to.value.index()].push(Use {
            need,
            standby: Some(at),
            among: 1,
        });
    }
}

impl Standby {
    /// Whether the switch goes off when callers see `symptoms`.
    pub(super) fn fires(&self, symptoms: Symptoms) -> bool {
        match self.trigger {
            Trigger::Person | Trigger::Any => true,
            Trigger::On { covered, steps } => steps || symptoms.is_within(covered),
        }
    }
}

/// `Level` by the share of the load that is served: less than `least` is nothing.
pub(super) fn by_share(share: f64, least: f64) -> Level {
    if share < least {
        Level::Down
    } else if share < 1.0 {
        Level::Degraded
    } else {
        Level::Up
    }
}
