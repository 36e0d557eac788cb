//! What becomes of files of Kong, agentgateway, AgentCore and Cloudflare.

use super::driver::import;

fn kong(balancer: &str, targets: &str) -> String {
    format!(
        "_format_version: '3.0'\nplugins:\n  - name: ai-proxy-advanced\n    route: support\n    config:\n      \
         balancer: {balancer}\n      targets:\n{targets}"
    )
}

const TARGETS: &str = "        - {weight: 70, model: {name: gpt-5.2, provider: openai}, auth: {header_value: hunter2}}
        - {weight: 70, model: {name: gpt-5.2, provider: azure, options: {azure_instance: acme}}}
        - {weight: 25, model: {name: us.amazon.nova-lite-v1:0, provider: bedrock, options: {bedrock: {aws_region: us-east-1}}}}
";

const ALL: &str =
    "[error, timeout, http_429, http_500, http_502, http_503, http_504, non_idempotent]";

#[test]
fn kong_tries_the_heaviest_first() {
    let balancer = format!(
        "{{algorithm: priority, retries: 3, failover_criteria: {ALL}, max_fails: 2, read_timeout: 30000, connect_timeout: 1000, write_timeout: 1000}}"
    );
    let imported = import("kong", &kong(&balancer, TARGETS));
    let support = imported.table("support").to_toml();
    let expected = "\
depends_on = [
  { any_of = [\"gpt-5-2\", \"gpt-5-2-2\"], detect = { \"5xx\" = \"2s\", \"429\" = \"2s\", timeout = \"1m\" }, fail_back = \"10s\", fallback = [{ to = \"amazon-nova-lite-v1-0\", switch = \"automatic\", triggers = [\"5xx\", \"429\", \"timeout\"] }] },";
    assert!(support.contains(expected), "{support}");
    assert!(!imported.draft.to_toml().contains("hunter2"));
    let short = format!("{{algorithm: priority, retries: 1, failover_criteria: {ALL}}}");
    let imported = import("kong", &kong(&short, TARGETS));
    let told = imported.told_of("plugins[0].config.targets[2]");
    assert!(told[0].contains("retries are spent before"), "{told:?}");
}

/// By default no answer with a status leads on, and a POST never does.
#[test]
fn kong_by_default_leads_nowhere() {
    let imported = import("kong", &kong("{algorithm: priority}", TARGETS));
    assert!(!imported.draft.to_toml().contains("fallback"));
    let told = imported.told("plugins[0].config.balancer.failover_criteria");
    assert!(
        told.iter().any(|one| one.contains("no `non_idempotent`")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|one| one.contains("no `http_500`")),
        "{told:?}"
    );
    let imported = import("kong", &kong("{algorithm: round-robin}", TARGETS));
    let support = imported.table("support").to_toml();
    assert!(
        support.contains("mode = \"soft\", degraded = \"its share of the calls fails\""),
        "{support}"
    );
    let imported = import(
        "kong",
        &kong(&format!("{{failover_criteria: {ALL}}}"), TARGETS),
    );
    assert!(!imported.table("support").to_toml().contains("soft"));
}

#[test]
fn kong_asks_what_calls_are_about() {
    let text = kong(
        "{algorithm: semantic}",
        "        - {description: code, model: {name: a, provider: mistral}}\n        - {description: law, model: {name: b, provider: cohere}}\n",
    );
    let embeddings =
        "      embeddings: {model: {name: text-embedding-3-small, provider: openai}}\n";
    let imported = import("kong", &format!("{text}{embeddings}"));
    let support = imported.table("support").to_toml();
    for need in [
        "{ on = \"a\", why = \"code\" }",
        "{ on = \"b\", why = \"law\" }",
        "{ on = \"text-embedding-3-small\", why = \"embeddings of each call\" }",
    ] {
        assert!(support.contains(need), "{support}");
    }
    let aliases = kong(
        "{}",
        "        - {model: {name: a, provider: openai, model_alias: fast}}\n        - {model: {name: b, provider: openai, model_alias: slow}}\n",
    );
    let imported = import("kong", &aliases);
    assert_eq!(imported.key("fast", "model"), Some("\"a\"".to_owned()));
    assert_eq!(imported.key("slow", "model"), Some("\"b\"".to_owned()));
}

#[test]
fn agentgateway_leaves_what_is_unhealthy() {
    let text = "
llm:
  providers:
    - {name: shared, provider: anthropic, params: {apiKey: $KEY}, defaults: {health: {eviction: {duration: 30s}}}}
  models:
    - {name: openai/gpt-5.2, visibility: internal, provider: openAI, params: {model: gpt-5.2, apiKey: hunter2}, health: {unhealthyExpression: 'response.code == 429', eviction: {duration: 1m}}}
    - {name: 'anthropic/*', visibility: internal, provider: {reference: shared}}
    - {name: own, provider: {custom: {formats: []}}, params: {baseUrl: 'http://gpu-1:8000/v1'}}
  virtualModels:
    - name: support
      routing: {failover: {targets: [{model: openai/gpt-5.2, priority: 0}, {model: anthropic/claude-haiku-4-5, priority: 1}, {model: anthropic/claude-opus-4-8, priority: 1}]}}
    - name: spread
      routing: {weighted: {targets: [{model: own, weight: 60}, {model: openai/gpt-5.2, weight: 40}, {model: nobody, weight: 1}]}}
";
    let imported = import("agentgateway", text);
    let support = imported.table("support").to_toml();
    let expected = "{ on = \"gpt-5-2\", fail_back = \"1m\", fallback = [{ to = \"claude-haiku-4-5-group\", switch = \"automatic\", triggers = [\"5xx\", \"timeout\", \"429\"] }] }";
    assert!(support.contains(expected), "{support}");
    let both = imported.table("claude-haiku-4-5-group").to_toml();
    assert!(
        both.contains("any_of = [\"claude-haiku-4-5\", \"claude-opus-4-8\"]"),
        "{both}"
    );
    assert!(
        imported
            .draft
            .to_toml()
            .contains("# ask: what runs at http://gpu-1:8000?")
    );
    assert!(
        imported.told("llm.virtualModels[1].routing.weighted.targets[2]")[0]
            .contains("no model is called `nobody`")
    );
    let cluster = "
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: models}
spec:
  ai:
    groups:
      - providers: [{name: a, openai: {model: gpt-5.2}}]
      - providers: [{name: b, bedrock: {model: us.amazon.nova-lite-v1:0, region: us-east-1}}]
";
    let imported = import("agentgateway", cluster);
    let models = imported.table("models").to_toml();
    assert!(models.contains("{ on = \"gpt-5-2\", fallback = [{ to = \"amazon-nova-lite-v1-0\", switch = \"per-call\", triggers = [\"5xx\", \"timeout\"] }] }"), "{models}");
    assert_eq!(
        imported.key("amazon-nova-lite-v1-0", "in"),
        Some("[\"aws-us-east-1\"]".to_owned())
    );
}

/// Triggers are each target's own, and none is inherited.
#[test]
fn agentcore_leaves_each_target_on_its_own_triggers() {
    let rule = |fallback: &str| {
        format!(
            r#"{{"ruleId": "r", "gatewayArn": "arn:aws:bedrock-agentcore:us-east-1:1:gateway/g", "actions": [{{"routeToTarget": {{"staticRoute":
               {{"targetName": "main", "model": "us.anthropic.claude-opus-4-8", "fallback": {fallback}}}}}}}]}}"#
        )
    };
    let text = rule(
        r#"{"targetFallback": [{"targetName": "b", "model": "gpt-5.2", "triggerOn": {"statusCodes": ["429"]}}, {"targetName": "c", "model": "grok-4"}]}"#,
    );
    let imported = import("agentcore", &text);
    let first = imported.table("r").to_toml();
    // No time to the first byte is said: a call that hangs is never left.
    assert!(first.contains("{ on = \"anthropic-claude-opus-4-8\", fallback = [{ to = \"gpt-5-2-group\", switch = \"per-call\", triggers = [\"5xx\"] }] }"), "{first}");
    let second = imported.table("gpt-5-2-group").to_toml();
    assert!(
        second.contains(
            "fallback = [{ to = \"grok-4\", switch = \"per-call\", triggers = [\"429\"] }]"
        ),
        "{second}"
    );
    assert_eq!(
        imported.key("aws-agentcore-gateway", "in"),
        Some("[\"aws-us-east-1\"]".to_owned())
    );
    let timed = rule(
        r#"{"firstByteTimeoutMilliseconds": 9000, "targetFallback": [{"targetName": "b", "model": "gpt-5.2"}]}"#,
    );
    let first = import("agentcore", &timed).table("r").to_toml();
    assert!(first.contains("detect = { timeout = \"9s\" }"), "{first}");
    assert!(
        first.contains("triggers = [\"5xx\", \"timeout\"]"),
        "{first}"
    );
    let template = r#"{"Resources": {"Support": {"Type": "AWS::BedrockAgentCore::GatewayRule", "Properties": {"Actions": [{"RouteToTarget": {"StaticRoute":
        {"TargetName": "a", "Model": "gpt-5.2", "Fallback": {"TargetFallback": [{"TargetName": "b", "Model": "grok-4"}]}}}}]}}}}"#;
    let first = import("agentcore", template).table("support").to_toml();
    assert!(first.contains("to = \"grok-4\""), "{first}");
}

