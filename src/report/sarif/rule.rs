use serde_json::{Value, json};

use jurymast_terms::diagnostic::{Diagnostic, Severity};

use super::super::RuleText;

/// Where each rule has its page.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules");

pub(super) fn rule(rule: &RuleText) -> Value {
    let RuleText {
        name,
        summary,
        explanation,
        severity,
    } = rule;
    let mut paragraphs = explanation.split("\n\n").map(str::trim);
    let first = paragraphs.find(|text| !text.is_empty() && !text.starts_with('#'));
    json!({
        "id": name,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": first.unwrap_or(summary) },
        "help": { "text": explanation, "markdown": explanation },
        "helpUri": format!("{PAGES}/{name}.md"),
        "defaultConfiguration": { "level": level(*severity) },
    })
}

/// Load errors have no rule text, yet every result must point to a rule.
pub(super) fn rule_without_text(finding: &Diagnostic) -> Value {
    let text = format!("Reading the plan: {}", finding.code.replace('-', " "));
    json!({
        "id": finding.code,
        "shortDescription": { "text": text },
        "fullDescription": { "text": text },
        "help": { "text": text, "markdown": text },
        "defaultConfiguration": { "level": level(finding.severity) },
    })
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
