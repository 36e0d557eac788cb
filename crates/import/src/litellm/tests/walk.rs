use jurymast_terms::vocabulary::Symptom;

use super::drafted::{documents, reading};
use crate::litellm::{CallOutcome, Gateway};

/// Groups of a deployment each, and the settings below them.
fn gateway_of(groups: &str, settings: &str) -> Gateway {
    let models = groups.split_whitespace().map(|name| {
        let (name, order) = name.split_once('#').unwrap_or((name, ""));
        let order = match order {
            "" => String::new(),
            level => format!(", order: {level}"),
        };
        format!("  - {{model_name: {name}, litellm_params: {{model: openai/{name}{order}}}}}\n")
    });
    let models: String = models.collect();
    let text = format!("model_list:\n{models}router_settings: {settings}\n");
    let mut reading = reading();
    let documents = documents(&text, &mut reading);
    Gateway::read(&documents, &mut reading)
}

/// As measured on mock servers with LiteLLM 1.110.2: the groups whose deployments were
/// asked, in order, when all fail with 500.
#[test]
fn calls_go_from_group_to_group_as_the_proxy_sends_them() {
    for (groups, settings, expected) in [
        ("a b c d", "{fallbacks: [{a: [b, c]}, {b: [d]}]}", "a b d c"),
        // Where `d` has no list, that of `a` goes on before the rest of the list of `b`.
        (
            "a b c d e",
            "{fallbacks: [{a: [b, c]}, {b: [d, e]}]}",
            "a b d c e",
        ),
        (
            "a b c d e f",
            "{fallbacks: [{a: [b, c, d]}, {b: [e, f]}]}",
            "a b e c d f",
        ),
        ("a b", "{fallbacks: [{a: [b]}, {b: [a]}]}", "a b"),
        (
            "a b c d e f g h",
            "{max_fallbacks: 2, fallbacks: [{a: [b, c, d, e, f, g, h]}]}",
            "a b c d e f g h",
        ),
        (
            "a b c d e f g h",
            "{fallbacks: [{a: [b]}, {b: [c]}, {c: [d]}, {d: [e]}, {e: [f]}, {f: [g]}, {g: [h]}]}",
            "a b c d e f",
        ),
        (
            "a b c d e f g",
            "{fallbacks: [{a: [b, c, d, e, f]}, {f: [g]}]}",
            "a b c d e f",
        ),
        (
            "a b c d e g h",
            "{fallbacks: [{a: [b, c, d, e]}, {e: [g]}, {g: [h]}]}",
            "a b c d e g",
        ),
        ("a b", "{fallbacks: [{a: [zz, b]}]}", "a b"),
        (
            "a b c",
            "{fallbacks: [{a: [z1, z2, z3, z4, z5, b]}, {b: [c]}]}",
            "a b",
        ),
        (
            "a b c",
            "{fallbacks: [{a: [z1, z2, z3, b]}, {b: [c]}]}",
            "a b c",
        ),
        (
            "a b c",
            "{fallbacks: [{a: [a, a, a, a, b]}, {b: [c]}]}",
            "a b c",
        ),
        // The first default answers for a name that nobody has, and goes on as that name.
        (
            "a b c",
            "{fallbacks: [{a: [zz, b]}], default_fallbacks: [c]}",
            "a zz b",
        ),
        (
            "a b c",
            "{fallbacks: [{a: [b]}], default_fallbacks: [c]}",
            "a b",
        ),
        ("a b c", "{default_fallbacks: [c, b]}", "a c b"),
        (
            "a b c",
            "{fallbacks: [{a: []}], default_fallbacks: [c]}",
            "a",
        ),
        ("a b c", "{fallbacks: [{a: [b]}, {a: [c]}]}", "a b"),
        ("a b c", "{fallbacks: [{'*': [b]}]}", "a b"),
        (
            "a b c",
            "{fallbacks: [{'*': [b]}], default_fallbacks: [c]}",
            "a c",
        ),
        ("a b", "{fallbacks: [{a: [{model: b}]}]}", "a b"),
        (
            "a c",
            "{fallbacks: [{a: [x]}], model_group_alias: {x: c}}",
            "a x",
        ),
        (
            "a openai/*",
            "{fallbacks: [{a: [openai/gpt-z]}]}",
            "a openai/gpt-z",
        ),
        (
            "a#1 a#2 a#3 a b",
            "{fallbacks: [{a: [b]}]}",
            "a#1 a#2 a#3 b",
        ),
        (
            "a#1 a#2 a#3 b c d",
            "{max_fallbacks: 1, fallbacks: [{a: [b, c]}, {b: [d]}]}",
            "a#1 a#2 a#3 b c",
        ),
        (
            "a#1 a#2 a#3 b c d e",
            "{fallbacks: [{a: [b, c]}, {b: [d, e]}]}",
            "a#1 a#2 a#3 b d c e",
        ),
        ("a b#1 b#2 c", "{fallbacks: [{a: [b, c]}]}", "a b#1 b#2 c"),
        (
            "a b#1 b#2 c",
            "{max_fallbacks: 1, fallbacks: [{a: [b, c]}]}",
            "a b#1 c",
        ),
    ] {
        assert_eq!(
            sent(&gateway_of(groups, settings), "a", Symptom::ServerError),
            expected,
            "{settings}"
        );
    }
    let alias = |lists: &str| {
        let settings = format!("{{fallbacks: {lists}, model_group_alias: {{x: a}}}}");
        sent(&gateway_of("a b", &settings), "x", Symptom::ServerError)
    };
    assert_eq!(
        alias("[{a: [b]}]"),
        "x",
        "the list of the called name counts"
    );
    assert_eq!(alias("[{x: [b]}]"), "x b");
    let stripped = gateway_of("openai/a b", "{fallbacks: [{a: [b]}]}");
    assert_eq!(
        sent(&stripped, "openai/a", Symptom::ServerError),
        "openai/a b"
    );
}

