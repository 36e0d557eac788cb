//! What the rules find in real systems, finding by finding, beside what a person thinks of
//! each: `tests/judged-findings.txt`. The files that the plans are drafted from are not part
//! of the project: where they are absent, the test says so and ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::driver::{Case, repository};

/// The day that the findings were judged by.
const TODAY: &str = "2026-11-28";

/// What a person thinks of a finding.
const VERDICTS: [&str; 3] = ["useful", "idle", "false"];

/// Of a hundred findings so many at least are true and useful.
const USEFUL: usize = 80;

/// The systems, and the files that each is deployed from.
const SYSTEMS: [(&str, &[&str]); 18] = [
    ("backstage", &["backstage/all-components.yaml"]),
    ("boutique", &["boutique/kubernetes-manifests"]),
    ("dify-coolify", &["dify/templates/compose/dify.yaml"]),
    ("dify-dokploy", &["dify/blueprints/dify/docker-compose.yml"]),
    ("langfuse", &["langfuse/docker-compose.yml"]),
    (
        "librechat",
        &[
            "librechat/deploy-compose.yml",
            "librechat/librechat-env-f.yaml",
        ],
    ),
    (
        "librechat-coolify",
        &["librechat/templates/compose/librechat.yaml"],
    ),
    ("litellm-agent", &["litellm/agent-main.yaml"]),
    ("litellm-dev", &["litellm/dev_config.yaml"]),
    ("litellm-lb", &["litellm/load_balancer.yaml"]),
    ("litellm-oai", &["litellm/oai_misc_config.yaml"]),
    ("litellm-proxy", &["litellm/proxy_config.yaml"]),
    ("local-ai", &["local-ai/docker-compose.yml"]),
    (
        "onyx",
        &["onyx/deployment/docker_compose/docker-compose.yml"],
    ),
    (
        "onyx-lite",
        &["onyx/deployment/docker_compose/docker-compose.onyx-lite.yml"],
    ),
    (
        "onyx-prod",
        &["onyx/deployment/docker_compose/docker-compose.prod.yml"],
    ),
    ("posthog", &["posthog/templates/compose/posthog.yaml"]),
    ("sentry", &["sentry/docker-compose.yml"]),
];

/// The files of a system, a folder's in order of their names.
fn files(named: &[&str]) -> Option<Vec<PathBuf>> {
    let real = repository().join("../shared/real");
    let mut files = Vec::new();
    for name in named {
        let path = real.join(name);
        if path.is_dir() {
            let inside = fs::read_dir(&path).unwrap();
            let mut inside: Vec<PathBuf> = inside.map(|one| one.unwrap().path()).collect();
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path);
        }
    }
    files.iter().all(|file| file.exists()).then_some(files)
}

/// A line for each finding: its rule, where it is mended, what it is about, and how many
/// places it covers.
fn found(files: &[PathBuf]) -> Vec<String> {
    let case = Case::new().today(TODAY).may_write();
    let named = files.iter().map(|file| file.to_str().unwrap());
    let folder = case.path(".");
    let arguments = ["init", "--from"].into_iter().chain(named);
    case.run(arguments.chain([folder.to_str().unwrap()]))
        .exit(0);
    let report = case.run(["check", "--format", "json"]).json();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(line).collect()
}

fn line(finding: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let causes = finding["causes"].as_array().unwrap();
    let causes: Vec<String> = causes.iter().map(text).collect();
    let component = text(&finding["component"]);
    let about = match causes.is_empty() || causes == [component.as_str()] {
        true => String::new(),
        false => format!(" ({})", causes.join(", ")),
    };
    let places = finding["related"].as_array().unwrap().iter();
    let places = places.filter(|one| !one["severity"].is_null()).count();
    let count = match places > 1 {
        true => format!(" x{places}"),
        false => String::new(),
    };
    format!("{} {component}{about}{count}", text(&finding["rule"]))
}

/// What the table says: by system each finding with its verdict.
fn judged(table: &str) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut system = "";
    let mut judged: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in table
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
    {
        match row.strip_suffix(':') {
            Some(name) => system = name,
            None => {
                let (verdict, finding) = row.split_once(' ').unwrap();
                assert!(VERDICTS.contains(&verdict), "{row}");
                judged
                    .entry(system)
                    .or_default()
                    .push((finding.trim(), verdict));
            }
        }
    }
    judged
}

#[test]
fn each_finding_of_real_systems_was_judged_by_a_person() {
    let table = fs::read_to_string(repository().join("tests/judged-findings.txt")).unwrap();
    let judged = judged(&table);
    let mut wrong = String::new();
    let (mut all, mut useful) = (0, 0);
    for (system, named) in SYSTEMS {
        let Some(files) = files(named) else {
            eprintln!("skipped: the files of {system} are not here");
            continue;
        };
        let found = found(&files);
        let rows = judged.get(system).map_or(&[][..], Vec::as_slice);
        let known: BTreeMap<&str, &str> = rows.iter().copied().collect();
        for one in &found {
            all += 1;
            match known.get(one.as_str()) {
                Some(&"useful") => useful += 1,
                Some(&"idle") => {}
                Some(_) => _ = writeln!(wrong, "{system}: false: {one}"),
                None => _ = writeln!(wrong, "{system}: not judged: {one}"),
            }
        }
        let here: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        for (gone, _) in rows.iter().filter(|(one, _)| !here.contains(one)) {
            let _ = writeln!(wrong, "{system}: found no more: {gone}");
        }
        // One cause is told once.
        if here.len() < found.len() {
            let _ = writeln!(wrong, "{system}: the same finding twice");
        }
        let culprits = found.iter().filter_map(|one| culprit(one));
        let mut told = BTreeSet::new();
        for twice in culprits.filter(|one| !told.insert(one.to_string())) {
            let _ = writeln!(
                wrong,
                "{system}: `{twice}` is blamed in more than one finding"
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(
        useful * 100 >= all * USEFUL,
        "{useful} of {all} findings are true and useful"
    );
}

/// Whose failure alone is told: of several at the culprit itself, of one as its cause.
fn culprit(finding: &str) -> Option<&str> {
    let rest = finding.strip_prefix("single-point-of-failure ")?;
    match rest.split_once('(') {
        Some((_, cause)) => cause.split(')').next(),
        None => rest.split(' ').next(),
    }
}