#[test]
fn cloudflare_walks_from_the_start() {
    let route = r#"{"name": "support", "elements": [
        {"id": "s", "type": "start", "outputs": {"next": {"elementId": "p"}}},
        {"id": "p", "type": "percentage", "outputs": {"10%": {"elementId": "m3"}, "90%": {"elementId": "m1"}}},
        {"id": "m1", "type": "model", "properties": {"provider": "openai", "model": "gpt-5.2", "retries": 1, "timeout": 9000}, "outputs": {"fallback": {"elementId": "m2"}}},
        {"id": "m2", "type": "model", "properties": {"provider": "anthropic", "model": "claude-opus-4-8"}, "outputs": {"fallback": {"elementId": "m1"}}},
        {"id": "m3", "type": "model", "properties": {"provider": "workers-ai", "model": "@cf/meta/llama"}, "outputs": {"fallback": {"elementId": "gone"}}},
        {"id": "m4", "type": "model", "properties": {"provider": "groq", "model": "x"}, "outputs": {}}]}"#;
    let imported = import("cloudflare", route);
    let first = imported.table("gpt-5-2-group").to_toml();
    assert!(first.contains("detect = { timeout = \"18s\" }"), "{first}");
    assert!(
        first.contains(
            "{ to = \"claude-opus-4-8\", switch = \"per-call\", triggers = [\"5xx\", \"429\""
        ),
        "{first}"
    );
    let told = imported.told("elements");
    for expected in [
        "`m1` is behind itself",
        "no element is called `gone`",
        "`m4` is never called",
    ] {
        assert!(told.iter().any(|one| one.contains(expected)), "{told:?}");
    }
    assert_eq!(
        imported.key("cf-meta-llama", "provider"),
        Some("\"cloudflare-ai\"".to_owned())
    );
    let calls = r#"[{"provider": "openai", "endpoint": "chat/completions", "headers": {"Authorization": "Bearer hunter2", "cf-aig-request-timeout": "5000"}, "query": {"model": "gpt-5.2"}},
        {"provider": "workers-ai", "endpoint": "@cf/meta/llama", "headers": {}, "query": {}}]"#;
    let imported = import("cloudflare", calls);
    let text = imported.draft.to_toml();
    assert!(
        text.contains("fallback = [{ to = \"cf-meta-llama\""),
        "{text}"
    );
    assert!(
        text.contains("timeout = \"5s\"") && !text.contains("hunter2"),
        "{text}"
    );
}