/// As measured with the same version.
#[test]
fn inputs_too_long_and_refused_have_lists_of_their_own() {
    let all = |symptom, settings: &str| sent(&gateway_of("a b c", settings), "a", symptom);
    let both = "{fallbacks: [{a: [b]}], context_window_fallbacks: [{a: [c]}], content_policy_fallbacks: [{a: [c]}]}";
    assert_eq!(all(Symptom::TooLong, both), "a c");
    assert_eq!(all(Symptom::Refused, both), "a c");
    assert_eq!(all(Symptom::ServerError, both), "a b");
    let others = "{fallbacks: [{a: [b]}], context_window_fallbacks: [{b: [c]}], content_policy_fallbacks: [{b: [c]}]}";
    assert_eq!(all(Symptom::TooLong, others), "a b c");
    assert_eq!(
        all(Symptom::Refused, others),
        "a",
        "a list for refusals decides by itself"
    );
    let none = "{fallbacks: [{a: [b]}]}";
    assert_eq!(all(Symptom::TooLong, none), "a b");
    assert_eq!(all(Symptom::Refused, none), "a b");
    let levels = "{fallbacks: [{a: [b]}]}";
    let of_levels = |symptom| sent(&gateway_of("a#1 a#2 b", levels), "a", symptom);
    assert_eq!(of_levels(Symptom::TooLong), "a#1 a#2 b");
    assert_eq!(
        of_levels(Symptom::Refused),
        "a#1 b",
        "no other level is asked"
    );
    let off = "{fallbacks: [{a: [b]}], fallback_on_unsupported_params: false}";
    assert_eq!(all(Symptom::BadRequest, off), "a");
    // What follows depends on how each fails: `c` does with 500, so that `fallbacks` count.
    let gateway = gateway_of("a#1 a#2 b c", both);
    let sent = gateway.attempts("a", &|one| match one.model.as_str() {
        "openai/a" => CallOutcome::Fails(Symptom::TooLong),
        _ => CallOutcome::Fails(Symptom::ServerError),
    });
    let names: Vec<&str> = sent.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["a", "c", "b"]);
}

#[test]
fn an_answer_ends_the_walk() {
    let gateway = gateway_of("a b c", "{fallbacks: [{a: [b, c]}]}");
    let sent = gateway.attempts("a", &|one| match one.model.as_str() {
        "openai/a" => CallOutcome::Fails(Symptom::TooManyRequests),
        _ => CallOutcome::Answered,
    });
    assert_eq!(sent.len(), 2);
}

fn sent(gateway: &Gateway, called: &str, symptom: Symptom) -> String {
    let all = gateway.attempts(called, &|_| CallOutcome::Fails(symptom));
    let known = all.into_iter().filter(|one| one.is_known);
    let words = known.map(|one| match one.order {
        Some(level) => format!("{}#{level}", one.name),
        None => one.name,
    });
    words.collect::<Vec<_>>().join(" ")
}
