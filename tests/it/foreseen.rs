//! Outages of the past as their engineers could have declared them the day before:
//! each folder of `tests/outages` holds a plan and the findings that name its fault.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::driver::{Case, repository};

/// One outage's folder, the day before it, and what must be found then.
struct Foreseen {
    name: String,
    day: String,
    /// Rule and component.
    findings: Vec<(String, String)>,
}

fn all() -> Vec<Foreseen> {
    let mut folders: Vec<_> = fs::read_dir(repository().join("tests/outages"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    let read = |folder: std::path::PathBuf| {
        let text = fs::read_to_string(folder.join("found.txt")).unwrap();
        let (head, rest) = text.split_once('\n').unwrap();
        let finding = |line: &str| {
            let (rule, component) = line.split_once(' ').unwrap();
            (rule.to_owned(), component.to_owned())
        };
        Foreseen {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            day: head.strip_prefix("# judged on ").unwrap().to_owned(),
            findings: rest.lines().map(finding).collect(),
        }
    };
    folders.into_iter().map(read).collect()
}

/// Where a finding stands, and what it is about.
fn about(finding: &Value) -> BTreeSet<&str> {
    let places = finding["related"].as_array().into_iter().flatten();
    let places = places.filter_map(|place| place["component"].as_str());
    let causes = finding["causes"].as_array().into_iter().flatten();
    let causes = causes.filter_map(Value::as_str);
    places
        .chain(causes)
        .chain(finding["component"].as_str())
        .collect()
}

#[test]
fn what_made_each_outage_bad_is_found_the_day_before() {
    let mut missed = Vec::new();
    for one in all() {
        assert!(!one.findings.is_empty(), "{} names no finding", one.name);
        let folder = format!("tests/outages/{}", one.name);
        let ran = Case::at_repo()
            .today(&one.day)
            .run(["check", "--plan", &folder, "--format", "json"]);
        let json = ran.json();
        let found = json["findings"].as_array().unwrap();
        for (rule, component) in &one.findings {
            let named = |finding: &&Value| {
                let quoted = format!("`{component}`");
                finding["rule"] == rule.as_str()
                    && (about(finding).contains(component.as_str())
                        || finding["message"].as_str().unwrap().contains(&quoted))
            };
            if found.iter().find(named).is_none() {
                missed.push(format!("{}: {rule} {component}\n{ran}", one.name));
            }
        }
    }
    assert!(missed.is_empty(), "not found:\n{}", missed.join("\n"));
}

#[test]
fn the_page_tells_of_each() {
    let page = fs::read_to_string(repository().join("docs/would-it-have-warned.md")).unwrap();
    for one in all() {
        assert!(page.contains(&one.name), "{} is not told of", one.name);
        let told = page.split(&one.name).nth(1).unwrap();
        let told = told.split("\n## ").next().unwrap();
        for (rule, _) in one.findings {
            assert!(told.contains(&rule), "{}: {rule} is not told of", one.name);
        }
    }
}
