use super::drafted::drafted;
use crate::draft::Mapping;

const TEAM: &str = "
model_list:
  - model_name: chat
    litellm_params: {model: azure/eu-chat, api_base: 'https://acme-eu.openai.azure.com', api_key: os.environ/AZURE_KEY, order: 1, rpm: 600}
    model_info: {base_model: azure/gpt-4o-2024-11-20, id: eu}
  - model_name: chat
    litellm_params: {model: openai/gpt-4o, api_key: sk-live-1, order: 2, weight: 3}
    rpm: 100
  - model_name: chat
    litellm_params: {model: openai/gpt-4o, api_key: sk-live-2, order: 2, weight: 1}
  - model_name: chat
    litellm_params: {model: groq/llama-3.3-70b-versatile}
  - model_name: small
    litellm_params: {model: bedrock/converse/eu.anthropic.claude-haiku-4-5-20251001-v1:0, aws_region_name: eu-central-1, tmp: 5}
  - model_name: own
    litellm_params: {model: openai/qwen, api_base: 'http://user:hunter2@gpu-1:8000/v1?key=x'}
  - model_name: embed
    litellm_params: {model: openai/text-embedding-3-small}
    model_info: {mode: embedding}
litellm_settings:
  request_timeout: 30
  num_retries: 1
  fallbacks: [{chat: [own]}]
  callbacks: [sentry, prometheus, langfuse]
router_settings:
  fallbacks: [{chat: [small]}, {small: [chat]}]
  context_window_fallbacks: [{small: [own]}]
  cooldown_time: 60
general_settings:
  master_key: sk-master
  database_url: postgresql://u:p@db/x
";

#[test]
fn a_group_tries_its_levels_then_other_groups() {
    let drafted = drafted(TEAM);
    let chat = drafted.table("chat");
    assert!(chat.contains("on = \"chat-1\""), "{chat}");
    let at = |part: &str| {
        chat.find(part)
            .unwrap_or_else(|| panic!("{part} in {chat}"))
    };
    assert!(at("to = \"chat-order-2\"") < at("to = \"small\""));
    // The other section does not count; `small` leads on to `own` where the input is too long.
    let own = "{ to = \"own\", switch = \"automatic\", triggers = [\"too-long\"] }";
    assert!(chat.contains(own), "{chat}");
    assert!(
        chat.contains("timeout = \"1m\", ") && chat.contains("fail_back = \"1m\""),
        "{chat}"
    );
    let second = drafted.table("chat-order-2");
    assert!(
        second.contains(
            "any_of = [{ on = \"chat-2\", weight = 3 }, { on = \"chat-3\", weight = 1 }]"
        ),
        "{second}"
    );
    assert!(drafted.table("chat-4").contains("# ask: it has no order"));
    assert!(drafted.told("never tried: it has no `order`"));
}

#[test]
fn a_lone_deployment_is_asked_first_by_every_call() {
    let drafted = drafted(TEAM);
    let calls = drafted.table("small-group");
    assert!(
        calls.contains("on = \"small\"") && calls.contains("switch = \"per-call\""),
        "{calls}"
    );
    assert!(!calls.contains("fail_back"), "{calls}");
    // Two seconds between two tries, and thirty for each that hangs.
    assert!(
        calls.contains("\"5xx\" = \"2s\"") && calls.contains("timeout = \"1m 2s\""),
        "{calls}"
    );
    let general = "triggers = [\"5xx\", \"429\", \"402\", \"401\", \"403\", \"404\", \"400\", \"timeout\", \"refused\"]";
    assert!(
        calls.contains(&format!(
            "{{ to = \"chat\", switch = \"per-call\", {general} }}"
        )),
        "{calls}"
    );
    assert!(
        calls.contains("{ to = \"own\", switch = \"per-call\", triggers = [\"too-long\"] }"),
        "{calls}"
    );
    let set = TEAM.replace("cooldown_time: 60", "allowed_fails: 3");
    let calls = super::drafted::drafted(&set).table("small-group");
    assert!(
        calls.contains("switch = \"automatic\"") && calls.contains("fail_back = \"5s\""),
        "{calls}"
    );
}

