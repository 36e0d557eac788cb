//! `docs/rules` is what the rules say of themselves.

use std::fs;

use super::driver::{Case, repository};

#[test]
fn docs_are_those_of_the_rules() {
    let case = Case::new().may_write();
    case.run(["rules", "--out", "pages"]).exit(0);
    let folder = repository().join("docs/rules");
    if std::env::var_os("JURYMAST_BLESS").is_some_and(|value| value == "1") {
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(case.path("pages")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
    }
    let names = |folder: std::path::PathBuf| {
        let all = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = all.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let written = names(case.path("pages"));
    assert_eq!(names(folder.clone()), written);
    for name in written {
        let new = fs::read_to_string(case.path("pages").join(&name)).unwrap();
        let old = fs::read_to_string(folder.join(&name)).unwrap();
        assert!(
            new == old,
            "{} differs; JURYMAST_BLESS=1 writes it anew",
            name.display()
        );
    }
}

#[test]
fn a_regime_selects_its_rules() {
    let case = Case::plan(
        r#"
[plan]
name = "Shop"
review_every = "180d"
[service.checkout]
tier = 1
depends_on = ["provider-x"]
[resource.provider-x]
"#,
    );
    let found = case.run(["check", "--select", "nist-ai-rmf", "--format", "concise"]);
    found.stdout_lacks("overdue-review");
    let found = case.run(["check", "--select", "dora", "--format", "concise"]);
    found.stdout_has("overdue-review");
    // What only those want who look at everything is part of what a regime asks for.
    let found = case.run(["check", "--select", "iso-22301", "--format", "concise"]);
    found.stdout_has("incomplete-plan");
    case.run(["check", "--format", "concise"])
        .stdout_lacks("incomplete-plan");
    case.run(["check", "--select", "iso-22310"])
        .exit(2)
        .stderr_has("did you mean `iso-22301`?");
    case.run(["explain", "overdue-review", "--format", "json"])
        .stdout_has("\"iso-22301\": [");
}

/// Every line of the auditors' list stands once in `docs/auditors.md`, and names rules that
/// there are, pedantic ones marked; what no rule answers is explained below it.
#[test]
fn the_auditors_list_is_answered_line_by_line() {
    let page = fs::read_to_string(repository().join("docs/auditors.md")).unwrap();
    let rules = Case::new().run(["rules", "--format", "json"]).json();
    let rules = rules["rules"].as_array().unwrap();
    let names = rules.iter().map(|rule| rule["name"].as_str().unwrap());
    let names: Vec<&str> = names.collect();
    let rows = page.lines().filter_map(|line| {
        let row = line.strip_prefix("| ")?;
        let (number, rest) = row.split_once(" | ")?;
        Some((number.parse::<usize>().ok()?, rest))
    });
    let rows: Vec<(usize, &str)> = rows.collect();
    let numbers: Vec<usize> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=62).collect::<Vec<_>>());
    let below = page.split_once("## Not covered").unwrap().1;
    let below: Vec<&str> = below.split(|c: char| !c.is_ascii_digit()).collect();
    let pedantic = |name: &str| {
        let rule = rules.iter().find(|rule| rule["name"] == name).unwrap();
        let text = rule["sections"]["What it finds"].as_str().unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains("check --pedantic") || text.contains("all rules are asked for")
    };
    for (number, rest) in rows {
        let (_, answer) = rest.split_once(" | ").unwrap();
        let parts: Vec<&str> = answer.split('`').collect();
        for (name, after) in parts.iter().zip(&parts[1..]).skip(1).step_by(2) {
            if ["mode", "drift"].contains(name) {
                continue;
            }
            assert!(names.contains(name), "line {number}: `{name}`");
            assert_eq!(
                after.starts_with(" (p)"),
                pedantic(name),
                "line {number}: `{name}`"
            );
        }
        let is_left = answer.contains("see below");
        assert_eq!(
            is_left,
            below.contains(&number.to_string().as_str()),
            "line {number}"
        );
        assert!(parts.len() > 1 || is_left, "line {number}: {answer}");
    }
}
