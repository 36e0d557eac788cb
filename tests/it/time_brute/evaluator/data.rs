//! What is lost of a part's data.

use super::super::plan::{DOWN, Plan};
use super::copies::Past;
use super::levels::{Instant, Levels};
use super::state::{State, Strike};
use super::{Course, Outcome, Run, Verdict};

/// Seconds of data; more than any time: all, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in super::super) enum DataLoss {
    Seconds(u64),
    /// A copy survived, and its interval or lag is not declared.
    NotDeclared,
    All,
}

impl Run<'_> {
    /// What the strikes that are over cost, and the copies that serve in this second.
    pub(super) fn note_data(
        &self,
        rest: &State,
        state: &mut State,
        levels: &Levels,
        (now, past): (u64, Past<'_>),
        data: &mut [Option<DataLoss>],
    ) {
        for strike in &state.strikes {
            data[strike.part] = data[strike.part].max(strike.cost);
        }
        let before = state.clone();
        let instant = Instant {
            run: self,
            state: &before,
            now: Some(now),
            without: None,
        };
        // A copy that takes over lags behind what it stands in for.
        for (part, own) in self.plan.parts.iter().enumerate() {
            for (which, requirement) in own.requirements.iter().enumerate() {
                let using = before.requirements[part][which].using;
                let counted = &mut state.requirements[part][which].copy;
                *counted = counted.filter(|_| using.is_some());
                let using = using.filter(|one| {
                    let serves = instant.serves(part, which, *one, &levels.parts, &levels.loads);
                    using != rest.requirements[part][which].using && serves < DOWN
                });
                let to = using.map(|using| requirement.fallbacks[using].to);
                let lag = to.and_then(|to| self.plan.parts[to].replica_of);
                if let Some((of, lag)) = lag
                    && requirement.members.iter().any(|one| one.0 == of)
                    && *counted != using
                {
                    *counted = using;
                    let behind = to.map(|to| self.replica_behind(of, to, past));
                    let lag = lag.map_or(DataLoss::NotDeclared, DataLoss::Seconds);
                    let lost = behind.map_or(lag, |behind| behind.and(lag));
                    data[part] = data[part].max(Some(lost));
                    data[of] = data[of].max(Some(lost));
                }
            }
        }
    }

    /// What the strikes cost that are never over: by what may be restored first.
    pub(super) fn note_open_data(
        &self,
        state: &State,
        levels: &Levels,
        now: u64,
        data: &mut [Option<DataLoss>],
    ) {
        let instant = Instant {
            run: self,
            state,
            now: Some(now),
            without: None,
        };
        let open = state.strikes.iter();
        for strike in open.filter(|one| one.lost_data && !one.over) {
            let part = strike.part;
            let usable = self.usable(&instant, levels, part);
            let first = self.first(strike, &usable);
            let cost = self.cost(state, strike, &first, self.greatest);
            data[part] = data[part].max(Some(cost));
        }
    }

    /// The backups of a part that can be restored at these levels.
    pub(super) fn usable(&self, instant: &Instant<'_>, levels: &Levels, part: usize) -> Vec<usize> {
        let backups = self.plan.parts[part].backups.iter().enumerate();
        let usable = backups.filter(|(which, backup)| {
            !instant.state.burnt[part][*which]
                && instant.can(&self.places(part, backup), &levels.parts)
                && instant.can(&backup.needs, &levels.parts)
        });
        usable.map(|(which, _)| which).collect()
    }

    /// Without those that take longer than another by what both declare; one that must
    /// wait for the place of its part is no earlier for it.
    pub(super) fn first(&self, strike: &Strike, copies: &[usize]) -> Vec<usize> {
        let backup = |which: usize| &self.plan.parts[strike.part].backups[which];
        let age = |which: usize| match self.age(strike, which) {
            DataLoss::Seconds(age) => Some(age),
            DataLoss::NotDeclared | DataLoss::All => None,
        };
        let is_free = |which: usize| backup(which).segregated || !backup(which).within.is_empty();
        let is_later = |which: &usize| {
            copies.iter().any(|other| {
                let times = backup(*other).restore.zip(backup(*which).restore);
                let can_wait = is_free(*other) || !is_free(*which);
                let is_newer =
                    age(*other).is_some_and(|one| age(*which).is_none_or(|older| one < older));
                times.is_some_and(|(one, later)| {
                    can_wait && (one < later || one == later && is_newer)
                })
            })
        };
        let first = copies.iter().filter(|which| !is_later(which));
        first.copied().collect()
    }

    /// By the newest of these copies, or by the oldest; a replica may be newer. Where
    /// nothing can be restored, the newest is in the least run, and nothing in the other.
    pub(super) fn cost(
        &self,
        state: &State,
        strike: &Strike,
        copies: &[usize],
        by_oldest: bool,
    ) -> DataLoss {
        let part = strike.part;
        let own = &self.plan.parts[part];
        let of = |which: usize| self.age(strike, which);
        let ages = copies.iter().map(|which| of(*which));
        let survived = (0..own.backups.len()).filter(|which| !state.burnt[part][*which]);
        let backup = match (copies.is_empty(), by_oldest) {
            (false, true) => ages.max(),
            (false, false) => ages.min(),
            (true, _) if self.greatest => None,
            (true, _) => survived.map(of).min(),
        };
        let replicas = self.plan.parts.iter().zip(&state.destroyed);
        let replicas = replicas
            .zip(&strike.replicas_behind)
            .filter(|((_, destroyed), _)| !**destroyed)
            .filter_map(|((one, _), behind)| Some((one.replica_of?, behind)))
            .filter(|(one, _)| one.0 == part)
            .map(|(one, behind)| behind.and(seconds(one.1)));
        replicas.chain(backup).min().unwrap_or(DataLoss::All)
    }

    /// How old a backup may be.
    fn age(&self, strike: &Strike, which: usize) -> DataLoss {
        let every = self.plan.parts[strike.part].backups[which].every;
        strike.backups_behind[which].and(seconds(every))
    }
}

