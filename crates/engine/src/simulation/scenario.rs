use jurymast_plan::model::{self, ComponentId, Level};

use super::Symptoms;

/// What happens, in seconds from the start: of the plan, of a library, or made
/// up for one question.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    pub id: String,
    pub name: String,
    pub faults: Vec<Fault>,
    pub surges: Vec<Surge>,
}

/// A component fails by itself, from `at` up to and without `until`.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub component: ComponentId,
    pub at: u64,
    /// `None`: it never comes back.
    pub until: Option<u64>,
    pub level: Level,
    /// What callers see, all together; empty: what every trigger covers.
    pub symptoms: Symptoms,
}

/// What a component's own requirements demand is multiplied for a time.
#[derive(Debug, Clone, Copy)]
pub struct Surge {
    pub component: ComponentId,
    pub at: u64,
    pub until: Option<u64>,
    pub percent: u64,
}

impl Scenario {
    pub fn of(scenario: &model::Scenario) -> Self {
        let fault = |fault: &model::Fault| Fault {
            component: fault.what.value,
            at: fault.at.seconds(),
            until: fault
                .lasts
                .map(|lasts| fault.at.seconds().saturating_add(lasts.seconds())),
            level: fault.level,
            symptoms: fault.symptom.into_iter().collect(),
        };
        let surge = |surge: &model::Surge| Surge {
            component: surge.what.value,
            at: surge.at.seconds(),
            until: surge
                .lasts
                .map(|lasts| surge.at.seconds().saturating_add(lasts.seconds())),
            percent: u64::from(surge.times) * 100,
        };
        Self {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            faults: scenario.faults.iter().map(fault).collect(),
            surges: scenario.surges.iter().map(surge).collect(),
        }
    }
}
