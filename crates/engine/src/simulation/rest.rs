use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{ComponentId, Ended, Level};
use jurymast_terms::units::Date;

use super::Symptoms;
use super::copying::{self, Behind};
use super::model::{DataCopy, SimulationModel};
use super::state::{ComponentState, LimitState, RequirementState, SimulationState};
use crate::undeclared::UndeclaredTime;

/// How things are before anything happens: what has ended is lost, what is over its
/// limit is that already, and whoever can serve instead does.
#[derive(Debug, Default)]
pub(super) struct RestState {
    /// What is not up.
    pub(super) worse: BTreeMap<u32, Level>,
    /// By requirement what its callers see of its primary, where that is anything.
    pub(super) shown: BTreeMap<usize, Symptoms>,
    /// Who has lost something for which a switch is wanted that nobody has made.
    pub(super) waiting: Vec<u32>,
    pub(super) components: Vec<ComponentState>,
    pub(super) requirements: Vec<RequirementState>,
    pub(super) limits: Vec<LimitState>,
    /// Copies that cannot be made.
    pub(super) behind: BTreeMap<DataCopy, Behind>,
    /// By component: the share of its load that it can serve.
    pub(super) shares: Vec<f64>,
    /// By component what nobody has declared of the share that it serves.
    pub(super) open_shares: BTreeMap<u32, BTreeSet<UndeclaredTime>>,
}

/// The state at rest of a plan on a day.
pub(super) fn of(model: &SimulationModel<'_>, day: Option<Date>) -> RestState {
    let requirements = model.requirements.iter();
    let full = LimitState {
        load: [0.0; 2],
        share: 1.0,
    };
    let blank = RestState {
        worse: BTreeMap::new(),
        shown: BTreeMap::new(),
        waiting: Vec::new(),
        components: vec![ComponentState::default(); model.components.len()],
        requirements: requirements
            .map(|one| RequirementState::new(one.fallbacks.len()))
            .collect(),
        limits: vec![full; model.limits.len()],
        behind: BTreeMap::new(),
        shares: vec![1.0; model.components.len()],
        open_shares: BTreeMap::new(),
    };
    let ended = day
        .into_iter()
        .flat_map(|day| model.plan.ended_on(day))
        .filter(Ended::is_lost);
    let ended: Vec<Ended<'_>> = ended.collect();
    if ended.is_empty() && model.limits.is_empty() {
        return blank;
    }
    let mut state = SimulationState::resting(model, blank);
    for one in &ended {
        let of = &mut state.components[one.component.index()];
        of.forced = Level::Down;
        of.forced_symptoms = Symptoms::from_iter(Some(one.symptom()));
        state.enqueue(one.component.0);
    }
    for limit in 0..model.limits.len() as u32 {
        state.enqueue(model.limit_node(limit));
    }
    state.settle();
    state.finish_rest();
    let worse = (0u32..).zip(&state.components);
    let worse = worse.map(|(at, one)| (at, one.level));
    let mut worse: BTreeMap<u32, Level> = worse.filter(|(_, level)| *level != Level::Up).collect();
    // Of what never settles the worse counts.
    let going_round = state.going_round.take().unwrap_or_default().levels;
    for (at, level) in going_round {
        if level != Level::Up {
            let known = worse.entry(at).or_default();
            *known = (*known).max(level);
        }
    }
    let is_waiting = |at: &usize| {
        let mut calls = state.requirements[*at].calls.iter();
        calls.any(|call| call.wanted.is_some())
    };
    let waiting = (0..model.requirements.len()).filter(is_waiting);
    let mut waiting: Vec<u32> = waiting.map(|at| model.requirements[at].of).collect();
    waiting.dedup();
    let behind = copying::behind_at_rest(&state);
    let shown = worse.keys().flat_map(|at| model.graph.dependents(*at));
    let shown = shown.filter_map(|at| model.components.get(*at as usize));
    let shown = shown.flat_map(|one| one.requirements.clone());
    let shown = shown.map(|at| (at, state.group(at, state.requirements[at].using.is_some())));
    let shown = shown.filter(|(_, group)| !group.seen.is_empty());
    let shown = shown.map(|(at, group)| (at, group.seen)).collect();
    let open_shares = open_shares(&state);
    RestState {
        open_shares,
        worse,
        shown,
        waiting,
        components: state.components,
        requirements: state.requirements,
        limits: state.limits,
        behind,
        shares: state.shares,
    }
}

/// Who is served by a fallback of which nobody says what share it serves, or by whoever is.
fn open_shares(state: &SimulationState<'_>) -> BTreeMap<u32, BTreeSet<UndeclaredTime>> {
    let model = state.model;
    let mut open: BTreeMap<u32, BTreeSet<UndeclaredTime>> = BTreeMap::new();
    let mut changed = Vec::new();
    for (one, now) in model.requirements.iter().zip(&state.requirements) {
        let unknown = now.using.filter(|nth| one.fallbacks[*nth].is_share_unknown);
        if let Some(fallback) = unknown {
            let missing = UndeclaredTime::Capacity {
                component: ComponentId(one.of),
                requirement: one.index,
                fallback,
            };
            open.entry(one.of).or_default().insert(missing);
            changed.push(one.of);
        }
    }
    while let Some(at) = changed.pop() {
        let missing = open.get(&at).cloned().unwrap_or_default();
        for &next in model.graph.dependents(at) {
            let Some(component) = model.components.get(next as usize) else {
                continue;
            };
            let mut carriers = component.bindings.iter().filter(|one| one.carries);
            let mut requirements = component.requirements.clone();
            let is_served = carriers.any(|one| one.to == at)
                || requirements.any(|of| is_served_by(state, of, at));
            if is_served {
                let known = open.entry(next).or_default();
                let before = known.len();
                known.extend(&missing);
                if known.len() > before {
                    changed.push(next);
                }
            }
        }
    }
    open
}

/// Whether a hard requirement is served by a component, alone or with others.
fn is_served_by(state: &SimulationState<'_>, at: usize, by: u32) -> bool {
    let model = &state.model.requirements[at];
    let is_felt = model.needed.counts_while_running() && !model.soft;
    is_felt
        && match state.requirements[at].using {
            Some(nth) => model.fallbacks[nth].to == by,
            None => model.group.contains(&by),
        }
}
