//! What `scan` finds in repositories of which somebody has written down what they use, and
//! how much of it is right.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use super::driver::{Case, repository};

/// A repository in one text: its files, and the truth.
struct Sample {
    name: String,
    case: Case,
    truth: BTreeSet<String>,
}

/// How much of what was found is right, and how much of what is there was found.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    there: usize,
}

fn samples() -> Vec<Sample> {
    let folder = repository().join("tests/scan-truth");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            sample(name, &fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn sample(name: String, text: &str) -> Sample {
    let (files, truth) = text.split_once("=== truth\n").unwrap();
    let mut case = Case::new();
    for file in files.split("\n--- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        case = case.file(path, text);
    }
    Sample {
        name,
        case,
        truth: truth.lines().map(str::to_owned).collect(),
    }
}

/// Parties, models and services that something proves.
fn found(case: &Case) -> BTreeSet<String> {
    let ran = case.run(["scan", "--format", "json", "--fail-on", "never"]);
    let json = ran.exit(0).json();
    let all = json["findings"].as_array().unwrap().iter();
    let proven = all.filter(|one| one["strength"] != "weak");
    proven
        .map(|one| match (&one["provider"], &one["model"]) {
            (provider, model) if model.is_string() => {
                format!("{} {}", provider.as_str().unwrap(), model.as_str().unwrap())
            }
            (provider, _) if provider.is_string() => provider.as_str().unwrap().to_owned(),
            _ => {
                let address = one["evidence"].as_str().unwrap();
                let name = address.split(':').next().unwrap();
                let own = name
                    .split_once('.')
                    .filter(|(_, rest)| rest.contains("svc"));
                format!("service {}", own.map_or(name, |(own, _)| own))
            }
        })
        .collect()
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.found += other.found;
        self.there += other.there;
    }

    fn row(&self, name: &str) -> String {
        let share = |of: usize| format!("{:.0}%", 100.0 * self.right as f64 / of as f64);
        format!(
            "| {name} | {} | {} | {} | {} | {} |",
            self.there,
            self.found,
            self.right,
            share(self.found),
            share(self.there)
        )
    }
}

#[test]
fn the_table_in_the_docs_is_what_is_measured() {
    let docs = fs::read_to_string(repository().join("docs/scan.md")).unwrap();
    let mut all = Score::default();
    let mut rows = String::new();
    let mut differences = String::new();
    for one in samples() {
        let found = found(&one.case);
        let score = Score {
            right: found.intersection(&one.truth).count(),
            found: found.len(),
            there: one.truth.len(),
        };
        for wrong in found.difference(&one.truth) {
            let _ = writeln!(differences, "{}: {wrong} is not there", one.name);
        }
        for missed in one.truth.difference(&found) {
            let _ = writeln!(differences, "{}: {missed} is missed", one.name);
        }
        all.add(&score);
        let _ = writeln!(rows, "{}", score.row(&one.name));
    }
    let _ = writeln!(rows, "{}", all.row("all"));
    for row in rows.lines() {
        assert!(
            docs.contains(row),
            "docs/scan.md lacks a row of\n{rows}\n{differences}"
        );
    }
    for difference in differences.lines() {
        assert!(
            docs.contains(difference),
            "docs/scan.md does not tell\n{differences}"
        );
    }
    assert!(
        all.right * 100 >= all.found * 95,
        "precision\n{differences}"
    );
    assert!(all.right * 100 >= all.there * 85, "recall\n{differences}");
}
