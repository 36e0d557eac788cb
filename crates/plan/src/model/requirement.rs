use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration, Share};

use super::{ComponentId, Level, Mode, Switch, Symptom};

/// One `depends_on` entry: a group of which enough must work, and the fallbacks
/// that stand in for the group.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// The whole entry.
    pub place: Span,
    /// The primary (one component), or the members of `any_of`.
    pub group: Vec<At<ComponentId>>,
    /// How many of the group must work: 1 for a single primary.
    pub at_least: usize,
    /// What its loss does.
    pub mode: Mode,
    /// What people notice when a soft requirement is not met.
    pub degraded: Option<String>,
    /// How long until someone or something knows.
    pub detect: Option<At<Duration>>,
    /// The load it puts on what is needed.
    pub demand: Option<Demand>,
    /// Time to return to the primary once it is back.
    pub fail_back: Option<At<Duration>>,
    /// What stands in, in order of preference.
    pub fallbacks: Vec<Fallback>,
    /// Why it is needed.
    pub why: Option<String>,
}

impl Requirement {
    /// No member can be lost without losing the requirement, and nothing stands in.
    pub fn has_no_alternative(&self) -> bool {
        self.fallbacks.is_empty() && self.at_least >= self.group.len()
    }
}

/// What stands in when the group of a requirement is lost.
#[derive(Debug, Clone)]
pub struct Fallback {
    /// What stands in.
    pub to: At<ComponentId>,
    /// The whole entry.
    pub place: Span,
    /// Manual where the plan says nothing.
    pub switch: Option<At<Switch>>,
    /// From the loss being noticed to the fallback serving.
    pub after: Option<At<Duration>>,
    /// Symptoms that an automatic switch fires on; `None`: not declared.
    pub triggers: Option<Vec<Symptom>>,
    /// The best this fallback can give: `Up` or `Degraded`.
    pub serves: Level,
    /// Share of the load it can carry.
    pub capacity: Option<At<Share>>,
    /// When the switch was last tried.
    pub tested: Option<At<Date>>,
    /// Where the comparison of its quality is kept.
    pub evaluation: Option<String>,
    /// What a person does to switch.
    pub steps: Option<String>,
}

/// A rate: what a requirement asks for, or the limit of what serves it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Demand {
    /// Requests a minute.
    pub rpm: Option<u64>,
    /// Tokens a minute.
    pub tpm: Option<u64>,
}
