//! The Aralia fault trees as plans: counts and probabilities as published with
//! them. Skipped, saying so, where the trees are not at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::driver::Case;

/// Trees whose diagrams an unoptimised build would take long over.
const LARGE: [&str; 1] = ["edf9204"];

/// What is published of a tree.
struct Published {
    tree: String,
    count: String,
    probability: f64,
}

fn shared(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path)
}

/// The rows of the table that have figures.
fn published() -> Vec<Published> {
    let table = std::fs::read_to_string(shared("data/aralia/README.md")).unwrap_or_default();
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        Some(Published {
            tree: cells.next()?.to_owned(),
            count: cells.next()?.replace(',', ""),
            probability: cells.next()?.parse().ok()?,
        })
    });
    rows.filter(|row| row.count.bytes().all(|byte| byte.is_ascii_digit()))
        .collect()
}

/// The plan of a tree; nothing where there is no Python to turn it.
fn plan_of(tree: &str) -> Option<Case> {
    let turned = Command::new("python3")
        .arg(shared("tools/faulttree-to-plan.py"))
        .arg(shared("data/aralia").join(format!("{tree}.xml")))
        .output()
        .ok()?;
    assert!(turned.status.success(), "{tree} could not be turned");
    Some(Case::new().file("jurymast.toml", String::from_utf8(turned.stdout).unwrap()))
}

fn top(case: &Case, order: &str) -> Value {
    let ran = case.run([
        "gaps",
        "top",
        "--max-order",
        order,
        "--count",
        "--probability",
        "--format",
        "json",
    ]);
    ran.exit(0).json()["components"][0].clone()
}

#[test]
fn counts_and_probabilities_are_as_published() {
    let published = published();
    if published.is_empty() {
        eprintln!("skipped: the Aralia trees are not here");
        return;
    }
    for Published {
        tree,
        count,
        probability,
    } in published
    {
        if cfg!(debug_assertions) && LARGE.contains(&tree.as_str()) {
            eprintln!("skipped: {tree}, which takes an optimised build");
            continue;
        }
        let Some(case) = plan_of(&tree) else {
            eprintln!("skipped: no python3 to turn fault trees into plans");
            return;
        };
        let found = top(&case, "all");
        assert_eq!(found["count"], count, "{tree}");
        assert_eq!(found["complete"], true, "{tree}");
        let chance = found["probability"].as_f64().unwrap();
        let error = (chance - probability).abs() / probability;
        assert!(error < 1e-6, "{tree}: {chance} for {probability}");
    }
}

#[test]
fn the_tree_that_nobody_has_finished_has_twelve_sets_of_five_at_most() {
    if !shared("data/aralia/nus9601.xml").exists() {
        eprintln!("skipped: the Aralia trees are not here");
        return;
    }
    if cfg!(debug_assertions) {
        eprintln!("skipped: nus9601, which takes an optimised build");
        return;
    }
    let Some(case) = plan_of("nus9601") else {
        eprintln!("skipped: no python3 to turn fault trees into plans");
        return;
    };
    let ran = case.run([
        "gaps",
        "top",
        "--max-order",
        "5",
        "--count",
        "--format",
        "json",
    ]);
    let found = ran.exit(0).json()["components"][0].clone();
    assert_eq!(found["complete"], true);
    assert_eq!(found["orders"]["3"], 10);
    assert_eq!(found["orders"]["4"], 2);
    assert_eq!(found["count"], "12");
}
