use crate::failure::{Network, propagate};
use crate::simulation::{ServedRequirement, SimulationModel, SteadyState};
use jurymast_plan::model::{ComponentId, Level, Plan};

use super::rest::lost_at_rest;
use super::shortfalls::{LastingLosses, counted, fallen_short};

/// Tells what falls short with any losses.
#[derive(Debug)]
pub(crate) struct Capacity<'p> {
    /// Where anything may serve less than is asked of it.
    model: Option<SimulationModel<'p>>,
}

/// What some losses lead to for want of capacity.
#[derive(Debug)]
pub(crate) enum Shortage {
    /// The network knows all of it.
    Known,
    /// In this network it is counted.
    More(Box<Network>),
    /// It would be too much work to tell.
    TooMuch,
}

/// Nodes that are looked at for one set of losses.
const WORK: u64 = 1 << 24;

impl<'p> Capacity<'p> {
    /// With the network of a plan in which requirements fall short. One without limits and
    /// capacities costs what its network costs.
    pub(crate) fn of(plan: &'p Plan) -> (Network, Self) {
        let network = Network::lasting(plan);
        if !may_serve_less(plan) {
            return (network.with_switches_made(), Self { model: None });
        }
        let model = SimulationModel::of(plan);
        let network = lost_at_rest(network, &model).with_switches_made();
        let network = counted(network, &model);
        (network, Self { model: Some(model) })
    }

    /// How requirements are served when all these are lost, as far as that may be less than
    /// they ask for.
    pub(crate) fn served(&self, faults: &[ComponentId]) -> Vec<ServedRequirement> {
        let losses: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
        let model = self.model.as_ref();
        let steady = model.and_then(|model| SteadyState::new(model).after(&losses, WORK));
        steady.map_or_else(Vec::new, |steady| steady.served)
    }

    /// What falls short when all these are lost.
    pub(crate) fn after(&self, network: &Network, faults: &[ComponentId]) -> Shortage {
        let Some(model) = self.model.as_ref().filter(|_| !faults.is_empty()) else {
            return Shortage::Known;
        };
        let losses: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
        let Some(steady) = SteadyState::new(model).after(&losses, WORK) else {
            return Shortage::TooMuch;
        };
        let outcome = propagate(network, &losses);
        let asked = LastingLosses { losses, steady };
        match asked.is_news(&outcome) {
            true => Shortage::More(Box::new(fallen_short(network.clone(), model, vec![asked]))),
            false => Shortage::Known,
        }
    }
}

fn may_serve_less(plan: &Plan) -> bool {
    plan.components.iter().any(|one| one.limit.is_some())
}
