use jurymast_plan::model::{ComponentId, Demand, Level};

use super::model::LoadSource;
use super::state::SimulationState;
use super::{Caller, Overload};

impl SimulationState<'_> {
    /// Works the shares out anew; gives the callers of those that changed.
    pub(super) fn weigh(&mut self) -> Vec<u32> {
        let model = self.model;
        let mut callers = Vec::new();
        for &target in &model.limited {
            let at = target as usize;
            let Some(limit) = model.components[at].limit else {
                continue;
            };
            let share = self.served(limit, &model.users[at]);
            if share.total_cmp(&self.share[at]).is_ne() {
                self.share[at] = share;
                self.note_overload(target, limit, share);
                callers.extend_from_slice(model.network.dependents(target));
            }
        }
        callers
    }

    fn note_overload(&mut self, target: u32, limit: Demand, share: f64) {
        let known = self.overloads.get(&target);
        if share >= known.map_or(1.0, |(least, _)| *least) {
            return;
        }
        let users = &self.model.users[target as usize];
        let on = users.iter().filter_map(|one| {
            let (requests, tokens) = self.load(one)?;
            let need = &self.model.requirements[one.requirement];
            Some(Caller {
                component: ComponentId(need.of),
                requirement: need.gate,
                fallback: one.fallback,
                requests,
                tokens,
            })
        });
        let overload = Overload {
            at: self.now,
            target: ComponentId(target),
            limit,
            callers: on.collect(),
        };
        self.overloads.insert(target, (share, overload));
    }

    /// The share of its load that a limit lets through. A group carries the demand
    /// always, as those who were turned away still knock; a fallback from when it
    /// was turned to until its requirement is home again.
    fn served(&self, limit: Demand, users: &[LoadSource]) -> f64 {
        let mut requests = 0u64;
        let mut tokens = 0u64;
        for (more, more_tokens) in users.iter().filter_map(|one| self.load(one)) {
            requests = requests.saturating_add(more);
            tokens = tokens.saturating_add(more_tokens);
        }
        let share = |limit: Option<u64>, load: u64| match limit {
            Some(limit) if load > limit => limit as f64 / load as f64,
            _ => 1.0,
        };
        share(limit.rpm, requests).min(share(limit.tpm, tokens))
    }

    /// The requests and tokens a minute that a user puts on a target now, if any.
    fn load(&self, one: &LoadSource) -> Option<(u64, u64)> {
        let state = &self.requirements[one.requirement];
        if one.fallback.is_some_and(|at| !state.calls[at].tried) {
            return None;
        }
        let need = &self.model.requirements[one.requirement];
        let times = self.surge(need.of);
        let load = |rate: Option<u64>| {
            let whole = rate.unwrap_or(0).saturating_mul(times) / 100;
            whole.div_ceil(one.among)
        };
        Some((load(need.demand.rpm), load(need.demand.tpm)))
    }

    /// What the demands of a component are multiplied by, in percent.
    fn surge(&self, of: u32) -> u64 {
        let surges = self
            .scenario
            .surges
            .iter()
            .filter(|surge| surge.component.0 == of && surge.is_on(self.now));
        surges.map(|surge| surge.percent).max().unwrap_or(100)
    }

    /// The share of its load that a component can serve now: the least that one of
    /// its hard requirements lets through.
    pub(super) fn capacity(&self, component: u32) -> f64 {
        if self.level[component as usize] == Level::Down {
            return 0.0;
        }
        let owner = &self.model.components[component as usize];
        let hard = (owner.first_requirement..owner.end_requirement)
            .filter(|need| !self.model.gate(*need).soft);
        hard.map(|need| self.let_through(need)).fold(1.0, f64::min)
    }

    fn let_through(&self, need: usize) -> f64 {
        if let Some(at) = self.using[need] {
            let standby = &self.model.requirements[need].fallbacks[at];
            return standby.share.min(self.share[standby.to as usize]);
        }
        let gate = self.model.gate(need);
        let share = |node: u32| match self.level[node as usize] {
            Level::Down => 0.0,
            _ => self.share[node as usize],
        };
        if let [only] = gate.group[..] {
            return share(only.node);
        }
        let mut shares: Vec<f64> = gate.group.iter().map(|input| share(input.node)).collect();
        shares.sort_by(|a, b| b.total_cmp(a));
        shares.get(gate.at_least - 1).copied().unwrap_or(1.0)
    }
}
