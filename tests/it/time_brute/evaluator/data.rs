//! What is lost of a part's data.

use super::super::plan::{DOWN, Plan};
use super::levels::{Instant, Levels};
use super::state::State;
use super::{Course, Outcome, Run, Verdict};

/// Seconds of data; more than any time: all, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum DataLoss {
    Seconds(u64),
    /// A copy survived, and its interval or lag is not declared.
    NotDeclared,
    All,
}

impl Run<'_> {
    /// What the strikes up to this second cost, and the copies that serve in it.
    pub(super) fn note_data(
        &self,
        rest: &State,
        state: &State,
        levels: &Levels,
        now: u64,
        data: &mut [Option<DataLoss>],
    ) {
        // Once more as long as it goes on: a copy may be lost before it is used.
        for strike in &state.strikes {
            let is_new = self.plan.faults[strike.fault].at == now;
            if strike.lost_data && (is_new || !strike.over) {
                let lost = self.data_lost(state, strike.part);
                data[strike.part] = data[strike.part].max(Some(lost));
            }
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

    /// By the newest copy that survived.
    fn data_lost(&self, state: &State, part: usize) -> DataLoss {
        let backups = self.plan.parts[part].backups.iter().zip(&state.burnt[part]);
        let backups = backups
            .filter(|(_, burnt)| !**burnt)
            .map(|(one, _)| one.every);
        let replicas = self.plan.parts.iter().zip(&state.destroyed);
        let replicas = replicas
            .filter(|(_, destroyed)| !**destroyed)
            .filter_map(|(one, _)| one.replica_of)
            .filter(|one| one.0 == part)
            .map(|one| one.1);
        let lost = |time: Option<u64>| time.map_or(DataLoss::NotDeclared, DataLoss::Seconds);
        let all = backups.chain(replicas).map(lost);
        all.min().unwrap_or(DataLoss::All)
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
            Some([Some(false), _]) => Verdict::Missed,
            Some([Some(true), Some(true)]) => Verdict::Met,
            Some(_) => Verdict::Unknown,
        }
    }
}
