//! LibreChat's configurations: people pick who answers.

use super::driver::{import, together};

const CHAT: &str = "
version: 1.3.11
cache: true
endpoints:
  custom:
    - name: groq
      apiKey: ${GROQ_API_KEY}
      baseURL: https://api.groq.com/openai/v1/
      models: {default: [openai/gpt-oss-120b, openai/gpt-oss-20b], fetch: false}
      titleModel: openai/gpt-oss-20b
      frobnicate: 1
    - name: Ours
      apiKey: sk-hunter2
      baseURL: http://litellm:4000
      models: {default: [chat]}
    - name: 302AI
      apiKey: user_provided
      baseURL: https://api.302.ai/v1
      models: {fetch: true}
    - name: Hidden
      baseURL: ${HIDDEN_URL}
      models: {default: [{name: m-1}]}
  azureOpenAI:
    groups:
      - {group: eu, apiKey: x, instanceName: acme-eu, deploymentName: d, version: v, models: {gpt-5.2: {deploymentName: d}}}
  openAI: {streamRate: 1}
mcpServers: {a: {url: 'https://mcp.example/x'}}
";

#[test]
fn each_endpoint_is_called_and_one_is_enough() {
    let imported = import("librechat", CHAT);
    let text = imported.draft.to_toml();
    for (id, key, value) in [
        ("librechat-groq", "provider", "\"groq\""),
        ("librechat-groq", "model", "\"openai/gpt-oss-120b\""),
        ("librechat-302ai", "provider", "\"api-302-ai\""),
        ("librechat-hidden", "model", "\"m-1\""),
        ("librechat-eu", "provider", "\"azure-openai\""),
        ("librechat-eu", "model", "\"gpt-5.2\""),
        ("api-302-ai", "hosts", "[\"api.302.ai\"]"),
    ] {
        assert_eq!(
            imported.key(id, key).as_deref(),
            Some(value),
            "{id}\n{text}"
        );
    }
    for line in [
        "# guessed: the first of 2 that people may pick",
        "# ask: which models do people pick at `302AI`?",
        "# ask: what runs at https://api.302.ai?",
        "at_least = 1, why = \"endpoints\" },  # guessed: people pick another one",
        "{ on = \"librechat-groq\", mode = \"soft\", degraded = \"its models cannot be picked\" },",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("hunter2"), "{text}");
    let told = |path: &str| imported.told_of(path).join(" ");
    assert!(told("endpoints.custom[0].frobnicate").contains("not read"));
    assert!(told("endpoints.custom[1].apiKey").contains("never copied"));
    assert!(told("mcpServers").contains("say which are needed"));
    assert!(told("endpoints.openAI").contains("say which models"));
}

/// Codestral of May 2024 ended on 2025-06-16: nobody stays with it who may pick another.
#[test]
fn a_model_that_ended_does_not_stand_for_the_others() {
    let text = "version: 1\nendpoints: {custom: [{name: a, baseURL: 'https://api.mistral.ai/v1', models: {default: [codestral-2405, mistral-of-mine]}}]}\n";
    let text = import("librechat", text).draft.to_toml();
    let line = "model = \"mistral-of-mine\"  # guessed: the first of 2 that people may pick whose end is not known";
    assert!(text.contains(line), "{text}");
    let text = "version: 1\nendpoints: {custom: [{name: a, baseURL: 'https://api.mistral.ai/v1', models: {default: [codestral-2405]}}]}\n";
    let text = import("librechat", text).draft.to_toml();
    assert!(text.contains("model = \"codestral-2405\""), "{text}");
}

#[test]
fn one_endpoint_alone_is_needed() {
    let text = "version: 1\nendpoints: {custom: [{name: a, baseURL: 'https://api.groq.com', models: {default: [m]}}]}\n";
    let text = import("librechat", text).draft.to_toml();
    assert!(
        text.contains("{ on = \"librechat-a\", why = \"endpoints\" }"),
        "{text}"
    );
}

#[test]
fn it_is_what_a_file_runs_and_calls_what_a_gateway_answers() {
    let compose = "services:\n  api:\n    image: registry.librechat.ai/librechat-ai/librechat-dev-api:latest\n    ports: ['3080:3080']\n    depends_on: [db]\n  db: {image: mongo}\n  litellm: {image: ghcr.io/berriai/litellm}\n";
    let mounted = compose.replace(
        "registry.librechat.ai/librechat-ai/librechat-dev-api:latest\n",
        "acme/chat\n    volumes: ['./librechat.yaml:/app/librechat.yaml']\n",
    );
    let proxy = "model_list:\n  - {model_name: chat, litellm_params: {model: openai/gpt-5.2, timeout: 9}}\n";
    for compose in [compose, mounted.as_str()] {
        let mut all = Vec::new();
        for texts in [
            [compose, CHAT, proxy],
            [proxy, CHAT, compose],
            [CHAT, proxy, compose],
        ] {
            let imported = together(&texts);
            let text = imported.draft.to_toml();
            assert!(imported.draft.table("librechat").is_none(), "{text}");
            for on in ["db", "librechat-groq", "chat"] {
                let pair = ("api".to_owned(), on.to_owned());
                assert!(imported.pairs().contains(&pair), "{on}\n{text}");
            }
            assert!(imported.draft.table("librechat-ours").is_none(), "{text}");
            assert!(!text.contains("where does it run"), "{text}");
            all.push(text);
        }
        assert!(all.iter().all(|one| *one == all[0]), "{all:#?}");
    }
}

#[test]
fn a_plan_that_has_it_under_another_name_says_all_of_it() {
    let compose =
        "services:\n  api: {image: 'librechat/librechat-dev:latest', ports: ['3080:3080']}\n";
    let plan = together(&[compose, CHAT]).draft.to_toml();
    let loaded = jurymast_plan::language::reread([("jurymast.toml".to_owned(), plan)]);
    for text in [CHAT, compose] {
        let draft = together(&[text]).draft;
        let change = jurymast_import::plan_edit::lay_into(&draft, &loaded.plan, &loaded.sources);
        let texts: Vec<&str> = change.texts.iter().map(|one| one.after.as_str()).collect();
        assert!(texts.is_empty(), "{}", texts.join("\n"));
    }
}
