//! What Azure and AWS answer to "which models are there?".

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{ListedAbilities, ListedModel, ListedStage};

use super::read::{Read, ReadFrom};
use super::values::{any_has, count, day, has, text, truth};

/// `aws bedrock list-foundation-models`.
pub(super) fn bedrock(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let models = entries.iter().filter_map(|entry| {
        let life = entry.get("modelLifecycle").unwrap_or(&Value::Null);
        let legacy = text(life, "status") == Some("LEGACY");
        let model = ListedModel {
            stage: if legacy {
                ListedStage::Deprecated
            } else {
                ListedStage::Alive
            },
            ends: day(life, "endOfLifeTime"),
            announced: day(life, "legacyTime"),
            gives: bedrock_gives(entry),
            ..ListedModel::alive()
        };
        Some((text(entry, "modelId")?.to_owned(), model))
    });
    Read {
        models: models.collect(),
        whole: text(from.root, "nextToken").is_none(),
        tells_ends: any_has(entries, "modelLifecycle"),
    }
}

fn bedrock_gives(entry: &Value) -> ListedAbilities {
    let works = [
        ("TEXT", "text"),
        ("EMBEDDING", "embeddings"),
        ("IMAGE", "images"),
        ("VIDEO", "videos"),
    ];
    let mut works = works.iter();
    let work = works.find(|(word, _)| has(entry, "outputModalities", word) == Some(true));
    ListedAbilities {
        work: work.map(|(_, work)| *work),
        vision: has(entry, "inputModalities", "IMAGE"),
        streaming: truth(entry, "responseStreamingSupported"),
        ..ListedAbilities::default()
    }
}

/// `GET /openai/models` of an Azure resource.
pub(super) fn azure_resource(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let models = entries.iter().filter_map(|entry| {
        let deprecation = entry.get("deprecation").unwrap_or(&Value::Null);
        let stage = match text(entry, "lifecycle_status") {
            Some("deprecated") => ListedStage::Ended,
            Some("deprecating") => ListedStage::Deprecated,
            _ => ListedStage::Alive,
        };
        let model = ListedModel {
            stage,
            ends: day(deprecation, "inference"),
            ..ListedModel::alive()
        };
        Some((text(entry, "id")?.to_owned(), model))
    });
    Read {
        models: models.collect(),
        whole: from.root.get("has_more") != Some(&Value::Bool(true)),
        tells_ends: any_has(entries, "deprecation"),
    }
}

/// `az cognitiveservices model list`, `... account list-models`, or the answer of Azure
/// Resource Manager itself: a model for each version, of OpenAI and of other makers, whom
/// the catalogue keeps apart.
pub(super) fn azure_arm(entries: &[Value], from: &ReadFrom<'_>) -> BTreeMap<&'static str, Read> {
    let mut read: BTreeMap<&'static str, Read> = BTreeMap::new();
    for entry in entries {
        let entry = entry.get("model").unwrap_or(entry);
        let Some(name) = text(entry, "name") else {
            continue;
        };
        let provider = match text(entry, "format") {
            Some("OpenAI") => "azure-openai",
            _ => "azure-foundry",
        };
        let of = read.entry(provider).or_insert_with(|| Read {
            models: BTreeMap::new(),
            whole: text(from.root, "nextLink").is_none(),
            tells_ends: true,
        });
        let model = arm_model(entry);
        if let Some(version) = text(entry, "version") {
            let id = format!("{name}-{version}");
            of.models.insert(id, model.clone());
        }
        // Without a version it means the one that lives longest.
        let any = of
            .models
            .entry(name.to_owned())
            .or_insert_with(|| model.clone());
        if model.lasts() > any.lasts() {
            *any = model;
        }
    }
    read
}

/// It has a word for all that it gives, and none for the rest.
fn arm_gives(entry: &Value) -> ListedAbilities {
    let abilities = entry.get("capabilities").unwrap_or(&Value::Null);
    let works = [
        ("chatCompletion", "text"),
        ("embeddings", "embeddings"),
        ("imageGenerations", "images"),
    ];
    let mut works = works.iter();
    let work = works.find(|(word, _)| truth(abilities, word) == Some(true));
    ListedAbilities {
        work: work.map(|(_, work)| *work),
        context: count(abilities, "maxContextToken"),
        ..ListedAbilities::default()
    }
}

fn arm_model(entry: &Value) -> ListedModel {
    let deprecation = entry.get("deprecation").unwrap_or(&Value::Null);
    let status = text(entry, "lifecycleStatus");
    let stage = match status {
        Some("Deprecated") => ListedStage::Ended,
        Some("Deprecating") => ListedStage::Deprecated,
        _ => ListedStage::Alive,
    };
    let end = day(deprecation, "inference");
    // What is tentative is no end, unless it has come to pass.
    let tentative = text(deprecation, "deprecationStatus") == Some("Tentative");
    let (ends, earliest) = match tentative && stage != ListedStage::Ended {
        true => (None, end),
        false => (end, None),
    };
    let heir = entry.get("replacementConfig").unwrap_or(&Value::Null);
    let replacement = text(heir, "targetModelName").map(|name| {
        let version = text(heir, "targetModelVersion");
        version.map_or_else(|| name.to_owned(), |version| format!("{name}-{version}"))
    });
    ListedModel {
        stage,
        ends,
        earliest,
        replacement,
        gives: arm_gives(entry),
        ..ListedModel::alive()
    }
}
