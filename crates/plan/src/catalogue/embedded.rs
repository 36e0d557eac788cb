use std::sync::LazyLock;

use serde::de::DeserializeOwned;

/// A data file that is parsed when first asked for.
pub(super) struct File<T> {
    pub(super) id: &'static str,
    pub(super) parsed: LazyLock<T>,
}

macro_rules! files {
    ($name:ident: $type:ty, $folder:literal: $($id:literal)*) => {
        pub(super) static $name: [File<$type>; [$($id),*].len()] = [$(File {
            id: $id,
            parsed: LazyLock::new(|| {
                parse(include_str!(concat!("data/", $folder, "/", $id, ".toml")))
            }),
        }),*];
    };
}

files! {
    PROVIDERS: super::ProviderRecord, "providers":
    "adyen"
    "agentgateway"
    "akamai"
    "algolia"
    "alibaba-dashscope"
    "amazon-ecr"
    "amazon-s3"
    "amplitude"
    "anthropic"
    "assemblyai"
    "atlassian"
    "auth0"
    "aws-agentcore-gateway"
    "aws-bedrock"
    "aws-cloudfront"
    "aws-route-53"
    "azure-foundry"
    "azure-openai"
    "bifrost"
    "braintree"
    "cerebras"
    "circleci"
    "claude-code"
    "clerk"
    "clickhouse-cloud"
    "cloudflare-ai"
    "cloudflare-cdn"
    "cloudinary"
    "cohere"
    "confluent-cloud"
    "contentful"
    "crates-io"
    "databricks"
    "datadog"
    "deepgram"
    "deepinfra"
    "deepseek"
    "digicert"
    "digitalocean"
    "docker-hub"
    "elastic-cloud"
    "elevenlabs"
    "envoy-ai-gateway"
    "fal"
    "fastly"
    "firebase"
    "fireworks"
    "fly-io"
    "ghcr"
    "github"
    "github-copilot"
    "github-models"
    "gitlab"
    "google-cloud-dns"
    "google-gemini"
    "google-maps"
    "google-vertex"
    "google-workspace"
    "grafana-cloud"
    "groq"
    "hcp-terraform"
    "helicone"
    "heroku"
    "hubspot"
    "huggingface"
    "incident-io"
    "infinity"
    "intercom"
    "klarna"
    "kong-ai"
    "langchain"
    "launchdarkly"
    "lets-encrypt"
    "linode"
    "litellm"
    "llama-cpp"
    "lm-studio"
    "localai"
    "mailchimp"
    "mailgun"
    "mapbox"
    "maven-central"
    "microsoft-teams"
    "mistral"
    "mistral-rs"
    "mixpanel"
    "mongodb-atlas"
    "multi-provider-frameworks"
    "neon"
    "netlify"
    "new-relic"
    "npm"
    "ns1"
    "nvidia-nim"
    "okta"
    "ollama"
    "openai"
    "openrouter"
    "opsgenie"
    "pagerduty"
    "paypal"
    "perplexity"
    "plaid"
    "planetscale"
    "portkey"
    "postmark"
    "pypi"
    "quay"
    "redis-cloud"
    "render"
    "replicate"
    "requesty"
    "rubygems"
    "runway"
    "salesforce"
    "segment"
    "sendgrid"
    "sentry"
    "sglang"
    "shopify"
    "slack"
    "snowflake"
    "snowflake-cortex"
    "square"
    "stability"
    "stripe"
    "supabase"
    "tei"
    "tgi"
    "together"
    "triton"
    "truefoundry"
    "twilio"
    "upstash"
    "vercel"
    "vercel-gateway"
    "vllm"
    "voyage"
    "workos"
    "xai"
    "xinference"
    "zendesk"
    "zoom"
}

files! {
    MODELS: super::ModelList, "models":
    "alibaba-dashscope"
    "anthropic"
    "aws-bedrock"
    "azure-foundry"
    "azure-openai"
    "cerebras"
    "cloudflare-ai"
    "cohere"
    "databricks"
    "deepgram"
    "deepinfra"
    "deepseek"
    "elevenlabs"
    "fireworks"
    "github-copilot"
    "google-gemini"
    "google-vertex"
    "groq"
    "mistral"
    "nvidia-nim"
    "openai"
    "openrouter"
    "perplexity"
    "replicate"
    "snowflake-cortex"
    "stability"
    "together"
    "vercel-gateway"
    "voyage"
    "xai"
}

