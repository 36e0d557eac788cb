use crate::catalogue::model_facts;
use crate::model::{ListKeeper, ListedStage, ModelStanding, SavedModelList};

use super::{ListFacts, saved_lists};

fn read(json: &str) -> Vec<SavedModelList> {
    named("list.json", json)
}

fn named(path: &str, json: &str) -> Vec<SavedModelList> {
    let said = ListFacts {
        path: path.to_owned(),
        ..ListFacts::default()
    };
    saved_lists(json, &said).unwrap()
}

fn refused(json: &str) -> String {
    let said = ListFacts {
        path: "list.json".to_owned(),
        ..ListFacts::default()
    };
    saved_lists(json, &said).unwrap_err().message
}

fn end(list: &SavedModelList, id: &str) -> Option<String> {
    list.models[id].ends.map(|day| day.to_string())
}

const ANTHROPIC: &str = r#"{ "data": [
  { "type": "model", "id": "claude-next-1-20270101", "display_name": "Next", "created_at": "2026-10-01T00:00:00Z",
    "lifecycle": "active", "deprecated_at": null, "retires_at": null },
  { "type": "model", "id": "claude-old-1-20240101", "display_name": "Old", "created_at": "2024-01-01T00:00:00Z",
    "lifecycle": "deprecated", "deprecated_at": "2026-09-01T00:00:00Z", "retires_at": "2027-03-01T00:00:00Z" },
  { "type": "model", "id": "claude-late-1-20240101", "display_name": "Late", "created_at": "2024-01-01T00:00:00Z",
    "lifecycle": "deprecated", "deprecated_at": "2026-05-01T00:00:00Z", "retires_at": "2026-10-01T00:00:00Z" },
  { "type": "model", "id": "claude-gone-1-20230101", "display_name": "Gone", "created_at": "2023-01-01T00:00:00Z",
    "lifecycle": "retired", "deprecated_at": "2025-01-01T00:00:00Z", "retires_at": "2025-06-01T00:00:00Z" }
], "has_more": false, "first_id": "a", "last_id": "b" }"#;

#[test]
fn anthropic_says_the_stage_and_a_past_day_of_what_answers_is_no_end() {
    let lists = named("lists/anthropic-2026-11-20.json", ANTHROPIC);
    let list = &lists[0];
    assert_eq!(
        (list.provider.as_str(), list.keeper),
        ("anthropic", ListKeeper::Account)
    );
    assert!(list.whole && list.tells_ends);
    assert_eq!(list.on.unwrap().to_string(), "2026-11-20");
    assert_eq!(end(list, "claude-next-1-20270101"), None);
    assert_eq!(end(list, "claude-old-1-20240101").unwrap(), "2027-03-01");
    assert_eq!(
        list.models["claude-gone-1-20230101"].stage,
        ListedStage::Ended
    );
    let overdue = &list.models["claude-late-1-20240101"];
    assert_eq!(
        (overdue.stage, overdue.ends),
        (ListedStage::Deprecated, None)
    );
    assert_eq!(overdue.earliest.unwrap().to_string(), "2026-10-01");
    // Nobody said of which day the list is: then the day counts.
    assert_eq!(
        end(&read(ANTHROPIC)[0], "claude-late-1-20240101").unwrap(),
        "2026-10-01"
    );
    let first_page = ANTHROPIC.replace("\"has_more\": false", "\"has_more\": true");
    assert!(!read(&first_page)[0].whole);
}

#[test]
fn an_openai_shaped_list_is_its_owners() {
    let list = |owner: &str, second: i64| {
        format!(
            r#"{{ "object": "list", "data": [
              {{ "id": "gpt-a", "object": "model", "created": 1700000000, "owned_by": "{owner}", "shutdown_date": "2027-01-14" }},
              {{ "id": "ft:gpt-a:acme::1", "object": "model", "created": {second}, "owned_by": "org-acme", "shutdown_date": null }} ] }}"#
        )
    };
    let lists = read(&list("system", 1_700_000_001));
    assert_eq!(lists[0].provider, "openai");
    assert_eq!(end(&lists[0], "gpt-a").unwrap(), "2027-01-14");
    assert!(lists[0].whole && lists[0].tells_ends);
    assert_eq!(read(&list("xai", 1_700_000_001))[0].provider, "xai");
    assert!(refused(&list("Meta", 1_700_000_001)).contains("owned by Meta"));
    assert!(refused(&list("openai", 1_700_000_000)).contains("as a gateway says"));
    let azure = ListFacts {
        path: "list.json".to_owned(),
        provider: Some("azure-openai".to_owned()),
        ..ListFacts::default()
    };
    let lists = saved_lists(&list("system", 1_700_000_000), &azure).unwrap();
    assert_eq!(lists[0].provider, "azure-openai");
}

