use jurymast_plan::model::{Level, Symptom};

use super::Symptoms;
use super::model::{RequirementModel, Slot};
use super::state::{Bound, SimulationState, StandingBy};
use crate::load::{self, GroupMember, covers};

/// How a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Met {
    pub(super) level: Level,
    /// What callers see of the group, and of the fallback in use.
    pub(super) seen: Symptoms,
    /// The share of its load that is served.
    pub(super) share: f64,
}

/// Loads that would come on top: by limit, requests and tokens a minute.
type Added = Vec<(u32, [f64; 2])>;

impl SimulationState<'_> {
    /// How a requirement is met by its primary and the fallback in use.
    pub(super) fn met(&self, at: usize) -> Met {
        self.met_using(at, self.requirements[at].using)
    }

    /// The same as if that fallback were in use, and the loads as they are.
    pub(super) fn met_using(&self, at: usize, using: Option<usize>) -> Met {
        let group = self.group(at, self.asks(at).is_some());
        let Some(using) = using else { return group };
        let standby = self.standby(at, using);
        // Who waits to go home is on its fallback though the primary is up.
        let waits = self.requirements[at].home_at.is_some();
        let stays = waits || standby.level <= group.level;
        let serving = if stays { standby } else { group };
        Met {
            seen: group.seen.union(standby.seen),
            ..serving
        }
    }

    /// How the dependent feels it: not at all while its reserve lasts.
    pub(super) fn felt_level(&self, at: usize, met: Level) -> Level {
        let model = &self.model.requirements[at];
        if model.holds.is_none() || met == Level::Up || self.at_rest {
            return met;
        }
        if self.without_reserves && self.model.graph.is_in_circle(at) {
            return met;
        }
        let until = self.requirements[at].holds_until;
        if until.is_none_or(|until| self.reserves_at < until) {
            Level::Up
        } else {
            met
        }
    }

    /// What the primary gives; with `home` as it would with the demand that comes home
    /// to it.
    pub(super) fn group(&self, at: usize, home: bool) -> Met {
        let model = &self.model.requirements[at];
        if model.is_limited {
            return self.limited_group(at, home);
        }
        let mut seen = Symptoms::default();
        let (mut up, mut working) = (0, 0);
        for &member in &model.group {
            let state = &self.components[member as usize];
            match state.level {
                Level::Up => up += 1,
                Level::Degraded => working += 1,
                Level::Down => {}
            }
            if state.level != Level::Up {
                seen = seen.union(state.symptoms);
            }
        }
        working += up;
        let (level, share) = if up >= model.at_least {
            (Level::Up, 1.0)
        } else if working >= model.at_least {
            (Level::Degraded, 1.0)
        } else {
            (Level::Down, 0.0)
        };
        Met { level, seen, share }
    }

    fn limited_group(&self, at: usize, home: bool) -> Met {
        let model = &self.model.requirements[at];
        let least = self.model.components[model.of as usize].mbco;
        let added = if home {
            self.coming_home(at)
        } else {
            Added::new()
        };
        let served: Vec<f64> = model
            .group
            .iter()
            .map(|to| self.served(*to, &added).min(self.shares[*to as usize]))
            .collect();
        let mut seen = Symptoms::default();
        for member in &model.group {
            let state = &self.components[*member as usize];
            if state.level != Level::Up {
                seen = seen.union(state.symptoms);
            }
            if !covers(self.served(*member, &added), 1.0) {
                seen.insert(Symptom::TooManyRequests);
            }
        }
        let level = |nth: usize| self.components[model.group[nth] as usize].level;
        let demanding = model.has_demand();
        let mut levels: Vec<Level> = (0..model.group.len())
            .map(|nth| match demanding {
                true => level(nth),
                false => level(nth).max(load::level(served[nth], least)),
            })
            .collect();
        levels.sort_unstable();
        let kth = levels.get(model.at_least.max(1) - 1).copied();
        let kth = kth.unwrap_or(Level::Down);
        let share = if demanding {
            let units = (0..2).filter(|unit| model.demand[*unit] > 0.0);
            let of_unit = |unit: usize| {
                let portions = self.portions(model, unit);
                let parts = portions.iter().zip(&served);
                parts.map(|(portion, served)| portion * served).sum::<f64>()
            };
            units.map(of_unit).fold(1.0, f64::min)
        } else {
            let shares = served
                .iter()
                .enumerate()
                .map(|(nth, served)| match level(nth) {
                    Level::Down => 0.0,
                    _ => *served,
                });
            let mut shares: Vec<f64> = shares.collect();
            shares.sort_by(|a, b| b.total_cmp(a));
            shares
                .get(model.at_least.max(1) - 1)
                .copied()
                .unwrap_or(0.0)
        };
        Met {
            level: if demanding {
                kth.max(load::level(share, least))
            } else {
                kth
            },
            seen,
            share,
        }
    }

    /// What a fallback gives, no more than it serves itself: the one in use under the load
    /// it has, another without any.
    pub(super) fn standby(&self, at: usize, nth: usize) -> Met {
        let model = &self.model.requirements[at];
        let fallback = &model.fallbacks[nth];
        let state = &self.components[fallback.to as usize];
        let mut seen = match state.level {
            Level::Up => Symptoms::default(),
            _ => state.symptoms,
        };
        let is_used_up = self.is_used_up(at, nth);
        let graph = &self.model.graph;
        let is_in_circle = graph.rank(fallback.to) == graph.rank(model.of);
        let unreserved = self
            .unreserved
            .get(&fallback.to)
            .filter(|_| is_in_circle && self.requirements[at].using == Some(nth));
        let leads_back = self.standing_by.get(&fallback.to).or(unreserved);
        let of_target = leads_back.copied().unwrap_or(StandingBy {
            level: state.level,
            share: self.shares[fallback.to as usize],
        });
        let mut level = self.at_best(at, nth).max(of_target.level);
        let mut share = self.share_of(at, nth);
        if model.is_limited {
            let mut served = of_target.share;
            if self.requirements[at].using == Some(nth) {
                let by_limits = self.served(fallback.to, &Added::new());
                served = served.min(by_limits);
                if !covers(by_limits, 1.0) {
                    seen.insert(Symptom::TooManyRequests);
                }
            }
            let least = self.model.components[model.of as usize].mbco;
            level = level.max(load::level(served, least));
            share = share.min(served);
        }
        if is_used_up {
            level = Level::Down;
        }
        Met { level, seen, share }
    }

    /// The best a fallback can give, by what it declares.
    fn at_best(&self, at: usize, nth: usize) -> Level {
        let model = &self.model.requirements[at];
        let least = self.model.components[model.of as usize].mbco;
        let fallback = &model.fallbacks[nth];
        match fallback.is_share_unknown {
            true => fallback
                .best
                .max(load::level(self.share_of(at, nth), least)),
            false => fallback.best,
        }
    }

    /// The share of the load that a fallback can carry: of one of which nobody says it nothing
    /// is known in the greatest run, but that it did at rest.
    fn share_of(&self, at: usize, nth: usize) -> f64 {
        let fallback = &self.model.requirements[at].fallbacks[nth];
        let is_unknown = fallback.is_share_unknown
            && self.bound == Bound::Greatest
            && self.model.rest.requirements[at].using != Some(nth);
        if is_unknown { 0.0 } else { fallback.share }
    }

    /// Whether there is a loss for a fallback of a primary that is not up: it gives more than
    /// what serves, or, where nothing serves, could give more.
    pub(super) fn is_loss_for(&self, at: usize, nth: usize, serves: Level) -> bool {
        let can_help = match serves {
            Level::Down => self.at_best(at, nth) < Level::Down && !self.is_used_up(at, nth),
            _ => self.standby(at, nth).level < serves,
        };
        can_help && self.requirements[at].using != Some(nth)
    }

    /// Whether a fallback has served for as long as it can.
    fn is_used_up(&self, at: usize, nth: usize) -> bool {
        self.model.requirements[at].fallbacks[nth].holds.is_some() && {
            let until = self.requirements[at].calls[nth].holds_until;
            self.at_rest && !self.reserves_last
                || until.is_some_and(|until| self.reserves_at >= until)
        }
    }

    /// The fallback that a requirement asks for what it needs; `None`: its primary. What is
    /// used up is asked for nothing any more.
    pub(super) fn asks(&self, at: usize) -> Option<usize> {
        let using = self.requirements[at].using;
        using.filter(|nth| !self.is_used_up(at, *nth))
    }

    /// The least share that limits let through of a call on its way to a target.
    fn served(&self, target: u32, added: &Added) -> f64 {
        let path = &self.model.components[target as usize].path;
        let share = |limit: &u32| {
            let more = added.iter().find(|(at, _)| at == limit);
            let state = &self.limits[*limit as usize];
            more.map_or(state.share, |(_, more)| {
                let load = [0, 1].map(|unit| state.load[unit] + more[unit]);
                self.model.limits[*limit as usize].share(load, |copy| self.is_down(copy))
            })
        };
        path.iter().map(share).fold(1.0, f64::min)
    }

    /// What a requirement that is away would put on the limits of its group, less what
    /// it puts on those that its fallback shares with it.
    fn coming_home(&self, at: usize) -> Added {
        let model = &self.model.requirements[at];
        let mut added = Added::new();
        let Some(using) = self.asks(at) else {
            return added;
        };
        let mut add = |to: u32, unit: usize, more: f64| {
            for limit in &self.model.components[to as usize].path {
                let known = added.iter().position(|(at, _)| at == limit);
                let known = known.unwrap_or_else(|| {
                    added.push((*limit, [0.0; 2]));
                    added.len() - 1
                });
                added[known].1[unit] += more;
            }
        };
        for unit in (0..2).filter(|unit| model.demand[*unit] > 0.0) {
            let demand = model.demand[unit] * self.surge(model.of);
            for (member, portion) in model.group.iter().zip(self.portions(model, unit)) {
                add(*member, unit, demand * portion);
            }
            add(model.fallbacks[using].to, unit, -demand);
        }
        added
    }

    /// Of a whole that each member of a group is asked for: none of who is down.
    fn portions(&self, model: &RequirementModel, unit: usize) -> Vec<f64> {
        let member = |to: &u32| {
            let own = self.model.plan.components[*to as usize].limit;
            let own = own.map(|at| [at.value.rpm, at.value.tpm][unit]);
            GroupMember {
                serves: !self.is_down(*to),
                limit: own.flatten(),
            }
        };
        let members: Vec<GroupMember> = model.group.iter().map(member).collect();
        load::parts(&model.sharing, &members)
    }

    /// The requests and tokens a minute that are put on a limit now.
    pub(super) fn load(&self, limit: u32) -> [f64; 2] {
        let mut load = [0.0; 2];
        for source in &self.model.limits[limit as usize].sources {
            let more = self.load_of(source.requirement, source.slot);
            load = [0, 1].map(|unit| load[unit] + more[unit]);
        }
        load
    }

    /// What a requirement asks of one of those that may serve it: its demand is where
    /// it is served.
    pub(super) fn load_of(&self, at: usize, slot: Slot) -> [f64; 2] {
        let model = &self.model.requirements[at];
        let demand = model.demand.map(|one| one * self.surge(model.of));
        match (slot, self.asks(at)) {
            (Slot::Member(nth), None) => [0, 1].map(|unit| match demand[unit] > 0.0 {
                true => demand[unit] * self.portions(model, unit)[nth],
                false => 0.0,
            }),
            (Slot::Fallback(nth), Some(using)) if nth == using => demand,
            _ => [0.0; 2],
        }
    }

    fn surge(&self, of: u32) -> f64 {
        self.surges.get(&of).copied().unwrap_or(1.0)
    }
}
