//! What becomes of Portkey configurations.

use super::driver::{Imported, import};

const CONFIG: &str = r#"{
  "strategy": {"mode": "conditional", "conditions": [
    {"query": {"metadata.plan": {"$eq": "paid"}}, "then": "paid"},
    {"query": {"metadata.plan": {"$eq": "beta"}}, "then": "betta"}], "default": "free"},
  "request_timeout": 20000,
  "targets": [
    {"name": "paid", "strategy": {"mode": "fallback", "on_status_codes": [429, 500, 502, 503, 504, 529, 408]},
     "retry": {"attempts": 2},
     "targets": [
       {"provider": "openai", "api_key": "sk-hunter2", "override_params": {"model": "gpt-5.2"}},
       {"virtual_key": "anthropic-prod-1a2b", "override_params": {"model": "claude-opus-4-8"}},
       {"provider": "azure-openai", "resource_name": "acme-eu", "deployment_id": "gpt", "api_key": "hunter2"}
     ]},
    {"name": "free", "strategy": {"mode": "loadbalance"}, "targets": [
       {"provider": "bedrock", "aws_region": "us-east-1", "weight": 0.7,
        "override_params": {"model": "us.anthropic.claude-haiku-4-5-20251001-v1:0"}},
       {"provider": "ollama", "custom_host": "http://gpu-1:11434", "override_params": {"model": "llama3"}, "weight": 0.3}]},
    {"name": "beta", "provider": "groq", "on_status_codes": [429], "override_params": {"model": "llama-3.3-70b"}}
  ]
}"#;

fn text(imported: &Imported) -> String {
    imported.draft.to_toml()
}

#[test]
fn strategies_become_groupings() {
    let imported = import("portkey", CONFIG);
    let text = text(&imported);
    let paid = "\
[resource.paid]
own_failure = false
depends_on = [
  { on = \"gpt-5-2\", detect = { 5xx = \"3s\", \"429\" = \"3s\", timeout = \"20s\" }, fallback = [
    { to = \"claude-opus-4-8\", switch = \"per-call\", triggers = [\"5xx\", \"429\", \"timeout\"] },
    { to = \"azure-openai-model\", switch = \"per-call\", triggers = [\"5xx\", \"429\", \"timeout\"] },
  ] },  # guessed: retries as said, waits between them as measured: 1, 2, 4 s
]
";
    assert!(text.contains(&paid.replace("5xx =", "\"5xx\" =")), "{text}");
    // Nobody takes over within a loadbalance.
    assert!(
        text.contains(
            "{ on = \"llama3\", mode = \"soft\", degraded = \"its share of the calls fails\" }"
        ),
        "{text}"
    );
    assert!(text.contains("weight = 70"), "{text}");
    let key = |id: &str, key: &str| imported.key(id, key).unwrap_or_default();
    assert_eq!(key("claude-opus-4-8", "provider"), "\"anthropic\"");
    assert_eq!(key("gpt-5-2", "via"), "[\"portkey\"]");
    assert_eq!(key("llama3", "in"), "[\"gpu-1\"]");
    assert_eq!(
        key("anthropic-claude-haiku-4-5-20251001-v1-0", "in"),
        "[\"aws-us-east-1\"]"
    );
    assert!(
        !text.contains("hunter2") && !text.contains("1a2b"),
        "{text}"
    );
}

#[test]
fn what_the_gateway_does_otherwise_is_told() {
    let imported = import("portkey", CONFIG);
    assert!(imported.told("targets[2].on_status_codes")[0].contains("does not read it"));
    assert!(
        imported
            .told("targets[2]")
            .iter()
            .any(|one| one.contains("never called"))
    );
    let strategy = imported.told("strategy");
    assert!(
        strategy.iter().any(|one| one.contains("`betta`")),
        "{strategy:?}"
    );
    let blind = r#"{"strategy": {"mode": "fallback", "on_status_codes": [500, 429]}, "targets": [
      {"provider": "openai", "override_params": {"model": "a"}}, {"provider": "groq"}]}"#;
    let imported = import("portkey", blind);
    let told = imported.told("strategy.on_status_codes");
    assert!(
        told.iter()
            .any(|one| one.contains("502, 503, 504 and 529 go back")),
        "{told:?}"
    );
    // It counts on no more than what every outage would show.
    assert!(!text(&imported).contains("5xx"), "{}", text(&imported));
    let nobody_else = r#"{"strategy": {"mode": "fallback"}, "targets": [
      {"provider": "openai", "override_params": {"model": "a"}}, {"provider": "openai", "override_params": {"model": "a"}}]}"#;
    let imported = import("portkey", nobody_else);
    assert!(
        imported
            .told("targets[1]")
            .iter()
            .any(|one| one.contains("nobody else answers"))
    );
    assert!(!text(&imported).contains("fallback"), "{}", text(&imported));
    assert!(imported.told("targets[0].request_timeout")[0].contains("never given up"));
}

#[test]
fn what_the_gateway_refuses_is_told() {
    for (config, expected) in [
        (
            r#"{"strategy": {"mode": "roulette"}, "targets": [{"provider": "openai"}]}"#,
            "no strategy `roulette`",
        ),
        (
            r#"{"strategy": 7, "targets": []}"#,
            "`strategy` is a single value",
        ),
        (
            r#"{"strategy": {"mode": "fallback"}}"#,
            "without a list of `targets`",
        ),
        (
            r#"{"strategy": {"mode": "fallback"}, "targets": [7]}"#,
            "a target is a single value",
        ),
        (
            r#"{"strategy": {"mode": "fallback", "on_status_codes": ["x"]}, "targets": [{"provider": "openai"}]}"#,
            "a status is a single value",
        ),
        (
            r#"{"strategy": {"mode": "fallback"}, "targets": [{"targets": []}]}"#,
            "`targets` without a `strategy`",
        ),
    ] {
        let problems = import("portkey", config).problems;
        assert!(
            problems.iter().any(|one| one.contains(expected)),
            "{config}: {problems:?}"
        );
    }
}
