//! Whatever stands in a file, the report says what became of it.

use serde_json::{Value, json};

use super::driver::import;

/// The paths of all that is no map, items of lists under that of the list.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(all) if !all.is_empty() => {
            for (key, one) in all {
                leaves(one, &format!("{at}.{key}"), found);
            }
        }
        Value::Array(all) if all.iter().any(Value::is_object) => {
            all.iter().for_each(|one| leaves(one, at, found));
        }
        _ => found.push(at.to_owned()),
    }
}

fn all_told(format: &str, prefix: &str, document: &Value) {
    let imported = import(format, &document.to_string());
    let told: Vec<&str> = imported
        .findings
        .iter()
        .map(|one| one.source_path.as_str())
        .collect();
    let mut all = Vec::new();
    leaves(document, prefix, &mut all);
    for leaf in all {
        let is_told = told.iter().any(|one| {
            let rest = leaf.strip_prefix(*one).filter(|_| one.len() > prefix.len());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        assert!(is_told, "{format}: {leaf} is not among {told:#?}");
    }
    let odd: Vec<_> = imported
        .findings
        .iter()
        .filter(|one| one.source_path.ends_with("frobnicate"))
        .collect();
    assert!(!odd.is_empty(), "{format}: {told:#?}");
    assert!(odd.iter().all(|one| one.mapping.as_str() == "unsupported"));
}

#[test]
fn of_kubernetes() {
    let pod = json!({"metadata": {"labels": {"app": "web"}}, "spec": {"frobnicate": 1, "nodeName": "a",
        "containers": [{"name": "web", "image": "a", "env": [{"name": "URL", "value": "http://b"}], "frobnicate": {"x": 1},
            "readinessProbe": {"httpGet": {"port": 80}}}], "volumes": [{"name": "x", "emptyDir": {}}]}});
    all_told(
        "kubernetes",
        "Deployment/web",
        &json!({"apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "n", "labels": {"a": "b"}, "frobnicate": 1}, "status": {"replicas": 1},
        "spec": {"replicas": 2, "template": pod, "frobnicate": [1]}}),
    );
    all_told(
        "kubernetes",
        "CronJob/tidy",
        &json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tidy"},
        "spec": {"schedule": "@daily", "frobnicate": 2, "jobTemplate": {"spec": {"backoffLimit": 2, "template": pod}}}}),
    );
    all_told(
        "kubernetes",
        "Service/web",
        &json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
        "frobnicate": 1, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}),
    );
    all_told(
        "kubernetes",
        "ConfigMap/c",
        &json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},
        "frobnicate": 1, "data": {"A": "b"}}),
    );
}

#[test]
fn of_catalogues_and_workloads() {
    all_told(
        "backstage",
        "component:web",
        &json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Component",
        "metadata": {"name": "web", "title": "Web", "tags": ["a"], "annotations": {"x": "y"}},
        "spec": {"type": "service", "owner": "t", "system": "s", "lifecycle": "production", "frobnicate": {"deep": 1},
                 "dependsOn": ["resource:db"]}}),
    );
    all_told(
        "datadog",
        "service:web",
        &json!({"apiVersion": "v3", "kind": "service",
        "metadata": {"name": "web", "owner": "t", "contacts": [{"type": "email", "contact": "a@b.example"}]},
        "spec": {"tier": "1", "lifecycle": "production", "dependsOn": ["service:b"], "frobnicate": 1},
        "integrations": {"pagerduty": {"serviceURL": "https://x.example"}, "opsgenie": {"region": "EU"}}}),
    );
    all_told(
        "score",
        "web",
        &json!({"apiVersion": "score.dev/v1b1", "metadata": {"name": "web"},
        "service": {"ports": {"www": {"port": 80}}}, "frobnicate": 1,
        "containers": {"main": {"image": "a", "variables": {"A": "b"}, "files": {"/x": {"content": "y"}},
                       "readinessProbe": {"httpGet": {"path": "/"}}}},
        "resources": {"db": {"type": "postgres"}}}),
    );
}
