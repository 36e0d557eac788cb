use serde::Deserialize;

use crate::model::Confidence;
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

/// The end of one model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRecord {
    /// As calls name it.
    pub id: String,
    /// The day it ends.
    #[serde(deserialize_with = "day")]
    pub retires: Date,
    /// The day the end was made known.
    #[serde(default, deserialize_with = "some_day")]
    pub announced: Option<Date>,
    /// "none" where the provider says there is none.
    pub replacement: Option<String>,
    /// Where this was read, where it was not in the list's own source.
    pub source: Option<String>,
    /// How sure this is, where it differs from the list's.
    pub confidence: Option<Confidence>,
    /// What else is known.
    pub note: Option<String>,
}

impl ModelList {
    /// A model as calls name it; a region prefix such as Bedrock's `eu.` may be left out.
    pub fn find(&self, model: &str) -> Option<&ModelRecord> {
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
        assert_eq!(sora.retires.to_string(), "2026-09-24");
        assert_eq!(sora.replacement.as_deref(), Some("none"));
    }

    #[test]
    fn a_region_prefix_does_not_hide_a_model() {
        let bedrock = models("aws-bedrock").unwrap();
        let row = bedrock
            .models
            .iter()
            .find(|m| !m.id.starts_with("eu."))
            .unwrap();
        assert!(bedrock.find(&format!("us.{}", row.id)).is_some());
    }
}
