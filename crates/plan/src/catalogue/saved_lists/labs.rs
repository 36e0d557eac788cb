//! What the labs' own APIs answer to "which models are there?".

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::{ListedAbilities, ListedModel, ListedStage};
use jurymast_terms::problem::Problem;
use jurymast_terms::units::Date;

use super::read::{Read, ReadFrom};
use super::values::{any_has, count, day, has, list, price, text, truth};

/// `GET /v1/models` of Anthropic. `lifecycle` is the signal: a deprecated model whose day
/// has passed still answers.
pub(super) fn anthropic(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let models = entries.iter().filter_map(|entry| {
        let ends = day(entry, "retires_at");
        let stage = match text(entry, "lifecycle") {
            Some("retired") => ListedStage::Ended,
            Some("deprecated") => ListedStage::Deprecated,
            _ => ListedStage::Alive,
        };
        let overdue = stage == ListedStage::Deprecated && passed(ends, from.on);
        let (ends, earliest) = if overdue { (None, ends) } else { (ends, None) };
        let model = ListedModel {
            stage,
            ends,
            earliest,
            announced: day(entry, "deprecated_at"),
            gives: anthropic_gives(entry),
            ..ListedModel::alive()
        };
        Some((text(entry, "id")?.to_owned(), model))
    });
    Read {
        models: models.collect(),
        whole: is_last_page(from.root),
        tells_ends: any_has(entries, "lifecycle"),
    }
}

fn anthropic_gives(entry: &Value) -> ListedAbilities {
    let able = |key: &str| {
        let ability = entry.get("capabilities")?.get(key)?;
        truth(ability, "supported")
    };
    ListedAbilities {
        structured_output: able("structured_outputs"),
        vision: able("image_input"),
        context: count(entry, "max_input_tokens"),
        ..ListedAbilities::default()
    }
}

/// `GET /v1/models` of OpenAI, and of those who answer as it does.
pub(super) fn openai(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let models = entries.iter().filter_map(|entry| {
        // Groq says so of what it has taken away.
        let gone = entry.get("active") == Some(&Value::Bool(false));
        let model = ListedModel {
            stage: if gone {
                ListedStage::Ended
            } else {
                ListedStage::Alive
            },
            ends: day(entry, "shutdown_date"),
            gives: ListedAbilities {
                // Groq says so; OpenAI says nothing.
                context: count(entry, "context_window"),
                ..ListedAbilities::default()
            },
            ..ListedModel::alive()
        };
        let id = text(entry, "id")?;
        let id = id.strip_prefix("models/").unwrap_or(id);
        Some((id.to_owned(), model))
    });
    Read {
        models: models.collect(),
        whole: is_last_page(from.root),
        tells_ends: any_has(entries, "shutdown_date"),
    }
}

/// `GET /v1/models` of Mistral. `deprecation` is the time from which on the model is gone.
pub(super) fn mistral(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let mut models = BTreeMap::new();
    for entry in entries {
        let archived = entry
            .get("archived")
            .is_some_and(|is| *is == Value::Bool(true));
        let model = ListedModel {
            stage: if archived {
                ListedStage::Ended
            } else {
                ListedStage::Alive
            },
            ends: day(entry, "deprecation"),
            replacement: text(entry, "deprecation_replacement_model").map(ToOwned::to_owned),
            gives: mistral_gives(entry),
            ..ListedModel::alive()
        };
        let aliases = list(entry, "aliases").unwrap_or_default();
        for alias in aliases.iter().filter_map(Value::as_str) {
            // An alias that is listed itself speaks for itself.
            models
                .entry(alias.to_owned())
                .or_insert_with(|| model.clone());
        }
        if let Some(id) = text(entry, "id") {
            models.insert(id.to_owned(), model);
        }
    }
    Read {
        models,
        whole: is_last_page(from.root),
        tells_ends: any_has(entries, "deprecation"),
    }
}

fn mistral_gives(entry: &Value) -> ListedAbilities {
    let able = |key: &str| truth(entry.get("capabilities")?, key);
    ListedAbilities {
        tools: able("function_calling"),
        vision: able("vision"),
        context: count(entry, "max_context_length"),
        ..ListedAbilities::default()
    }
}

