use jurymast_plan::language::reread;
use proptest::prelude::*;

use super::drafted::{drafted, reading};
use crate::litellm::export;

/// The file with what a plan implies, and the notes.
fn written(text: &str, plan: &str) -> (String, Vec<String>) {
    let mut reading = reading();
    let file = reading.take("config.yaml", text.to_owned());
    let loaded = reread([("jurymast.toml".to_owned(), plan.to_owned())]);
    assert_eq!(loaded.problems, [], "{plan}");
    let export = export(file, &mut reading, &loaded.plan);
    let notes = export.notes.into_iter().map(|one| one.message);
    (export.text, notes.collect())
}

const MODELS: &str = "
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-5.2}}
  - {model_name: b, litellm_params: {model: mistral/mistral-large-2512}}
  - {model_name: b, litellm_params: {model: azure/b, api_base: https://b.openai.azure.com}}
  - {model_name: c.1, litellm_params: {model: anthropic/claude-sonnet-5, order: 1}}
  - {model_name: c.1, litellm_params: {model: anthropic/claude-opus-4-8, order: 2}}
  - {model_name: 'd/*', litellm_params: {model: 'groq/*'}}
";

#[test]
fn what_was_drafted_comes_back_to_the_byte() {
    for settings in [
        "",
        "  - {model_name: '*', litellm_params: {model: 'openai/*'}}\nrouter_settings: {default_fallbacks: [b], max_fallbacks: 2}\n",
        "router_settings: {fallbacks: [{a: [zz, b]}, {'*': [c.1]}], context_window_fallbacks: [{a: [b]}, {b: [a, c.1]}]}\n",
        "router_settings:\n  timeout: 30 # s\n  fallbacks:\n  - a: [b, c.1]   # why\n  - b:\n    - c.1\n  num_retries: 1\n",
        "router_settings: {fallbacks: [{a: [b, c.1]}, {b: [d/llama-4]}]}\n",
        "litellm_settings:\n  fallbacks: [{a: [b]}, {b: [a]}]\n  context_window_fallbacks: [{a: [c.1, b]}]\n  content_policy_fallbacks: [{b: [c.1]}]\n",
        "router_settings:\n  default_fallbacks: [b]\n  fallbacks: [{a: []}]\n",
        "router_settings:\n  model_group_alias: {x: a, y: b}\n  fallbacks: [{x: [c.1]}, {a: [y, b, zz]}, {d/m: [a]}]\n",
        "router_settings:\n  routing_groups: [{group_name: best, models: [a, b], routing_strategy: priority, model_priorities: {a: 1, b: 2}}]\n  fallbacks: [{b: [a]}]\n",
        "router_settings:\n  allowed_fails: 2\n  fallbacks: [{a: [b]}, {b: [c.1, a]}, {c.1: [a]}]\n  max_fallbacks: 1\n",
    ] {
        let text = format!("{MODELS}{settings}");
        let plan = drafted(&text).text;
        assert_eq!(written(&text, &plan).0, text, "{plan}");
    }
}

fn list() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "b", "c.1", "d/x", "zz", "y"]);
    let chain = (name.clone(), prop::collection::vec(name, 0..4));
    let chains = prop::collection::vec(chain, 0..5);
    chains.prop_map(|chains| {
        let rows = chains
            .into_iter()
            .map(|(key, to)| format!("{{{key}: [{}]}}", to.join(", ")));
        format!("[{}]", rows.collect::<Vec<_>>().join(", "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_lists_come_back_to_the_byte(
        general in list(),
        too_long in list(),
        refused in list(),
        deepest in 0..6u8,
        default in prop::sample::select(vec!["[]", "[b]", "[c.1, a]"]),
    ) {
        let text = format!(
            "{MODELS}router_settings:\n  fallbacks: {general}\n  context_window_fallbacks: {too_long}\n  \
             content_policy_fallbacks: {refused}\n  default_fallbacks: {default}\n  \
             max_fallbacks: {deepest}\n  model_group_alias: {{y: b}}\n"
        );
        let plan = drafted(&text).text;
        prop_assert_eq!(written(&text, &plan).0, text);
    }
}

/// Of one draft the fallbacks change, and of the file the lists alone.
#[test]
fn only_the_lists_change() {
    let text = format!(
        "{MODELS}# before\nrouter_settings:\n  timeout: 30\n  fallbacks:\n    - a: [b]  # old\n    - b: [a]\n  # after\n  num_retries: 1\n"
    );
    let plan = drafted(&text).text;
    let plan = plan.replace("{ to = \"b\",", "{ to = \"c-1\",");
    let expected = text.replace(
        "- a: [b]  # old\n    - b: [a]\n",
        "- {\"a\": [\"c.1\"]}\n    - {\"b\": [\"a\"]}\n",
    );
    let note =
        "`b`: the proxy goes on to a, c-1, since lists lead on to other lists; the plan says a";
    let (changed, notes) = written(&text, &plan);
    assert_eq!(changed, expected);
    let changes = "`a`: its list in `fallbacks` was [b], and is [c.1]";
    let comment = "this comment stands where lists were written anew: it is not kept";
    assert_eq!(notes, [changes, comment, note]);
}

/// A list of lines that are no deeper than their key is as good as any other.
#[test]
fn lists_without_an_indent_of_their_own_are_changed_in_place() {
    let plan = plan("{ to = \"claude\", switch = \"per-call\" }");
    for (before, after) in [
        (
            "  # agreed\n  - a: [b]\n",
            "  # agreed\n  - {\"a\": [\"c.1\"]}\n",
        ),
        (
            "  - a: [b]\n  timeout: 5\n",
            "  - {\"a\": [\"c.1\"]}\n  timeout: 5\n",
        ),
        ("  -\n    a: [b]\n", "  - {\"a\": [\"c.1\"]}\n"),
        ("    - a:\n      - b\n", "    - {\"a\": [\"c.1\"]}\n"),
    ] {
        let text = |list: &str| format!("{MODELS}router_settings:\n  fallbacks:\n{list}");
        assert_eq!(written(&text(before), &plan).0, text(after), "{before}");
    }
}

fn plan(fallbacks: &str) -> String {
    format!(
        "[plan]\nname = \"x\"\n[service.shop]\ndepends_on = [{{ on = \"a\", fallback = [{fallbacks}] }}]\n\
         [service.litellm]\n[ai.a]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = [\"litellm\"]\n\
         [ai.b]\nprovider = \"mistral\"\nvia = [\"litellm\"]\n\
         [ai.claude]\nname = \"c.1\"\nprovider = \"anthropic\"\nvia = [\"litellm\"]\n[resource.floor]\n"
    )
}

const TO_B: &str = "{ to = \"b\", switch = \"automatic\", triggers = [\"5xx\", \"429\"] }";

#[test]
fn a_file_without_lists_gets_them() {
    let both =
        format!("{TO_B}, {{ to = \"claude\", switch = \"per-call\", triggers = [\"too-long\"] }}");
    let lists = "fallbacks:\n    - {\"a\": [\"b\"]}\n  context_window_fallbacks:\n    - {\"a\": [\"c.1\"]}\n";
    for (before, after) in [
        ("", format!("router_settings:\n  {lists}")),
        ("router_settings:\n  timeout: 5\n", format!("router_settings:\n  {lists}  timeout: 5\n")),
        (
            "router_settings: {timeout: 5}\n",
            "router_settings: {\"fallbacks\": [{\"a\": [\"b\"]}], \"context_window_fallbacks\": [{\"a\": [\"c.1\"]}], timeout: 5}\n".to_owned(),
        ),
        (
            "router_settings: # none\n",
            "router_settings: {\"fallbacks\": [{\"a\": [\"b\"]}], \"context_window_fallbacks\": [{\"a\": [\"c.1\"]}]} # none\n".to_owned(),
        ),
    ] {
        let refused = ", \"refused\"";
        let plan = plan(&both).replace(", \"429\"", &format!(", \"429\"{refused}"));
        let (text, notes) = written(&format!("{MODELS}{before}"), &plan);
        assert_eq!(text, format!("{MODELS}{after}"));
        assert_eq!(
            notes,
            [
                "`a`: the proxy goes on to `b` on 402, 401, 403, 404, 400, timeout too: it cannot be told not to",
                "`a`: its list in `fallbacks` was none, and is [b]",
                "`a`: its list in `context_window_fallbacks` was none, and is [c.1]",
            ]
        );
    }
}

#[test]
fn json_stays_json() {
    let text = "{\"model_list\": [{\"model_name\": \"a\", \"litellm_params\": {\"model\": \"openai/gpt-5.2\"}}, {\"model_name\": \"b\", \"litellm_params\": {\"model\": \"mistral/x\"}}], \"litellm_settings\": {\"fallbacks\": []}}";
    let all = TO_B.replace("\"429\"", "\"too-long\", \"refused\"");
    let (changed, _) = written(text, &plan(&all));
    assert_eq!(
        changed,
        text.replace("\"fallbacks\": []", "\"fallbacks\": [{\"a\": [\"b\"]}]")
    );
}

#[test]
fn what_the_plan_does_not_say_stays() {
    let text = format!("{MODELS}router_settings:\n  fallbacks: [{{a: [c.1]}}, {{b: [a]}}]\n");
    let floor = "{ to = \"floor\", switch = \"automatic\", triggers = [\"5xx\"] }, { to = \"c\", switch = \"manual\" }";
    let plan = plan(&format!(
        "{}, {floor}",
        TO_B.replace("\"429\"", "\"too-long\", \"refused\"")
    ))
    .replace("{ to = \"c\",", "{ to = \"claude\",");
    let (changed, notes) = written(&text, &plan);
    // `b` leads on to `a`, which every call has tried.
    assert_eq!(
        changed,
        text.replace("{a: [c.1]}, {b: [a]}", "{\"a\": [\"b\"]}, {\"b\": [\"a\"]}")
    );
    assert_eq!(
        notes,
        [
            "`b`: nobody needs it in the plan; its fallbacks are left as they are",
            "`a`: the file has no group `floor`; left out",
            "`a`: by the plan `claude` does not stand in by itself: it is not written",
            "`a`: the proxy goes on to `b` on 429, 402, 401, 403, 404, 400, timeout too: it cannot be told not to",
            "`a`: its list in `fallbacks` was [c.1], and is [b]",
        ]
    );
}

#[test]
fn a_default_is_not_for_whom_the_plan_gives_nothing() {
    let text = format!("{MODELS}router_settings:\n  default_fallbacks: [b]\n");
    let (changed, _) = written(&text, &plan(""));
    assert_eq!(
        changed,
        text.replace(
            "  default_fallbacks",
            "  fallbacks:\n    - {\"a\": []}\n  default_fallbacks"
        )
    );
}
