use crate::model::{Component, ComponentId, Level, Symptom};
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::{CauseKind, Tool};

use super::TargetKind;

/// A fault people plan for, before it is laid on a plan.
#[derive(Debug)]
pub struct ReadyScenario {
    pub id: String,
    pub name: String,
    pub cause: CauseKind,
    pub description: String,
    /// Each component that fits makes one scenario.
    pub target: TargetKind,
    /// What happens to it; `at` counts from the start of the scenario.
    pub faults: Vec<ReadyFault>,
    pub surges: Vec<ReadySurge>,
    pub basis: Basis,
    /// What people cannot use on the day.
    pub tools_lost: Vec<Tool>,
    /// What to ask before it happens.
    pub ask: String,
    pub lesson: String,
}

#[derive(Debug, Clone, Copy)]
pub struct ReadyFault {
    pub at: Duration,
    /// `None`: it never comes back.
    pub lasts: Option<Duration>,
    pub level: Level,
    /// `None`: not known, so one that every trigger covers.
    pub symptom: Option<Symptom>,
}

/// A time in which demand is a multiple of the usual.
#[derive(Debug, Clone, Copy)]
pub struct ReadySurge {
    pub at: Duration,
    /// `None`: it never ends.
    pub lasts: Option<Duration>,
    pub times: u32,
}

/// What the length of a scenario rests on.
#[derive(Debug)]
pub struct Basis {
    /// Outages that went like this; the first gave the length, unless it is assumed.
    pub recorded: Vec<String>,
    /// Why this length, where no record gives it.
    pub assumption: Option<String>,
}

impl ReadyScenario {
    /// The components of a plan that it can strike, in the plan's order.
    pub fn targets(&self, components: &[Component]) -> Vec<ComponentId> {
        let ids = (0..u32::MAX).map(ComponentId);
        let fitting = ids.zip(components).filter(|(_, one)| self.target.fits(one));
        fitting.map(|(id, _)| id).collect()
    }

    /// From its start until all is as before; `None`: never, or nothing happens.
    pub fn lasts(&self) -> Option<Duration> {
        let faults = self.faults.iter().map(|fault| (fault.at, fault.lasts));
        let surges = self.surges.iter().map(|surge| (surge.at, surge.lasts));
        let ends = faults.chain(surges).map(|(at, lasts)| {
            let end = at.seconds().checked_add(lasts?.seconds())?;
            Some(Duration::from_seconds(end))
        });
        let ends: Option<Vec<Duration>> = ends.collect();
        ends?.into_iter().max()
    }
}
