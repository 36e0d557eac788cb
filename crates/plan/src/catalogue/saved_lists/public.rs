//! Lists that others keep for everybody: what they lack proves nothing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::catalogue::embedded::{self, SPELLINGS};
use crate::model::{ListedAbilities, ListedModel, ListedStage};

use super::read::Read;
use super::values::{count, day, has, price, text, truth};

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
            gives: litellm_gives(entry),
            ..ListedModel::alive()
        };
        of(&mut read, provider).models.insert(id.to_owned(), model);
    }
    read
}

/// Its words for kinds of work.
const MODES: [(&str, &str); 13] = [
    ("chat", "text"),
    ("completion", "text"),
    ("responses", "text"),
    ("embedding", "embeddings"),
    ("image_generation", "images"),
    ("image_edit", "images"),
    ("video_generation", "videos"),
    ("audio_transcription", "transcription"),
    ("audio_speech", "speech"),
    ("rerank", "rerank"),
    ("moderation", "moderations"),
    ("moderations", "moderations"),
    ("realtime", "realtime"),
];

/// A flag that it leaves out says nothing.
fn litellm_gives(entry: &Value) -> ListedAbilities {
    let mode = text(entry, "mode");
    let work = MODES.iter().find(|(name, _)| mode == Some(name));
    ListedAbilities {
        work: work.map(|(_, work)| *work),
        tools: truth(entry, "supports_function_calling"),
        structured_output: truth(entry, "supports_response_schema"),
        vision: truth(entry, "supports_vision"),
        streaming: truth(entry, "supports_native_streaming"),
        context: count(entry, "max_input_tokens"),
        dimension: count(entry, "output_vector_size"),
        input_price: price(entry, "input_cost_per_token", 1.0),
        output_price: price(entry, "output_cost_per_token", 1.0),
    }
}

fn models_dev_gives(entry: &Value) -> ListedAbilities {
    let part = |key: &str| entry.get(key).unwrap_or(&Value::Null);
    let (limit, cost, kinds) = (part("limit"), part("cost"), part("modalities"));
    ListedAbilities {
        // It says of every model that it gives text, but for a few.
        work: None,
        tools: truth(entry, "tool_call"),
        structured_output: truth(entry, "structured_output"),
        vision: has(kinds, "input", "image"),
        streaming: None,
        context: count(limit, "context"),
        dimension: None,
        input_price: price(cost, "input", 1e6),
        output_price: price(cost, "output", 1e6),
    }
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
                gives: models_dev_gives(entry),
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
