//! What `check` is asked to look for, and how it counts.

use serde_json::{Value, json};

use super::driver::Case;

const PLAN: &str = r#"
[plan]
name = "Shop"
[team.shop]
[service.a]
team = "shop"
tier = 1
depends_on = ["db"]
[service.b]
tier = 1
depends_on = ["db", "chat"]
[service.c]
[resource.db]
[ai.chat]
provider = "openai"
model = "gpt-5.2"
"#;

fn rules(case: &Case, arguments: &[&str]) -> Vec<String> {
    let all = ["check", "-f", "json", "--exit-zero"]
        .iter()
        .chain(arguments);
    let report = case.run(all).exit(0).json();
    let findings = report["findings"].as_array().unwrap().iter();
    let mut rules: Vec<String> = findings
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}

#[test]
fn rules_are_chosen_by_name_family_and_beginning() {
    let case = Case::plan(PLAN);
    assert_eq!(rules(&case, &["--select", "no-owner"]), ["no-owner"]);
    let two = ["--select", "no-owner,no-fallback"];
    assert_eq!(rules(&case, &two), ["no-fallback", "no-owner"]);
    assert_eq!(
        rules(&case, &["--select", "tier-one-*"]),
        ["tier-one-without-non-ai-floor", "tier-one-without-rto"]
    );
    let all = rules(&case, &[]);
    let without = rules(&case, &["--ignore", "people"]);
    assert!(all.contains(&"no-escalation".to_owned()) && all.contains(&"no-owner".to_owned()));
    assert!(without.iter().all(|rule| all.contains(rule)) && without.len() + 2 <= all.len());
    assert!(
        !without
            .iter()
            .any(|rule| rule.starts_with("no-owner") || rule == "no-escalation")
    );
    // A rule that is not looked for speaks for no other.
    let alone = rules(&case, &["--ignore", "no-fallback"]);
    assert!(
        alone.contains(&"tier-one-without-non-ai-floor".to_owned()),
        "{alone:?}"
    );
}

#[test]
fn what_is_named_runs_though_the_plan_switches_it_off() {
    let case = Case::plan(&format!("{PLAN}[lint]\nrules = {{ no-owner = \"off\" }}\n"));
    assert_eq!(rules(&case, &["--select", "no-owner"]), ["no-owner"]);
    assert!(!rules(&case, &["--select", "people"]).contains(&"no-owner".to_owned()));
    let case = Case::plan(PLAN);
    assert_eq!(
        rules(&case, &["--select", "pair-of-failures"]),
        [] as [&str; 0]
    );
}

#[test]
fn what_nobody_is_called_is_no_silent_pass() {
    let case = Case::plan(PLAN);
    case.run(["check", "--select", "no-ownr"])
        .exit(2)
        .stderr_has("no rule, family or regime is called `no-ownr`")
        .stderr_has("did you mean `no-owner`?");
    case.run(["check", "--ignore", "peopl"])
        .exit(2)
        .stderr_has("did you mean `people`?");
    case.run(["check", "--select", "drift"])
        .exit(2)
        .stderr_has("`jurymast drift` applies it");
    case.run(["check", "--select", "no-owner", "--ignore", "people"])
        .exit(2)
        .stderr_has("no rule is left");
}

#[test]
fn a_waiver_of_a_rule_that_is_not_looked_for_is_not_unused() {
    let case = Case::plan(&format!(
        "{PLAN}[[waiver]]\nrule = \"no-owner\"\nat = \"service.c\"\nreason = \"small\"\nuntil = 2027-01-31\n"
    ));
    let waivers = ["--select", "waivers"];
    assert_eq!(rules(&case, &waivers), [] as [&str; 0]);
}

#[test]
fn statistics_count_findings_and_places() {
    let case = Case::plan(PLAN);
    case.run(["check", "--statistics"])
        .exit(1)
        .stdout_has("findings  places  waived\n")
        .stdout_has("       1       2       0  no-owner")
        .stdout_lacks("-->");
    let report = case
        .run(["check", "--statistics", "-f", "json"])
        .exit(1)
        .json();
    let of = |rule: &str| -> Value {
        let counts = report["statistics"].as_array().unwrap().iter();
        let mut counts = counts.filter(|one| one["rule"] == rule);
        counts.next().unwrap().clone()
    };
    assert_eq!(
        of("no-owner"),
        json!({ "rule": "no-owner", "severity": "warning", "findings": 1, "places": 2, "waived": 0 })
    );
    let plain = case.run(["check", "-f", "json"]).json();
    assert_eq!(plain["statistics"], Value::Null);
    assert_eq!(plain["findings"], report["findings"]);
    case.run(["check", "--statistics", "-f", "sarif"])
        .exit(2)
        .stderr_has("--statistics has no sarif form");
}

#[test]
fn a_finding_says_whose_it_is_what_it_costs_and_how_to_learn_more() {
    let case = Case::plan(PLAN);
    let one = |rule: &str| -> Value { case.findings(rule)[0].clone() };
    let shared = one("single-point-of-failure");
    assert_eq!(shared["component"], "db");
    assert_eq!(
        shared["cost"],
        json!(["the loss of `db` takes 2 of tier 1 or 2 down: `a` and `b`"])
    );
    assert_eq!(
        shared["explain"],
        "jurymast explain single-point-of-failure"
    );
    // Two of the places belong to different people, so that it is nobody's alone.
    assert_eq!(shared["team"], Value::Null);
    let rto = case.findings("tier-one-without-rto");
    let teams: Vec<&Value> = rto.iter().map(|one| &one["team"]).collect();
    assert_eq!(teams, [&json!("shop"), &Value::Null]);
    let exercised = one("provider-failure-never-exercised");
    let cost = exercised["cost"].as_array().unwrap();
    assert!(
        cost[1]
            .as_str()
            .unwrap()
            .starts_with("the longest recorded outage of OpenAI"),
        "{cost:?}"
    );
    case.run(["check", "-f", "text"])
        .exit(1)
        .stdout_has("= cost: the loss of `db` takes 2 of tier 1 or 2 down: `a` and `b`")
        .stdout_has("= team: shop")
        .stdout_has("= more: `jurymast explain no-owner`");
}
