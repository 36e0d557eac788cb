use std::fmt;

use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration, Share};

use super::{ComponentId, Level};

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
    pub mode: Mode,
    /// What people notice when a soft requirement is not met.
    pub degraded: Option<String>,
    /// How long until someone or something knows.
    pub detect: Option<At<Duration>>,
    pub demand: Option<Demand>,
    /// Time to return to the primary once it is back.
    pub fail_back: Option<At<Duration>>,
    pub fallbacks: Vec<Fallback>,
    pub why: Option<String>,
}

impl Requirement {
    /// No member can be lost without losing the requirement, and nothing stands in.
    pub fn has_no_alternative(&self) -> bool {
        self.fallbacks.is_empty() && self.at_least >= self.group.len()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Without it, down.
    Hard,
    /// Without it, degraded.
    Soft,
}

/// What stands in when the group of a requirement is lost.
#[derive(Debug, Clone)]
pub struct Fallback {
    pub to: At<ComponentId>,
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
    pub steps: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Switch {
    Automatic,
    Manual,
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Automatic => "automatic",
            Self::Manual => "manual",
        })
    }
}

/// What callers see when something fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symptom {
    ServerError,
    TooManyRequests,
    Unauthorized,
    BadRequest,
    Timeout,
    Slow,
    WrongAnswers,
}

impl Symptom {
    pub const ALL: [Self; 7] = [
        Self::ServerError,
        Self::TooManyRequests,
        Self::Unauthorized,
        Self::BadRequest,
        Self::Timeout,
        Self::Slow,
        Self::WrongAnswers,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::ServerError => "5xx",
            Self::TooManyRequests => "429",
            Self::Unauthorized => "401",
            Self::BadRequest => "400",
            Self::Timeout => "timeout",
            Self::Slow => "slow",
            Self::WrongAnswers => "wrong-answers",
        }
    }
}

impl fmt::Display for Symptom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rate: what a requirement asks for, or the limit of what serves it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Demand {
    /// Requests a minute.
    pub rpm: Option<u64>,
    /// Tokens a minute.
    pub tpm: Option<u64>,
}
