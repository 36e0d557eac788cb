use crate::model::{
    AfterEnd, Confidence, ListKeeper, ListedAbilities, ListedModel, ListedStage, SavedModelList,
};
use jurymast_terms::units::Date;

use super::saved_lists::find_saved;
use super::{ModelList, models, provider_ids};

/// What one list says of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownModel {
    /// The id of the provider whose list it is.
    pub provider: String,
    /// The model as that list spells it.
    pub id: String,
    /// It no longer answers, or ends on a day that is known.
    pub retires: Option<Date>,
    /// "Not sooner than", which is no end.
    pub earliest: Option<Date>,
    /// The day the end was made known.
    pub announced: Option<Date>,
    /// What becomes of calls after the end, where that is known.
    pub after: Option<AfterEnd>,
    /// What the provider names in its place; "none": it says there is none.
    pub replacement: Option<String>,
    /// The id that this one stands for.
    pub alias_of: Option<String>,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The day on which the list was read; `None`: it does not say.
    pub read: Option<Date>,
    /// What else is known.
    pub note: Option<String>,
    /// What it takes and gives, as far as the list says.
    pub gives: ListedAbilities,
}

/// What every list says of the model that calls name by this id, however it is spelt: the
/// lists that were saved, then the built-in ones in order of provider.
pub fn known_models(model: &str, saved: &[SavedModelList]) -> Vec<KnownModel> {
    let own = saved.iter();
    let own = own.filter_map(|list| Some(by_saved(list, model, find_saved(list, model)?)));
    let built_in = provider_ids().filter_map(models);
    own.chain(built_in.filter_map(|list| by_built_in(list, model)))
        .collect()
}

fn by_saved(list: &SavedModelList, model: &str, found: &ListedModel) -> KnownModel {
    let ended = (found.stage == ListedStage::Ended)
        .then_some(list.on)
        .flatten();
    KnownModel {
        provider: list.provider.clone(),
        id: model.to_owned(),
        retires: found.ends.or(ended),
        earliest: found.earliest,
        announced: found.announced,
        after: None,
        replacement: found.replacement.clone(),
        alias_of: None,
        source: list.name().to_string(),
        confidence: match list.keeper {
            ListKeeper::Account => Confidence::Verified,
            ListKeeper::Public => Confidence::Secondary,
        },
        read: list.on,
        note: None,
        gives: found.gives.clone(),
    }
}

fn by_built_in(list: &'static ModelList, model: &str) -> Option<KnownModel> {
    let bare = model.rsplit_once('/').map(|(_, name)| name);
    let found = list.find(model).or_else(|| list.meant(model));
    let found = found.or_else(|| list.find(bare?).or_else(|| list.meant(bare?)))?;
    let row = list.row(found);
    let (source, confidence) = match row {
        Some(row) => list.source_of(row),
        None => (list.source.as_str(), list.confidence),
    };
    Some(KnownModel {
        provider: list.provider.clone(),
        id: list.id(found).to_owned(),
        retires: row.and_then(|row| row.retires),
        earliest: row.and_then(|row| row.earliest),
        announced: row.and_then(|row| row.announced),
        after: row.filter(|row| row.retires.is_some()).map(|row| row.after),
        replacement: row.and_then(|row| row.replacement.clone()),
        alias_of: row.and_then(|row| row.alias_of.clone()),
        source: source.to_owned(),
        confidence,
        read: Some(list.read),
        note: row.and_then(|row| row.note.clone()),
        gives: ListedAbilities::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_has_it_is_asked() {
        let of = |model: &str| -> Vec<(String, String)> {
            let all = known_models(model, &[]).into_iter();
            all.map(|one| (one.provider, one.id)).collect()
        };
        let known = of("gpt-5.2");
        assert!(known.contains(&("openai".to_owned(), "gpt-5.2".to_owned())));
        assert!(known.iter().any(|(provider, _)| provider == "azure-openai"));
        // However it is spelt, with or without who sells it.
        assert!(of("GPT-5-2").contains(&known[0]) || of("openai/gpt-5.2").contains(&known[0]));
        assert!(of("no-such-model-anywhere").is_empty());
        let sora = known_models("sora-2", &[]);
        let sora = sora.iter().find(|one| one.provider == "openai").unwrap();
        assert_eq!(sora.retires.unwrap().to_string(), "2026-09-24");
        assert_eq!(sora.replacement.as_deref(), Some("none"));
    }
}
