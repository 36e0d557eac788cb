//! Lists that others keep for everybody: what they lack proves nothing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::catalogue::embedded::{self, SPELLINGS};
use crate::model::{ListedModel, ListedStage};

use super::read::Read;
use super::values::{day, text};

/// List -> its spelling of a provider -> the catalogue's id.
static PROVIDERS: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    LazyLock::new(|| embedded::parse(SPELLINGS));

/// The catalogue's id of a provider as a list spells it.
pub(super) fn provider_of(list: &str, spelt: &str) -> Option<&'static str> {
    PROVIDERS.get(list)?.get(spelt).map(String::as_str)
}

/// LiteLLM's `model_prices_and_context_window.json`.
pub(super) fn litellm(root: &Value) -> BTreeMap<&'static str, Read> {
    let mut read = BTreeMap::new();
    for (key, entry) in root.as_object().into_iter().flatten() {
        let Some(spelt) = text(entry, "litellm_provider") else {
            continue;
        };
        let vertex = spelt.starts_with("vertex_ai");
        let Some(provider) = provider_of("litellm", if vertex { "vertex_ai" } else { spelt })
        else {
            continue;
        };
        let Some(id) = called(key, if vertex { "vertex_ai" } else { spelt }) else {
            continue;
        };
        let model = ListedModel {
            ends: day(entry, "deprecation_date"),
            replacement: text(entry, "successor_model").map(ToOwned::to_owned),
            ..ListedModel::alive()
        };
        of(&mut read, provider).models.insert(id.to_owned(), model);
    }
    read
}

/// The id that calls use, of a key of LiteLLM; `None`: it is a price or a pattern.
fn called<'a>(key: &'a str, spelt: &str) -> Option<&'a str> {
    let bare = |key: &'a str, prefix: &str| key.strip_prefix(prefix)?.strip_prefix('/');
    let prefixes = [spelt, "bedrock", "cohere", "openai"];
    let id = prefixes
        .iter()
        .find_map(|prefix| bare(key, prefix))
        .unwrap_or(key);
    let priced = id.split('/').any(|part| {
        part.contains("-x-") || part.ends_with("-month-commitment") || part.ends_with("-steps")
    });
    (!priced && !id.contains('*') && key != "sample_spec").then_some(id)
}

/// `api.json` of models.dev.
pub(super) fn models_dev(root: &Value) -> BTreeMap<&'static str, Read> {
    let mut read = BTreeMap::new();
    for (spelt, entry) in root.as_object().into_iter().flatten() {
        let Some(provider) = provider_of("models-dev", spelt) else {
            continue;
        };
        let models = entry.get("models").and_then(Value::as_object);
        for (id, entry) in models.into_iter().flatten() {
            let deprecated = text(entry, "status") == Some("deprecated");
            let model = ListedModel {
                stage: if deprecated {
                    ListedStage::Deprecated
                } else {
                    ListedStage::Alive
                },
                ..ListedModel::alive()
            };
            of(&mut read, provider).models.insert(id.to_owned(), model);
        }
    }
    read
}

fn of<'a>(read: &'a mut BTreeMap<&'static str, Read>, provider: &'static str) -> &'a mut Read {
    read.entry(provider).or_insert_with(|| Read {
        models: BTreeMap::new(),
        whole: false,
        tells_ends: false,
    })
}
