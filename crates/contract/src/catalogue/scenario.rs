use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::catalogue::{ReadyFault, ReadyScenario, ReadySurge, TargetKind};
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::{Level, Symptom};

use super::words::tools;

/// A ready scenario: a fault that people plan for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CatalogueScenario {
    /// As `simulate` and `exercise` take it.
    pub id: &'static str,
    /// One line.
    pub name: &'static str,
    /// load, software fault, hardware or power, attack, retirement, legal or not
    /// published
    pub cause: &'static str,
    /// What happens.
    pub description: &'static str,
    /// What kind of component it strikes: service, resource, data, provider, domain, model
    /// or gateway. Of several the first; `targets` has all.
    pub strikes: &'static str,
    /// The kinds of providers or domains it keeps to; empty: any.
    pub kinds: &'static [String],
    /// All that it strikes.
    pub targets: Vec<ReadyTargetEntry>,
    /// What fails, and for how long.
    pub faults: Vec<ReadyFaultEntry>,
    /// When demand grows, and for how long.
    pub surges: Vec<ReadySurgeEntry>,
    /// Ids of the recorded outages that it rests on, or compares with.
    pub recorded: &'static [String],
    /// What is assumed beside them; null: nothing.
    pub assumption: Option<&'static str>,
    /// What people use on the day, and could not.
    pub tools_lost: Vec<&'static str>,
    /// What to ask before it happens.
    pub ask: &'static str,
    /// What it teaches.
    pub lesson: &'static str,
}

/// What a ready scenario strikes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReadyTargetEntry {
    /// service, resource, data (whatever keeps data), provider, domain, model or gateway (a
    /// service or resource of the plan that calls go through)
    pub what: &'static str,
    /// Of one of these kinds; empty: any.
    pub kinds: &'static [String],
    /// Of any kind but these.
    pub except: &'static [String],
}

impl ReadyTargetEntry {
    fn of(one: &'static TargetKind) -> Self {
        Self {
            what: one.what.as_str(),
            kinds: &one.kinds,
            except: &one.except,
        }
    }
}

/// What it is made for.
pub(super) fn main_target(one: &'static ReadyScenario) -> &'static str {
    one.targets.main().map_or("", |one| one.what.as_str())
}

/// The kinds of what it is made for.
pub(super) fn main_kinds(one: &'static ReadyScenario) -> &'static [String] {
    one.targets.main().map_or(&[], |one| &one.kinds)
}

/// A fault of what the scenario strikes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReadyFaultEntry {
    /// Seconds from the start.
    pub at_s: u64,
    /// Seconds; null: for ever.
    pub lasts_s: Option<u64>,
    /// down or degraded
    pub level: Level,
    /// What callers see; null: not known.
    pub symptom: Option<Symptom>,
    /// Whether what is struck loses the data it keeps.
    pub loses_data: bool,
}

/// A surge at what the scenario strikes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReadySurgeEntry {
    /// Seconds from the start.
    pub at_s: u64,
    /// Seconds; null: for ever.
    pub lasts_s: Option<u64>,
    /// How many times the demand at rest.
    pub times: u32,
}

impl From<&'static ReadyScenario> for CatalogueScenario {
    fn from(one: &'static ReadyScenario) -> Self {
        Self {
            id: &one.id,
            name: &one.name,
            cause: one.cause.words(),
            description: &one.description,
            strikes: main_target(one),
            kinds: main_kinds(one),
            targets: one.targets.all.iter().map(ReadyTargetEntry::of).collect(),
            faults: one.faults.iter().map(ReadyFaultEntry::of).collect(),
            surges: one.surges.iter().map(ReadySurgeEntry::of).collect(),
            recorded: &one.basis.recorded,
            assumption: one.basis.assumption.as_deref(),
            tools_lost: tools(&one.tools_lost),
            ask: &one.ask,
            lesson: &one.lesson,
        }
    }
}

impl ReadyFaultEntry {
    fn of(fault: &ReadyFault) -> Self {
        Self {
            at_s: fault.at.seconds(),
            lasts_s: fault.lasts.map(Duration::seconds),
            level: fault.level,
            symptom: fault.symptom,
            loses_data: fault.loses_data,
        }
    }
}

impl ReadySurgeEntry {
    fn of(surge: &ReadySurge) -> Self {
        Self {
            at_s: surge.at.seconds(),
            lasts_s: surge.lasts.map(Duration::seconds),
            times: surge.times,
        }
    }
}
