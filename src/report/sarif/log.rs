use std::collections::BTreeMap;

use jurymast_terms::text;
use serde_json::{Value, json};

use super::super::Outcome;
use super::result::result;
use super::rule::{rule, rule_without_text};

/// The whole file.
pub(in crate::report) fn write(outcome: &Outcome<'_>) -> String {
    let mut rules: Vec<Value> = outcome.rules.iter().map(rule).collect();
    let names = outcome.rules.iter().map(|rule| rule.name);
    let mut index_of: BTreeMap<&str, usize> = names.zip(0..).collect();
    let mut results = Vec::new();
    for finding in outcome.all() {
        let index = *index_of.entry(finding.code).or_insert_with(|| {
            rules.push(rule_without_text(finding));
            rules.len() - 1
        });
        results.push(result(finding, index, outcome.sources));
    }
    // On every result of a run, or on none (SARIF 2.1.0, 3.27.23).
    if results
        .iter()
        .any(|one: &Value| one.get("suppressions").is_some())
    {
        for one in &mut results {
            if one.get("suppressions").is_none() {
                one["suppressions"] = json!([]);
            }
        }
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "jurymast",
                "semanticVersion": outcome.tool_version,
                "informationUri": "https://github.com/jurymast/jurymast",
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    text::escape_json(&format!("{log:#}\n")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::*;

    fn run(sample: &Sample) -> Value {
        let value: Value = serde_json::from_str(&write(&sample.outcome())).unwrap();
        assert_eq!(value["version"], "2.1.0");
        value["runs"][0].clone()
    }

    #[test]
    fn rules_with_and_without_text() {
        let run = run(&Sample::two_files());
        let rules = &run["tool"]["driver"]["rules"];
        let explanation = "## Why\n\nIt *fails*.\n\nMore.";
        assert_eq!(
            rules[0],
            json!({
                "id": "no-fallback",
                "shortDescription": { "text": "a dependency without a fallback" },
                "fullDescription": { "text": "It *fails*." },
                "help": { "text": explanation, "markdown": explanation },
                "helpUri": "https://github.com/jurymast/jurymast/blob/main/docs/rules/no-fallback.md",
                "defaultConfiguration": { "level": "error" },
                "properties": { "precision": "very-high" },
            })
        );
        assert_eq!(rules[1]["id"], "odd-date");
        assert_eq!(rules[2]["defaultConfiguration"]["level"], "note");
        let suppression =
            json!({ "kind": "external", "justification": "bought in May (until 2027-01-31)" });
        assert_eq!(run["results"][3]["suppressions"], json!([suppression]));
    }

    #[test]
    fn every_result_has_a_rule_a_text_and_a_place() {
        let run = run(&Sample::two_files());
        assert_eq!(run["results"].as_array().map(Vec::len), Some(4));
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["artifactLocation"]["uri"].is_string());
            for count in ["startLine", "startColumn", "endLine", "endColumn"] {
                assert!(place["region"][count].as_u64() >= Some(1), "{count}");
            }
        }
    }
}