#[test]
fn who_answers_where_and_on_whose_account() {
    let drafted = drafted(TEAM);
    for (id, lines) in [
        (
            "chat-1",
            &[
                "provider = \"azure-openai\"",
                "model = \"gpt-4o-2024-11-20\"",
                "in = [\"azure-openai-account-1\"]",
                "limit = { rpm = 600 }",
            ][..],
        ),
        (
            "chat-2",
            &[
                "provider = \"openai\"",
                "endpoint = \"chat-completions\"",
                "in = [\"openai-account-1\"]",
                "limit = { rpm = 100 }",
                "via = [\"litellm\"]",
            ],
        ),
        ("chat-3", &["in = [\"openai-account-2\"]"]),
        (
            "small",
            &[
                "provider = \"aws-bedrock\"",
                "model = \"anthropic.claude-haiku-4-5-20251001-v1:0\"",
                "in = [\"aws-eu-central-1\"]",
            ],
        ),
        ("own", &["provider = \"gpu-1\"", "model = \"qwen\""]),
        ("embed", &["endpoint = \"embeddings\""]),
    ] {
        let table = drafted.table(id);
        for line in lines {
            assert!(table.contains(line), "{line} in {table}");
        }
    }
    assert!(
        drafted
            .table("gpu-1")
            .contains("# ask: what runs at http://gpu-1:8000?")
    );
    let resource = drafted.table("azure-openai-account-1");
    assert!(
        resource.contains("acme-eu.openai.azure.com")
            && resource.contains("# ask: in which region")
    );
    let proxy = drafted.table("litellm");
    for on in ["litellm-db", "sentry", "langfuse"] {
        assert!(
            proxy.contains(&format!("on = \"{on}\", mode = \"soft\"")),
            "{proxy}"
        );
    }
    assert!(drafted.told("`prometheus` is called"));
}

#[test]
fn secrets_stay_where_they_are() {
    let drafted = drafted(TEAM);
    let findings = format!("{:?}", drafted.findings);
    for secret in ["sk-live", "sk-master", "hunter2", "key=x", "postgresql:"] {
        assert!(
            !drafted.text.contains(secret) && !findings.contains(secret),
            "{secret}"
        );
    }
}

#[test]
fn each_field_has_its_fate() {
    let drafted = drafted(TEAM);
    let of = |path: &str| drafted.says(path).map(|(mapping, _)| mapping);
    assert_eq!(of("model_list[0].litellm_params.rpm"), Some(Mapping::Exact));
    assert_eq!(
        of("model_list[4].litellm_params.aws_region_name"),
        Some(Mapping::Approximate)
    );
    assert_eq!(
        of("general_settings.master_key"),
        Some(Mapping::Unsupported)
    );
    let typo = drafted.says("model_list[4].litellm_params.tmp").unwrap();
    assert!(
        typo.0 == Mapping::Unsupported && typo.1.contains("did you mean `tpm`?"),
        "{typo:?}"
    );
    let replaced = drafted.says("litellm_settings.fallbacks").unwrap();
    assert_eq!(replaced.0, Mapping::Exact);
    assert!(drafted.told("not read: `router_settings.fallbacks` replaces it as a whole"));
}

#[test]
fn what_the_proxy_says_nothing_of_is_said() {
    let text = "
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-5.2}}
  - {model_name: b, litellm_params: {model: mistral/mistral-large-2512}}
  - {model_name: c, litellm_params: {model: anthropic/claude-sonnet-5}}
router_settings:
  fallbacks: [{a: [b, cc]}, {b: [a]}, {c: []}, {a: [c]}]
  default_fallbacks: [b]
  model_group_alias: {x: a, y: nobody}
  max_fallbacks: 1
";
    let drafted = drafted(text);
    for part in [
        "no time-out: a call to `a` that hangs is given up after 6000 s",
        "no group is called `cc`: `b`, the first default, answers in its place",
        "`a` has a list already: the first counts",
        "`c` gets no fallback: its empty list stands in the place of `default_fallbacks`",
        "`default_fallbacks` are not tried for `a`",
        "`a` and `b` stand in for each other in a circle",
        "no group is called `nobody`",
    ] {
        assert!(drafted.told(part), "{part}: {:#?}", drafted.findings);
    }
    assert!(
        drafted.draft.table("c-group").is_none(),
        "an empty list is no fallback"
    );
    assert!(
        drafted.table("x-group").contains("on = \"a\""),
        "an alias gets the default"
    );
}

#[test]
fn a_list_that_leads_to_nobody_is_a_dead_end() {
    let text = "
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-5.2, timeout: 60}}
  - {model_name: b, litellm_params: {model: mistral/mistral-large-2512, timeout: 60}}
