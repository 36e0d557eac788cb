//! What agentgateway's own importer (1.4) makes of LiteLLM files, beside what is drafted of
//! them: two readings that share nothing. The files are written here, with the shapes of the
//! ten that it is tested with; its verdicts are those that its tests record.

use super::driver::import;

/// Groups of one deployment each.
const MODELS: &str = "\
model_list:
- {model_name: a, litellm_params: {model: openai/gpt-5.2}}
- {model_name: b, litellm_params: {model: anthropic/claude-haiku-4-5}}
- {model_name: c, litellm_params: {model: anthropic/claude-sonnet-5}}
- {model_name: d, litellm_params: {model: openai/gpt-5-mini}}
";

/// A name, and what stands in for it.
type Order = (&'static str, &'static [&'static str]);

/// What a draft has behind a name, in order.
fn drafted(text: &str, name: &str) -> Vec<String> {
    let draft = import("litellm", text).draft;
    let group = draft.table(&format!("{name}-group"));
    let needs = group.map(|one| one.requirements.as_slice());
    let needs = needs.unwrap_or_default().iter();
    needs
        .filter(|need| need.on == [name])
        .flat_map(|need| need.fallbacks.iter().map(|one| one.to.clone()))
        .collect()
}

#[test]
fn both_go_on_in_the_same_order() {
    let cases: [(&str, &[Order]); 6] = [
        (
            "{fallbacks: [{a: [b]}], default_fallbacks: [b, c]}",
            &[
                ("a", &["b"]),
                ("b", &["c"]),
                ("c", &["b"]),
                ("d", &["b", "c"]),
            ],
        ),
        (
            "{fallbacks: [{a: [b, c]}, {b: [d]}], max_fallbacks: 2, default_fallbacks: [b]}",
            &[
                ("a", &["b", "d", "c"]),
                ("b", &["d"]),
                ("c", &["b", "d"]),
                ("d", &["b"]),
            ],
        ),
        (
            "{fallbacks: [{a: [zz, b]}, {b: [d]}], max_fallbacks: 2, default_fallbacks: [ghost, b]}",
            &[("a", &["b"]), ("b", &["d"]), ("c", &["b"]), ("d", &["b"])],
        ),
        ("{default_fallbacks: [a]}", &[("a", &[])]),
        (
            "{fallbacks: [{a: [b]}], max_fallbacks: 0}",
            &[("a", &[]), ("b", &[])],
        ),
        (
            "{fallbacks: [{a: [b]}], max_fallbacks: 0, default_fallbacks: [b]}",
            &[("a", &[]), ("b", &[])],
        ),
    ];
    for (settings, expected) in cases {
        let text = format!("{MODELS}router_settings: {settings}\n");
        for (name, order) in expected {
            assert_eq!(drafted(&text, name), *order, "{name} of {settings}");
        }
    }
}

/// Its gateway has one list for all failures, and leaves lists for some of them to people.
#[test]
fn lists_for_some_failures_are_kept_apart_here() {
    let text = format!(
        "{MODELS}router_settings: {{context_window_fallbacks: [{{a: [b]}}], content_policy_fallbacks: [{{a: [b]}}]}}\n"
    );
    assert_eq!(drafted(&text, "a"), ["b"]);
    let draft = import("litellm", &text).draft;
    let fallback = &draft.table("a-group").unwrap().requirements[0].fallbacks[0];
    let triggers = format!("{:?}", fallback.get("triggers").unwrap());
    assert!(
        triggers.contains("too-long") && triggers.contains("refused") && !triggers.contains("5xx"),
        "{triggers}"
    );
}

/// Two deployments of one group are one step, and share its calls.
#[test]
fn deployments_of_a_group_are_one_step() {
    let text = format!(
        "{MODELS}- {{model_name: b, litellm_params: {{model: mistral/mistral-large-2512}}}}\n\
         router_settings: {{fallbacks: [{{a: [b]}}]}}\n"
    );
    assert_eq!(drafted(&text, "a"), ["b"]);
    let draft = import("litellm", &text).draft;
    assert_eq!(draft.table("b").unwrap().requirements[0].on, ["b-1", "b-2"]);
}
