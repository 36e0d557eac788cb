//! What becomes of options for routers, and of settings of Claude Code.

use super::driver::import;

#[test]
fn a_router_picks_the_host_unless_it_is_told_which() {
    let imported = import(
        "openrouter",
        r#"{"model": "anthropic/claude-opus-4.8", "models": ["openai/gpt-5.2", "openrouter/auto"]}"#,
    );
    let text = imported.draft.to_toml();
    let key = |id: &str, key: &str| imported.key(id, key);
    assert_eq!(
        key("anthropic-claude-opus-4-8", "provider"),
        Some("\"openrouter\"".to_owned())
    );
    assert_eq!(key("anthropic-claude-opus-4-8", "via"), None);
    assert!(
        text.contains("# ask: `openrouter/auto` may be any model"),
        "{text}"
    );
    assert!(
        text.contains("\"timeout\", \"too-long\", \"refused\"]"),
        "{text}"
    );
    let told = imported.told("provider.require_parameters");
    assert!(told[0].contains("leaves it out without a word"), "{told:?}");

    let pinned = r#"{"model": "anthropic/claude-opus-4.8", "models": ["openai/gpt-5.2"],
        "provider": {"only": ["amazon-bedrock", "openai"], "require_parameters": true}}"#;
    let imported = import("openrouter", pinned);
    // OpenAI serves nobody else's models, and Bedrock is left out nowhere.
    let opus = imported.table("claude-opus-4-8").to_toml();
    assert!(
        opus.contains(
            "provider = \"aws-bedrock\"\nmodel = \"claude-opus-4.8\"\nvia = [\"openrouter\"]"
        ),
        "{opus}"
    );
    assert_eq!(
        imported
            .draft
            .tables
            .iter()
            .filter(|one| one.kind.as_str() == "ai")
            .count(),
        3
    );
    assert!(imported.told("provider.require_parameters").is_empty());
}

#[test]
fn hosts_in_an_order_are_tried_in_turn() {
    let imported = import(
        "vercel",
        r#"{"model": "anthropic/claude-opus-4.8", "providerOptions": {"gateway": {
            "models": ["openai/gpt-5.2"], "order": ["bedrock", "anthropic"], "providerTimeouts": {"byok": {"bedrock": 5000}}}}}"#,
    );
    let group = imported.table("claude-opus-4-8-group").to_toml();
    let first = group.find("to = \"claude-opus-4-8-2\"").unwrap();
    let any = group.find("to = \"anthropic-claude-opus-4-8\"").unwrap();
    assert!(first < any, "{group}");
    assert!(group.contains("\"timeout\""), "{group}");
    assert_eq!(
        imported.key("anthropic-claude-opus-4-8", "provider"),
        Some("\"vercel-gateway\"".to_owned())
    );
    // Neither of the two serves GPT.
    let gpt = imported.table("gpt-5-2").to_toml();
    assert!(gpt.contains("provider = \"aws-bedrock\""), "{gpt}");
    assert!(imported.draft.table("gpt-5-2-2").is_none());
}

#[test]
fn an_assistant_falls_back_on_server_errors_alone() {
    let settings = r#"{
        "model": "opusplan", "fallbackModel": ["sonnet", "claude-haiku-4-5", "haiku", "opus"], "apiKeyHelper": "/bin/vault get",
        "env": {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "us-east-1", "ANTHROPIC_AUTH_TOKEN": "hunter2",
            "ANTHROPIC_DEFAULT_OPUS_MODEL": "us.anthropic.claude-opus-4-8", "ANTHROPIC_SMALL_FAST_MODEL": "us.anthropic.claude-haiku-4-5"}}"#;
    let imported = import("claude-code", settings);
    let text = imported.draft.to_toml();
    let assistant = imported.table("claude-code").to_toml();
    assert!(assistant.contains("{ on = \"anthropic-claude-opus-4-8\", fallback = [\n    { to = \"sonnet\", switch = \"per-call\", triggers = [\"5xx\"] }"), "{assistant}");
    // `opusplan` works with sonnet too, which does not stand in for itself.
    assert!(
        assistant.contains("{ on = \"sonnet\", fallback = [\n    { to = \"claude-haiku-4-5\""),
        "{assistant}"
    );
    assert!(assistant.contains("mode = \"soft\""), "{assistant}");
    assert!(
        text.contains(
            "# ask: which model is `sonnet` today: ANTHROPIC_DEFAULT_SONNET_MODEL would say so?"
        ),
        "{text}"
    );
    assert_eq!(
        imported.key("anthropic-claude-opus-4-8", "provider"),
        Some("\"aws-bedrock\"".to_owned())
    );
    assert_eq!(
        imported.key("anthropic-claude-opus-4-8", "in"),
        Some("[\"aws-us-east-1\"]".to_owned())
    );
    assert!(imported.told("fallbackModel[3]")[0].contains("never tried"));
    assert!(!text.contains("hunter2"), "{text}");

    let own = r#"{"model": "sonnet", "env": {"ANTHROPIC_BASE_URL": "https://llm.acme.example/anthropic", "HTTPS_PROXY": "http://u:hunter2@squid:3128"}}"#;
    let text = import("claude-code", own).draft.to_toml();
    assert!(
        text.contains("# ask: what answers at https://llm.acme.example, and whom does it call?"),
        "{text}"
    );
    assert!(
        text.contains("{ on = \"squid\", why = \"HTTPS_PROXY\" }"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
}
