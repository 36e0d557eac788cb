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

/// What is known of the lineage of that name (see [`lineage_name`]).
pub fn lineage(name: &str) -> Option<&'static LineageRecord> {
    TABLE.iter().find(|row| name.starts_with(&row.prefix))
}

/// The family of weights behind a model id, alike on every host:
/// `gpt-5.2-2026-02-11`, `azure/gpt-5.2` and `gpt-5.2` are one; so are
/// `us.anthropic.claude-opus-4-8-20260301-v1:0` and `claude-opus-4-8@20260301`.
pub fn lineage_name(model: &str) -> String {
    let lower = model.to_ascii_lowercase();
    let mut name = lower.rsplit('/').next().unwrap_or(&lower);
    name = name.split(['@', ':']).next().unwrap_or(name);
    name = without_makers(name);
    if let Some((rest, version)) = name.rsplit_once("-v")
        && version.bytes().all(|b| b.is_ascii_digit())
        && rest.rsplit('-').next().is_some_and(is_day)
    {
        name = rest;
    }
    name = name.strip_suffix("-latest").unwrap_or(name);
    without_day(name).to_owned()
}

/// Bedrock writes `region.maker.model`; a dot between digits is a version.
fn without_makers(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, tail)) = rest.split_once('.') {
        let word = !first.is_empty() && first.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if !word || !tail.bytes().next().is_some_and(|b| b.is_ascii_lowercase()) {
            break;
        }
        rest = tail;
    }
    rest
}

/// Without a day at the end: `-2026-02-11`, `-20260211`.
fn without_day(name: &str) -> &str {
    if let Some((rest, last)) = name.rsplit_once('-')
        && is_day(last)
    {
        return rest;
    }
    let mut cut = name;
    let mut parts = [""; 3];
    for part in parts.iter_mut().rev() {
        let Some((rest, last)) = cut.rsplit_once('-') else {
            return name;
        };
        (cut, *part) = (rest, last);
    }
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    if digits(parts[0], 4) && digits(parts[1], 2) && digits(parts[2], 2) {
        cut
    } else {
        name
    }
}

fn is_day(part: &str) -> bool {
    part.len() == 8 && part.starts_with("20") && part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_days_do_not_change_the_lineage() {
        for (model, name) in [
            ("gpt-5.2-2026-02-11", "gpt-5.2"),
            ("azure/gpt-5.2", "gpt-5.2"),
            ("gpt-5.2", "gpt-5.2"),
            (
                "us.anthropic.claude-opus-4-8-20260301-v1:0",
                "claude-opus-4-8",
            ),
            ("anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku"),
            ("claude-opus-4-8@20260301", "claude-opus-4-8"),
            (
                "accounts/fireworks/models/llama-v3p1-70b-instruct",
                "llama-v3p1-70b-instruct",
            ),
            ("gemini-3.5-pro", "gemini-3.5-pro"),
            ("mistral-large-latest", "mistral-large"),
            ("sora-2", "sora-2"),
            ("meta.llama3-70b-instruct-v1:0", "llama3-70b-instruct-v1"),
            ("", ""),
        ] {
            assert_eq!(lineage_name(model), name, "{model}");
        }
    }

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