litellm_settings: {fallbacks: [{a: [a, nobody]}, {b: [a]}]}
";
    let drafted = drafted(text);
    assert!(drafted.told("`a` has a list, and nothing in it can stand in"));
    assert!(!drafted.told("`b` has a list"));
    assert!(!drafted.told("time-out"), "each deployment has its own");
    assert!(drafted.draft.table("a-group").is_none());
}

#[test]
fn what_the_proxy_refuses_is_an_error() {
    let text = "
model_list: [{model_name: a, litellm_params: {model: openai/gpt-5.2}}, {model_name: b, litellm_params: {model: openai/gpt-5.2}}]
litellm_settings: {fallbacks: [{a: [b], b: [a]}]}
";
    let drafted = drafted(text);
    assert_eq!(
        drafted.problems,
        ["a map of `fallbacks` has more keys than one: `a` and `b`"]
    );
}

#[test]
fn patterns_answer_for_the_names_that_lists_hold() {
    let text = "
model_list:
  - {model_name: '*', litellm_params: {model: 'openai/*'}}
  - {model_name: groq/*, litellm_params: {model: 'groq/*'}}
  - {model_name: main, litellm_params: {model: anthropic/claude-sonnet-5}}
router_settings: {timeout: 60, fallbacks: [{main: [groq/llama-4, gpt-5.2]}, {gpt-4o: [main]}]}
";
    let drafted = drafted(text);
    let groq = drafted.table("groq-llama-4");
    assert!(
        groq.contains("provider = \"groq\"") && groq.contains("model = \"llama-4\""),
        "{groq}"
    );
    assert!(drafted.table("gpt-5-2").contains("name = \"gpt-5.2\""));
    let calls = drafted.table("main-group");
    assert!(
        calls.find("groq-llama-4") < calls.find("gpt-5-2"),
        "{calls}"
    );
    assert!(drafted.table("gpt-4o-group").contains("to = \"main\""));
    assert!(
        drafted
            .table("any-model")
            .contains("# ask: which models are called by `openai/*`?")
    );
}

#[test]
fn a_pattern_for_all_gets_the_default_too() {
    let text = "
model_list:
  - {model_name: '*', litellm_params: {model: 'openai/*'}}
  - {model_name: fast, litellm_params: {model: mistral/mistral-small}}
router_settings: {timeout: 60, default_fallbacks: [fast]}
";
    let calls = drafted(text).table("any-model-group");
    assert!(
        calls.contains("on = \"any-model\"") && calls.contains("to = \"fast\""),
        "{calls}"
    );
}

#[test]
fn priorities_make_a_grouping() {
    let text = "
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-5.2}}
  - {model_name: b, litellm_params: {model: mistral/mistral-large-2512}}
  - {model_name: c, litellm_params: {model: ollama/llama3}}
router_settings:
  routing_groups: [{group_name: best, models: [a, b, c], routing_strategy: priority, model_priorities: {c: 2, a: 1, b: 1}}]
";
    let best = drafted(text).table("best");
    assert!(
        best.contains("any_of = [\"a\", \"b\"]") && best.contains("to = \"c\""),
        "{best}"
    );
}

#[test]
fn odd_files_make_plans_too() {
    for text in [
        "model_list: []\nrouter_settings: {}\n",
        "model_list: [{litellm_params: {model: x}}, {model_name: y}, 5, null]\nlitellm_settings:\n",
        "litellm_settings: {fallbacks: [a, {}, {a: b}, 5], default_fallbacks: a}\n",
        "model_list: [{model_name: litellm, litellm_params: {model: a/b/c, order: x, weight: -1, rpm: many, timeout: 1e300}}]\nrouter_settings: {num_retries: 999999999999, cooldown_time: -5}\n",
        "model_list: [{model_name: '***', litellm_params: {model: ''}}, {model_name: '日本', litellm_params: {model: 日本}}]\nrouter_settings: {fallbacks: [{'日本': ['日本', 'x']}]}\n",
    ] {
        drafted(text);
    }
}

#[test]
fn a_profile_of_regions_that_ends_by_itself_keeps_its_name() {
    let drafted = drafted(
        "
model_list:
  - {model_name: a, litellm_params: {model: bedrock/us.amazon.nova-premier-v1:0}}
  - {model_name: b, litellm_params: {model: bedrock/us.anthropic.claude-opus-4-8}}
",
    );
    assert!(
        drafted
            .text
            .contains("model = \"us.amazon.nova-premier-v1:0\"")
    );
    assert!(
        drafted
            .text
            .contains("model = \"anthropic.claude-opus-4-8\"")
    );
}
