use jurymast_plan::model::ComponentId;
use jurymast_terms::units::Duration;

use super::model::DataCopy;
use super::state::{Bound, SimulationState};
use crate::restoration;
use crate::undeclared::UndeclaredTime;

/// A copy that could not be made for a time, while what it copies was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Behind {
    /// The second from which on it holds nothing of what is written; what was down before
    /// the scenario begins has `None`.
    since: Option<Duration>,
    /// Since when what it copies is down too, so that nothing is written.
    until: Option<Duration>,
    /// Since when it can be made again.
    back: Option<Duration>,
}

/// How much older a copy is than its interval or its lag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Staleness {
    By(Duration),
    /// Nobody said since when.
    Unknown,
}

impl Behind {
    /// It could not be made before anything happened.
    pub(super) const AT_REST: Self = Self {
        since: None,
        until: None,
        back: None,
    };

    fn since(now: Duration) -> Self {
        Self {
            since: Some(now),
            ..Self::AT_REST
        }
    }

    /// An exchange that began at `from` goes on for so long.
    pub(super) fn shift(&mut self, from: Duration, by: Duration) {
        let times = [&mut self.since, &mut self.until, &mut self.back];
        for time in times.into_iter().flatten().filter(|time| **time >= from) {
            *time = time.saturating_add(by);
        }
    }
}

impl SimulationState<'_> {
    /// Looks which copies can be made as things are, of what is looked at.
    pub(super) fn look_at_copies(&mut self) {
        let model = self.model;
        if self.at_rest || model.copies.is_empty() {
            return;
        }
        for component in self.touched.clone() {
            for copy in model.copies.get(&component).into_iter().flatten() {
                self.look_at_copy(*copy);
            }
        }
    }

    fn look_at_copy(&mut self, copy: DataCopy) {
        let now = self.now;
        let is_down = self.cannot_copy(copy);
        let is_written = !self.is_down(copy.of());
        match self.behind.get(&copy).copied() {
            Some(mut one) if !self.has_caught_up(copy, one) => {
                if is_written {
                    let without = one.until.take().map(|until| now.saturating_sub(until));
                    let later = without.unwrap_or(Duration::ZERO);
                    one.since = one.since.map(|since| since.saturating_add(later));
                    one.back = one.back.or(Some(now)).filter(|_| !is_down);
                } else {
                    one.until = one.until.or(Some(now));
                    one.back = None;
                }
                self.behind.insert(copy, one);
            }
            _ if is_down && is_written => {
                self.behind.insert(copy, Behind::since(now));
            }
            _ => {}
        }
    }

    /// Whether a copy cannot be made: the replica is down, or where the backup stands.
    fn cannot_copy(&self, copy: DataCopy) -> bool {
        match copy {
            DataCopy::Replica { copy, .. } => self.is_down(copy),
            DataCopy::Backup { of, backup } => {
                let component = &self.model.plan.components[of as usize];
                let places = restoration::places(component, &component.backups[backup]);
                places.iter().any(|at| self.is_down(at.0))
            }
        }
    }

    /// A backup is made once in its interval. How long a replica takes nobody says.
    fn has_caught_up(&self, copy: DataCopy, one: Behind) -> bool {
        let Some(back) = one.back else { return false };
        match copy {
            DataCopy::Replica { .. } => self.bound == Bound::Least,
            DataCopy::Backup { of, backup } => {
                let backup = &self.model.plan.components[of as usize].backups[backup];
                let made = |every: Duration| back.saturating_add(every) <= self.now;
                backup.every.is_some_and(|every| made(every.value))
            }
        }
    }

    /// How far a copy is behind now, beyond what the plan says.
    pub(super) fn staleness(&mut self, copy: DataCopy) -> Staleness {
        let Some(one) = self.behind.get(&copy).copied() else {
            return Staleness::By(Duration::ZERO);
        };
        if let DataCopy::Replica { copy, .. } = copy
            && one.back.is_some()
        {
            let component = ComponentId(copy);
            self.undeclared
                .insert(UndeclaredTime::CatchUp { component });
        }
        if self.has_caught_up(copy, one) {
            return Staleness::By(Duration::ZERO);
        }
        let until = one.until.unwrap_or(self.now);
        match one.since {
            Some(since) => Staleness::By(until.saturating_sub(since)),
            None => Staleness::Unknown,
        }
    }

    /// How far every copy of a component is behind when its data are lost now.
    pub(super) fn staleness_of(&mut self, component: u32) -> Vec<(DataCopy, Staleness)> {
        let copies = self.model.copies.get(&component).into_iter().flatten();
        let copies: Vec<DataCopy> = copies
            .filter(|one| one.of() == component)
            .copied()
            .collect();
        let all = copies.into_iter().map(|copy| (copy, self.staleness(copy)));
        let all = all.collect::<Vec<_>>().into_iter();
        all.filter(|(_, one)| *one != Staleness::By(Duration::ZERO))
            .collect()
    }
}

/// What was down before the scenario begins, and is not copied by anything since.
pub(super) fn behind_at_rest(
    state: &SimulationState<'_>,
) -> std::collections::BTreeMap<DataCopy, Behind> {
    let copies = state.model.copies.values().flatten();
    let lost = copies.filter(|copy| state.cannot_copy(**copy) && !state.is_down(copy.of()));
    lost.map(|copy| (*copy, Behind::AT_REST)).collect()
}
