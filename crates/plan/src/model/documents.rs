use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration};

use super::{
    ComponentId, ExerciseKind, ExerciseResult, Level, Phase, Plan, RungRecord, Symptom, TeamId,
};

/// Steps for one component beyond what its dependencies imply.
#[derive(Debug, Clone)]
pub struct Runbook {
    /// The component they are for.
    pub of: At<ComponentId>,
    /// In order.
    pub steps: Vec<Step>,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it says is to be done.
    pub place: Span,
    /// When in the recovery.
    pub phase: Phase,
    /// What to do.
    pub text: String,
    /// A command to type.
    pub run: Option<String>,
    /// Who does it, where that is not the component's own team.
    pub owner: Option<TeamId>,
    /// How long it takes.
    pub takes: Option<At<Duration>>,
    /// How to see that it worked.
    pub verify: Option<String>,
    /// It is for the loss of one of these only; empty: for any.
    pub if_lost: Vec<ComponentId>,
    /// The component is made anew in these domains.
    pub moves_to: Vec<ComponentId>,
    /// It is the switch to this fallback of the component.
    pub switches_to: Option<ComponentId>,
    /// What must be up for the step to be done.
    pub needs: Vec<At<ComponentId>>,
    /// What shows that it works.
    pub evidence: Vec<RungRecord>,
}

/// Who is told what, by which channel, when (ISO 22301 8.4.3).
#[derive(Debug, Clone)]
pub struct Communication {
    /// As the plan names it.
    pub id: String,
    /// The id in its table header.
    pub place: Span,
    /// Who is told.
    pub audience: String,
    /// By which way.
    pub channel: Option<String>,
    /// What carries it: the first that is up. Empty: nothing is said of it.
    pub through: Vec<At<ComponentId>>,
    /// What must have happened.
    pub when: Option<String>,
    /// Who releases it.
    pub approver: Option<TeamId>,
    /// How often an update follows.
    pub every: Option<Duration>,
    /// The words to start from.
    pub template: Option<String>,
}

/// A set of faults to think through.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// As the plan names it.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// What happens.
    pub description: Option<String>,
    /// The id in its table header.
    pub place: Span,
    /// What fails.
    pub faults: Vec<Fault>,
    /// Whose demand grows.
    pub surges: Vec<Surge>,
}

/// A time in which the demand of one component is a multiple of the usual.
#[derive(Debug, Clone)]
pub struct Surge {
    /// Whose requirements demand more.
    pub what: At<ComponentId>,
    /// How many times the usual.
    pub times: u32,
    /// After the start of the scenario; zero where the plan says nothing.
    pub at: Duration,
    /// `None`: it never ends.
    pub lasts: Option<Duration>,
}

/// One thing that fails.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What fails.
    pub what: At<ComponentId>,
    /// After the start of the scenario; zero where the plan says nothing.
    pub at: Duration,
    /// `None`: it never comes back.
    pub lasts: Option<Duration>,
    /// What callers see; `None`: the plan does not say.
    pub symptom: Option<Symptom>,
    /// `Down`, or `Degraded` for a partial fault.
    pub level: Level,
    /// What it strikes loses its data.
    pub loses_data: bool,
}

/// An exercise, and what came of it.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// As the plan names it.
    pub id: String,
    /// The id in its table header.
    pub place: Span,
    /// How it was done.
    pub kind: ExerciseKind,
    /// What was exercised.
    pub scenario: Option<ExercisedScenario>,
    /// The day.
    pub on: Option<At<Date>>,
    /// How it went; `None`: it has not been held, or nobody wrote it down.
    pub result: Option<ExerciseResult>,
    /// Who held it.
    pub by: Option<TeamId>,
    /// What was seen.
    pub seen: Option<String>,
    /// What followed from it.
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

impl ExercisedScenario {
    /// As the plan names it: the scenario's id, or its name in the catalogue.
    pub fn name<'a>(&'a self, plan: &'a Plan) -> &'a str {
        match self {
            Self::Declared(at) => &plan.scenarios[*at].id,
            Self::Library(name) => name,
        }
    }
}

/// Something to mend after an exercise.
#[derive(Debug, Clone)]
pub struct Action {
    /// What it says is to be done.
    pub place: Span,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    pub owner: Option<TeamId>,
    /// The day it is due.
    pub due: Option<At<Date>>,
    /// The day it was done.
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
    /// Its table.
    pub place: Span,
    /// The rule whose finding is accepted.
    pub rule: At<String>,
    /// Where it is accepted.
    pub at: WaiverScope,
    /// What the finding must be about; `None`: whatever it is about.
    pub of: Option<At<ComponentId>>,
    /// The same of what the plan does not have: a name as files have it. Never beside `of`.
    pub of_name: Option<At<String>>,
    /// Why it is acceptable.
    pub reason: String,
    /// The last day it holds.
    pub until: At<Date>,
}

impl Waiver {
    /// The id or name of what the finding must be about; `None`: whatever it is about.
    pub fn about<'a>(&'a self, plan: &'a Plan) -> Option<&'a str> {
        let name = || Some(self.of_name.as_ref()?.value.as_str());
        let id = self.of.map(|of| plan.component(of.value).id.as_str());
        id.or_else(name)
    }
}

/// Where a waiver counts.
#[derive(Debug, Clone)]
pub enum WaiverScope {
    /// For what is found at a component, or is mended there.
    Component(At<ComponentId>),
    /// For what is found on a line of a file: a comment there, or above it, says so.
    Line(WaivedLine),
}

/// A line with a comment that accepts what is found there.
#[derive(Debug, Clone)]
pub struct WaivedLine {
    /// The comment.
    pub comment: Span,
    /// What is found begins in it.
    pub line: Span,
    /// "line 12 of services/cart.toml", the path from the root file's folder.
    pub shown: String,
    /// The component whose table the line is in.
    pub component: Option<ComponentId>,
}

impl WaiverScope {
    /// The component that it counts for, or whose table has the line.
    pub fn component(&self) -> Option<ComponentId> {
        match self {
            Self::Component(at) => Some(at.value),
            Self::Line(line) => line.component,
        }
    }

    /// The words that say so.
    pub fn span(&self) -> Span {
        match self {
            Self::Component(at) => at.span,
            Self::Line(line) => line.comment,
        }
    }

    /// Whether it is a comment.
    pub fn is_line(&self) -> bool {
        matches!(self, Self::Line(_))
    }

    /// "`service.search`", or "line 12 of services/cart.toml".
    pub fn words(&self, plan: &Plan) -> String {
        match self {
            Self::Component(at) => format!("`{}`", plan.component(at.value).address()),
            Self::Line(line) => line.shown.clone(),
        }
    }

    /// Whether it counts at a place that is about components of these ids.
    pub fn covers<'a>(
        &self,
        plan: &Plan,
        place: Span,
        named: impl IntoIterator<Item = &'a str>,
    ) -> bool {
        match self {
            Self::Component(at) => {
                let id = plan.component(at.value).id.as_str();
                named.into_iter().any(|one| one == id)
            }
            Self::Line(line) => {
                let Span { file, start, end } = line.line;
                place.file == file && (start..=end).contains(&place.start)
            }
        }
    }
}
