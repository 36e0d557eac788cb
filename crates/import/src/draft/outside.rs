use std::collections::BTreeMap;

use jurymast_plan::catalogue::provider;
use jurymast_terms::source::Span;

use super::{Doubt, DraftRequirement, DraftTable, Ids, TableKind};
use crate::evidence::NamedParty;

/// The outside parties of a draft: an AI dependency for each model that is called, and
/// what needs them.
#[derive(Debug, Default)]
pub struct OutsideParties {
    /// By provider and model; `None` where nobody says which.
    calls: BTreeMap<(&'static str, Option<String>), DraftTable>,
}

impl OutsideParties {
    /// What somebody needs who has the variables that name a party.
    pub fn needs(
        &mut self,
        party: &NamedParty,
        place: Span,
        ids: &mut Ids,
    ) -> Vec<DraftRequirement> {
        let answers_ai = provider(party.id).is_some_and(|one| one.answers_ai_calls());
        let targets: Vec<String> = match answers_ai {
            false => vec![party.id.to_owned()],
            true if party.models.is_empty() => vec![self.call(party, None, place, ids)],
            true => {
                let models = party.models.iter();
                models
                    .map(|model| self.call(party, Some(model.clone()), place, ids))
                    .collect()
            }
        };
        let needs = targets.into_iter().map(|target| {
            let why = party
                .keys
                .iter()
                .take(3)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            let one = DraftRequirement::on(target, place);
            match party.is_set {
                true => one.with("why", why),
                false => {
                    let doubt =
                        Doubt::Guessed("its key has no value: used where it is set".to_owned());
                    one.with("mode", "soft").doubted(doubt).with("why", why)
                }
            }
        });
        needs.collect()
    }

    /// The tables of the AI dependencies.
    pub fn tables(self) -> impl Iterator<Item = DraftTable> {
        self.calls.into_values()
    }

    fn call(
        &mut self,
        party: &NamedParty,
        model: Option<String>,
        place: Span,
        ids: &mut Ids,
    ) -> String {
        let key = (party.id, model);
        if let Some(known) = self.calls.get(&key) {
            return known.id.clone();
        }
        let id = match &key.1 {
            Some(model) => ids.give(model),
            None => ids.give(&format!("{}-model", party.id)),
        };
        let mut table = DraftTable::new(TableKind::Ai, &id, place);
        table.set("provider", party.id);
        match &key.1 {
            Some(model) => table.set("model", model.as_str()),
            None => {
                let keys: Vec<&str> = party.keys.iter().take(1).map(String::as_str).collect();
                let question = format!("which model is called with {}?", keys.join(", "));
                table.doubts.push(Doubt::Asked(question));
            }
        }
        self.calls.insert(key, table);
        id
    }
}
