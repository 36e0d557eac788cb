//! What is lost of a part's data.

use super::super::plan::{DOWN, Plan};
use super::levels::{Instant, Levels};
use super::state::State;
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
        state: &State,
        levels: &Levels,
        now: u64,
        data: &mut [Option<DataLoss>],
    ) {
        for strike in &state.strikes {
            data[strike.part] = data[strike.part].max(strike.cost);
        }
        let instant = Instant {
            run: self,
            state,
            now: Some(now),
        };
        // A copy that takes over lags behind what it stands in for.
        for (part, own) in self.plan.parts.iter().enumerate() {
            for (which, requirement) in own.requirements.iter().enumerate() {
                let using = state.requirements[part][which].using;
                let using = using.filter(|one| {
                    let serves = instant.serves(part, which, *one, &levels.parts, &levels.loads);
                    using != rest.requirements[part][which].using && serves < DOWN
                });
                let to = using.map(|using| requirement.fallbacks[using].to);
                let lag = to.and_then(|to| self.plan.parts[to].replica_of);
                if let Some((of, lag)) = lag
                    && requirement.members.iter().any(|one| one.0 == of)
                {
                    let lost = lag.map_or(DataLoss::NotDeclared, DataLoss::Seconds);
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
        };
        let open = state.strikes.iter();
        for strike in open.filter(|one| one.lost_data && !one.over) {
            let part = strike.part;
            let usable = self.usable(&instant, levels, part);
            let first = self.first(part, &usable);
            let cost = self.cost(state, part, &first, self.greatest);
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
    pub(super) fn first(&self, part: usize, copies: &[usize]) -> Vec<usize> {
        let backup = |which: usize| &self.plan.parts[part].backups[which];
        let is_free = |which: usize| backup(which).segregated || !backup(which).within.is_empty();
        let is_later = |which: &usize| {
            copies.iter().any(|other| {
                let times = backup(*other).restore.zip(backup(*which).restore);
                let can_wait = is_free(*other) || !is_free(*which);
                let is_newer = backup(*other)
                    .every
                    .is_some_and(|every| backup(*which).every.is_none_or(|older| every < older));
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
        part: usize,
        copies: &[usize],
        by_oldest: bool,
    ) -> DataLoss {
        let own = &self.plan.parts[part];
        let lost = |time: Option<u64>| time.map_or(DataLoss::NotDeclared, DataLoss::Seconds);
        let of = |which: usize| lost(own.backups[which].every);
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
            .filter(|(_, destroyed)| !**destroyed)
            .filter_map(|(one, _)| one.replica_of)
            .filter(|one| one.0 == part)
            .map(|one| lost(one.1));
        replicas.chain(backup).min().unwrap_or(DataLoss::All)
    }
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
