use serde::Deserialize;

use crate::model::{AfterEnd, Confidence, Lifecycle};
use jurymast_terms::units::Date;

use super::embedded::{self, MODELS};
use super::providers::{day, some_day};

/// The ends of models at one provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelList {
    /// The provider's id.
    pub provider: String,
    /// Where rows without a source of their own were read.
    pub source: String,
    /// How sure it is, where a model says nothing else.
    pub confidence: Confidence,
    /// The day it was read.
    #[serde(deserialize_with = "day")]
    pub read: Date,
    /// In order of id.
    #[serde(rename = "model")]
    pub models: Vec<ModelRecord>,
}

/// What is known of the end of one model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRecord {
    /// As calls name it.
    pub id: String,
    /// Said only where no end is known.
    pub status: Option<Lifecycle>,
    /// The day it ends.
    #[serde(default, deserialize_with = "some_day")]
    pub retires: Option<Date>,
    /// The provider's "not sooner than", which is no end.
    #[serde(default, deserialize_with = "some_day")]
    pub earliest: Option<Date>,
    /// The day the end was made known.
    #[serde(default, deserialize_with = "some_day")]
    pub announced: Option<Date>,
    /// What becomes of calls after it.
    #[serde(default = "fails")]
    pub after: AfterEnd,
    /// "none" where the provider says there is none.
    pub replacement: Option<String>,
    /// The id that this one stands for, and whose end it shares.
    pub alias_of: Option<String>,
    /// Where this was read, where it was not in the list's own source.
    pub source: Option<String>,
    /// How sure this is, where it differs from the list's.
    pub confidence: Option<Confidence>,
    /// What else is known.
    pub note: Option<String>,
}

fn fails() -> AfterEnd {
    AfterEnd::Fails
}

impl ModelList {
    /// A model as calls name it; a region prefix such as Bedrock's `eu.` may be left out,
    /// and so may the owner of a fine-tuned model (`ft:gpt-4o-2024-08-06:acme::1`).
    pub fn find(&self, model: &str) -> Option<&ModelRecord> {
        let model = match model.match_indices(':').nth(1) {
            Some((end, _)) if model.starts_with("ft:") => &model[..end],
            _ => model,
        };
        let exact = |id: &str| {
            self.models
                .binary_search_by(|row| row.id.as_str().cmp(id))
                .ok()
                .map(|at| &self.models[at])
        };
        exact(model).or_else(|| {
            let (region, rest) = model.split_once('.')?;
            let known = ["us", "eu", "apac", "au", "jp", "ca", "us-gov", "global"];
            known.contains(&region).then(|| exact(rest)).flatten()
        })
    }

    /// Where the end of one of its models was read, and how sure that is.
    pub fn source_of<'a>(&'a self, model: &'a ModelRecord) -> (&'a str, Confidence) {
        (
            model.source.as_deref().unwrap_or(&self.source),
            model.confidence.unwrap_or(self.confidence),
        )
    }
}

/// The models of a provider whose end is known; `None` where no list was read.
pub fn models(provider: &str) -> Option<&'static ModelList> {
    embedded::find(&MODELS, provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_sora_is_gone() {
        for file in &MODELS {
            let ids: Vec<_> = file.parsed.models.iter().map(|m| &m.id).collect();
            assert!(ids.is_sorted(), "{}", file.id);
        }
        let sora = models("openai").unwrap().find("sora-2").unwrap();
        assert_eq!(sora.retires.unwrap().to_string(), "2026-09-24");
        assert_eq!(sora.replacement.as_deref(), Some("none"));
    }

    #[test]
    fn every_row_says_an_end_or_that_none_is_known() {
        for list in MODELS.iter().map(|file| &file.parsed) {
            for row in &list.models {
                let id = &row.id;
                assert_ne!(row.retires.is_some(), row.status.is_some(), "{id}");
                if row.after == AfterEnd::Redirects {
                    let named = row.replacement.as_deref().is_some_and(|one| one != "none");
                    assert!(named && row.retires.is_some(), "{id}");
                }
                if let Some(of) = &row.alias_of {
                    let of = list.find(of).unwrap();
                    assert_eq!(row.retires, of.retires, "{id}");
                }
                // Keys of a price list, not of a call.
                assert!(!id.contains('*') && !id.contains("-x-"), "{id}");
            }
        }
    }

    fn end(provider: &str, model: &str) -> Option<String> {
        let row = models(provider)?.find(model)?;
        row.retires.map(|day| day.to_string())
    }

    #[test]
    fn models_that_left_the_lists_are_known() {
        for (provider, model, day) in [
            ("anthropic", "claude-opus-4-1-20250805", "2026-08-05"),
            ("anthropic", "claude-opus-4-1", "2026-08-05"),
            ("anthropic", "claude-3-5-sonnet-20241022", "2025-10-28"),
            ("openai", "dall-e-3", "2026-05-12"),
            ("openai", "gpt-4o-realtime-preview", "2026-05-07"),
            ("openai", "o1-preview", "2025-07-28"),
            ("openai", "gpt-4o", "2027-01-14"),
            ("openai", "ft:gpt-4o-mini-2024-07-18:acme::1", "2027-01-14"),
            ("groq", "llama-3.3-70b-versatile", "2026-08-16"),
            ("xai", "grok-3", "2026-05-15"),
            ("google-gemini", "gemini-2.0-flash", "2026-06-01"),
            ("mistral", "mistral-large-2411", "2026-05-31"),
            ("mistral", "mistral-large-2512", "2027-04-30"),
            ("azure-openai", "gpt-5-mini", "2027-07-13"),
            ("azure-foundry", "Codestral-2501", "2027-02-15"),
        ] {
            assert_eq!(end(provider, model).as_deref(), Some(day), "{model}");
        }
    }

    #[test]
    fn a_day_before_which_nothing_ends_is_no_end() {
        for (provider, model) in [
            ("anthropic", "claude-haiku-4-5"),
            ("azure-foundry", "claude-opus-4-5"),
            ("google-vertex", "claude-sonnet-4-5"),
            ("aws-bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0"),
            // Deprecated, and still answered.
            ("anthropic", "claude-mythos-preview"),
            ("cohere", "command-r-plus"),
        ] {
            let row = models(provider).unwrap().find(model).unwrap();
            assert_eq!(row.retires, None, "{model}");
            assert!(row.status.is_some(), "{model}");
        }
    }

    #[test]
    fn gemini_is_answered_by_another_model() {
        let list = models("google-gemini").unwrap();
        for (model, by) in [
            ("gemini-2.5-pro", "gemini-3.8-flash"),
            ("gemini-2.5-flash", "gemini-3.5-flash-lite"),
        ] {
            let row = list.find(model).unwrap();
            assert_eq!(row.after, AfterEnd::Redirects);
            assert_eq!(row.replacement.as_deref(), Some(by));
        }
    }

    #[test]
    fn a_region_prefix_does_not_hide_a_model() {
        let bedrock = models("aws-bedrock").unwrap();
        let row = bedrock.models.iter().find(|m| m.id.starts_with("ai21."));
        assert!(bedrock.find(&format!("us.{}", row.unwrap().id)).is_some());
    }
}
