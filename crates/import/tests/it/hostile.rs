//! Whatever is wrong with a file, it is told and nothing breaks: values of another kind,
//! texts that are cut short, files of another format.

use serde_json::{Value, json};

use super::driver::{import, reading};
use jurymast_import::formats::{self, FORMATS};

/// A small file of each format, as JSON, which is YAML too.
fn samples() -> Vec<(&'static str, Value)> {
    let envoy = |kind: &str, name: &str, spec: Value| {
        let group = match kind {
            "Backend" | "BackendTrafficPolicy" => "gateway.envoyproxy.io/v1alpha1",
            _ => "aigateway.envoyproxy.io/v1beta1",
        };
        json!({"apiVersion": group, "kind": kind, "metadata": {"name": name}, "spec": spec})
    };
    vec![
        (
            "envoy-ai-gateway",
            json!({"apiVersion": "v1", "kind": "List", "items": [
                envoy("AIGatewayRoute", "r", json!({"parentRefs": [{"name": "g"}], "rules": [{
                    "matches": [{"headers": [{"name": "x-ai-eg-model", "value": "m"}]}],
                    "backendRefs": [{"name": "a", "weight": 3}, {"name": "b", "priority": 1}, {"name": "p", "kind": "InferencePool", "priority": 2}]}]})),
                envoy("AIServiceBackend", "a", json!({"schema": {"name": "OpenAI"}, "backendRef": {"name": "a", "kind": "Backend"}})),
                envoy("Backend", "a", json!({"endpoints": [{"fqdn": {"hostname": "api.openai.com"}}]})),
                envoy("AIServiceBackend", "b", json!({"schema": {"name": "AWSBedrock"}, "backendRef": {"name": "b"}})),
                envoy("BackendSecurityPolicy", "b", json!({"targetRefs": [{"kind": "AIServiceBackend", "name": "b"}],
                    "awsCredentials": {"region": "us-east-1", "credentialsFile": {"secretRef": {"name": "s"}}}})),
                envoy("BackendTrafficPolicy", "t", json!({"targetRef": {"kind": "HTTPRoute", "name": "r"}, "retry": {
                    "numAttemptsPerPriority": 1, "numRetries": 1, "perRetry": {"timeout": "1m30s"},
                    "retryOn": {"httpStatusCodes": [429], "triggers": ["5xx", "retriable-status-codes"]}}})),
            ]}),
        ),
        (
            "portkey",
            json!({
                "strategy": {"mode": "conditional", "default": "b", "conditions": [{"query": {"x": {"$eq": "y"}}, "then": "a"}]},
                "request_timeout": 100, "retry": {"attempts": 2, "on_status_codes": [500]},
                "targets": [
                    {"name": "a", "strategy": {"mode": "fallback", "on_status_codes": [429, 500]},
                     "targets": [{"provider": "openai", "override_params": {"model": "gpt-5.2"}}, {"virtual_key": "groq-1"}]},
                    {"name": "b", "strategy": {"mode": "loadbalance"}, "targets": [
                     {"provider": "@mine", "weight": 0.5, "custom_host": "http://gpu:1", "override_params": {"model": "@groq/m"}},
                     {"provider": "bedrock", "aws_region": "us-east-1", "weight": 2}]}],
            }),
        ),
    ]
}

/// What stands in the place of a value.
fn others() -> [Value; 8] {
    [
        json!(null),
        json!(7),
        json!(-1.5e300),
        json!("x"),
        json!(""),
        json!([]),
        json!({}),
        json!([{"a": ["b", null, {}]}, "c", 3, "*/*", {"": ""}]),
    ]
}

/// Every value of a tree by its JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(all) => {
            for (index, one) in all.iter().enumerate() {
                places(one, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(all) => {
            for (key, one) in all {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(one, &format!("{at}/{key}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn values_of_another_kind_make_plans_that_load() {
    for (format, sample) in samples() {
        let mut all = Vec::new();
        places(&sample, "", &mut all);
        for place in all {
            for other in others() {
                let mut changed = sample.clone();
                *changed.pointer_mut(&place).unwrap() = other;
                import(format, &changed.to_string());
            }
        }
    }
}

#[test]
fn texts_that_are_cut_short_are_told() {
    for (format, sample) in samples() {
        let text = serde_json::to_string_pretty(&sample).unwrap();
        for end in (1..text.len() - 1).step_by(7) {
            let imported = import(format, &text[..end]);
            assert!(!imported.problems.is_empty(), "{format}: {}", &text[..end]);
        }
    }
}

#[test]
fn files_are_known_by_their_shape_and_taken_for_no_other() {
    for (format, sample) in samples() {
        let mut reading = reading();
        let file = reading.take("input", sample.to_string());
        let documents = formats::documents(&mut reading, file);
        for (found, documents) in formats::told_apart(documents, &mut reading) {
            assert_eq!(documents.is_empty(), found.name != format, "{}", found.name);
        }
        // What the cluster holds is Kubernetes's too.
        let is_other =
            |other: &str| other != format && (format, other) != ("envoy-ai-gateway", "kubernetes");
        for other in FORMATS.iter().filter(|other| is_other(other.name)) {
            let problems = import(other.name, &sample.to_string()).problems;
            assert!(
                problems
                    .iter()
                    .any(|one| one.contains("this is not one of")),
                "{format} as {}: {problems:?}",
                other.name
            );
        }
    }
}
