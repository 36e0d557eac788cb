//! The examples of the rules that `drift` applies do what they say.

use jurymast_continuity::lint::{Family, RULES, Rule};

use super::driver::Case;

/// A plan of a rule's text and the file beside it.
struct Example {
    plan: String,
    /// Its language, which tells whether it configures or tells of calls.
    language: String,
    file: String,
}

fn examples(rule: &Rule, heading: &str) -> Vec<Example> {
    let docs = rule.docs();
    let body = docs.section(heading).unwrap().to_owned();
    let mut blocks = body.split("```").skip(1).step_by(2);
    let mut examples = Vec::new();
    while let (Some(plan), Some(file)) = (blocks.next(), blocks.next()) {
        let (language, file) = file.split_once('\n').unwrap();
        examples.push(Example {
            plan: plan.strip_prefix("toml\n").unwrap().to_owned(),
            language: language.to_owned(),
            file: file.to_owned(),
        });
    }
    assert!(!examples.is_empty(), "{}: {heading}", rule.name);
    examples
}

fn found(rule: &Rule, example: &Example) -> Vec<String> {
    let case = Case::plan(&format!("[plan]\nname = \"Example\"\n\n{}", example.plan))
        .file("beside", &example.file);
    let arguments: &[&str] = match example.language.as_str() {
        "yaml" => &["drift", "beside"],
        _ => &["drift", "--observed", "beside"],
    };
    let report = case
        .run(
            arguments
                .iter()
                .chain(&["-f", "json", "--exit-zero"])
                .copied(),
        )
        .exit(0)
        .json();
    assert_eq!(report["errors"], serde_json::json!([]), "{}", rule.name);
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_example_in_the_rules_does_what_it_says() {
    let mut rules = 0;
    for rule in RULES.iter().filter(|rule| rule.family == Family::Drift) {
        rules += 1;
        for example in examples(rule, "Fails") {
            let codes = found(rule, &example);
            assert!(
                codes.iter().any(|code| code == rule.name),
                "{}: {codes:?}",
                rule.name
            );
        }
        for example in examples(rule, "Passes") {
            let codes = found(rule, &example);
            assert!(
                codes.iter().all(|code| code != rule.name),
                "{}: {codes:?}",
                rule.name
            );
        }
    }
    assert!(rules > 15, "{rules}");
}
