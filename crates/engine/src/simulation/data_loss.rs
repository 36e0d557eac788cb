use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

use super::copying::Staleness;
use super::model::DataCopy;
use super::state::{Bound, SimulationState};
use super::{Note, TimelineEvent};
use crate::restoration;
use crate::undeclared::UndeclaredTime;

/// Copies that were behind when data were lost.
type Stale = [(DataCopy, Staleness)];

/// What of its data a component loses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataLoss {
    /// What was written in this time at most.
    UpTo(Duration),
    /// Nothing survived.
    All,
    /// What survived does not say how old it is.
    Unknown(Vec<UndeclaredTime>),
}

impl DataLoss {
    /// The worse of two: all before unknown before a time.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Unknown(mut one), Self::Unknown(other)) => {
                one.extend(other);
                one.sort_unstable();
                one.dedup();
                Self::Unknown(one)
            }
            (Self::Unknown(all), Self::UpTo(_)) | (Self::UpTo(_), Self::Unknown(all)) => {
                Self::Unknown(all)
            }
            (Self::UpTo(one), Self::UpTo(other)) => Self::UpTo(one.max(other)),
        }
    }
}

impl DataLoss {
    fn of(age: Option<At<Duration>>, missing: UndeclaredTime) -> Self {
        match age {
            Some(age) => Self::UpTo(age.value),
            None => Self::Unknown(vec![missing]),
        }
    }

    /// The same of a copy that is behind for a time; `whose` copy it is.
    fn after(self, behind: Staleness, whose: u32) -> Self {
        let component = ComponentId(whose);
        match (self, behind) {
            (Self::UpTo(time), Staleness::By(behind)) => Self::UpTo(time.saturating_add(behind)),
            (Self::UpTo(_), Staleness::Unknown) => {
                Self::Unknown(vec![UndeclaredTime::OldCopy { component }])
            }
            (other, _) => other,
        }
    }

    /// The better of two: a time before unknown before all.
    fn better(self, other: Self) -> Self {
        match (self, other) {
            (Self::UpTo(one), Self::UpTo(other)) => Self::UpTo(one.min(other)),
            (Self::UpTo(time), _) | (_, Self::UpTo(time)) => Self::UpTo(time),
            (Self::All, other) | (other, Self::All) => other,
            (one, other) => one.worse(other),
        }
    }
}