#[test]
fn mistral_names_aliases_and_heirs() {
    let lists = read(
        r#"{ "object": "list", "data": [ { "id": "mistral-x-2512", "object": "model", "created": 1, "owned_by": "mistralai",
          "capabilities": { "completion_chat": true }, "aliases": ["mistral-x-latest"],
          "deprecation": "2027-04-30T12:00:00Z", "deprecation_replacement_model": "mistral-y-latest" } ] }"#,
    );
    assert_eq!(lists[0].provider, "mistral");
    for id in ["mistral-x-2512", "mistral-x-latest"] {
        assert_eq!(end(&lists[0], id).unwrap(), "2027-04-30");
        let heir = lists[0].models[id].replacement.as_deref();
        assert_eq!(heir, Some("mistral-y-latest"));
    }
}

#[test]
fn openrouter_gemini_and_bedrock() {
    let lists = read(
        r#"{ "data": [ { "id": "maker/one", "canonical_slug": "maker/one-1", "expiration_date": "2026-12-31" },
                       { "id": "maker/two:free", "canonical_slug": "maker/two", "expiration_date": null } ] }"#,
    );
    assert_eq!(lists[0].provider, "openrouter");
    assert_eq!(end(&lists[0], "maker/one").unwrap(), "2026-12-31");
    assert_eq!(end(&lists[0], "maker/two:free"), None);
    let lists = read(
        r#"{ "models": [ { "name": "models/gemini-x", "supportedGenerationMethods": ["generateContent"] } ], "nextPageToken": "x" }"#,
    );
    assert_eq!(lists[0].provider, "google-gemini");
    assert!(lists[0].models.contains_key("gemini-x") && !lists[0].whole && !lists[0].tells_ends);
    let lists = read(
        r#"{ "modelSummaries": [
          { "modelId": "maker.one-v1:0", "modelLifecycle": { "status": "LEGACY", "legacyTime": "2026-06-01T00:00:00+00:00", "endOfLifeTime": 1798761600.0 } },
          { "modelId": "maker.two-v1:0", "modelLifecycle": { "status": "ACTIVE" } } ] }"#,
    );
    assert_eq!(lists[0].provider, "aws-bedrock");
    assert_eq!(end(&lists[0], "maker.one-v1:0").unwrap(), "2027-01-01");
    assert_eq!(lists[0].models["maker.two-v1:0"].stage, ListedStage::Alive);
}

