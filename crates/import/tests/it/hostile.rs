//! Whatever is wrong with a file, it is told and nothing breaks: values of another kind,
//! texts that are cut short, files of another format.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::driver::{import, reading, together};
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
        (
            "compose",
            json!({"name": "x", "services": {
                "a_b": {"image": "nginx", "ports": ["80:80"], "depends_on": {"db": {"condition": "service_healthy"}},
                    "environment": {"DB_HOST": "${DB:-db}", "OPENAI_API_KEY": "k", "OPENAI_MODEL": "m"}, "deploy": {"replicas": 2}},
                "a-b": {"build": {"context": "."}, "environment": ["KAFKA=k1:1,k2:1"], "volumes": ["v:/x"], "networks": {"n": {"aliases": ["z"]}}},
                "db": {"image": "postgres", "healthcheck": {"test": ["CMD", "x"], "interval": "10s", "retries": 2}}},
                "models": {"m": {"model": "x"}}, "volumes": {"v": {}}}),
        ),
        (
            "kubernetes",
            json!({"apiVersion": "v1", "kind": "List", "items": [
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "labels": {"a": "b"}}, "spec": {"replicas": 2,
                    "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "redis",
                        "env": [{"name": "DB_HOST", "value": "db"}, {"name": "K", "valueFrom": {"configMapKeyRef": {"name": "m", "key": "k"}}}],
                        "readinessProbe": {"httpGet": {"path": "/", "port": 80}, "periodSeconds": 5}}]}}}},
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 1}]}},
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m"}, "data": {"k": "http://db:1"}},
                {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j"}, "spec": {"schedule": "0 * * * *", "jobTemplate": {"spec": {"template": {"spec": {"containers": [{"image": "a"}]}}}}}}]}),
        ),
        (
            "backstage",
            json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "web", "links": [{"url": "https://x.example", "title": "t"}]},
                "spec": {"type": "service", "owner": "group:default/a", "system": "s", "dependsOn": ["resource:db"], "providesApis": ["x"], "lifecycle": "production"}}),
        ),
        (
            "datadog",
            json!({"apiVersion": "v3", "kind": "service", "metadata": {"name": "web", "owner": "a", "contacts": [{"type": "slack", "contact": "#x"}]},
                "spec": {"tier": "1", "lifecycle": "production", "dependsOn": ["service:b", "datastore:c"], "componentOf": ["system:s"]}}),
        ),
        (
            "score",
            json!({"apiVersion": "score.dev/v1b1", "metadata": {"name": "web"}, "service": {"ports": {"w": {"port": 80}}},
                "containers": {"m": {"image": "x", "variables": {"A": "${resources.db.host}"}, "livenessProbe": {"httpGet": {"path": "/", "port": 80}}}},
                "resources": {"db": {"type": "postgres", "class": "c", "params": {"a": 1}}}}),
        ),
        (
            "cyclonedx",
            json!({"bomFormat": "CycloneDX", "specVersion": "1.7", "metadata": {"component": {"type": "application", "name": "app", "bom-ref": "app"}},
                "components": [{"type": "machine-learning-model", "name": "gpt-5.2", "bom-ref": "m", "supplier": {"name": "OpenAI"}, "purl": "pkg:huggingface/a/b@1"}],
                "services": [{"bom-ref": "s", "name": "pay", "provider": {"name": "Stripe"}, "endpoints": ["https://api.stripe.com"], "x-trust-boundary": true}],
                "dependencies": [{"ref": "app", "dependsOn": ["m", "s"]}]}),
        ),
        (
            "terraform",
            json!({"format_version": "1.2", "terraform_version": "1.9", "planned_values": {"root_module": {"resources": [
                {"address": "azurerm_cognitive_deployment.a", "mode": "managed", "type": "azurerm_cognitive_deployment", "name": "a",
                    "values": {"name": "chat", "cognitive_account_id": "x", "model": [{"format": "OpenAI", "name": "gpt-5.2", "version": "1"}], "sku": [{"name": "Standard", "capacity": 10}], "version_upgrade_option": "NoAutoUpgrade"}},
                {"address": "aws_bedrockagent_agent.b", "mode": "managed", "type": "aws_bedrockagent_agent", "name": "b", "values": {"foundation_model": "m"}}],
                "child_modules": [{"resources": []}]}}, "resource_changes": [{"address": "x.y", "type": "x", "change": {"actions": ["delete"]}}]}),
        ),
        (
            "litellm",
            json!({"model_list": [
                {"model_name": "a", "litellm_params": {"model": "openai/gpt-5.2", "rpm": 10, "order": 1, "weight": 2, "api_key": "os.environ/K"}, "model_info": {"id": "i", "mode": "chat"}},
                {"model_name": "a", "litellm_params": {"model": "azure/x", "api_base": "https://x.openai.azure.com"}, "tpm": 5},
                {"model_name": "b/*", "litellm_params": {"model": "ollama/*", "api_base": "http://ollama:1", "aws_region_name": "eu-west-1"}}],
                "router_settings": {"fallbacks": [{"a": ["b/x"]}], "model_group_alias": {"z": "a"}, "num_retries": 2, "timeout": 10, "redis_host": "r",
                    "retry_policy": {"TimeoutErrorRetries": 1}, "routing_groups": [{"group_name": "g", "models": ["a"], "model_priorities": {"a": 1}}]},
                "litellm_settings": {"callbacks": ["langfuse"], "cache": true, "cache_params": {"type": "redis"}, "default_fallbacks": ["a"]}, "general_settings": {"database_url": "postgres://u@h/x"}, "include": ["/nowhere.yaml"]}),
        ),
        (
            "kong",
            json!({"_format_version": "3.0", "services": [{"name": "s", "routes": [{"name": "r", "plugins": [{"name": "ai-proxy-advanced", "config": {
                "balancer": {"algorithm": "priority", "retries": 3, "failover_criteria": ["error", "http_500", "non_idempotent"], "max_fails": 2, "fail_timeout": 10000},
                "targets": [{"model": {"name": "gpt-5.2", "provider": "openai", "options": {"upstream_url": "http://x:1"}}, "weight": 2, "route_type": "llm/v1/chat"},
                    {"model": {"name": "m", "provider": "anthropic", "model_alias": "z"}, "weight": 1}]}}]}]}]}),
        ),
        (
            "agentgateway",
            json!({"llm": {"models": [{"name": "a", "provider": "openAI", "params": {"model": "gpt-5.2", "baseUrl": "http://x:1"}, "health": {"eviction": {"duration": "10s"}, "unhealthyExpression": "response.code >= 500"}},
                    {"name": "b/*", "provider": "anthropic", "visibility": "internal"}],
                "virtualModels": [{"name": "v", "routing": {"failover": {"targets": [{"model": "a", "priority": 0}, {"model": "b/x", "priority": 1}]}}},
                    {"name": "w", "routing": {"weighted": {"targets": [{"model": "a", "weight": 1}]}}}]}}),
        ),
        (
            "claude-code",
            json!({"model": "opus", "fallbackModel": ["sonnet", "haiku"], "env": {"ANTHROPIC_BASE_URL": "https://llm.corp.example", "CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1"}, "permissions": {"allow": []}}),
        ),
        (
            "agentcore",
            json!({"gatewayRules": [{"gatewayArn": "arn:aws:bedrock-agentcore:us-east-1:1:gateway/g", "name": "r", "priority": 1, "conditions": [{"matchPrincipals": {}}],
                "actions": [{"routeToTarget": {"staticRoute": {"targetName": "t", "model": "m", "fallback": {"triggerOn": {"statusCodes": ["5XX", "429"], "errors": ["UNROUTABLE"]}, "firstByteTimeoutMilliseconds": 100,
                    "targetFallback": [{"targetName": "u", "model": "n"}]}}}}]}]}),
        ),
        (
            "cloudflare",
            json!({"id": "x", "name": "r", "elements": [
                {"id": "s", "type": "start", "outputs": {"next": {"elementId": "p"}}},
                {"id": "p", "type": "percentage", "properties": {}, "outputs": {"50": {"elementId": "m"}, "else": {"elementId": "m"}}},
                {"id": "m", "type": "model", "properties": {"provider": "openai", "model": "gpt-5.2", "retries": 2, "timeout": 1000}, "outputs": {"success": {"elementId": "e"}, "fallback": {"elementId": "n"}}},
                {"id": "n", "type": "model", "properties": {"provider": "anthropic", "model": "x"}, "outputs": {"success": {"elementId": "e"}}},
                {"id": "e", "type": "end", "outputs": {}}]}),
        ),
        (
            "librechat",
            json!({"version": "1.3.11", "endpoints": {"custom": [{"name": "a", "apiKey": "x", "baseURL": "https://api.groq.com/v1", "models": {"default": ["m", {"name": "n"}], "fetch": true}}, {"name": "b", "baseURL": "${B}"}],
                "azureOpenAI": {"groups": [{"group": "g", "instanceName": "i", "models": {"gpt-5.2": {"deploymentName": "d"}}}]}}}),
        ),
        (
            "openrouter",
            json!({"model": "openai/gpt-5.2", "models": ["anthropic/claude-opus-4.8", "~openai/gpt-latest"], "provider": {"order": ["azure", "deepinfra/turbo"], "only": ["openai"], "allow_fallbacks": true, "require_parameters": false}}),
        ),
        (
            "vercel",
            json!({"model": "openai/gpt-5.2", "providerOptions": {"gateway": {"models": ["anthropic/claude-opus-4.8"], "order": ["azure"], "only": ["azure", "openai"], "providerTimeouts": {"byok": {"openai": 100}}}}}),
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

/// A tree of the words that readers look for, as deep as files are.
fn tree() -> impl Strategy<Value = Value> {
    let mut words: Vec<String> = Vec::new();
    for (_, sample) in samples() {
        let mut all = Vec::new();
        places(&sample, "", &mut all);
        let keys = all.iter().filter_map(|place| place.rsplit('/').next());
        words.extend(
            keys.filter(|key| key.parse::<usize>().is_err())
                .map(str::to_owned),
        );
        let texts = all
            .iter()
            .filter_map(|place| sample.pointer(place)?.as_str());
        words.extend(texts.map(str::to_owned));
    }
    words.extend(
        [
            "",
            "*",
            "<<",
            "a.b",
            "http://[::1",
            "é",
            "${A:-${B}}",
            "0",
            "-",
        ]
        .map(str::to_owned),
    );
    words.sort();
    words.dedup();
    let word = prop::sample::select(words);
    let leaf = prop_oneof![
        word.clone().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::hash_map(word.clone(), inner, 0..6)
                .prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Whatever stands in a file, no reader breaks or takes long: trees of known words, alone and
    /// in the place of a part of a file that is right.
    #[test]
    fn no_tree_breaks_a_reader(tree in tree(), at: prop::sample::Index, which: prop::sample::Index) {
        let started = std::time::Instant::now();
        let samples = samples();
        let (format, sample) = &samples[which.index(samples.len())];
        let mut all = Vec::new();
        places(sample, "", &mut all);
        let mut changed = sample.clone();
        if let Some(part) = changed.pointer_mut(&all[at.index(all.len())]) {
            *part = tree.clone();
        }
        import(format, &changed.to_string());
        together(&[&tree.to_string(), &changed.to_string()]);
        for format in FORMATS {
            import(format.name, &tree.to_string());
        }
        prop_assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