/// `GET /api/v1/models` of OpenRouter.
pub(super) fn openrouter(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let models = entries.iter().filter_map(|entry| {
        let model = ListedModel {
            ends: day(entry, "expiration_date"),
            gives: openrouter_gives(entry),
            ..ListedModel::alive()
        };
        Some((text(entry, "id")?.to_owned(), model))
    });
    Read {
        models: models.collect(),
        whole: is_last_page(from.root),
        tells_ends: any_has(entries, "expiration_date"),
    }
}

/// The best of its hosts: which of them answers is another question.
fn openrouter_gives(entry: &Value) -> ListedAbilities {
    let takes = |word: &str| has(entry, "supported_parameters", word);
    let of = |key: &str| entry.get(key).unwrap_or(&Value::Null);
    ListedAbilities {
        tools: takes("tools"),
        structured_output: takes("structured_outputs"),
        vision: has(of("architecture"), "input_modalities", "image"),
        context: count(entry, "context_length"),
        input_price: price(of("pricing"), "prompt", 1.0),
        output_price: price(of("pricing"), "completion", 1.0),
        ..ListedAbilities::default()
    }
}

/// `GET /v1beta/models` of the Gemini API, which says nothing of ends.
pub(super) fn gemini(entries: &[Value], from: &ReadFrom<'_>) -> Read {
    let models = entries.iter().filter_map(|entry| {
        let name = text(entry, "name")?;
        let id = name.strip_prefix("models/").unwrap_or(name);
        let does = |word: &str| has(entry, "supportedGenerationMethods", word);
        let only_embeds =
            does("embedContent") == Some(true) && does("generateContent") == Some(false);
        let gives = ListedAbilities {
            work: only_embeds.then_some("embeddings"),
            context: count(entry, "inputTokenLimit"),
            ..ListedAbilities::default()
        };
        let model = ListedModel {
            gives,
            ..ListedModel::alive()
        };
        Some((id.to_owned(), model))
    });
    Read {
        models: models.collect(),
        whole: text(from.root, "nextPageToken").is_none(),
        tells_ends: false,
    }
}

/// The provider of an OpenAI-shaped list, by who owns its models.
///
/// # Errors
/// When that does not tell it.
pub(super) fn owner(entries: &[Value]) -> Result<String, Problem> {
    let owners: BTreeSet<&str> = entries
        .iter()
        .filter_map(|one| text(one, "owned_by"))
        .collect();
    let created: BTreeSet<Option<i64>> = entries
        .iter()
        .map(|one| one.get("created").and_then(Value::as_i64))
        .collect();
    let cannot = |why: &str| {
        Problem::new(format!("whose list this is cannot be told: {why}"))
            .help("say it: { path = \"...\", provider = \"openai\" } (or azure-openai, groq ...)")
    };
    // OpenAI lists what an organisation trained under the organisation's name.
    let own = |owner: &&&str| owner.starts_with("org-") || owner.starts_with("user-");
    let named = owners.iter().filter(|owner| !own(owner));
    let known: BTreeSet<Option<&str>> = named
        .map(|owner| super::public::provider_of("owned-by", owner))
        .collect();
    // A gateway gives every model the time of its own first release.
    if entries.len() > 1 && created.len() == 1 {
        return Err(cannot(
            "all its models were made in the same second, as a gateway says",
        ));
    }
    match known.iter().next() {
        Some(Some(one)) if known.len() == 1 => Ok((*one).to_owned()),
        None => Err(cannot("it does not say who owns its models")),
        _ => {
            let owners: Vec<&str> = owners.into_iter().take(4).collect();
            Err(cannot(&format!(
                "its models are owned by {}",
                owners.join(", ")
            )))
        }
    }
}

/// No page follows.
fn is_last_page(root: &Value) -> bool {
    root.get("has_more") != Some(&Value::Bool(true))
}

/// A day that lay behind when the list was saved.
fn passed(day: Option<Date>, on: Option<Date>) -> bool {
    matches!((day, on), (Some(day), Some(on)) if day <= on)
}
