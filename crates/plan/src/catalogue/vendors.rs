use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::embedded::{self, NAMES};
use super::lineage_name;
use super::providers::{ProviderRecord, provider};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    prefixes: BTreeMap<String, String>,
    makers: BTreeMap<String, String>,
}

static NAMES_FILE: LazyLock<NamesFile> = LazyLock::new(|| embedded::parse(NAMES));

/// The provider that gateways name by `prefix` before a slash: `azure` in
/// `azure/gpt-5.2`.
pub fn vendor(prefix: &str) -> Option<&'static ProviderRecord> {
    provider(NAMES_FILE.prefixes.get(prefix)?)
}

/// The provider that a prefix names, and the model behind it: `azure/gpt-5.2` is `gpt-5.2`
/// of `azure-openai`.
pub fn provider_of_litellm_prefix(model: &str) -> Option<(&'static str, &str)> {
    let (prefix, rest) = model.split_once('/')?;
    Some((vendor(prefix)?.id.as_str(), rest))
}

/// How the ids of models begin whose maker is known.
pub fn model_beginnings() -> impl Iterator<Item = &'static str> {
    NAMES_FILE.makers.keys().map(String::as_str)
}

/// Who made a model.
#[derive(Debug, Clone, Copy)]
pub enum Maker {
    /// A provider of the catalogue.
    Provider(&'static ProviderRecord),
    /// Somebody who answers no calls: others serve the weights.
    Nobody,
    /// The name does not tell.
    Unknown,
}

/// The provider that made a model, by how its id begins, whoever hosts it; `None` for
/// weights whose maker is no provider of the catalogue.
pub fn maker(model: &str) -> Option<&'static ProviderRecord> {
    match maker_of(model) {
        Maker::Provider(maker) => Some(maker),
        Maker::Nobody | Maker::Unknown => None,
    }
}

/// The same, telling apart what is known to have no such maker.
pub fn maker_of(model: &str) -> Maker {
    let name = lineage_name(model);
    let rows = NAMES_FILE.makers.iter();
    let fitting = rows.filter(|(start, _)| name.starts_with(start.as_str()));
    match fitting.max_by_key(|(start, _)| start.len()) {
        Some((_, id)) => provider(id).map_or(Maker::Nobody, Maker::Provider),
        // Weights bear the name of who published them.
        None if model.contains('/') => Maker::Nobody,
        None => Maker::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_a_provider_that_answers_ai_calls() {
        let all = NAMES_FILE.prefixes.iter().chain(&NAMES_FILE.makers);
        for (name, id) in all {
            let known = provider(id).is_some_and(ProviderRecord::answers_ai_calls);
            assert!(known || id.is_empty(), "{name}");
        }
    }

    #[test]
    fn makers_are_known_by_their_models() {
        let made_by = |model| maker(model).map(|one| one.id.as_str());
        assert_eq!(made_by("gpt-5.2"), Some("openai"));
        assert_eq!(
            made_by("us.anthropic.claude-opus-4-8-v1:0"),
            Some("anthropic")
        );
        assert_eq!(made_by("meta-llama/llama-3.3-70b-instruct"), None);
        assert_eq!(made_by("openai/gpt-oss-120b"), None);
        assert_eq!(
            vendor("azure").map(|one| one.id.as_str()),
            Some("azure-openai")
        );
        assert!(vendor("meta-llama").is_none());
        assert!(matches!(maker_of("meta-llama/llama-3.3"), Maker::Nobody));
        assert!(matches!(maker_of("gpt-oss-120b"), Maker::Nobody));
        assert!(matches!(maker_of("support-chat"), Maker::Unknown));
    }
}
