use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration};

use super::{ComponentId, ExerciseKind, ExerciseResult, Level, Phase, Symptom, TeamId};

/// Steps for one component beyond what its dependencies imply.
#[derive(Debug, Clone)]
pub struct Runbook {
    pub of: At<ComponentId>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub phase: Phase,
    pub text: String,
    /// A command to type.
    pub run: Option<String>,
    pub owner: Option<TeamId>,
    pub takes: Option<Duration>,
    pub verify: Option<String>,
    /// It is for the loss of one of these only; empty: for any.
    pub if_lost: Vec<ComponentId>,
    /// The component is made anew in these domains.
    pub moves_to: Vec<ComponentId>,
    /// It is the switch to this fallback of the component.
    pub switches_to: Option<ComponentId>,
}

/// Who is told what, by which channel, when (ISO 22301 8.4.3).
#[derive(Debug, Clone)]
pub struct Communication {
    pub id: String,
    pub place: Span,
    pub audience: String,
    pub channel: Option<String>,
    pub when: Option<String>,
    pub approver: Option<TeamId>,
    pub every: Option<Duration>,
    pub template: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Scenario {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub place: Span,
    pub faults: Vec<Fault>,
    pub surges: Vec<Surge>,
}

/// A time in which the demand of one component is a multiple of the usual.
#[derive(Debug, Clone)]
pub struct Surge {
    pub what: At<ComponentId>,
    pub times: u32,
    /// After the start of the scenario; zero where the plan says nothing.
    pub at: Duration,
    /// `None`: it never ends.
    pub lasts: Option<Duration>,
}

#[derive(Debug, Clone)]
pub struct Fault {
    pub what: At<ComponentId>,
    /// After the start of the scenario; zero where the plan says nothing.
    pub at: Duration,
    /// `None`: it never comes back.
    pub lasts: Option<Duration>,
    pub symptom: Option<Symptom>,
    /// `Down`, or `Degraded` for a partial fault.
    pub level: Level,
}

#[derive(Debug, Clone)]
pub struct Exercise {
    pub id: String,
    pub place: Span,
    pub kind: ExerciseKind,
    pub scenario: Option<ExercisedScenario>,
    pub on: Option<At<Date>>,
    pub result: Option<ExerciseResult>,
    pub actions: Vec<Action>,
}

/// What an exercise ran.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExercisedScenario {
    /// Index in [`super::Plan::scenarios`].
    Declared(usize),
    /// Of the catalogue, by name: a recorded outage, or a ready scenario on one
    /// component (`gateway-down@openrouter`).
    Library(String),
}

#[derive(Debug, Clone)]
pub struct Action {
    /// What it says is to be done.
    pub place: Span,
    pub text: String,
    pub owner: Option<TeamId>,
    pub due: Option<At<Date>>,
    pub done: Option<Date>,
}

impl Action {
    /// What is to be done on a day to come is not done.
    pub fn is_done(&self, today: Date) -> bool {
        self.done.is_some_and(|day| day <= today)
    }
}

/// An accepted risk.
#[derive(Debug, Clone)]
pub struct Waiver {
    pub place: Span,
    pub rule: At<String>,
    pub at: At<ComponentId>,
    pub reason: String,
    /// The last day it holds.
    pub until: At<Date>,
}
