use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Confidence;

use super::embedded::{self, DOMAINS};

/// A failure domain that several providers share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomainRecord {
    /// As plans name it.
    pub id: String,
    /// The id with its kind in front, another name for it: `cloud:aws`.
    pub tag: String,
    /// As people call it.
    pub name: String,
    /// cloud, region, edge, identity, safety, legal, tooling
    pub kind: String,
    /// Domains around this one.
    #[serde(default, rename = "in")]
    pub within: Vec<String>,
    /// What else is known.
    pub note: Option<String>,
    /// How sure this is.
    pub confidence: Confidence,
}

#[derive(Deserialize)]
struct DomainsFile {
    domain: Vec<DomainRecord>,
}

static TABLE: LazyLock<Vec<DomainRecord>> =
    LazyLock::new(|| embedded::parse::<DomainsFile>(DOMAINS).domain);

/// All of them, in order of the data file.
pub fn domains() -> &'static [DomainRecord] {
    &TABLE
}

/// By id or tag.
pub fn domain(name: &str) -> Option<&'static DomainRecord> {
    TABLE
        .iter()
        .find(|domain| domain.id == name || domain.tag == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_nest_in_known_ones_and_have_one_name_each() {
        let mut names = std::collections::BTreeSet::new();
        for entry in domains() {
            assert!(
                names.insert(&entry.id) && names.insert(&entry.tag),
                "{}",
                entry.id
            );
            for parent in &entry.within {
                assert!(domain(parent).is_some(), "{}: {parent}", entry.id);
            }
        }
        assert_eq!(domain("cloud:aws").map(|d| d.id.as_str()), Some("aws"));
    }
}
