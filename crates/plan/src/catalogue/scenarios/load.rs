use std::sync::LazyLock;

use serde::Deserialize;

use crate::catalogue::embedded::{self, SCENARIOS};
use crate::catalogue::words::DurationField;
use crate::model::Symptom;
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::{CauseKind, FaultLevel, Tool};

use super::{Basis, ReadyFault, ReadyScenario, ReadySurge, TargetKind, TargetRole, Targets};

static TABLE: LazyLock<Vec<ReadyScenario>> = LazyLock::new(|| {
    let rows = embedded::parse::<ScenariosFile>(SCENARIOS).scenario;
    rows.into_iter().map(scenario_of).collect()
});

/// In the order of the data file.
pub fn scenarios() -> &'static [ReadyScenario] {
    &TABLE
}

/// The ready scenario of that id.
pub fn scenario(id: &str) -> Option<&'static ReadyScenario> {
    TABLE.iter().find(|scenario| scenario.id == id)
}

#[derive(Deserialize)]
struct ScenariosFile {
    scenario: Vec<ScenarioRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioRow {
    id: String,
    name: String,
    cause: CauseKind,
    description: String,
    strikes: TargetRow,
    #[serde(default)]
    kinds: Vec<String>,
    /// It befalls an account.
    #[serde(default)]
    account: bool,
    /// The symptom of each provider is what it answers once the credit is spent.
    #[serde(default)]
    credit: bool,
    /// It befalls data, and what copies them follows.
    #[serde(default)]
    copies_follow: bool,
    #[serde(default)]
    faults: Vec<FaultRow>,
    #[serde(default)]
    surges: Vec<SurgeRow>,
    #[serde(default)]
    recorded: Vec<String>,
    assumption: Option<String>,
    #[serde(default)]
    tools_lost: Vec<Tool>,
    ask: String,
    lesson: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum TargetRow {
    One(TargetRole),
    Several(Vec<TargetKind>),
}

/// Without `lasts` it never ends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultRow {
    at: Option<DurationField>,
    lasts: Option<DurationField>,
    level: FaultLevel,
    symptom: Option<Symptom>,
    #[serde(default)]
    loses_data: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SurgeRow {
    at: Option<DurationField>,
    lasts: Option<DurationField>,
    times: u32,
}

fn scenario_of(row: ScenarioRow) -> ReadyScenario {
    let ScenarioRow {
        id,
        name,
        cause,
        description,
        strikes,
        kinds,
        account,
        credit,
        copies_follow,
        faults,
        surges,
        recorded,
        assumption,
        tools_lost,
        ask,
        lesson,
    } = row;
    let start = Duration::from_seconds(0);
    let fault = |row: FaultRow| ReadyFault {
        at: row.at.map_or(start, |at| at.0),
        lasts: row.lasts.map(|lasts| lasts.0),
        level: row.level.into(),
        symptom: row.symptom,
        loses_data: row.loses_data,
    };
    let surge = |row: SurgeRow| ReadySurge {
        at: row.at.map_or(start, |at| at.0),
        lasts: row.lasts.map(|lasts| lasts.0),
        times: row.times,
    };
    ReadyScenario {
        id,
        name,
        cause,
        description,
        targets: Targets {
            all: match strikes {
                TargetRow::One(what) => vec![TargetKind {
                    what,
                    kinds,
                    except: Vec::new(),
                }],
                TargetRow::Several(all) => all,
            },
            account,
        },
        credit,
        copies_follow,
        faults: faults.into_iter().map(fault).collect(),
        surges: surges.into_iter().map(surge).collect(),
        basis: Basis {
            recorded,
            assumption,
        },
        tools_lost,
        ask,
        lesson,
    }
}
