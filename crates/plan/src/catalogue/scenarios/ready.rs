use crate::catalogue::provider;
use crate::model::{Component, ComponentId, Level, Symptom};
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::{CauseKind, Tool};

use super::Targets;

/// A fault people plan for, before it is laid on a plan.
#[derive(Debug)]
pub struct ReadyScenario {
    /// As people type it.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// Why it would happen.
    pub cause: CauseKind,
    /// What happens.
    pub description: String,
    /// Each component that fits makes one scenario.
    pub targets: Targets,
    /// What callers see at a provider is what it answers once the credit is spent, where
    /// that is known.
    pub credit: bool,
    /// What befalls the data reaches all that copy them too.
    pub copies_follow: bool,
    /// What happens to it; `at` counts from the start of the scenario.
    pub faults: Vec<ReadyFault>,
    /// Whose demand grows, and how far.
    pub surges: Vec<ReadySurge>,
    /// On what its length rests.
    pub basis: Basis,
    /// What people cannot use on the day.
    pub tools_lost: Vec<Tool>,
    /// What to ask before it happens.
    pub ask: String,
    /// What it teaches.
    pub lesson: String,
}

/// A failure in a ready scenario.
#[derive(Debug, Clone, Copy)]
pub struct ReadyFault {
    /// When, from its start.
    pub at: Duration,
    /// `None`: it never comes back.
    pub lasts: Option<Duration>,
    /// How far it fails.
    pub level: Level,
    /// `None`: not known, so one that every trigger covers.
    pub symptom: Option<Symptom>,
    /// What is struck loses the data it keeps.
    pub loses_data: bool,
}

/// A time in which demand is a multiple of the usual.
#[derive(Debug, Clone, Copy)]
pub struct ReadySurge {
    /// When, from the start of the scenario.
    pub at: Duration,
    /// `None`: it never ends.
    pub lasts: Option<Duration>,
    /// How many times the usual.
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
    /// What callers of that component see together, from one of the scenario's faults.
    pub fn symptoms(&self, fault: &ReadyFault, component: &Component) -> Vec<Symptom> {
        let known = provider(&component.id).filter(|_| self.credit);
        let spent = known.and_then(|known| known.credit_spent.as_ref());
        match spent.filter(|spent| spent.confidence.is_known()) {
            Some(spent) => spent.symptoms.clone(),
            None => fault.symptom.into_iter().collect(),
        }
    }

    /// The components of a plan that it can strike, in the plan's order.
    pub fn struck(&self, components: &[Component]) -> Vec<ComponentId> {
        self.targets.struck(components)
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
