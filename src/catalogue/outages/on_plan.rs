use crate::catalogue::lineage_name;
use crate::model::{Ai, ComponentId, Detail, Level, Plan, Symptom};

use super::record::Outage;
use super::replay::Strike;

/// What an outage does to a component of a plan, in seconds from its start.
#[derive(Debug, Clone, Copy)]
pub struct Struck<'a> {
    pub component: ComponentId,
    pub at: u64,
    /// `None`: it never comes back.
    pub until: Option<u64>,
    /// Degraded or down.
    pub level: Level,
    /// What callers saw together; empty: not recorded.
    pub symptoms: &'a [Symptom],
}

impl Outage {
    /// The components of a plan that fail by themselves when the outage is
    /// replayed; what follows from them is not in the list. A loss of some models
    /// strikes the AI dependencies that call them, or do not say which they call.
    /// `None` when the outage cannot be replayed (see [`Outage::strikes`]).
    pub fn struck(&self, plan: &Plan) -> Option<Vec<Struck<'_>>> {
        let mut found = Vec::new();
        for strike in self.strikes()? {
            let Some(on) = plan.find(strike.on) else {
                continue;
            };
            let components = if strike.models.is_empty() {
                vec![on]
            } else {
                callers(plan, on, strike.models)
            };
            found.extend(components.into_iter().map(|to| struck(&strike, to)));
        }
        Some(found)
    }
}

fn struck<'a>(strike: &Strike<'a>, component: ComponentId) -> Struck<'a> {
    Struck {
        component,
        at: strike.at,
        until: strike.until,
        level: strike.level,
        symptoms: strike.symptoms,
    }
}

/// AI dependencies that call one of the models at this provider or endpoint.
fn callers(plan: &Plan, on: ComponentId, models: &[String]) -> Vec<ComponentId> {
    let calls = |ai: &Ai| {
        let provider = ai.provider.as_ref().map(|to| to.value);
        let there = provider == Some(on) || ai.endpoint == Some(on);
        let named = |model: &str| models.iter().any(|one| model.starts_with(one.as_str()));
        let model = ai.model.as_ref().map(|model| model.value.as_str());
        there && model.is_none_or(|model| named(model) || named(&lineage_name(model)))
    };
    let found = plan.enumerate().filter(|(_, one)| match &one.detail {
        Detail::Ai(ai) => calls(ai),
        _ => false,
    });
    found.map(|(id, _)| id).collect()
}
