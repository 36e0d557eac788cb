//! What follows at one instant from what is faulted, stopped and in use: levels
//! by the least fixpoint, with the shares that limits leave.

use super::super::plan::{DEGRADED, DOWN, Fallback, Requirement, UP, by_share};
use super::super::ratio::Ratio;
use super::load::Loads;
use super::{Run, state::State};

/// The levels of one instant.
#[derive(Debug, Clone)]
pub(super) struct Levels {
    pub(super) parts: Vec<u8>,
    pub(super) loads: Loads,
}

/// A state at a second; no second: at rest.
#[derive(Clone, Copy)]
pub(super) struct Instant<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) state: &'a State,
    pub(super) now: Option<u64>,
    /// A part in whose circle all reserves count as used up that the circle could fill.
    pub(super) without: Option<usize>,
}

impl Instant<'_> {
    /// Levels without load, the shares that come of them, levels again, until
    /// nothing changes; where that goes round in a circle, the worst of the circle.
    pub(super) fn levels(&self) -> Levels {
        let mut served = Vec::new();
        let mut past = vec![self.fixpoint(&mut Loads::none(self))];
        loop {
            let asked = &past[past.len() - 1];
            let mut loads = Loads::of(self, asked);
            let parts = self.fixpoint(&mut loads);
            if &parts == asked {
                return Levels { parts, loads };
            }
            if let Some(first) = past.iter().position(|one| *one == parts) {
                let worst = past[first..].iter().fold(parts, |worst, one| {
                    worst.iter().zip(one).map(|(a, b)| *a.max(b)).collect()
                });
                let mut loads = Loads::of(self, &worst);
                loads.served = served[first..].iter().fold(loads.served, |least, one| {
                    least
                        .iter()
                        .zip(one)
                        .map(|(a, b): (&Ratio, &Ratio)| *a.min(b))
                        .collect()
                });
                loads.standing_by.clone_from(&loads.served);
                return Levels {
                    parts: worst,
                    loads,
                };
            }
            past.push(parts);
            served.push(loads.served);
        }
    }

    /// Levels, and the shares that parts can serve, which follow each other. Fallbacks in use
    /// count round by round: first none serves, then each that does without the others, until
    /// nothing is gained.
    ///
    /// What leads back gives what it would without the reserves of its circle: it would fill
    /// them from what they hold up.
    fn fixpoint(&self, loads: &mut Loads) -> Vec<u8> {
        let back = self.used_circles();
        let nothing = (DOWN, Ratio::ZERO);
        loads.unreserved = back.iter().map(|to| (*to, nothing)).collect();
        for _ in &back {
            for &to in &back {
                let mut bare = loads.clone();
                bare.unreserved
                    .retain(|other, _| !self.is_circle(to, *other));
                let without = Some(to);
                let levels = Instant { without, ..*self }.rounds(&mut bare);
                let given = (levels[to], bare.served[to]);
                loads.unreserved.insert(to, given);
            }
        }
        self.rounds(loads)
    }

    fn rounds(&self, loads: &mut Loads) -> Vec<u8> {
        let mut standing_by = vec![DOWN; self.state.parts.len()];
        loads.standing_by = vec![Ratio::ZERO; standing_by.len()];
        loop {
            let next = self.with_standbys(loads, &standing_by);
            if next == standing_by && Ratio::are_near(&loads.served, &loads.standing_by) {
                return next;
            }
            standing_by = next;
            loads.standing_by.clone_from(&loads.served);
        }
    }

    fn with_standbys(&self, loads: &mut Loads, standing_by: &[u8]) -> Vec<u8> {
        let mut levels = vec![UP; self.state.parts.len()];
        loads.served = vec![Ratio::ONE; levels.len()];
        loop {
            let all = 0..levels.len();
            let next: Vec<u8> = all
                .clone()
                .map(|part| self.derived(part, &levels, standing_by, loads))
                .collect();
            let served = all.map(|part| self.can_serve(part, &levels, standing_by, loads));
            let served: Vec<Ratio> = served.collect();
            if next == levels && Ratio::are_near(&served, &loads.served) {
                return levels;
            }
            levels = next;
            loads.served = served;
        }
    }

    /// The share of what is asked of a part that it can serve: no more than what carries
    /// calls to it serves, nor than it gets of what it cannot do without.
    fn can_serve(&self, part: usize, levels: &[u8], standing_by: &[u8], loads: &Loads) -> Ratio {
        if self.derived(part, levels, standing_by, loads) == DOWN {
            return Ratio::ZERO;
        }
        let own = &self.run.plan.parts[part];
        let bound = self.state.parts[part].within.iter();
        let bound = bound.chain(&own.calls).chain(&own.via);
        let bound = bound.filter(|other| levels[**other] < DOWN);
        let carried = bound.map(|other| loads.served[*other]);
        let hard = own.requirements.iter().enumerate();
        let hard = hard.filter(|(_, one)| one.is_to_run() && !one.soft);
        let got = hard.map(|(which, _)| {
            let met = self.met_by(part, which, levels, standing_by, loads);
            match self.felt(part, which, met) {
                UP => Ratio::ONE,
                _ => self.got(part, which, levels, standing_by, loads),
            }
        });
        carried.chain(got).fold(Ratio::ONE, Ratio::min)
    }

    /// The share of what it asks that a requirement gets of what serves it.
    fn got(
        &self,
        part: usize,
        which: usize,
        levels: &[u8],
        standing_by: &[u8],
        loads: &Loads,
    ) -> Ratio {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let state = &self.state.requirements[part][which];
        let primary = self.primary(part, which, levels, loads);
        if let Some(using) = state.using
            && (state.waits || self.serves(part, which, using, standing_by, loads) <= primary)
        {
            let fallback = &requirement.fallbacks[using];
            let most = self.declared_share(part, which, using);
            let by_limits = loads.shares.call_share(self, fallback.to);
            let stands = self.stands(part, which, using, standing_by, loads).1;
            return most.min(by_limits).min(stands);
        }
        loads.of_group(self, part, which)
    }

    fn derived(&self, part: usize, levels: &[u8], standing_by: &[u8], loads: &Loads) -> u8 {
        let own = &self.run.plan.parts[part];
        let state = &self.state.parts[part];
        let bound = state.within.iter().chain(&own.calls).chain(&own.via);
        let bound = bound.map(|other| levels[*other]);
        let required = (0..own.requirements.len())
            .filter(|one| own.requirements[*one].is_to_run())
            .map(|one| {
                let met = self.met_by(part, one, levels, standing_by, loads);
                self.felt(part, one, met)
            });
        let stopped = if state.stopped { DOWN } else { UP };
        bound
            .chain(required)
            .fold(self.forced(part).max(stopped), u8::max)
    }

    /// What faults alone make of the part.
    fn forced(&self, part: usize) -> u8 {
        if self.run.plan.parts[part].ended {
            return DOWN;
        }
        let Some(now) = self.now else { return UP };
        let mut strikes = self.state.strikes.iter();
        if strikes.any(|one| one.part == part && !one.over) {
            return DOWN;
        }
        let mut faults = self.run.plan.faults.iter();
        u8::from(faults.any(|one| one.what == part && one.degraded && one.is_on(now)))
    }

    /// What a requirement does to its component: after its hold-over and mode.
    pub(super) fn passed_on(&self, part: usize, which: usize, levels: &[u8], loads: &Loads) -> u8 {
        self.felt(part, which, self.met(part, which, levels, loads))
    }

    fn felt(&self, part: usize, which: usize, met: u8) -> u8 {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let state = &self.state.requirements[part][which];
        let held = self.now.is_some()
            && requirement.holds > 0
            && state.short.unwrap_or(0) < requirement.holds + self.run.early
            && !self
                .without
                .is_some_and(|to| self.is_circle(to, part) && self.is_in_circle(part, which));
        match met {
            _ if held => UP,
            DOWN if requirement.soft => DEGRADED,
            met => met,
        }
    }

    /// What a requirement gets.
    pub(super) fn met(&self, part: usize, which: usize, levels: &[u8], loads: &Loads) -> u8 {
        self.met_by(part, which, levels, levels, loads)
    }

    fn met_by(
        &self,
        part: usize,
        which: usize,
        levels: &[u8],
        standing_by: &[u8],
        loads: &Loads,
    ) -> u8 {
        let primary = self.primary(part, which, levels, loads);
        let state = &self.state.requirements[part][which];
        let Some(using) = state.using else {
            return primary;
        };
        let serves = self.serves(part, which, using, standing_by, loads);
        if state.waits {
            serves
        } else {
            primary.min(serves)
        }
    }

    /// The group; while a fallback is in use as it would be with the demand back.
    pub(super) fn primary(&self, part: usize, which: usize, levels: &[u8], loads: &Loads) -> u8 {
        let own = &self.run.plan.parts[part];
        let requirement = &own.requirements[which];
        let home = loads.at_home(part, which);
        let share = |member: usize| self.call_share(requirement, loads.of_call(home, self, member));
        let best = |level: &dyn Fn(usize) -> u8| {
            let members = requirement.members.iter();
            let mut all: Vec<u8> = members.map(|(member, _)| level(*member)).collect();
            all.sort_unstable();
            all[requirement.at_least - 1]
        };
        if requirement.demand.is_none() || !requirement.is_to_run() {
            return best(&|member| levels[member].max(by_share(own.mbco, share(member))));
        }
        let served = loads.of_group(self, part, which);
        best(&|member| levels[member]).max(by_share(own.mbco, served))
    }

    fn call_share(&self, requirement: &Requirement, share: Ratio) -> Ratio {
        if requirement.is_to_run() {
            share
        } else {
            Ratio::ONE
        }
    }

    /// What the fallback in use gives.
    pub(super) fn serves(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        levels: &[u8],
        loads: &Loads,
    ) -> u8 {
        let own = &self.run.plan.parts[part];
        let requirement = &own.requirements[which];
        let to = requirement.fallbacks[fallback].to;
        let share = self.call_share(requirement, loads.shares.call_share(self, to));
        self.would_give(part, which, fallback, levels, loads)
            .max(by_share(own.mbco, share))
    }

    /// What a fallback gives, judged without load, and no more than it can serve.
    pub(super) fn would_give(
        &self,
        part: usize,
        which: usize,
        fallback: usize,
        levels: &[u8],
        loads: &Loads,
    ) -> u8 {
        let own = &self.run.plan.parts[part];
        let requirement = &own.requirements[which];
        let (level, share) = self.stands(part, which, fallback, levels, loads);
        let share = self.call_share(requirement, share);
        let best = self.at_best(part, which, fallback);
        level.max(best).max(by_share(own.mbco, share))
    }

    /// What a fallback gives while its target is up; down once it is used up.
    pub(super) fn at_best(&self, part: usize, which: usize, fallback: usize) -> u8 {
        let own = &self.run.plan.parts[part];
        let one: &Fallback = &own.requirements[which].fallbacks[fallback];
        if self.is_out(part, which, fallback) {
            return DOWN;
        }
        one.best(own.mbco, self.declared_share(part, which, fallback))
    }

    /// What a fallback serves of what is asked: where it serves degraded and nobody says what
    /// share, perhaps nothing, but if it did before anything happened.
    fn declared_share(&self, part: usize, which: usize, fallback: usize) -> Ratio {
        let requirement = &self.run.plan.parts[part].requirements[which];
        let one = &requirement.fallbacks[fallback];
        let is_open = one.degraded && !requirement.soft && requirement.is_to_run();
        let was_used = self.run.in_use.get(&(part, which)) == Some(&fallback);
        let unsaid = match is_open && self.run.greatest && self.now.is_some() && !was_used {
            true => 0,
            false => 100,
        };
        Ratio::new(u128::from(one.capacity.unwrap_or(unsaid)), 100)
    }

    /// Whether what a fallback can serve is used up.
    fn is_out(&self, part: usize, which: usize, fallback: usize) -> bool {
        let one = &self.run.plan.parts[part].requirements[which].fallbacks[fallback];
        let used = self.state.requirements[part][which].fallbacks[fallback].used;
        // At rest whatever lasts for a time only has run out.
        one.holds.is_some_and(|holds| {
            self.now.is_none() || used.is_some_and(|used| used >= holds + self.run.early)
        })
    }

    /// The fallback that is asked for what a requirement needs: nothing more once it is used up.
    pub(super) fn asked(&self, part: usize, which: usize) -> Option<usize> {
        let using = self.state.requirements[part][which].using;
        using.filter(|one| !self.is_out(part, which, *one))
    }

    /// Whether an action that needs these can be done.
    pub(super) fn can(&self, needs: &[usize], levels: &[u8]) -> bool {
        needs.iter().all(|one| levels[*one] < DOWN)
    }

    /// Whether somebody can be called.
    pub(super) fn can_call(&self, through: &[usize], levels: &[u8]) -> bool {
        through.is_empty() || through.iter().any(|one| levels[*one] < DOWN)
    }

    /// Whether the detectors of a loss, where any are named, are all down.
    pub(super) fn is_blind(&self, by: &[usize], levels: &[u8]) -> bool {
        !by.is_empty() && by.iter().all(|one| levels[*one] == DOWN)
    }
}