files! {
    OUTAGES: super::Outage, "outages":
    "anthropic-2025-08-05"
    "anthropic-2026-03-02"
    "anthropic-2026-04-15"
    "anthropic-2026-04-28"
    "anthropic-2026-05-16"
    "anthropic-2026-06-02"
    "anthropic-2026-06-05"
    "anthropic-2026-06-12"
    "anthropic-2026-09-11"
    "anthropic-2026-09-15"
    "aws-2025-10-20"
    "azure-front-door-2025-10-29"
    "azure-openai-2024-07-13"
    "azure-openai-2026-01-27"
    "azure-openai-2026-03-09"
    "cloudflare-2025-11-18"
    "cloudflare-2025-12-05"
    "github-2026-07-16"
    "github-2026-10-05"
    "github-copilot-2026-11-13"
    "google-cloud-2025-06-12"
    "google-cloud-2026-09-01"
    "google-vertex-2026-02-27"
    "openai-2023-11-08"
    "openai-2024-06-04"
    "openai-2024-12-04"
    "openai-2024-12-11"
    "openai-2024-12-26"
    "openai-2025-01-23"
    "openai-2025-06-10"
    "openai-2026-02-03"
    "openai-2026-02-04"
    "openai-2026-03-05"
    "openai-2026-04-20"
    "openai-2026-06-02"
    "openai-2026-07-25"
    "openai-2026-08-31"
    "openai-2026-09-03"
    "openai-2026-09-08"
    "openai-2026-09-11"
    "openai-2026-09-24"
    "openai-2026-09-29"
    "openrouter-2025-08-28"
    "openrouter-2026-02-17"
    "openrouter-2026-02-19"
}

pub(super) const DOMAINS: &str = include_str!("data/domains.toml");
pub(super) const REGIONS: &str = include_str!("data/regions.toml");
pub(super) const ALIASES: &str = include_str!("data/aliases.toml");
pub(super) const DETECTION: &str = include_str!("data/detection.toml");
pub(super) const NAMES: &str = include_str!("data/names.toml");
pub(super) const LINEAGES: &str = include_str!("data/lineages.toml");
pub(super) const SPELLINGS: &str = include_str!("data/provider-spellings.toml");
pub(super) const SCENARIOS: &str = include_str!("data/scenarios.toml");

/// Parses a data file of this program; a test parses every one of them.
#[expect(clippy::panic, reason = "the files are compiled in and tested")]
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("a catalogue file is broken: {error}"))
}

/// The file of that id, where there is one; files are listed in order of id.
pub(super) fn find<T>(files: &'static [File<T>], id: &str) -> Option<&'static T> {
    files
        .binary_search_by(|file| file.id.cmp(id))
        .ok()
        .map(|at| &*files[at].parsed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn on_disk(folder: &str) -> BTreeSet<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalogue/data");
        std::fs::read_dir(format!("{path}/{folder}"))
            .unwrap()
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn every_file_is_listed_in_order_and_parses() {
        for file in &PROVIDERS {
            assert_eq!(file.parsed.id, file.id);
        }
        for file in &MODELS {
            assert_eq!(file.parsed.provider, file.id);
        }
        let providers: Vec<_> = PROVIDERS.iter().map(|file| file.id.to_owned()).collect();
        assert_eq!(
            providers,
            on_disk("providers").into_iter().collect::<Vec<_>>()
        );
        let models: Vec<_> = MODELS.iter().map(|file| file.id.to_owned()).collect();
        assert_eq!(models, on_disk("models").into_iter().collect::<Vec<_>>());
        for file in &OUTAGES {
            assert_eq!(file.parsed.id, file.id);
        }
        let outages: Vec<_> = OUTAGES.iter().map(|file| file.id.to_owned()).collect();
        assert_eq!(outages, on_disk("outages").into_iter().collect::<Vec<_>>());
    }
}
