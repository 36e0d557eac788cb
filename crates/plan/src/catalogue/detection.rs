use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Confidence;

use super::embedded::{self, DETECTION};
use super::{meant, provider, provider_ids, vendor};

/// How the use of an outside party shows in a repository.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectionRecord {
    /// The party.
    pub id: String,
    /// Variables that name it by themselves.
    #[serde(default)]
    pub variables: Vec<String>,
    /// Variables that say only that it may be used.
    #[serde(default)]
    pub weak_variables: Vec<String>,
    /// Its container images, without a tag.
    #[serde(default)]
    pub images: Vec<String>,
    /// Actions of GitHub's that call it.
    #[serde(default)]
    pub github_actions: Vec<String>,
    /// Beginnings of the types of its resources in Terraform.
    #[serde(default)]
    pub terraform: Vec<String>,
    /// Beginnings of the types of its resources in CloudFormation.
    #[serde(default)]
    pub cloudformation: Vec<String>,
    /// Kinds of its objects in Kubernetes.
    #[serde(default)]
    pub k8s_kinds: Vec<String>,
    /// How sure the whole of it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// Packages of its clients, by registry: pypi, npm, cargo, go, maven, nuget, gem,
    /// composer.
    #[serde(default)]
    pub packages: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DetectionFile {
    provider: Vec<DetectionRecord>,
}

static RECORDS: LazyLock<Vec<DetectionRecord>> = LazyLock::new(|| {
    let file: DetectionFile = embedded::parse(DETECTION);
    file.provider
});

/// Parties by the hosts that calls go to; a leading `*.` stands for any number of labels.
static HOSTS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let records = provider_ids().filter_map(provider);
    let mut hosts = BTreeMap::new();
    for one in records {
        for host in &one.hosts {
            // Of two that share a host the first by id is named.
            hosts.entry(host.as_str()).or_insert(one.id.as_str());
        }
    }
    hosts
});

/// All of them, by id.
pub fn detection() -> &'static [DetectionRecord] {
    &RECORDS
}

/// The party that answers at a host name.
pub fn provider_of_host(host: &str) -> Option<&'static str> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Some(id) = HOSTS.get(host.as_str()) {
        return Some(id);
    }
    let mut dots = host.match_indices('.');
    dots.find_map(|(at, _)| HOSTS.get(format!("*{}", &host[at..]).as_str()).copied())
}

/// The party whose software a container image is, whatever its tag.
pub fn provider_of_image(image: &str) -> Option<&'static str> {
    let name = image.split('@').next().unwrap_or(image);
    let tag = name.rfind(':').filter(|at| !name[*at..].contains('/'));
    let name = &name[..tag.unwrap_or(name.len())];
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    let is_of = |known: &String| {
        let rest = name.strip_prefix(known.as_str());
        rest.is_some_and(|rest| rest.is_empty() || known.ends_with('/') || rest.starts_with('-'))
    };
    let has = |one: &&DetectionRecord| one.images.iter().any(is_of);
    RECORDS.iter().find(has).map(|one| one.id.as_str())
}

/// The party that a variable names by itself.
pub fn provider_of_variable(name: &str) -> Option<&'static str> {
    let has = |one: &&DetectionRecord| one.variables.iter().any(|known| known == name);
    RECORDS.iter().find(has).map(|one| one.id.as_str())
}

/// The party whose account a variable is of, as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountOwner {
    /// The party.
    pub id: &'static str,
    /// Whoever has such an account calls it while it runs; else the account may be for
    /// builds, for a name, for a store that one runs oneself, or for another part of a
    /// cloud.
    pub is_called: bool,
}

/// What accounts have, behind the name of whose they are.
const CREDENTIALS: [&str; 33] = [
    "ACCESS_KEY",
    "ACCESS_TOKEN",
    "ACCOUNT_ID",
    "ACCOUNT_SID",
    "API_KEY",
    "API_KEYS",
    "API_SECRET",
    "API_TOKEN",
    "APIKEY",
    "APP_ID",
    "APP_KEY",
    "AUTH_TOKEN",
    "BOT_TOKEN",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "DSN",
    "INTEGRATION_KEY",
    "KEY",
    "LICENSE_KEY",
    "PRIVATE_KEY",
    "PROJECT_ID",
    "PUBLIC_KEY",
    "PUBLISHABLE_KEY",
    "ROUTING_KEY",
    "SDK_KEY",
    "SECRET",
    "SECRET_KEY",
    "SERVER_TOKEN",
    "SIGNING_SECRET",
    "TOKEN",
    "WEBHOOK_SECRET",
    "WEBHOOK_URL",
    "WRITE_KEY",
];

/// Kinds of parties that one has accounts with for other ends, or that one may run oneself.
const NOT_ONLY_CALLED: [&str; 9] = [
    "certificates",
    "cdn",
    "code-hosting",
    "data-platform",
    "database",
    "dns",
    "hosting",
    "registry",
    "search",
];

/// Names of clouds that sell more than models.
const CLOUDS: [&str; 7] = [
    "azure",
    "cloudflare",
    "databricks",
    "github",
    "google",
    "snowflake",
    "vercel",
];

