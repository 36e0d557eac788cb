use serde_json::Value;

use super::values::{all_have, any_has, list};

/// Whose answer a file is, by its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Anthropic,
    Mistral,
    OpenRouter,
    /// OpenAI, and all who answer as it does.
    OpenAi,
    /// The older list of an Azure resource.
    AzureResource,
    AzureArm,
    Bedrock,
    Gemini,
    LiteLlm,
    ModelsDev,
}

/// The shapes, for people.
pub(super) const SHAPES: &str = "the answers of Anthropic, OpenAI (and those who answer alike), Mistral, \
     OpenRouter, Gemini, Bedrock (list-foundation-models) and Azure (cognitiveservices model list), \
     LiteLLM's model_prices file, models.dev's api.json";

impl Shape {
    /// `None`: it is none of them.
    pub(super) fn of(root: &Value) -> Option<Self> {
        if let Some(entries) = entries(root) {
            return Self::of_entries(root, entries);
        }
        let map = root.as_object()?;
        let mut values = map.iter().filter(|(key, _)| *key != "sample_spec");
        let (_, first) = values.next()?;
        if first.get("litellm_provider").is_some()
            || values.any(|(_, one)| one.get("litellm_provider").is_some())
        {
            return Some(Self::LiteLlm);
        }
        let provider = |one: &Value| one.get("models").is_some_and(Value::is_object);
        map.values().all(provider).then_some(Self::ModelsDev)
    }

    fn of_entries(root: &Value, entries: &[Value]) -> Option<Self> {
        if root.get("modelSummaries").is_some() {
            return all_have(entries, "modelId").then_some(Self::Bedrock);
        }
        if root.get("models").is_some() {
            let gemini =
                all_have(entries, "name") && any_has(entries, "supportedGenerationMethods");
            return gemini.then_some(Self::Gemini);
        }
        let arm = |one: &Value| {
            let model = one.get("model").unwrap_or(one);
            model.get("format").is_some() && model.get("name").is_some()
        };
        if !entries.is_empty() && entries.iter().all(arm) {
            return Some(Self::AzureArm);
        }
        if !all_have(entries, "id") {
            return None;
        }
        let typed = entries
            .iter()
            .any(|one| one.get("type").is_some_and(|is| is == "model"));
        let pages = root.get("first_id").is_some() || root.get("has_more").is_some();
        if any_has(entries, "display_name") && typed && pages {
            return Some(Self::Anthropic);
        }
        if any_has(entries, "canonical_slug")
            || any_has(entries, "top_provider") && any_has(entries, "pricing")
        {
            return Some(Self::OpenRouter);
        }
        if any_has(entries, "lifecycle_status") && any_has(entries, "capabilities") {
            return Some(Self::AzureResource);
        }
        if any_has(entries, "aliases") && any_has(entries, "capabilities") {
            return Some(Self::Mistral);
        }
        let object = |one: &Value| one.get("object").is_some_and(|is| is == "model");
        entries.iter().all(object).then_some(Self::OpenAi)
    }
}

/// The entries of a list, wherever it has them.
pub(super) fn entries(root: &Value) -> Option<&[Value]> {
    let keys = ["data", "modelSummaries", "value", "models"];
    let under = keys.iter().find_map(|key| list(root, key));
    under.or_else(|| root.as_array().map(Vec::as_slice))
}
