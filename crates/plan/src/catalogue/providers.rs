use serde::Deserialize;

use crate::model::{Confidence, Symptom};
use jurymast_terms::units::Date;
use jurymast_terms::vocabulary::FaultLevel;

use super::GatewayRecord;
use super::embedded::{self, PROVIDERS};

/// Kinds of providers that answer AI calls, or pass them on.
const AI_KINDS: [&str; 7] = [
    "lab-api",
    "cloud-host",
    "inference-cloud",
    "model-hub",
    "gateway",
    "runtime",
    "framework",
];

/// Kinds of parties that are told what happened, and asked for nothing.
const TOLD_KINDS: [&str; 3] = ["monitoring", "analytics", "alerting"];

/// A provider as the catalogue knows it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderRecord {
    /// As plans name it.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// What kind of outside party it is: one that answers AI calls (lab-api, cloud-host,
    /// inference-cloud, model-hub, gateway, runtime, framework), or another (payments,
    /// identity, messaging, cdn, dns, registry, monitoring, database ...).
    pub kind: String,
    /// One runs it oneself.
    #[serde(default)]
    pub self_hosted: bool,
    /// It runs on hardware of its own.
    #[serde(default)]
    pub own_hardware: bool,
    /// Host names that calls go to.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Others may host what it made without asking.
    #[serde(default)]
    pub open_weights: bool,
    /// Ids of providers that serve its models too.
    #[serde(default)]
    pub also_served_by: Vec<String>,
    /// Makers whose models it serves; not all of them are providers here.
    #[serde(default)]
    pub hosts_models_of: Vec<String>,
    /// "text->image"
    pub modality: Option<String>,
    /// The day this was last checked.
    #[serde(deserialize_with = "day")]
    pub checked: Date,
    /// How sure the whole of it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// What else is known.
    pub note: Option<String>,
    /// What calls are answered with once the credit is spent.
    pub credit_spent: Option<CreditRecord>,
    /// Where it says what is broken.
    pub status_page: Option<StatusPage>,
    /// How it passes calls on, where it does.
    pub gateway: Option<GatewayRecord>,
    /// Where it is called.
    #[serde(default, rename = "endpoint")]
    pub endpoints: Vec<EndpointRecord>,
    /// What it stands in.
    #[serde(default, rename = "domain")]
    pub domains: Vec<MembershipRecord>,
}

/// What a provider answers once the credit is spent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditRecord {
    /// Which of several is seen is not known.
    pub symptoms: Vec<Symptom>,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// Where a provider says what is broken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusPage {
    /// For people.
    pub url: String,
    /// The service that runs the page: incident-io, statuspage, rss ...
    pub format: String,
    /// Where a machine reads it: a path below `url`, or a whole address.
    pub summary: Option<String>,
    /// What else is known.
    pub note: Option<String>,
}

/// Where a provider is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointRecord {
    /// Without the provider: `responses`.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// Taken for a model when no endpoint's prefix matches.
    #[serde(default)]
    pub default: bool,
    /// Beginnings of model ids that are called here.
    #[serde(default)]
    pub models: Vec<String>,
    /// The day it ends or ended.
    #[serde(default, deserialize_with = "some_day")]
    pub retired: Option<Date>,
    /// The day the end was made known.
    #[serde(default, deserialize_with = "some_day")]
    pub announced: Option<Date>,
    /// What to call instead; "none" where the provider says there is nothing.
    pub replacement: Option<String>,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// A failure domain that the provider, or some of its endpoints, stand in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipRecord {
    /// A domain, or another provider that it rests on.
    pub id: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// What the loss of the domain does to who stands in it.
    pub effect: FaultLevel,
    /// On what it rests.
    pub why: String,
    /// The endpoints it holds for; empty: the whole provider.
    #[serde(default)]
    pub endpoints: Vec<String>,
}

impl ProviderRecord {
    /// Whether it is only told what happened: nothing stops without it.
    pub fn is_only_told(&self) -> bool {
        TOLD_KINDS.contains(&self.kind.as_str())
    }

    /// Whether it answers AI calls, or passes them on.
    pub fn answers_ai_calls(&self) -> bool {
        AI_KINDS.contains(&self.kind.as_str())
    }

    /// Whether it is software that one runs to answer calls with weights of one's own: no
    /// outside party, and no fault of its own.
    pub fn is_runtime(&self) -> bool {
        self.kind == "runtime"
    }

    /// The endpoint of that id.
    pub fn endpoint(&self, id: &str) -> Option<&EndpointRecord> {
        self.endpoints.iter().find(|endpoint| endpoint.id == id)
    }

    /// The endpoint that calls to `model` usually go to: the one with the longest
    /// matching prefix, else the default.
    pub fn usual_endpoint(&self, model: Option<&str>) -> Option<&EndpointRecord> {
        let matched = model.and_then(|model| {
            self.endpoints
                .iter()
                .filter_map(|endpoint| {
                    let prefixes = endpoint.models.iter();
                    let longest = prefixes.filter(|p| model.starts_with(*p)).map(String::len);
                    longest.max().map(|length| (length, endpoint))
                })
                .max_by_key(|(length, _)| *length)
                .map(|(_, endpoint)| endpoint)
        });
        matched.or_else(|| self.endpoints.iter().find(|endpoint| endpoint.default))
    }
}

/// Ids in order.
pub fn provider_ids() -> impl Iterator<Item = &'static str> {
    PROVIDERS.iter().map(|file| file.id)
}

/// The provider of that id.
pub fn provider(id: &str) -> Option<&'static ProviderRecord> {
    embedded::find(&PROVIDERS, id)
}

pub(super) fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let date = toml::value::Datetime::deserialize(deserializer)?;
    date.to_string().parse().map_err(serde::de::Error::custom)
}

pub(super) fn some_day<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// Whether a party answers with models that another one makes.
pub fn may_serve(party: &str, maker: &str) -> bool {
    let passes_on = |one: &ProviderRecord| {
        one.hosts_models_of.iter().any(|made| made == maker)
            || matches!(one.kind.as_str(), "gateway" | "cloud-host" | "runtime")
    };
    let serves = |one: &ProviderRecord| one.also_served_by.iter().any(|by| by == party);
    provider(party).is_some_and(passes_on) || provider(maker).is_some_and(serves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_endpoint_follows_the_longest_prefix() {
        let openai = provider("openai").unwrap();
        let usual = |model| openai.usual_endpoint(model).map(|e| e.id.as_str());
        assert_eq!(usual(Some("gpt-5.2")), Some("responses"));
        assert_eq!(usual(Some("sora-2-pro")), Some("videos"));
        assert_eq!(usual(Some("text-embedding-3-large")), Some("embeddings"));
        assert_eq!(usual(None), Some("responses"));
    }

    #[test]
    fn rows_name_things_that_exist() {
        for id in provider_ids() {
            let provider = provider(id).unwrap();
            for row in &provider.domains {
                let known =
                    super::super::domain(&row.id).is_some() || super::provider(&row.id).is_some();
                assert!(known, "{id}: {}", row.id);
                for endpoint in &row.endpoints {
                    assert!(provider.endpoint(endpoint).is_some(), "{id}: {endpoint}");
                }
            }
            if let Some(page) = &provider.status_page {
                assert!(
                    page.url.parse::<jurymast_terms::units::Link>().is_ok(),
                    "{id}"
                );
            }
        }
    }
}