fn seconds(time: Option<u64>) -> DataLoss {
    time.map_or(DataLoss::NotDeclared, DataLoss::Seconds)
}

impl Course {
    /// The worst loss of what a part works on: itself and what it needs, primaries.
    pub(in super::super) fn data_of(&self, plan: &Plan, part: usize) -> Option<DataLoss> {
        let mut reached = vec![part];
        let mut at = 0;
        while let Some(one) = reached.get(at).copied() {
            at += 1;
            let members = plan.parts[one]
                .requirements
                .iter()
                .flat_map(|one| &one.members);
            for (member, _) in members {
                if !reached.contains(member) {
                    reached.push(*member);
                }
            }
        }
        reached.iter().filter_map(|one| self.data[*one]).max()
    }
}

impl Outcome {
    /// Judged only where data are lost.
    pub(in super::super) fn rpo(&self, plan: &Plan, part: usize) -> Verdict {
        let lost = [&self.least, &self.greatest].map(|course| course.data_of(plan, part));
        let meets = |target: u64| {
            lost.map(|lost| match lost {
                None => Some(true),
                Some(DataLoss::Seconds(time)) => Some(time <= target),
                Some(DataLoss::NotDeclared) => None,
                Some(DataLoss::All) => Some(false),
            })
        };
        match plan.parts[part]
            .rpo
            .filter(|_| lost != [None, None])
            .map(meets)
        {
            None => Verdict::None,
            Some(_) if self.least.rest[part] == DOWN => Verdict::Unknown,
            Some([Some(false), Some(false)]) => Verdict::Missed,
            Some([Some(false), _]) if lost[1].is_none() => Verdict::Missed,
            Some([Some(true), Some(true)]) => Verdict::Met,
            Some(_) => Verdict::Unknown,
        }
    }
}
