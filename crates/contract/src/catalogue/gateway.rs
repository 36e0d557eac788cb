use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::{
    CreditRecord, GatewayRecord, Habit, HostChoice, LonePrimaryRecord, TimeoutRecord,
};
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::{Confidence, Symptom};

/// How a gateway passes calls on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueGateway {
    /// Who picks the host that answers: caller (or its configuration) or router
    pub picks: &'static str,
    /// null: not known.
    pub timeout: Option<GatewayTimeout>,
    /// What it does with a lone primary that fails again and again; null: not known.
    pub lone_primary: Option<LonePrimaryEntry>,
    /// For every symptom whether it turns to a fallback, in the order of symptoms.
    pub habits: Vec<HabitEntry>,
}

/// When a gateway gives up a call that hangs, if nothing is set.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GatewayTimeout {
    /// Seconds; null: never.
    pub default_s: Option<u64>,
    /// What sets another.
    pub setting: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: &'static str,
}

/// A gateway that goes on trying a dead lone primary first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LonePrimaryEntry {
    /// Failures after which it leaves it alone all the same.
    pub cools_on: &'static [Symptom],
    /// What makes it leave it alone after other failures too.
    pub setting: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: &'static str,
}

/// Whether one failure makes a gateway turn to a fallback.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HabitEntry {
    /// What callers see.
    pub symptom: Symptom,
    /// yes, no, configured (only where it is set to) or unknown, as the program uses it
    pub falls_back: &'static str,
    /// How sure it is; null: nothing was read.
    pub confidence: Option<Confidence>,
    /// Where it was read; null: nothing was.
    pub source: Option<&'static str>,
    /// null: there is none.
    pub note: Option<&'static str>,
}

/// What calls are answered with once the credit is spent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CreditSpentEntry {
    /// Which of several is seen is not known.
    pub symptoms: &'static [Symptom],
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: &'static str,
}

impl From<&'static GatewayRecord> for CatalogueGateway {
    fn from(gateway: &'static GatewayRecord) -> Self {
        Self {
            picks: match gateway.picks {
                HostChoice::Caller => "caller",
                HostChoice::Router => "router",
            },
            timeout: gateway.timeout.as_ref().map(GatewayTimeout::from),
            lone_primary: gateway.lone.as_ref().map(LonePrimaryEntry::from),
            habits: Symptom::ALL
                .into_iter()
                .map(|symptom| HabitEntry::of(gateway, symptom))
                .collect(),
        }
    }
}

impl From<&'static TimeoutRecord> for GatewayTimeout {
    fn from(timeout: &'static TimeoutRecord) -> Self {
        Self {
            default_s: timeout.default().map(Duration::seconds),
            setting: &timeout.setting,
            confidence: timeout.confidence,
            source: &timeout.source,
        }
    }
}

impl From<&'static LonePrimaryRecord> for LonePrimaryEntry {
    fn from(lone: &'static LonePrimaryRecord) -> Self {
        Self {
            cools_on: &lone.cools_on,
            setting: &lone.setting,
            confidence: lone.confidence,
            source: &lone.source,
        }
    }
}

impl HabitEntry {
    fn of(gateway: &'static GatewayRecord, symptom: Symptom) -> Self {
        let row = gateway.habit(symptom);
        Self {
            symptom,
            falls_back: match gateway.falls_back_on(symptom) {
                Habit::Yes => "yes",
                Habit::Configured => "configured",
                Habit::Unknown => "unknown",
                Habit::No => "no",
            },
            confidence: row.map(|row| row.confidence),
            source: row.map(|row| row.source.as_str()),
            note: row.and_then(|row| row.note.as_deref()),
        }
    }
}

impl From<&'static CreditRecord> for CreditSpentEntry {
    fn from(credit: &'static CreditRecord) -> Self {
        Self {
            symptoms: &credit.symptoms,
            confidence: credit.confidence,
            source: &credit.source,
        }
    }
}