/// The party that a variable names by its words: the party's name, and behind it what
/// accounts have, whatever stands in front: `STRIPE_KEY`, `APP_OPENAI_API_KEY`. Whose
/// documentation has the variable is told by [`provider_of_variable`].
pub fn owner_of_account(variable: &str) -> Option<AccountOwner> {
    let words: Vec<String> = variable
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    let shared = RECORDS
        .iter()
        .find(|one| one.weak_variables.iter().any(|known| known == variable));
    (1..words.len()).find_map(|at| {
        let behind = words[at..].join("_");
        CREDENTIALS.contains(&behind.as_str()).then_some(())?;
        let longest = at.min(3);
        let mut names = (1..=longest).rev().map(|count| &words[at - count..at]);
        let named = names.find_map(|name| named_by_words(name, behind.ends_with("ID")));
        let Some(shared) = shared else { return named };
        Some(AccountOwner {
            id: named.map_or(shared.id.as_str(), |one| one.id),
            is_called: false,
        })
    })
}

/// The party that words name; what only identifies an account tells nothing of calls of
/// models.
fn named_by_words(words: &[String], is_identifier: bool) -> Option<AccountOwner> {
    let joined = |by: &str| words.join(by).to_ascii_lowercase();
    let name = joined("-");
    let by_id = || provider(&name);
    let in_one_word = || {
        let whole = joined("");
        provider_ids()
            .find(|id| id.replace('-', "") == whole)
            .and_then(provider)
    };
    let of_models = || {
        let spelt = vendor(&joined("_")).or_else(|| vendor(&name));
        let spelt = spelt.or_else(|| provider(meant(&name)?));
        spelt.filter(|one| one.answers_ai_calls())
    };
    let party = by_id().or_else(in_one_word).or_else(of_models)?;
    if party.kind == "framework" || party.answers_ai_calls() && is_identifier {
        return None;
    }
    let is_of_cloud = CLOUDS.contains(&name.as_str());
    Some(AccountOwner {
        id: party.id.as_str(),
        is_called: !is_of_cloud && !NOT_ONLY_CALLED.contains(&party.kind.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_known_by_the_words_of_their_variables() {
        let of = |variable: &str| owner_of_account(variable).map(|one| (one.id, one.is_called));
        for (variable, id) in [
            ("STRIPE_KEY", "stripe"),
            ("STRIPE_SECRET", "stripe"),
            ("APP_STRIPE_WEBHOOK_SECRET", "stripe"),
            ("NEWRELIC_LICENSE_KEY", "new-relic"),
            ("NEW_RELIC_API_KEY", "new-relic"),
            ("SENDGRID_KEY", "sendgrid"),
            ("SLACK_CLIENT_ID", "slack"),
            ("CLAUDE_API_KEY", "anthropic"),
            ("APP_OPENAI_API_KEY", "openai"),
            ("spring.ai.mistralai.api-key", "mistral"),
            ("AZURE_OPENAI_KEY", "azure-openai"),
            ("GOOGLE_MAPS_KEY", "google-maps"),
        ] {
            assert_eq!(of(variable), Some((id, true)), "{variable}");
        }
        for (variable, id) in [
            ("GITHUB_TOKEN", "github"),
            ("GITLAB_TOKEN", "gitlab"),
            ("NPM_TOKEN", "npm"),
            ("HF_TOKEN", "huggingface"),
            ("GOOGLE_API_KEY", "google-gemini"),
            ("GOOGLE_KEY", "google-gemini"),
            ("SUPABASE_SECRET_KEY", "supabase"),
        ] {
            assert_eq!(of(variable), Some((id, false)), "{variable}");
        }
        for variable in [
            "SECRET_KEY",
            "JWT_SECRET",
            "POSTGRES_PASSWORD",
            "AZURE_CLIENT_ID",
            "AWS_ACCESS_KEY_ID",
            "LANGCHAIN_API_KEY",
            "STRIPE",
            "STRIPE_ENABLED",
            "S3_ACCESS_KEY",
        ] {
            assert_eq!(of(variable), None, "{variable}");
        }
        // What is known by its whole name is known by its words, too.
        let whole = |name: &str| provider_of_variable(name).map(|id| (id, true));
        assert_eq!(of("OPENAI_API_KEY"), whole("OPENAI_API_KEY"));
    }

    #[test]
    fn records_are_of_known_parties_and_by_id() {
        let ids: Vec<&str> = detection().iter().map(|one| one.id.as_str()).collect();
        assert!(ids.is_sorted());
        for id in ids {
            assert!(provider(id).is_some(), "{id}");
        }
    }

    #[test]
    fn parties_by_what_names_them() {
        assert_eq!(provider_of_host("api.openai.com"), Some("openai"));
        assert_eq!(
            provider_of_host("acme.openai.azure.com"),
            Some("azure-openai")
        );
        assert_eq!(provider_of_host("api.openai.com.evil.example"), None);
        assert_eq!(provider_of_variable("STRIPE_SECRET_KEY"), Some("stripe"));
        assert_eq!(provider_of_variable("POSTGRES_PASSWORD"), None);
        let image = provider_of_image("ghcr.io/berriai/litellm:main-stable");
        assert_eq!(image, Some("litellm"));
        assert_eq!(provider_of_image("docker.io/ollama/ollama"), Some("ollama"));
        assert_eq!(provider_of_image("postgres:17"), None);
    }
}
