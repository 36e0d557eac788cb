//! What is lost of a part's data.

use super::super::plan::DOWN;
use super::Run;
use super::levels::Levels;
use super::state::State;

/// Seconds of data; more than any time: all, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum DataLoss {
    Seconds(u64),
    /// A copy survived, and its interval or lag is not declared.
    NotDeclared,
    All,
}

impl Run<'_> {
    /// What the strikes of this second cost.
    pub(super) fn note_data(
        &self,
        state: &State,
        levels: &Levels,
        now: u64,
        data: &mut [Option<DataLoss>],
    ) {
        for strike in &state.strikes {
            if strike.lost_data && self.plan.faults[strike.fault].at == now {
                let lost = self.data_lost(state, levels, strike.part);
                data[strike.part] = data[strike.part].max(Some(lost));
            }
        }
        // A copy that takes over lags behind what it stands in for.
        for (part, own) in self.plan.parts.iter().enumerate() {
            for (which, requirement) in own.requirements.iter().enumerate() {
                let using = state.requirements[part][which].using;
                let to = using.map(|using| requirement.fallbacks[using].to);
                let lag = to.and_then(|to| self.plan.parts[to].replica_of);
                if let Some((of, lag)) = lag
                    && requirement.members.iter().any(|one| one.0 == of)
                {
                    let lost = lag.map_or(DataLoss::NotDeclared, DataLoss::Seconds);
                    data[part] = data[part].max(Some(lost));
                }
            }
        }
    }

    /// By the newest copy that survived.
    fn data_lost(&self, state: &State, levels: &Levels, part: usize) -> DataLoss {
        let backups = self.plan.parts[part].backups.iter().zip(&state.burnt[part]);
        let backups = backups
            .filter(|(_, burnt)| !**burnt)
            .map(|(one, _)| one.every);
        let replicas = self.plan.parts.iter().zip(&levels.parts);
        let replicas = replicas
            .filter(|(_, level)| **level < DOWN)
            .filter_map(|(one, _)| one.replica_of)
            .filter(|one| one.0 == part)
            .map(|one| one.1);
        let lost = |time: Option<u64>| time.map_or(DataLoss::NotDeclared, DataLoss::Seconds);
        let all = backups.chain(replicas).map(lost);
        all.min().unwrap_or(DataLoss::All)
    }
}
