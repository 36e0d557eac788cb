use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Confidence;

use super::embedded::{self, DETECTION};
use super::{provider, provider_ids};

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

#[cfg(test)]
mod tests {
    use super::*;

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
