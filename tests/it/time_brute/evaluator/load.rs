//! Where demand is, and what share of it is served.

use std::collections::BTreeMap;

use super::super::plan::DOWN;
use super::super::ratio::Ratio;
use super::levels::Instant;

/// Of whom, and how much: requests and tokens.
type Asked = (usize, [Ratio; 2]);

/// The share that each part serves of what is asked of it, and how each demand is
/// divided.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    parts: Vec<Ratio>,
    /// By part and requirement: target, and its part of the demand by unit.
    asked: Vec<Vec<Vec<Asked>>>,
}

/// Shares as they are, and for each requirement on a fallback as they would be
/// with its demand at home.
#[derive(Debug, Clone)]
pub(super) struct Loads {
    pub(super) shares: Shares,
    home: Vec<Vec<Option<Shares>>>,
    /// The share of what is asked of it that each part can serve by what it is served;
    /// nothing while it is down.
    pub(super) served: Vec<Ratio>,
    /// The same as what stands in counts with it.
    pub(super) standing_by: Vec<Ratio>,
    /// By target what fallbacks in use that lead back give.
    pub(super) unreserved: BTreeMap<usize, (u8, Ratio)>,
}

impl Loads {
    /// Nobody asks for anything.
    pub(super) fn none(instant: &Instant<'_>) -> Self {
        let requirements = &instant.state.requirements;
        Self {
            shares: Shares {
                parts: vec![Ratio::ONE; requirements.len()],
                asked: requirements
                    .iter()
                    .map(|all| vec![Vec::new(); all.len()])
                    .collect(),
            },
            home: requirements
                .iter()
                .map(|all| vec![None; all.len()])
                .collect(),
            served: vec![Ratio::ONE; requirements.len()],
            standing_by: vec![Ratio::ONE; requirements.len()],
            unreserved: BTreeMap::new(),
        }
    }

    /// `levels`: who is down is not asked.
    pub(super) fn of(instant: &Instant<'_>, levels: &[u8]) -> Self {
        let home = |part: usize, which: usize| {
            let is_away = instant.asked(part, which).is_some();
            is_away.then(|| Shares::of(instant, levels, Some((part, which))))
        };
        let all = instant.state.requirements.iter().enumerate();
        Self {
            shares: Shares::of(instant, levels, None),
            home: all
                .map(|(part, all)| (0..all.len()).map(|which| home(part, which)).collect())
                .collect(),
            served: vec![Ratio::ONE; instant.state.parts.len()],
            standing_by: vec![Ratio::ONE; instant.state.parts.len()],
            unreserved: BTreeMap::new(),
        }
    }

    pub(super) fn at_home(&self, part: usize, which: usize) -> &Shares {
        self.home[part][which].as_ref().unwrap_or(&self.shares)
    }

    /// What one who is served by `target` gets: no more than limits let through, nor than
    /// it can serve itself.
    pub(super) fn of_call(&self, shares: &Shares, instant: &Instant<'_>, target: usize) -> Ratio {
        let by_limits = shares.call_share(instant, target);
        by_limits.min(self.served[target])
    }

    /// The share that a requirement gets of its group: of a demand what its members serve of
    /// it; without one the `at_least`-th best share.
    pub(super) fn of_group(&self, instant: &Instant<'_>, part: usize, which: usize) -> Ratio {
        let requirement = &instant.run.plan.parts[part].requirements[which];
        let home = self.at_home(part, which);
        if requirement.demand.is_none() {
            let members = requirement.members.iter();
            let shares = members.map(|(member, _)| self.of_call(home, instant, *member));
            let mut shares: Vec<Ratio> = shares.collect();
            shares.sort_unstable();
            return shares[shares.len() - requirement.at_least];
        }
        home.served(instant, (part, which), &self.served)
    }
}

impl Shares {
    fn of(instant: &Instant<'_>, levels: &[u8], home: Option<(usize, usize)>) -> Self {
        let plan = instant.run.plan;
        let mut asked: Vec<Vec<Vec<Asked>>> = Vec::new();
        let mut loads = vec![[Ratio::ZERO; 2]; plan.parts.len()];
        for (part, own) in plan.parts.iter().enumerate() {
            let mut of_part = Vec::new();
            for which in 0..own.requirements.len() {
                let using = instant.asked(part, which);
                let using = using.filter(|_| home != Some((part, which)));
                let all = instant.divided(part, which, using, levels);
                for (target, rates) in &all {
                    for through in instant.path(*target) {
                        for unit in 0..2 {
                            loads[through][unit] = loads[through][unit] + rates[unit];
                        }
                    }
                }
                of_part.push(all);
            }
            asked.push(of_part);
        }
        let share = |(part, load): (usize, &[Ratio; 2])| {
            let limits = plan.parts[part].limit.units();
            let each = limits.iter().zip(load).filter_map(|(limit, load)| {
                let limit = Ratio::new(u128::from((*limit)?), 1);
                (*load > limit).then(|| limit.per(*load))
            });
            each.fold(Ratio::ONE, Ratio::min)
        };
        Self {
            parts: loads.iter().enumerate().map(share).collect(),
            asked,
        }
    }

