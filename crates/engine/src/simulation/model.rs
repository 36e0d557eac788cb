use crate::failure::{Gate, Network};
use jurymast_plan::model::{Component, Demand, Fallback, Level, Plan, Requirement, Switch};
use jurymast_terms::units::Duration;

use super::Symptoms;

/// A plan, ready to be run against any number of scenarios.
#[derive(Debug)]
pub struct SimulationModel {
    pub(super) network: Network,
    pub(super) components: Vec<ComponentModel>,
    pub(super) requirements: Vec<RequirementModel>,
    /// For each component with a limit: who may put load on it.
    pub(super) users: Vec<Vec<LoadSource>>,
    /// Those with a limit.
    pub(super) limited: Vec<u32>,
}

/// The times of one component.
#[derive(Debug)]
pub(super) struct ComponentModel {
    pub(super) restart: Duration,
    pub(super) mbco: f64,
    pub(super) limit: Option<Demand>,
    /// Index of its first requirement in [`SimulationModel::requirements`]; the next
    /// component's first
    /// is the end.
    pub(super) first_requirement: usize,
    pub(super) end_requirement: usize,
}

/// The times of one requirement; its gate is in the network.
#[derive(Debug)]
pub(super) struct RequirementModel {
    pub(super) of: u32,
    pub(super) gate: usize,
    pub(super) fail_back: Duration,
    pub(super) demand: Demand,
    pub(super) fallbacks: Vec<FallbackModel>,
}

#[derive(Debug)]
pub(super) struct FallbackModel {
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
pub(super) struct LoadSource {
    /// Its place in [`SimulationModel::requirements`].
    pub(super) requirement: usize,
    /// `None`: always, it is in the group.
    pub(super) fallback: Option<usize>,
    /// Among how many the demand is shared.
    pub(super) among: u64,
}

impl SimulationModel {
    /// Takes from a plan what its runs need.
    pub fn of(plan: &Plan) -> Self {
        let network = Network::of(plan);
        let mut components = Vec::with_capacity(plan.components.len());
        let mut requirements: Vec<RequirementModel> = Vec::new();
        let mut users = vec![Vec::new(); plan.components.len()];
        for (id, component) in plan.enumerate() {
            let first_requirement = requirements.len();
            for (gate, requirement) in component.requirements.iter().enumerate() {
                note_uses(&mut users, requirement, requirements.len());
                requirements.push(need(id.0, gate, requirement));
            }
            components.push(ComponentModel {
                restart: component.restart.map_or(Duration::ZERO, |time| time.value),
                mbco: component
                    .targets
                    .mbco
                    .map_or(0.0, |mbco| mbco.value.value()),
                limit: limit(component),
                first_requirement,
                end_requirement: requirements.len(),
            });
        }
        let limited = (0u32..)
            .zip(&components)
            .filter(|(_, part)| part.limit.is_some());
        Self {
            network,
            limited: limited.map(|(at, _)| at).collect(),
            components,
            requirements,
            users,
        }
    }

    /// How many components there are.
    pub fn len(&self) -> usize {
        self.components.len()
    }

    /// Whether there is no component.
    pub fn is_empty(&self) -> bool {
        self.components.is_empty()
    }

    pub(super) fn gate(&self, need: usize) -> Gate<'_> {
        let need = &self.requirements[need];
        self.network.node(need.of).gate(need.gate)
    }
}

fn need(of: u32, gate: usize, requirement: &Requirement) -> RequirementModel {
    let detect = requirement
        .detect_within()
        .map_or(Duration::ZERO, |time| time.value);
    let standby = |fallback: &Fallback| {
        let after = fallback.after.map_or(Duration::ZERO, |time| time.value);
        FallbackModel {
            to: fallback.to.value.0,
            delay: detect.saturating_add(after),
            trigger: trigger(fallback),
            share: fallback.capacity.map_or(1.0, |share| share.value.value()),
        }
    };
    RequirementModel {
        of,
        gate,
        fail_back: requirement
            .fail_back
            .map_or(Duration::ZERO, |time| time.value),
        demand: requirement.demand.unwrap_or_default(),
        fallbacks: requirement.fallbacks.iter().map(standby).collect(),
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
    component.limit.map(|limit| limit.value)
}

fn note_uses(users: &mut [Vec<LoadSource>], requirement: &Requirement, need: usize) {
    if requirement.demand.is_none() {
        return;
    }
    for to in &requirement.group {
        users[to.value.index()].push(LoadSource {
            requirement: need,
            fallback: None,
            among: requirement.at_least.max(1) as u64,
        });
    }
    for (at, fallback) in requirement.fallbacks.iter().enumerate() {
        users[fallback.to.value.index()].push(LoadSource {
            requirement: need,
            fallback: Some(at),
            among: 1,
        });
    }
}

impl FallbackModel {
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
