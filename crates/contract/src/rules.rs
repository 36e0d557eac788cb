use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use jurymast_continuity::lint::{Regime, Rule};
use jurymast_terms::diagnostic::Severity;

/// Every rule.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast rules --format json")]
pub struct RulesOutput {
    /// By family.
    pub rules: Vec<RuleEntry>,
}

/// One rule.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast explain RULE --format json")]
pub struct ExplainOutput {
    /// The rule that was asked for.
    pub rule: RuleEntry,
}

/// What a rule finds, and why it matters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleEntry {
    /// As findings, waivers and settings name it.
    pub name: &'static str,
    /// The family that it belongs to.
    pub family: &'static str,
    /// How bad what it finds is, unless the plan says otherwise.
    pub severity: Severity,
    /// Whether it runs only where the plan gives it a level, by its name, or where all are
    /// asked for.
    pub pedantic: bool,
    /// How sure a finding of it is: very-high, high, medium or low.
    pub confidence: &'static str,
    /// The release that had it first; null: it is a plan's own.
    pub since: Option<&'static str>,
    /// One line.
    pub summary: String,
    /// What it cites of a standard or a law, by the regime's name: "iso-22301", "dora" ...
    pub regimes: BTreeMap<&'static str, Vec<String>>,
    /// Markdown by heading: "What it finds", "Why it matters", "Fails", "Passes" ...
    #[serde(serialize_with = "as_object")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub sections: Vec<(String, String)>,
}

impl RulesOutput {
    /// These rules, in their order.
    pub fn of<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> Self {
        Self {
            rules: rules.into_iter().map(RuleEntry::of).collect(),
        }
    }
}

impl RuleEntry {
    /// A rule with its documentation.
    pub fn of(rule: &Rule) -> Self {
        let docs = rule.docs();
        Self {
            name: rule.name,
            family: rule.family.as_str(),
            severity: rule.severity,
            pedantic: rule.pedantic,
            confidence: rule.confidence.as_str(),
            since: rule.since,
            summary: docs.summary,
            regimes: Regime::ALL
                .into_iter()
                .map(|regime| (regime.as_str(), regime.clauses(rule)))
                .filter(|(_, clauses)| !clauses.is_empty())
                .collect(),
            sections: docs.sections,
        }
    }
}

/// The sections stay in the order of the text.
fn as_object<S: Serializer>(
    sections: &[(String, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(sections.iter().map(|(heading, body)| (heading, body)))
}