#[test]
fn azure_names_versions_and_makers() {
    let lists = read(
        r#"[ { "kind": "OpenAI", "model": { "format": "OpenAI", "name": "gpt-x", "version": "2025-01-01", "lifecycleStatus": "Deprecated",
               "deprecation": { "inference": "2026-05-01T00:00:00Z", "deprecationStatus": "Planned" } } },
             { "kind": "OpenAI", "model": { "format": "OpenAI", "name": "gpt-x", "version": "2026-01-01", "lifecycleStatus": "GenerallyAvailable",
               "deprecation": { "inference": "2027-05-01T00:00:00Z", "deprecationStatus": "Planned" },
               "replacementConfig": { "targetModelName": "gpt-y", "targetModelVersion": "2026-09-01" } } },
             { "kind": "AIServices", "model": { "format": "Mistral AI", "name": "Maker-2501", "version": "1", "lifecycleStatus": "GenerallyAvailable",
               "deprecation": { "inference": "2027-02-15T00:00:00Z", "deprecationStatus": "Tentative" } } } ]"#,
    );
    let of = |provider: &str| lists.iter().find(|list| list.provider == provider).unwrap();
    let openai = of("azure-openai");
    assert_eq!(openai.models["gpt-x-2025-01-01"].stage, ListedStage::Ended);
    assert_eq!(end(openai, "gpt-x").unwrap(), "2027-05-01");
    let heir = openai.models["gpt-x-2026-01-01"].replacement.as_deref();
    assert_eq!(heir, Some("gpt-y-2026-09-01"));
    let tentative = &of("azure-foundry").models["Maker-2501"];
    assert_eq!(tentative.ends, None);
    assert_eq!(tentative.earliest.unwrap().to_string(), "2027-02-15");
    let older = read(
        r#"{ "data": [ { "id": "gpt-x", "object": "model", "lifecycle_status": "generally-available",
          "capabilities": { "inference": true }, "deprecation": { "inference": 1798761600 } } ] }"#,
    );
    assert_eq!(older[0].provider, "azure-openai");
    assert_eq!(end(&older[0], "gpt-x").unwrap(), "2027-01-01");
}

#[test]
fn public_lists_are_no_accounts() {
    let lists = read(
        r#"{ "sample_spec": { "deprecation_date": "date when the model becomes deprecated" },
             "gpt-a": { "litellm_provider": "openai", "mode": "chat", "deprecation_date": "2027-01-01", "successor_model": "gpt-b" },
             "vertex_ai/gemini-a": { "litellm_provider": "vertex_ai-language-models" },
             "1024-x-1024/dall-a": { "litellm_provider": "openai" } }"#,
    );
    assert!(
        lists
            .iter()
            .all(|list| !list.whole && list.keeper == ListKeeper::Public)
    );
    let openai = lists.iter().find(|list| list.provider == "openai").unwrap();
    assert_eq!(openai.models.keys().collect::<Vec<_>>(), ["gpt-a"]);
    assert_eq!(end(openai, "gpt-a").unwrap(), "2027-01-01");
    let vertex = lists
        .iter()
        .find(|list| list.provider == "google-vertex")
        .unwrap();
    assert!(vertex.models.contains_key("gemini-a"));
    let lists = read(
        r#"{ "amazon-bedrock": { "id": "amazon-bedrock", "models": { "maker.one": { "id": "maker.one", "status": "deprecated" } } } }"#,
    );
    assert_eq!(lists[0].provider, "aws-bedrock");
    assert_eq!(lists[0].models["maker.one"].stage, ListedStage::Deprecated);
}

