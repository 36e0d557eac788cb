//! What becomes of Terraform's plans and states.

use super::driver::import;

const PLAN: &str = r#"{
  "format_version": "1.2", "terraform_version": "1.14.0",
  "variables": {"region": {"value": "eu-central-1"}, "key": {"value": "hunter2"}},
  "planned_values": {"root_module": {
    "resources": [
      {"address": "azurerm_cognitive_account.main", "mode": "managed", "type": "azurerm_cognitive_account", "name": "main",
       "values": {"name": "acme-eu", "kind": "OpenAI", "location": "swedencentral", "primary_access_key": "hunter2"}},
      {"address": "azurerm_cognitive_deployment.chat", "mode": "managed", "type": "azurerm_cognitive_deployment", "name": "chat",
       "values": {"name": "support", "model": [{"format": "OpenAI", "name": "gpt-5.2", "version": "2026-01-01"}],
                  "sku": [{"name": "GlobalStandard", "capacity": 50}], "version_upgrade_option": "NoAutoUpgrade"}},
      {"address": "azurerm_cognitive_deployment.small", "mode": "managed", "type": "azurerm_cognitive_deployment", "name": "small",
       "values": {"name": "small", "model": [{"name": "gpt-5.2-mini"}], "sku": [{"name": "ProvisionedManaged", "capacity": 15}]}},
      {"address": "aws_bedrockagent_agent.helper", "mode": "managed", "type": "aws_bedrockagent_agent", "name": "helper",
       "values": {"agent_name": "helper", "foundation_model": "eu.anthropic.claude-opus-4-8"}},
      {"address": "aws_bedrockagent_knowledge_base.docs", "mode": "managed", "type": "aws_bedrockagent_knowledge_base", "name": "docs",
       "values": {"name": "docs", "knowledge_base_configuration": [{"vector_knowledge_base_configuration": [
         {"embedding_model_arn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0"}]}]}},
      {"address": "data.aws_bedrock_foundation_model.x", "mode": "data", "type": "aws_bedrock_foundation_model", "name": "x", "values": {}},
      {"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc", "name": "main", "values": {}}
    ],
    "child_modules": [{"resources": [
      {"address": "module.v.google_vertex_ai_endpoint_with_model_garden_deployment.g", "mode": "managed",
       "type": "google_vertex_ai_endpoint_with_model_garden_deployment", "name": "g",
       "values": {"publisher_model_name": "publishers/google/models/gemma3@gemma-3-1b-it", "location": "us-central1"}}]}]
  }},
  "resource_changes": [{"address": "azurerm_cognitive_deployment.old", "change": {"actions": ["delete"]}},
                       {"address": "azurerm_cognitive_deployment.chat", "change": {"actions": ["delete", "create"]}}],
  "configuration": {
    "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"references": ["var.region"]}}}},
    "root_module": {"resources": [
      {"address": "azurerm_cognitive_deployment.chat", "expressions": {"cognitive_account_id": {"references": ["azurerm_cognitive_account.main.id", "azurerm_cognitive_account.main"]}}}]}
  }
}"#;

#[test]
fn deployments_stand_in_their_accounts_and_regions() {
    let imported = import("terraform", PLAN);
    let text = imported.draft.to_toml();
    let key = |id: &str, key: &str| imported.key(id, key).unwrap_or_default();
    assert_eq!(key("support", "provider"), "\"azure-openai\"");
    assert_eq!(key("support", "model"), "\"gpt-5.2-2026-01-01\"");
    assert_eq!(
        key("support", "in"),
        "[\"azure-sweden-central\", \"azure-openai-account-1\"]"
    );
    assert_eq!(key("support", "limit"), "{ tpm = 50000 }");
    assert!(
        text.contains("name = \"The resource at acme-eu.openai.azure.com\""),
        "{text}"
    );
    // By the variable of the provider.
    assert_eq!(
        key("anthropic-claude-opus-4-8", "in"),
        "[\"aws-eu-central-1\"]"
    );
    assert_eq!(
        key("amazon-titan-embed-text-v2-0", "in"),
        "[\"aws-us-east-1\"]"
    );
    assert_eq!(key("g", "model"), "\"gemma-3-1b-it\"");
    assert_eq!(
        imported.pairs(),
        [
            ("docs", "amazon-titan-embed-text-v2-0"),
            ("helper", "anthropic-claude-opus-4-8")
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn what_ends_or_is_deleted_is_told() {
    let imported = import("terraform", PLAN);
    let told = |path: &str| imported.told(path).join("; ");
    assert!(told("azurerm_cognitive_deployment.chat.version_upgrade_option").contains("with 410"));
    assert!(told("azurerm_cognitive_deployment.small.sku").contains("paid for by the hour"));
    assert!(
        imported
            .table("small")
            .to_toml()
            .contains("# ask: another version takes the place")
    );
    assert_eq!(
        told("azurerm_cognitive_deployment.old"),
        "this plan deletes it"
    );
    assert!(!told("azurerm_cognitive_deployment.chat").contains("deletes"));
    assert!(told("aws_vpc.main").contains("left out (1 in all)"));
    assert!(
        told("azurerm_cognitive_account.main.location").contains("served from several regions")
    );
}

#[test]
fn a_state_is_read_too_and_another_version_is_not() {
    let state = r#"{"version": 4, "terraform_version": "1.14.0", "serial": 3, "lineage": "x", "resources": [
        {"mode": "managed", "type": "aws_bedrock_inference_profile", "name": "opus", "instances": [
          {"attributes": {"name": "team-opus", "arn": "arn:aws:bedrock:eu-central-1:1:application-inference-profile/x",
            "model_source": [{"copy_from": "arn:aws:bedrock:eu-central-1:1:inference-profile/eu.anthropic.claude-opus-4-8"}]}}]}]}"#;
    let imported = import("terraform", state);
    assert_eq!(
        imported.key("team-opus", "model"),
        Some("\"anthropic.claude-opus-4-8\"".to_owned())
    );
    assert_eq!(
        imported.key("team-opus", "in"),
        Some("[\"aws-eu-central-1\"]".to_owned())
    );
    for other in [
        state.replace("\"version\": 4", "\"version\": 3"),
        PLAN.replace("\"format_version\": \"1.2\"", "\"format_version\": \"2.0\""),
    ] {
        let imported = import("terraform", &other);
        assert!(imported.draft.tables.is_empty());
        assert!(
            imported.problems.iter().any(|one| one.contains("version")),
            "{:?}",
            imported.problems
        );
    }
}
