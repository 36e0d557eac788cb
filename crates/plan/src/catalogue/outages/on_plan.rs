use std::collections::BTreeSet;

use crate::catalogue::lineage_name;
use crate::model::{Ai, BindingRole, ComponentId, Detail, Level, Plan, Symptom};

use super::record::Outage;
use super::replay::Strike;

/// What an outage does to a component of a plan, in seconds from its start.
#[derive(Debug, Clone, Copy)]
pub struct Struck<'a> {
    /// What is struck.
    pub component: ComponentId,
    /// When, from the start of the outage.
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
    /// strikes the AI dependencies that call them, or do not say which they call; a
    /// loss in one place only those that say that they, or their provider, stand there.
    /// `None` when the outage cannot be replayed (see [`Outage::strikes`]).
    pub fn struck(&self, plan: &Plan) -> Option<Vec<Struck<'_>>> {
        let mut found = Vec::new();
        for strike in self.strikes()? {
            let Some(on) = plan.find(strike.on) else {
                continue;
            };
            let components = if strike.models.is_empty() && strike.places.is_empty() {
                vec![on]
            } else {
                callers(plan, on, &strike)
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

/// AI dependencies that call one of the models at this provider or endpoint, in one
/// of the places.
fn callers(plan: &Plan, on: ComponentId, strike: &Strike<'_>) -> Vec<ComponentId> {
    let models = strike.models;
    let calls = |id: ComponentId, ai: &Ai| {
        let provider = ai.provider.as_ref().map(|to| to.value);
        let there = provider == Some(on) || ai.endpoint == Some(on);
        let at = [Some(id), provider];
        let stands = |at: ComponentId| stands_in(plan, at, strike.places);
        let is_hit = strike.places.is_empty() || at.into_iter().flatten().any(stands);
        let named = |model: &str| models.iter().any(|one| model.starts_with(one.as_str()));
        let model = ai.model.as_ref().map(|model| model.value.as_str());
        let by_model = |model: &str| named(model) || named(&lineage_name(model));
        there && is_hit && (models.is_empty() || model.is_none_or(by_model))
    };
    let found = plan.enumerate().filter(|(id, one)| match &one.detail {
        Detail::Ai(ai) => calls(*id, ai),
        _ => false,
    });
    found.map(|(id, _)| id).collect()
}

/// Whether it stands in one of these domains, by itself or by one that it stands in.
fn stands_in(plan: &Plan, id: ComponentId, places: &[String]) -> bool {
    let mut seen = BTreeSet::from([id]);
    let mut open = vec![id];
    while let Some(at) = open.pop() {
        let component = plan.component(at);
        if places.contains(&component.id) {
            return true;
        }
        let above = component.bindings.iter();
        let above = above.filter(|one| one.role == BindingRole::Domain);
        open.extend(above.map(|one| one.to).filter(|to| seen.insert(*to)));
    }
    false
}