impl SimulationState<'_> {
    /// Says which backups are lost with what lost its data.
    pub(super) fn note_lost_backups(&mut self, component: u32) {
        let id = ComponentId(component);
        for backup in 0..self.model.plan.component(id).backups.len() {
            if self.is_left(component, backup) {
                continue;
            }
            let event = TimelineEvent::BackupLost { backup };
            let told = |note: &Note| note.component == id && note.event == event;
            if !self.notes.iter().any(told) {
                self.note(component, event);
            }
        }
    }

    /// Its data are back: from the first of `restored`; or, where no work was told, from
    /// the newest that can be fetched. `stale` says what was behind when they were lost.
    pub(super) fn lose_to(&mut self, component: u32, restored: &[usize], stale: &Stale) {
        let usable = self.usable_backups(component);
        if restored.is_empty() {
            self.lose(component, &usable, Bound::Least, stale);
            return;
        }
        let of = &self.model.plan.components[component as usize];
        let mut copies = self.first_restored(component, restored, stale);
        let is_open = |at: &usize| of.backups[*at].restore.is_none();
        match self.bound {
            // What takes a time that nobody declared may be slower than another.
            Bound::Least if copies.iter().any(is_open) => {
                copies.extend(self.first_restored(component, &usable, stale));
            }
            Bound::Least => {}
            // Or quicker.
            Bound::Greatest => {
                let first = self.first_restored(component, &usable, stale);
                copies.extend(first.into_iter().filter(is_open));
            }
        }
        self.lose(component, &copies, self.bound, stale);
    }

    /// Nothing changes any more: what has not come back would from what can be fetched.
    pub(super) fn lose_for_good(&mut self) {
        let lost = self.struck.iter().filter(|(_, one)| one.data_lost);
        let lost = lost.map(|((component, _), one)| (*component, one.stale.clone()));
        for (component, stale) in lost.collect::<Vec<_>>() {
            let usable = self.usable_backups(component);
            let first = self.first_restored(component, &usable, &stale);
            self.lose(component, &first, self.bound, &stale);
        }
    }

    fn first_restored(&self, component: u32, usable: &[usize], stale: &Stale) -> Vec<usize> {
        let of = ComponentId(component);
        let is_lost = |at: ComponentId| at == of || self.is_down(at.0);
        let age = |at: usize| match self.age_of(component, at, stale) {
            DataLoss::UpTo(age) => Some(age),
            DataLoss::All | DataLoss::Unknown(_) => None,
        };
        restoration::first_restored(self.model.plan, of, usable, is_lost, age)
    }

    /// The backups whose restore can be done as things are.
    fn usable_backups(&self, component: u32) -> Vec<usize> {
        let of = &self.model.plan.components[component as usize];
        let usable = |at: &usize| {
            let mut needs = restoration::restore_needs(of, *at).into_iter();
            self.is_left(component, *at) && needs.all(|id| !self.is_down(id.0))
        };
        (0..of.backups.len()).filter(usable).collect()
    }

    /// What is lost where one of these backups is restored: by the newest of them, or by
    /// the oldest in the greatest run; a replica that survived may be newer.
    fn lose(&mut self, component: u32, copies: &[usize], bound: Bound, stale: &Stale) {
        let backups = self.model.plan.components[component as usize].backups.len();
        let mut left = copies.to_vec();
        if left.is_empty() {
            left = (0..backups).collect();
            left.retain(|at| self.is_left(component, *at));
            if !left.is_empty() {
                let missing = UndeclaredTime::Unrestored {
                    component: ComponentId(component),
                };
                self.undeclared.insert(missing);
                if self.bound == Bound::Greatest {
                    left.clear();
                }
            }
        }
        let ages = left.into_iter();
        let ages = ages.map(|backup| self.age_of(component, backup, stale));
        let backup = match bound {
            Bound::Least => ages.reduce(DataLoss::better),
            Bound::Greatest => ages.reduce(DataLoss::worse),
        };
        let left = self.left_copy(component);
        let copies = self.model.copies.get(&component).into_iter().flatten();
        let replicas = copies.filter_map(|one| match *one {
            DataCopy::Replica { of, copy } if of == component => Some(copy),
            _ => None,
        });
        let replicas = replicas.filter(|copy| !self.destroyed.contains(copy));
        let lags = replicas.map(|copy| {
            let behind = DataCopy::Replica {
                of: component,
                copy,
            };
            self.lag_of(copy).after(staleness(stale, behind), copy)
        });
        let loss = lags.chain(backup).chain(left).reduce(DataLoss::better);
        self.add_loss(component, loss.unwrap_or(DataLoss::All));
    }

    /// Of what runs in several copies, too few of which kept their data: one that did may
    /// have all of them, and nobody says so.
    fn left_copy(&mut self, component: u32) -> Option<DataLoss> {
        let replicas = self.model.plan.components[component as usize]
            .replicas
            .as_ref()?;
        let mut members = replicas.members.iter();
        let component = *members.find(|one| !self.destroyed.contains(&one.0))?;
        self.undeclared
            .insert(UndeclaredTime::OldCopy { component });
        (self.bound == Bound::Least).then_some(DataLoss::UpTo(Duration::ZERO))
    }

    /// How old a backup may be that is restored.
    fn age_of(&self, component: u32, backup: usize, stale: &Stale) -> DataLoss {
        let missing = UndeclaredTime::Every {
            component: ComponentId(component),
            backup,
        };
        let copy = DataCopy::Backup {
            of: component,
            backup,
        };
        let every = self.model.plan.components[component as usize].backups[backup].every;
        DataLoss::of(every, missing).after(staleness(stale, copy), component)
    }

    fn lag_of(&self, copy: u32) -> DataLoss {
        let component = ComponentId(copy);
        let replica = self.model.plan.component(component).replica_of;
        let lag = replica.and_then(|one| one.lag);
        DataLoss::of(lag, UndeclaredTime::Lag { component })
    }

    fn add_loss(&mut self, component: u32, loss: DataLoss) {
        let loss = match self.data_losses.remove(&component) {
            Some(known) => known.worse(loss),
            None => loss,
        };
        self.data_losses.insert(component, loss);
    }

    /// At the end of a second: a copy that may lag serves instead of what it copies, and
    /// did not at rest.
    pub(super) fn take_over(&mut self, requirement: usize) {
        let plan = self.model.plan;
        let model = &self.model.requirements[requirement];
        let Some(using) = self.requirements[requirement].using else {
            self.requirements[requirement].copy_taken = None;
            return;
        };
        let serves = self.standby(requirement, using).level < Level::Down;
        if self.at_rest || !serves || self.model.rest.requirements[requirement].using == Some(using)
        {
            return;
        }
        let to = model.fallbacks[using].to;
        let Some(replica) = plan.components[to as usize].replica_of else {
            return;
        };
        let of = replica.of.value.0;
        if !model.group.contains(&of) {
            return;
        }
        let taken = &mut self.requirements[requirement].copy_taken;
        if taken.replace(using) == Some(using) {
            return;
        }
        let behind = self.staleness(DataCopy::Replica { of, copy: to });
        let mut loss = self.lag_of(to).after(behind, to);
        if self.destroyed.contains(&to) {
            // Whether it has got its data back since nobody says.
            let component = ComponentId(to);
            self.undeclared
                .insert(UndeclaredTime::OldCopy { component });
            if self.bound == Bound::Greatest {
                loss = DataLoss::All;
            }
        }
        for component in [model.of, of] {
            self.add_loss(component, loss.clone());
        }
    }
}

fn staleness(stale: &Stale, copy: DataCopy) -> Staleness {
    let known = stale.iter().find(|(one, _)| *one == copy);
    known.map_or(Staleness::By(Duration::ZERO), |(_, behind)| *behind)
}