    /// The least share of all that a call goes through.
    pub(super) fn call_share(&self, instant: &Instant<'_>, target: usize) -> Ratio {
        let path = instant.path(target);
        path.iter()
            .map(|one| self.parts[*one])
            .fold(Ratio::ONE, Ratio::min)
    }

    /// The share of its demand that a requirement is served; of several units the
    /// least. Who asks nobody lacks no share.
    fn served(
        &self,
        instant: &Instant<'_>,
        (part, which): (usize, usize),
        by_parts: &[Ratio],
    ) -> Ratio {
        let asked = &self.asked[part][which];
        let of_unit = |unit: usize| {
            let all = asked.iter().fold(Ratio::ZERO, |sum, one| sum + one.1[unit]);
            let served = asked.iter().fold(Ratio::ZERO, |sum, (target, rates)| {
                let call = self.call_share(instant, *target).min(by_parts[*target]);
                sum + rates[unit] * call
            });
            (all > Ratio::ZERO).then(|| served.per(all))
        };
        (0..2).filter_map(of_unit).fold(Ratio::ONE, Ratio::min)
    }
}

impl Instant<'_> {
    /// Whom a requirement asks for how much.
    fn divided(
        &self,
        part: usize,
        which: usize,
        using: Option<usize>,
        levels: &[u8],
    ) -> Vec<(usize, [Ratio; 2])> {
        let requirement = &self.run.plan.parts[part].requirements[which];
        if !requirement.is_to_run() || requirement.demand.is_none() {
            return Vec::new();
        }
        let demand = requirement
            .demand
            .units()
            .map(|unit| self.surged(part, unit));
        if let Some(using) = using {
            return vec![(requirement.fallbacks[using].to, demand)];
        }
        let members = requirement.members.iter();
        let asked: Vec<(usize, Option<u64>)> = members
            .copied()
            .filter(|(member, _)| levels[*member] < DOWN)
            .collect();
        let is_weighed = requirement.members.iter().any(|one| one.1.is_some());
        let weight = |unit: usize, member: usize, weight: Option<u64>| {
            let limits = || {
                let all = asked
                    .iter()
                    .map(|one| self.run.plan.parts[one.0].limit.units()[unit]);
                all.collect::<Option<Vec<u64>>>()
            };
            let limit = || self.run.plan.parts[member].limit.units()[unit].unwrap_or(1);
            let weight = match weight {
                _ if requirement.even => 1,
                weight if is_weighed => weight.unwrap_or(1),
                _ if limits().is_some() => limit(),
                _ => 1,
            };
            Ratio::new(u128::from(weight), 1)
        };
        let rates = |member: usize, of: Option<u64>| {
            [0, 1].map(|unit| {
                let all = asked
                    .iter()
                    .fold(Ratio::ZERO, |sum, one| sum + weight(unit, one.0, one.1));
                demand[unit] * weight(unit, member, of).per(all)
            })
        };
        asked
            .iter()
            .map(|one| (one.0, rates(one.0, one.1)))
            .collect()
    }

    fn surged(&self, part: usize, demand: Option<u64>) -> Ratio {
        let surges = self.run.plan.surges.iter();
        let on =
            surges.filter(|one| one.what == part && self.now.is_some_and(|now| one.is_on(now)));
        let base = Ratio::new(u128::from(demand.unwrap_or(0)), 1);
        on.fold(base, |all, one| {
            all * Ratio::new(u128::from(one.percent), 100)
        })
    }

    /// What a call of `target` goes through, itself included.
    pub(super) fn path(&self, target: usize) -> Vec<usize> {
        let mut path = vec![target];
        let mut at = 0;
        while let Some(one) = path.get(at).copied() {
            at += 1;
            let own = &self.run.plan.parts[one];
            let bound = self.state.parts[one].within.iter();
            for next in bound.chain(&own.calls).chain(&own.via) {
                if !path.contains(next) {
                    path.push(*next);
                }
            }
        }
        path
    }
}
