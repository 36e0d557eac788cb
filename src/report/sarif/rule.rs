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
        precision,
        has_page,
    } = rule;
    let mut paragraphs = explanation.split("\n\n").map(str::trim);
    let first = paragraphs.find(|text| !text.is_empty() && !text.starts_with('#'));
    let mut descriptor = json!({
        "id": name,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": first.unwrap_or(summary) },
        "help": { "text": explanation, "markdown": explanation },
    });
    if *has_page {
        descriptor["helpUri"] = json!(format!("{PAGES}/{name}.md"));
    }
    descriptor["defaultConfiguration"] = json!({ "level": level(*severity) });
    descriptor["properties"] = json!({ "precision": precision });
    descriptor
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
