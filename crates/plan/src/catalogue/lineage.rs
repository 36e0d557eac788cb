use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Confidence;

use super::embedded::{self, LINEAGES};

/// Domains that every copy of some weights stands in, whoever hosts them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineageRecord {
    /// Beginning of the lineage's name.
    pub prefix: String,
    /// Who trained the weights.
    pub maker: String,
    /// Ids of the domains.
    pub domains: Vec<String>,
    /// How sure this is.
    pub confidence: Confidence,
    /// On what it rests.
    pub why: String,
}

#[derive(Deserialize)]
struct LineagesFile {
    lineage: Vec<LineageRecord>,
}

static TABLE: LazyLock<Vec<LineageRecord>> =
    LazyLock::new(|| embedded::parse::<LineagesFile>(LINEAGES).lineage);

/// What is known of the lineage of that name (see [`super::lineage_name`]).
pub fn lineage(name: &str) -> Option<&'static LineageRecord> {
    TABLE.iter().find(|row| name.starts_with(&row.prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lineages_stand_in_known_domains() {
        for row in TABLE.iter() {
            for domain in &row.domains {
                assert!(super::super::domain(domain).is_some(), "{domain}");
            }
        }
        assert!(lineage("claude-opus-4-8").is_some());
    }
}