#[test]
fn what_is_no_list_is_refused() {
    for (json, part) in [
        ("{", "no JSON"),
        ("[]", "lists no model"),
        ("{}", "no list of models that is known"),
        (
            r#"{ "data": [{ "id": 1 }] }"#,
            "no list of models that is known",
        ),
        (r#"{ "data": [] }"#, "lists no model"),
        (
            r#"{ "error": { "message": "invalid x-api-key" } }"#,
            "a call that failed: invalid x-api-key",
        ),
        (
            r#"{ "data": [{ "id": "a", "object": "model", "created": 1, "owned_by": "xai", "active": false }] }"#,
            "has ended and not when",
        ),
    ] {
        assert!(refused(json).contains(part), "{json}: {}", refused(json));
    }
    let said = ListFacts {
        path: "list.json".to_owned(),
        provider: Some("opnai".to_owned()),
        ..ListFacts::default()
    };
    let problem = saved_lists(ANTHROPIC, &said).unwrap_err();
    assert_eq!(problem.help.as_deref(), Some("did you mean `openai`?"));
    let other = ListFacts {
        provider: Some("openai".to_owned()),
        ..said
    };
    assert!(
        saved_lists(ANTHROPIC, &other)
            .unwrap_err()
            .message
            .contains("no list of openai")
    );
}

/// A list of the account with one model in it, saved on this day.
fn account(on: Option<&str>, entry: &str) -> Vec<SavedModelList> {
    let json = format!(
        r#"{{ "data": [{{ "type": "model", "display_name": "X", {entry} }}], "has_more": false }}"#
    );
    let said = ListFacts {
        path: "list.json".to_owned(),
        on: on.map(|day| day.parse().unwrap()),
        ..ListFacts::default()
    };
    saved_lists(&json, &said).unwrap()
}

fn retires(model: &str, lists: &[SavedModelList]) -> Option<String> {
    let end = model_facts("anthropic", model, lists).retirement?;
    Some(end.on.to_string())
}

#[test]
fn the_accounts_list_goes_before_the_catalogue() {
    // By the catalogue it ended on 2026-08-05.
    let id = "claude-opus-4-1-20250805";
    let alive = format!(r#""id": "{id}", "lifecycle": "active", "retires_at": null"#);
    assert_eq!(retires(id, &account(Some("2026-11-28"), &alive)), None);
    assert_eq!(
        retires("claude-opus-4-1", &account(Some("2026-11-28"), &alive)),
        None
    );
    assert_eq!(retires(id, &account(None, &alive)), None);
    // What was made known after the list was saved counts.
    let early = account(Some("2026-01-01"), &alive);
    assert_eq!(retires(id, &early).as_deref(), Some("2026-08-05"));
    let moved =
        format!(r#""id": "{id}", "lifecycle": "deprecated", "retires_at": "2027-02-01T00:00:00Z""#);
    let facts = model_facts("anthropic", id, &account(Some("2026-11-28"), &moved));
    let end = facts.retirement.unwrap();
    assert_eq!(end.on.to_string(), "2027-02-01");
    let why = end.evidence.unwrap().why;
    assert_eq!(why, "the account's own list `list.json` of 2026-11-28");
}

#[test]
fn a_whole_list_that_lacks_an_id_says_so() {
    let list = account(Some("2026-11-28"), r#""id": "claude-opus-5-5""#);
    let standing = |model| model_facts("anthropic", model, &list).knowledge.standing;
    assert_eq!(standing("claude-opus-5-5"), ModelStanding::Known);
    assert_eq!(standing("anthropic/claude-opus-5.5"), ModelStanding::Known);
    assert!(matches!(
        standing("claude-opsu-5-5"),
        ModelStanding::Unlisted { nearest: Some(near), .. } if near == "claude-opus-5-5"
    ));
    // It ended before the list was saved: that says enough.
    let ended = model_facts("anthropic", "claude-3-opus-20240229", &list);
    assert!(ended.retirement.is_some());
    assert_eq!(ended.knowledge.standing, ModelStanding::Known);
    let page: Vec<SavedModelList> = list
        .iter()
        .cloned()
        .map(|list| SavedModelList {
            whole: false,
            ..list
        })
        .collect();
    let other = model_facts("anthropic", "claude-opus-5", &page);
    assert_eq!(other.knowledge.standing, ModelStanding::Known);
}

#[test]
fn ids_that_no_list_has() {
    let standing = |of: &str, model: &str| model_facts(of, model, &[]).knowledge.standing;
    assert_eq!(
        standing("openai", "text-embedding-3-lrage"),
        ModelStanding::Unknown {
            nearest: Some("text-embedding-3-large".to_owned())
        }
    );
    assert_eq!(
        standing("openai", "o99"),
        ModelStanding::Unknown { nearest: None }
    );
    assert_eq!(
        standing("anthropic", "claude-3.5-sonnet"),
        ModelStanding::Respelt {
            listed: "claude-3-5-sonnet-latest".to_owned()
        }
    );
    assert_eq!(
        standing("openai", "claude-opus-4-1-20250805"),
        ModelStanding::Elsewhere {
            provider: "anthropic".to_owned()
        }
    );
    let foundry = model_facts("azure-openai", "Codestral-2501", &[]);
    assert_eq!(
        foundry.knowledge.standing,
        ModelStanding::Elsewhere {
            provider: "azure-foundry".to_owned()
        }
    );
    assert_eq!(foundry.retirement.unwrap().on.to_string(), "2027-02-15");
    assert_eq!(standing("vllm", "anything"), ModelStanding::Unasked);
    assert_eq!(
        standing("runway", "gen-5"),
        ModelStanding::Unknown { nearest: None }
    );
}
