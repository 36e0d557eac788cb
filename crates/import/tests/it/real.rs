//! Real systems beside tables of who needs whom in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jurymast_import::formats::{self, Document};

use super::driver::{Imported, import_files, of_documents, reading, shared, truth};

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
            .is_some_and(|one| one.kind.as_str() != "ai" && one.stands_for.is_none())
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

/// Systems that compose files describe: the table, the folder and the files.
const COMPOSED: [(&str, &str, &[&str]); 9] = [
    ("sentry", "sentry", &["docker-compose.yml"]),
    ("langfuse", "langfuse", &["docker-compose.yml"]),
    ("local-ai", "local-ai", &["docker-compose.yml"]),
    (
        "onyx",
        "onyx/deployment/docker_compose",
        &["docker-compose.yml"],
    ),
    ("librechat", "librechat", &["deploy-compose.yml"]),
    (
        "librechat-coolify",
        "librechat/templates/compose",
        &["librechat.yaml"],
    ),
    ("dify", "dify/blueprints/dify", &["docker-compose.yml"]),
    ("dify-coolify", "dify/templates/compose", &["dify.yaml"]),
    ("posthog", "posthog/templates/compose", &["posthog.yaml"]),
];

#[test]
fn systems_of_compose_files() {
    for (table, folder, names) in COMPOSED {
        if let Some(files) = files(folder, names) {
            is_true(&import_files("compose", &files), table);
        }
    }
}

/// Whatever is left out of them, real files make plans that load.
#[test]
fn subsets_of_real_documents_make_plans() {
    let folder = shared("real");
    if !folder.exists() {
        println!("left out: no {}", folder.display());
        return;
    }
    let mut paths = Vec::new();
    below(&folder, &mut paths);
    let mut reading = reading();
    let mut documents = Vec::new();
    for path in paths {
        let file = reading.open(&path).unwrap();
        documents.extend(formats::documents(&mut reading, file));
    }
    let mut imported = 0;
    for round in 0..12_u64 {
        // A subset that differs from round to round; the first is all.
        let mut state = round;
        let mut keep = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            round == 0 || state >> 33 & 1 == 0
        };
        let some: Vec<Document> = documents.iter().filter(|_| keep()).cloned().collect();
        for (format, documents) in formats::told_apart(some, &mut reading) {
            if !documents.is_empty() {
                of_documents(format.name, documents, &mut reading);
                imported += 1;
            }
        }
    }
    assert!(imported > 20, "{imported}");
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let ending = path.extension().and_then(|one| one.to_str());
        if path.is_dir() {
            below(&path, files);
        } else if matches!(ending, Some("yml" | "yaml")) {
            files.push(path);
        }
    }
}
