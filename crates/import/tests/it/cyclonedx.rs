//! What becomes of CycloneDX BOMs.

use super::driver::import;

const BOM: &str = r#"{
  "bomFormat": "CycloneDX", "specVersion": "1.7",
  "metadata": {"component": {"bom-ref": "app", "type": "application", "name": "Shop API"}},
  "components": [
    {"bom-ref": "sdk", "type": "library", "name": "openai"},
    {"bom-ref": "opus", "type": "machine-learning-model", "name": "claude-opus-4-8", "supplier": {"name": "Anthropic"}},
    {"bom-ref": "nova", "type": "machine-learning-model", "name": "amazon.nova-lite-v1:0", "properties": [{"name": "airom:provider", "value": "amazon-bedrock"}]},
    {"bom-ref": "llama", "type": "machine-learning-model", "name": "Llama-3.3-70B", "purl": "pkg:huggingface/meta-llama/Llama-3.3-70B@abc"},
    {"bom-ref": "gpt", "type": "machine-learning-model", "name": "gpt-5.2"}
  ],
  "services": [
    {"bom-ref": "llm", "name": "LLM", "endpoints": ["https://api.mistral.ai/v1"]},
    {"bom-ref": "pay", "name": "Payments", "provider": {"name": "Stripe"}},
    {"bom-ref": "stock", "name": "Stock", "endpoints": ["https://stock.acme.example/v1"], "x-trust-boundary": false},
    {"bom-ref": "rates", "name": "Rates", "endpoints": ["https://rates.example.com"], "x-trust-boundary": true}
  ],
  "dependencies": [
    {"ref": "app", "dependsOn": ["sdk", "stock"]},
    {"ref": "sdk", "dependsOn": ["opus", "nova", "llama", "gpt", "llm"]},
    {"ref": "stock", "dependsOn": ["pay", "rates"]}
  ]
}"#;

#[test]
fn needs_are_followed_through_libraries() {
    let imported = import("cyclonedx", BOM);
    assert_eq!(
        imported.pairs(),
        [
            ("shop-api", "amazon-nova-lite-v1-0"),
            ("shop-api", "claude-opus-4-8"),
            ("shop-api", "gpt-5-2"),
            ("shop-api", "llama-3-3-70b"),
            ("shop-api", "llm-model"),
            ("shop-api", "stock"),
            ("stock", "rates"),
            ("stock", "stripe"),
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    let key = |id: &str, key: &str| imported.key(id, key).unwrap_or_default();
    assert_eq!(key("claude-opus-4-8", "provider"), "\"anthropic\"");
    assert_eq!(key("amazon-nova-lite-v1-0", "provider"), "\"aws-bedrock\"");
    assert_eq!(key("llama-3-3-70b", "provider"), "\"huggingface\"");
    assert_eq!(key("llm-model", "provider"), "\"mistral\"");
    assert_eq!(key("rates", "hosts"), "[\"rates.example.com\"]");
    assert_eq!(imported.table("rates").kind.as_str(), "provider");
    assert_eq!(key("shop-api", "tier"), "1");
    let text = imported.draft.to_toml();
    assert!(
        text.contains("# ask: which models are called at `LLM`?"),
        "{text}"
    );
    // Who made a model is no proof of who answers.
    assert!(
        imported
            .table("gpt-5-2")
            .to_toml()
            .contains("# guessed: who answers"),
        "{text}"
    );
    assert!(imported.told("components")[0].contains("1 libraries"));
}

#[test]
fn without_a_list_all_of_it_is_guessed() {
    let bom = r#"{"bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": {"component": {"type": "application", "name": "bot"}},
        "components": [{"type": "machine-learning-model", "name": "claude-opus-4-8"}]}"#;
    let imported = import("cyclonedx", bom);
    let bot = imported.table("bot").to_toml();
    assert!(
        bot.contains("# guessed: the BOM does not say what needs what"),
        "{bot}"
    );
    let other = import("cyclonedx", &bom.replace("1.5", "2.0"));
    assert!(other.draft.tables.is_empty());
    assert!(
        other.problems[0].contains("version `2.0`"),
        "{:?}",
        other.problems
    );
}
