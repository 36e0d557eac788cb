//! Real systems beside tables of who needs whom in them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::driver::{Imported, import_files, shared, truth};

/// The files below a folder of real systems; none, said, where there is no such folder.
fn files(folder: &str, names: &[&str]) -> Option<Vec<PathBuf>> {
    let folder = shared("real").join(folder);
    if !folder.exists() {
        println!("left out: no {}", folder.display());
        return None;
    }
    if !names.is_empty() {
        return Some(names.iter().map(|name| folder.join(name)).collect());
    }
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    Some(all)
}

/// Of the edges that the files show, so many in a hundred are right at least, and so many
/// of those that came out are wrong at most.
const RIGHT: usize = 90;
const WRONG: usize = 5;

/// Edges to outside parties and places are no part of the tables.
#[track_caller]
fn is_true(imported: &Imported, system: &str) {
    let truth = truth(system);
    let known = |id: &String| {
        imported
            .draft
            .table(id)
            .is_some_and(|one| one.kind.as_str() != "ai")
    };
    let mut found: BTreeMap<(String, String), &str> = imported.edges();
    let is_activity = |id: &String| imported.table(id).kind.as_str() == "activity";
    found.retain(|(from, to), _| known(to) && !is_activity(from));
    let right = truth
        .iter()
        .filter(|(pair, kind)| found.get(*pair) == Some(&kind.as_str()));
    let right = right.count();
    let missed: Vec<_> = truth
        .iter()
        .filter(|(pair, kind)| found.get(*pair) != Some(&kind.as_str()))
        .collect();
    let wrong: Vec<_> = found
        .iter()
        .filter(|(pair, kind)| truth.get(*pair).map(String::as_str) != Some(**kind))
        .collect();
    println!(
        "{system}: {right} of {} right, {} wrong",
        truth.len(),
        wrong.len()
    );
    let is_good = right * 100 >= truth.len() * RIGHT && wrong.len() * 100 <= found.len() * WRONG;
    assert!(
        is_good,
        "{system}: {right} of {}\nmissed {missed:#?}\nwrong {wrong:#?}",
        truth.len()
    );
}

#[test]
fn boutique() {
    let Some(files) = files("boutique/kubernetes-manifests", &[]) else {
        return;
    };
    let imported = import_files("kubernetes", &files);
    assert_eq!(imported.edges().len(), truth("boutique").len());
    is_true(&imported, "boutique");
    let cart = imported.table("redis-cart");
    assert_eq!(cart.get("kind").unwrap().text(), Some("cache"));
    assert_eq!(cart.get("data").unwrap().text(), Some("ephemeral"));
    assert_eq!(imported.key("frontend", "tier"), Some("1".to_owned()));
    assert_eq!(
        imported.key("frontend", "check"),
        Some("\"curl -fsS http://frontend/_healthz\"".to_owned())
    );
}

#[test]
fn a_catalogue() {
    let Some(files) = files("backstage", &["all-components.yaml"]) else {
        return;
    };
    let imported = import_files("backstage", &files);
    assert_eq!(
        imported
            .draft
            .tables
            .iter()
            .filter(|one| one.kind.as_str() == "service")
            .count(),
        8
    );
    is_true(&imported, "backstage");
}
