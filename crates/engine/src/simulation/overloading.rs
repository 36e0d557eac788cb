use jurymast_plan::model::{ComponentId, Demand};

use super::model::Slot;
use super::state::SimulationState;
use crate::load::covers;

/// More to serve than a limit lets through.
#[derive(Debug, Clone)]
pub struct Overload {
    /// When it was worst, from the start of the scenario.
    pub at: jurymast_terms::units::Duration,
    /// Who bears the limit.
    pub target: ComponentId,
    /// What it can serve.
    pub limit: Demand,
    /// In the order of the plan.
    pub callers: Vec<Caller>,
}

/// A requirement that puts load on a target.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// Who asks.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// The fallback by which it does; `None`: it is its primary, or in its group.
    pub fallback: Option<usize>,
    /// Requests a minute.
    pub requests: u64,
    /// Tokens a minute.
    pub tokens: u64,
}

impl Overload {
    /// How many times the limit is asked for.
    pub fn excess(&self) -> f64 {
        let sum = |of: fn(&Caller) -> u64| {
            let all = self.callers.iter().map(of);
            all.fold(0, u64::saturating_add)
        };
        let times = |asked: u64, limit: Option<u64>| {
            limit.map_or(0.0, |limit| asked as f64 / (limit.max(1)) as f64)
        };
        let requests = times(sum(|one| one.requests), self.limit.rpm);
        requests.max(times(sum(|one| one.tokens), self.limit.tpm))
    }
}

impl SimulationState<'_> {
    /// Keeps for each limit the second in which least of its load is served, where that
    /// is less than at rest.
    pub(super) fn note_overloads(&mut self) {
        for limit in self.limits_walked.clone() {
            let share = self.limits[limit as usize].share;
            let model = &self.model.limits[limit as usize];
            let known = self.overloads.get(&model.of).map(|(least, _)| *least);
            let least = known.unwrap_or(self.model.rest.limits[limit as usize].share);
            if covers(share, 1.0) || share >= least {
                continue;
            }
            let callers = model.sources.iter().filter_map(|source| {
                let load = self.load_of(source.requirement, source.slot);
                let requirement = &self.model.requirements[source.requirement];
                let [requests, tokens] = load.map(|one| one.round() as u64);
                (requests > 0 || tokens > 0).then_some(Caller {
                    component: ComponentId(requirement.of),
                    requirement: requirement.index,
                    fallback: match source.slot {
                        Slot::Member(_) => None,
                        Slot::Fallback(nth) => Some(nth),
                    },
                    requests,
                    tokens,
                })
            });
            let overload = Overload {
                at: self.now,
                target: ComponentId(model.of),
                limit: model.left(|copy| self.is_down(copy)),
                callers: callers.collect(),
            };
            self.overloads.insert(model.of, (share, overload));
        }
    }
}
