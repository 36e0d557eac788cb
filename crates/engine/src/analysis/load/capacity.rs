use std::collections::BTreeMap;

use crate::failure::{Network, propagate};
use crate::simulation::{
    BlindFallback, ServedRequirement, SimulationModel, SteadyLevels, SteadyState,
};
use jurymast_plan::model::{ComponentId, Fallback, Level, Plan, Requirement};

use super::blinding::blinded;
use super::rest::{unless_blind, with_shares_at_rest, worse_at_rest};
use super::shortfalls::{LastingLosses, counted, fallen_short};

/// Tells what falls short with any losses.
#[derive(Debug, Default)]
pub(crate) struct Capacity<'p> {
    /// Where anything may serve less than is asked of it.
    model: Option<SimulationModel<'p>>,
    /// Of some fallback nobody says what share it serves.
    has_unknown_shares: bool,
    /// Whom nothing switches to, or a person only, because of what is so for good.
    blind: Vec<BlindFallback>,
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
        let is_loaded = may_serve_less(plan);
        if !is_loaded && !may_be_blind(plan) {
            return (network.with_switches_made(), Self::default());
        }
        let model = SimulationModel::of(plan);
        let blind = model.blind_at_rest();
        let network = unless_blind(network, &blind, plan);
        let network = worse_at_rest(network, &model);
        let network = with_shares_at_rest(network, &model, plan);
        let network = network.with_switches(|of, at| model.stands_in(ComponentId(of), at));
        let network = blinded(network, &model, plan);
        if !is_loaded {
            let blinds = Self {
                blind,
                ..Self::default()
            };
            return (network, blinds);
        }
        let network = counted(network, &model);
        let capacity = Self {
            model: Some(model),
            has_unknown_shares: has_unknown_shares(plan),
            blind,
        };
        (network, capacity)
    }

    /// The automatic fallbacks that no software switches to, whatever fails.
    pub(crate) fn blind(&self) -> &[BlindFallback] {
        &self.blind
    }

    /// The network with these lost if what nobody knows is as good as it can be; `None` where
    /// nothing is in doubt.
    pub(crate) fn hopeful(
        &self,
        plan: &Plan,
        network: &Network,
        faults: &[ComponentId],
    ) -> Option<Network> {
        let hopeful = network.hopeful(plan)?;
        let Some(model) = self.model.as_ref().filter(|_| self.has_unknown_shares) else {
            return Some(hopeful);
        };
        let losses: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
        let Some(steady) = SteadyState::hopeful(model).after(&losses, WORK) else {
            return Some(hopeful);
        };
        let hopeful = hopeful.without_shortfalls();
        let asked = news(&hopeful, model, &losses, steady);
        Some(fallen_short(hopeful, model, asked))
    }

    /// How requirements are served when all these are lost, as far as that may be less than
    /// they ask for.
    pub(crate) fn served(&self, faults: &[ComponentId]) -> Vec<ServedRequirement> {
        self.served_after()(faults)
    }

    /// The same of one set of losses after the other.
    pub(crate) fn served_after(&self) -> impl FnMut(&[ComponentId]) -> Vec<ServedRequirement> {
        let model = self.model.as_ref();
        let mut state = model.map(SteadyState::new);
        let mut hopeful = model
            .filter(|_| self.has_unknown_shares)
            .map(SteadyState::hopeful);
        move |faults| {
            let losses: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
            let mut least = least_served(&mut state, &losses);
            let most = least_served(&mut hopeful, &losses);
            for (of, one) in &mut least {
                let hoped = most.get(of);
                one.may_be_more = hoped.is_some_and(|hoped| hoped.share > one.share);
            }
            least.into_values().collect()
        }
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
        match news(network, model, &losses, steady) {
            asked if asked.is_empty() => Shortage::Known,
            asked => Shortage::More(Box::new(fallen_short(network.clone(), model, asked))),
        }
    }
}

/// How requirements are served after some losses, the least of what these may lead to.
fn least_served(
    state: &mut Option<SteadyState<'_>>,
    losses: &[(u32, Level)],
) -> BTreeMap<(ComponentId, usize), ServedRequirement> {
    let steady = state.as_mut().and_then(|state| state.after(losses, WORK));
    let mut least: BTreeMap<(ComponentId, usize), ServedRequirement> = BTreeMap::new();
    for one in steady.into_iter().flatten().flat_map(|one| one.served) {
        let known = least.entry(one.of()).or_insert(one);
        if one.share < known.share {
            *known = one;
        }
    }
    least
}

/// Of what some losses lead to what a network does not know.
fn news(
    network: &Network,
    model: &SimulationModel<'_>,
    losses: &[(u32, Level)],
    steady: Vec<SteadyLevels>,
) -> Vec<LastingLosses> {
    let outcome = propagate(network, losses);
    let asked = LastingLosses::of(losses, steady);
    asked
        .filter(|one| one.is_news(network, &outcome, model))
        .collect()
}

/// Whether who asks may be served less than that, by a limit or because a fallback below gives
/// a part only.
fn may_serve_less(plan: &Plan) -> bool {
    let has_limit = plan.components.iter().any(|one| one.limit.is_some());
    let requirements = || plan.components.iter().flat_map(|one| &one.requirements);
    let is_part = |one: &Fallback| one.capacity.is_some_and(|share| share.value.value() < 1.0);
    let has_mbco = plan.components.iter().any(|one| one.targets.mbco.is_some());
    let is_judged = has_mbco || requirements().any(|one| one.demand.is_some());
    let gives_part = |one: &Requirement| one.fallbacks.iter().any(is_part);
    has_limit
        || is_judged && requirements().any(gives_part)
        || has_mbco && requirements().any(is_share_unknown)
}

/// Whether nobody says what share some fallback serves.
fn has_unknown_shares(plan: &Plan) -> bool {
    let mut requirements = plan.components.iter().flat_map(|one| &one.requirements);
    requirements.any(is_share_unknown)
}

/// Whether nobody says what share a fallback of it serves.
fn is_share_unknown(one: &Requirement) -> bool {
    one.fallbacks.iter().any(|at| one.is_share_unknown(at))
}

/// Whether what is lost for good may show what an automatic fallback does not fire on.
fn may_be_blind(plan: &Plan) -> bool {
    let mut fallbacks = plan.components.iter().flat_map(|one| &one.requirements);
    plan.ended().any(|one| one.is_lost())
        && fallbacks.any(|one| one.fallbacks.iter().any(|one| !one.is_by_hand()))
}
