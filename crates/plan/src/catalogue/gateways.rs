use serde::Deserialize;

use crate::model::{Confidence, Symptom};
use jurymast_terms::units::Duration;

use super::providers::provider;

/// How a gateway passes calls on. Read in its source, its schema or its documentation, or
/// measured; each row says which.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayRecord {
    /// Who picks the host that answers.
    pub picks: HostChoice,
    /// Beginnings of model ids that it answers itself.
    #[serde(default)]
    pub hosted: Vec<String>,
    /// When it gives up a call that hangs; `None`: not known.
    pub timeout: Option<TimeoutRecord>,
    /// What it does with a lone primary that fails again and again; `None`: not known.
    pub lone: Option<LonePrimaryRecord>,
    /// Which failures make it turn to a fallback, without any setting of its own.
    #[serde(default, rename = "habit")]
    pub habits: Vec<HabitRecord>,
}

/// Who picks the host behind a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostChoice {
    /// Whoever calls or configures it names the host.
    Caller,
    /// It picks one of several that serve the model, unless told otherwise.
    Router,
}

/// When a gateway gives up a call that hangs, if nothing is set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeoutRecord {
    default: TimeoutField,
    /// What sets another.
    pub setting: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

impl TimeoutRecord {
    /// `None`: never.
    pub fn default(&self) -> Option<Duration> {
        self.default.0
    }
}

/// "1m", or "none"
#[derive(Debug)]
struct TimeoutField(Option<Duration>);

impl<'de> Deserialize<'de> for TimeoutField {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "none" {
            return Ok(Self(None));
        }
        let parsed: Result<_, jurymast_terms::problem::Problem> = text.parse();
        parsed
            .map(|time| Self(Some(time)))
            .map_err(serde::de::Error::custom)
    }
}

/// A gateway that goes on trying a dead primary first, for want of another beside it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LonePrimaryRecord {
    /// Failures after which it leaves the primary alone for a while all the same.
    pub cools_on: Vec<Symptom>,
    /// What makes it leave the primary alone after other failures too.
    pub setting: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// Whether some failures make a gateway turn to a fallback.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HabitRecord {
    /// The failures.
    pub symptoms: Vec<Symptom>,
    /// What it does by default.
    pub falls_back: Habit,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// What else is known.
    pub note: Option<String>,
}

/// Whether a failure makes a gateway turn to a fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Habit {
    /// By default.
    Yes,
    /// Only where it is configured to; by default not.
    Configured,
    /// Nobody who is sure of it said so.
    Unknown,
    /// Never.
    No,
}

impl GatewayRecord {
    /// What it does on that failure as far as it is sure enough to be used as if it were
    /// known. What is answered with success no gateway sees.
    pub fn falls_back_on(&self, symptom: Symptom) -> Habit {
        match self.habit(symptom) {
            Some(row) if row.confidence.is_known() => row.falls_back,
            Some(_) => Habit::Unknown,
            None if matches!(symptom, Symptom::WrongAnswers | Symptom::Substituted) => Habit::No,
            None => Habit::Unknown,
        }
    }

    /// The row for that failure.
    pub fn habit(&self, symptom: Symptom) -> Option<&HabitRecord> {
        let mut rows = self.habits.iter();
        rows.find(|row| row.symptoms.contains(&symptom))
    }
}

/// The habits of the gateway of that id: a provider of the catalogue, whose name a
/// service of the plan may bear too.
pub fn gateway(id: &str) -> Option<&'static GatewayRecord> {
    provider(id)?.gateway.as_ref()
}
