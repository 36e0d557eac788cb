use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::state::SimulationState;
use super::{Note, TimelineEvent};
use crate::restoration;
use crate::undeclared::UndeclaredTime;

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

impl SimulationState<'_> {
    /// Judges what is left of the data of one that lost them: the newest backup or
    /// replica that survived.
    pub(super) fn lose_data(&mut self, component: u32) {
        let plan = self.model.plan;
        let id = jurymast_plan::model::ComponentId(component);
        let of = plan.component(id);
        let mut newest: Option<Duration> = None;
        let mut missing = Vec::new();
        for (at, backup) in of.backups.iter().enumerate() {
            if !restoration::survives(plan, of, backup, |id| self.destroyed.contains(&id.0)) {
                let event = TimelineEvent::BackupLost { backup: at };
                let told = |note: &Note| note.component == id && note.event == event;
                if !self.notes.iter().any(told) {
                    self.note(component, event);
                }
                continue;
            }
            match backup.every {
                Some(every) => {
                    newest = Some(newest.map_or(every.value, |one| one.min(every.value)))
                }
                None => missing.push(UndeclaredTime::Every {
                    component: id,
                    backup: at,
                }),
            }
        }
        let replicas = self.model.replicas.get(&component);
        for replica in replicas.into_iter().flatten() {
            if self.destroyed.contains(replica) {
                continue;
            }
            let copy = &plan.components[*replica as usize];
            match copy.replica_of.and_then(|one| one.lag) {
                Some(lag) => newest = Some(newest.map_or(lag.value, |one| one.min(lag.value))),
                None => missing.push(UndeclaredTime::Lag {
                    component: jurymast_plan::model::ComponentId(*replica),
                }),
            }
        }
        let loss = match newest {
            Some(time) => DataLoss::UpTo(time),
            None if missing.is_empty() => DataLoss::All,
            None => DataLoss::Unknown(missing),
        };
        self.add_loss(component, loss);
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
        let loss = match replica.lag {
            Some(lag) => DataLoss::UpTo(lag.value),
            None => DataLoss::Unknown(vec![UndeclaredTime::Lag {
                component: jurymast_plan::model::ComponentId(to),
            }]),
        };
        for component in [model.of, of] {
            self.add_loss(component, loss.clone());
        }
    }
}
