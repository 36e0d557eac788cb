//! Configurations of gateways with the fallbacks that a plan implies: what the import reads
//! of them is the plan again.

use std::fmt::Write as _;

use super::driver::{Case, repository};

/// What differs between a plan and what a gateway does.
const APART: [&str; 5] = [
    "unconfigured-fallback",
    "undeclared-fallback",
    "reordered-fallback",
    "differing-triggers",
    "unreachable-rung",
];

fn text(file: &str) -> String {
    let path = repository().join("tests/gateway-files").join(file);
    std::fs::read_to_string(path).unwrap()
}

/// What `export` prints of a file beside a plan, and its notes.
fn exported(plan: &str, format: &str, file: &str, text: &str) -> (String, String) {
    let case = Case::plan(plan).file(file, text);
    let ran = case.run(["export", format, "--into", file]).exit(0);
    (ran.stdout, ran.stderr)
}

/// The findings of a file that tell it from the plan.
fn apart(plan: &str, file: &str, text: &str) -> Vec<String> {
    let case = Case::plan(plan).file(file, text);
    let json = case.run(["drift", file, "--format", "json"]).json();
    let found = json["findings"].as_array().unwrap().iter();
    let found = found.filter(|one| APART.iter().any(|rule| one["rule"] == *rule));
    found.map(|one| one["message"].to_string()).collect()
}

#[test]
fn what_was_drafted_comes_back_to_the_byte() {
    for (format, file) in [
        ("portkey", "portkey.json"),
        ("envoy-ai-gateway", "envoy.yaml"),
    ] {
        let text = text(file);
        let case = Case::new().file(file, &text);
        let plan = case.run(["import", format, file]).exit(0).stdout;
        let (written, notes) = exported(&plan, format, file, &text);
        assert_eq!(written, text, "{format}");
        assert_eq!(notes, "", "{format}");
    }
}

/// Four models of four providers.
const MODELS: [(&str, &str); 4] = [
    ("openai", "gpt-5.2"),
    ("anthropic", "claude-opus-4-8"),
    ("mistral", "mistral-large-2512"),
    ("groq", "llama-3.3-70b-versatile"),
];

/// A plan in which the first model has these others as its fallbacks, on these failures.
fn plan(fallbacks: &[usize], triggers: &[&str]) -> String {
    let triggers: Vec<String> = triggers.iter().map(|one| format!("\"{one}\"")).collect();
    let triggers = match triggers.is_empty() {
        true => String::new(),
        false => format!(", triggers = [{}]", triggers.join(", ")),
    };
    let fallbacks: Vec<String> = fallbacks
        .iter()
        .map(|at| {
            format!(
                "{{ to = \"{}-model\", switch = \"per-call\"{triggers} }}",
                MODELS[*at].0
            )
        })
        .collect();
    let mut plan = format!(
        "[plan]\nname = \"x\"\n[service.chat]\n\
         depends_on = [{{ on = \"openai-model\", fallback = [{}] }}]\n",
        fallbacks.join(", ")
    );
    for (provider, model) in MODELS {
        let _ = write!(
            plan,
            "[ai.{provider}-model]\nprovider = \"{provider}\"\nmodel = \"{model}\"\nvia = [\"gate\"]\n"
        );
    }
    plan + "[service.gate]\n"
}

fn portkey(targets: &[usize], codes: &str) -> String {
    let targets: Vec<String> = targets
        .iter()
        .map(|at| {
            let (provider, model) = MODELS[*at];
            format!(
                "    {{ \"provider\": \"{provider}\", \"api_key\": \"hunter{at}\", \"override_params\": {{ \"model\": \"{model}\" }} }}"
            )
        })
        .collect();
    format!(
        "{{\n  \"strategy\": {{ \"mode\": \"fallback\"{codes} }},\n  \"request_timeout\": 20000,\n  \"targets\": [\n{}\n  ]\n}}\n",
        targets.join(",\n")
    )
}

/// What is told, without the breaks of its lines.
fn in_one_line(notes: &str) -> String {
    notes.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a gateway cannot be told stands beside the place that it is about.
#[test]
fn what_no_gateway_can_be_told_is_said() {
    let by_hand = plan(&[1, 2], &["5xx", "429"]).replacen(
        "to = \"anthropic-model\", switch = \"per-call\"",
        "to = \"anthropic-model\", switch = \"manual\", steps = \"Call them\", after = \"10m\"",
        1,
    );
    let by_hand = by_hand.replacen(
        "to = \"mistral-model\", switch = \"per-call\"",
        "to = \"mistral-model\", switch = \"automatic\", after = \"30s\"",
        1,
    );
    let litellm = "model_list:\n\
        - {model_name: openai-model, litellm_params: {model: openai/gpt-5.2}}\n\
        - {model_name: anthropic-model, litellm_params: {model: anthropic/claude-opus-4-8}}\n\
        - {model_name: mistral-model, litellm_params: {model: mistral/mistral-large-2512}}\n\
        router_settings:\n  fallbacks:\n  # agreed in May\n  - openai-model: [anthropic-model]\n";
    let files = [
        ("litellm", "proxy.yaml", litellm.to_owned(), 8),
        ("portkey", "config.json", portkey(&[0, 1, 2], ""), 4),
        (
            "envoy-ai-gateway",
            "route.yaml",
            envoy(&[(0, 0), (1, 1), (2, 2)], POLICY),
            7,
        ),
    ];
    for (format, name, text, line) in files {
        let (_, notes) = exported(&by_hand, format, name, &text);
        let notes = in_one_line(&notes);
        for said in [
            format!(
                "{name}:{line}: `openai-model`: by the plan `anthropic-model` does not stand in by itself"
            ),
            format!("{name}:{line}: `openai-model`: the plan waits 30s before `mistral-model`"),
        ] {
            assert!(notes.contains(&said), "{said}\n{notes}");
        }
    }
    let (written, notes) = exported(&by_hand, "litellm", "proxy.yaml", litellm);
    let notes = in_one_line(&notes);
    for said in [
        "proxy.yaml:8: `openai-model`: its list in `fallbacks` was [anthropic-model], and is [mistral-model]",
        "proxy.yaml:8: `openai-model`: the proxy goes on to `mistral-model` on",
    ] {
        assert!(notes.contains(said), "{said}\n{notes}");
    }
    let is_kept = written.contains("# agreed in May");
    assert_ne!(
        is_kept,
        notes.contains("proxy.yaml:7: this comment"),
        "{notes}"
    );
}

#[test]
fn portkey_has_the_order_of_the_plan() {
    let plan = plan(&[3, 1], &["5xx", "429"]);
    let file = portkey(&[0, 1, 2, 3], "");
    let (written, notes) = exported(&plan, "portkey", "config.json", &file);
    let expected = portkey(
        &[0, 3, 1],
        ", \"on_status_codes\": [429, 500, 502, 503, 504, 529]",
    );
    assert_eq!(written, expected);
    for said in [
        "config.json:2: `openai-model`: the gateway went on on any but 2xx, now on [429, 500, 502, 503, 504, 529]",
        "config.json:7: `openai-model`: the plan lets `mistral-model` not stand in",
        "config.json:4: `openai-model`: its targets stand in the order of the plan now",
    ] {
        assert!(in_one_line(&notes).contains(said), "{said}\n{notes}");
    }
    assert!(
        notes.contains("the plan lets `mistral-model` not stand in"),
        "{notes}"
    );
    assert_eq!(apart(&plan, "config.json", &written), Vec::<String>::new());
    // Once more changes nothing.
    assert_eq!(
        exported(&plan, "portkey", "config.json", &written).0,
        written
    );
}

#[test]
fn portkey_keeps_statuses_that_say_the_same() {
    let plan = plan(&[1], &["5xx", "429"]);
    let file = portkey(
        &[0, 1],
        ", \"on_status_codes\": [529, 504, 503, 502, 500, 429]",
    );
    let (written, notes) = exported(&plan, "portkey", "config.json", &file);
    assert_eq!((written.as_str(), notes.as_str()), (file.as_str(), ""));
    // A plan that names no failures leaves them as they are.
    let any = self::plan(&[1], &[]);
    assert_eq!(exported(&any, "portkey", "config.json", &file).0, file);
}

#[test]
fn what_a_file_cannot_do_is_said() {
    // It has no target of that provider.
    let plan_of = plan;
    let plan = plan_of(&[2, 1], &["5xx"]);
    let file = portkey(&[0, 1], "");
    let (written, notes) = exported(&plan, "portkey", "config.json", &file);
    assert!(
        notes.contains("the file has no target for `mistral-model`"),
        "{notes}"
    );
    assert!(written.contains("hunter1"));
    // What no status shows.
    let plan = plan_of(&[1], &["5xx", "slow"]);
    let (_, notes) = exported(&plan, "portkey", "config.json", &file);
    assert!(
        in_one_line(&notes).contains("the gateway does not go on to `anthropic-model` on slow"),
        "{notes}"
    );
    // Nobody needs it.
    let nobody = plan.replace("on = \"openai-model\"", "on = \"groq-model\"");
    let (written, notes) = exported(&nobody, "portkey", "config.json", &file);
    assert_eq!(written, file);
    assert!(notes.contains("nobody needs it in the plan"), "{notes}");
    let case = Case::plan(&plan).file("x.yaml", "a: 1\n");
    for format in ["portkey", "envoy-ai-gateway"] {
        case.run(["export", format, "--into", "x.yaml"])
            .exit(2)
            .stdout_is_empty();
    }
}

/// A list within a list, each with a list of its own in the plan.
#[test]
fn lists_within_lists_are_moved_whole() {
    let leaf = |at: usize| {
        let (provider, model) = MODELS[at];
        format!(
            "{{ \"provider\": \"{provider}\", \"override_params\": {{ \"model\": \"{model}\" }} }}"
        )
    };
    let turn = |targets: &[String]| {
        format!(
            "{{ \"strategy\": {{ \"mode\": \"fallback\" }}, \"request_timeout\": 5000, \"targets\": [{}] }}",
            targets.join(", ")
        )
    };
    let file = turn(&[leaf(0), turn(&[leaf(1), leaf(2)]), leaf(3)]);
    let case = Case::new().file("config.json", &file);
    let drafted = case
        .run(["import", "portkey", "config.json"])
        .exit(0)
        .stdout;
    assert_eq!(exported(&drafted, "portkey", "config.json", &file).0, file);
    // The plan has the last before the list.
    let mut lines: Vec<&str> = drafted.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("{ to = \"claude-opus-4-8-group\""))
        .unwrap();
    lines.swap(at, at + 1);
    let plan = lines.join("\n") + "\n";
    let (written, notes) = exported(&plan, "portkey", "config.json", &file);
    assert_eq!(
        written,
        turn(&[leaf(0), leaf(3), turn(&[leaf(1), leaf(2)])]),
        "{notes}\n{plan}"
    );
}

/// A route with these backends and priorities, and its policy.
fn envoy(backends: &[(usize, u8)], policy: &str) -> String {
    let mut text = "apiVersion: aigateway.envoyproxy.io/v1beta1\nkind: AIGatewayRoute\n\
        metadata: { name: chat, namespace: shop }\nspec:\n  rules:\n    - backendRefs:\n"
        .to_owned();
    for (at, priority) in backends {
        let (provider, model) = MODELS[*at];
        let _ = write!(
            text,
            "        - name: {provider}\n          modelNameOverride: {model} # kept\n"
        );
        if *priority > 0 {
            let _ = writeln!(text, "          priority: {priority}");
        }
    }
    let hosts = [
        "api.openai.com",
        "api.anthropic.com",
        "api.mistral.ai",
        "api.groq.com",
    ];
    for ((provider, _), host) in MODELS.iter().zip(hosts) {
        let _ = write!(
            text,
            "---\napiVersion: aigateway.envoyproxy.io/v1beta1\nkind: AIServiceBackend\n\
             metadata: {{ name: {provider}, namespace: shop }}\nspec:\n  schema: {{ name: OpenAI }}\n  \
             backendRef: {{ name: {provider}, kind: Backend, group: gateway.envoyproxy.io }}\n\
             ---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: Backend\n\
             metadata: {{ name: {provider}, namespace: shop }}\n\
             spec: {{ endpoints: [{{ fqdn: {{ hostname: {host}, port: 443 }} }}] }}\n"
        );
    }
    text + policy
}

const POLICY: &str = "---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: BackendTrafficPolicy\n\
    metadata: { name: chat, namespace: shop }\nspec:\n  targetRefs:\n    \
    - { group: gateway.networking.k8s.io, kind: HTTPRoute, name: chat }\n  retry:\n    \
    numAttemptsPerPriority: 1\n    numRetries: 1\n    retryOn: { httpStatusCodes: [429], \
    triggers: [5xx, retriable-status-codes] } # as measured\n";

#[test]
fn envoy_has_the_priorities_of_the_plan() {
    let plan = plan(&[2, 1], &["5xx", "429"]);
    let file = envoy(&[(0, 0), (1, 1), (2, 2)], POLICY);
    let (written, notes) = exported(&plan, "envoy-ai-gateway", "route.yaml", &file);
    let expected =
        envoy(&[(0, 0), (1, 2), (2, 1)], POLICY).replace("numRetries: 1", "numRetries: 2");
    assert_eq!(written, expected, "{notes}");
    for said in [
        "route.yaml:9: `openai-model`: its priority was 1, and is 2",
        "route.yaml:12: `openai-model`: its priority was 2, and is 1",
        "`numRetries` is 2 now: with less the last is never tried",
    ] {
        assert!(in_one_line(&notes).contains(said), "{said}\n{notes}");
    }
    assert_eq!(apart(&plan, "route.yaml", &written), Vec::<String>::new());
    let again = exported(&plan, "envoy-ai-gateway", "route.yaml", &written);
    assert_eq!(again.0, written);
}

#[test]
fn envoy_gets_the_policy_without_which_nothing_is_tried_again() {
    let plan = plan(&[1], &["5xx", "429"]);
    // All of one priority is no turn; two of which one is never tried is one.
    let file = envoy(&[(0, 0), (1, 1)], "");
    assert!(!apart(&plan, "route.yaml", &file).is_empty());
    let (written, _) = exported(&plan, "envoy-ai-gateway", "route.yaml", &file);
    let added = written.strip_prefix(&file).unwrap();
    assert!(added.contains("kind: BackendTrafficPolicy") && added.contains("namespace: shop"));
    assert_eq!(apart(&plan, "route.yaml", &written), Vec::<String>::new());
    let again = exported(&plan, "envoy-ai-gateway", "route.yaml", &written);
    assert_eq!(again.0, written);
}

#[test]
fn envoy_leaves_out_what_the_plan_does_not_have_and_shares_are_let_be() {
    let plan = plan(&[1], &["5xx", "429"]);
    let file = envoy(&[(0, 0), (3, 1), (1, 2)], POLICY);
    let (written, notes) = exported(&plan, "envoy-ai-gateway", "route.yaml", &file);
    assert!(notes.contains("the backend `groq` not stand in"), "{notes}");
    assert!(!written.contains("modelNameOverride: llama"), "{written}");
    assert_eq!(apart(&plan, "route.yaml", &written), Vec::<String>::new());
    let shared = envoy(&[(0, 0), (1, 0)], "");
    let (written, notes) = exported(&plan, "envoy-ai-gateway", "route.yaml", &shared);
    assert_eq!(written, shared);
    assert!(notes.contains("share its calls"), "{notes}");
}

#[test]
fn envoy_gets_the_failures_of_the_plan() {
    let plan = plan(&[1], &["5xx", "401"]);
    let file = envoy(&[(0, 0), (1, 1)], POLICY);
    let (written, _) = exported(&plan, "envoy-ai-gateway", "route.yaml", &file);
    assert!(
        written.contains("retryOn: { httpStatusCodes: [401], triggers: [5xx, retriable-status-codes] } # as measured"),
        "{written}"
    );
    assert_eq!(apart(&plan, "route.yaml", &written), Vec::<String>::new());
}

/// Whatever the file has, what is written is the plan.
#[test]
fn every_order_comes_out() {
    let orders: [&[usize]; 6] = [&[1, 2, 3], &[3, 2, 1], &[2], &[], &[3, 1], &[2, 3]];
    let triggers: [&[&str]; 3] = [&["5xx", "429"], &["429"], &["5xx", "401", "404"]];
    for (at, wanted) in orders.iter().enumerate() {
        let triggers = triggers[at % triggers.len()];
        let plan = plan(wanted, triggers);
        let configured = orders[(at + 1) % orders.len()];
        let rest = (1..4).filter(|one| !configured.contains(one));
        let all: Vec<usize> = [0]
            .into_iter()
            .chain(configured.iter().copied())
            .chain(rest)
            .collect();
        let file = portkey(&all, "");
        let (written, notes) = exported(&plan, "portkey", "config.json", &file);
        assert_eq!(
            apart(&plan, "config.json", &written),
            Vec::<String>::new(),
            "{wanted:?}\n{notes}\n{written}"
        );
        let levels: Vec<(usize, u8)> = all.iter().copied().zip(0..).collect();
        let file = envoy(&levels, POLICY);
        let (written, notes) = exported(&plan, "envoy-ai-gateway", "route.yaml", &file);
        assert_eq!(
            apart(&plan, "route.yaml", &written),
            Vec::<String>::new(),
            "{wanted:?}\n{notes}\n{written}"
        );
    }
}

#[test]
fn one_list_that_is_wrong_for_a_caller_is_not_printed() {
    let models = "[service.litellm]\n\
                  [ai.chat]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = \"litellm\"\n\
                  [ai.b]\nprovider = \"anthropic\"\nmodel = \"claude-opus-4-8\"\nvia = \"litellm\"\n\
                  [ai.c]\nprovider = \"mistral\"\nmodel = \"mistral-large-2512\"\nvia = \"litellm\"\n";
    let file = "model_list:\n\
                - {model_name: chat, litellm_params: {model: openai/gpt-5.2, timeout: 30}}\n\
                - {model_name: b, litellm_params: {model: anthropic/claude-opus-4-8, timeout: 30}}\n\
                - {model_name: c, litellm_params: {model: mistral/mistral-large-2512, timeout: 30}}\n";
    let plan = |web: &str, two: &str| {
        let caller = |name: &str, fallback: &str| {
            format!("[[service.{name}.depends_on]]\non = \"chat\"\nfallback = [{fallback}]\n")
        };
        let callers = format!(
            "[service.web]\n{}[service.two]\n{}",
            caller("web", web),
            caller("two", two)
        );
        format!("[plan]\nname = \"x\"\n{callers}{models}")
    };
    let (b, c) = (
        "{ to = \"b\", switch = \"automatic\" }",
        "{ to = \"c\", switch = \"automatic\" }",
    );
    let by_hand = "{ to = \"b\", switch = \"manual\" }";
    let apart_plan = plan(&format!("{c}, {by_hand}"), b);
    let case = Case::plan(&apart_plan).file("l.yaml", file);
    let ran = case
        .run(["export", "litellm", "--into", "l.yaml"])
        .exit(2)
        .stderr_has("`web` goes on to `c`, and `two` to `b`");
    assert_eq!(ran.stdout, "");
    // What all agree on is written, whoever says it first.
    for (web, two) in [(by_hand, b), (b, by_hand), (b, b)] {
        let plan = plan(web, two);
        let (written, _) = exported(&plan, "litellm", "l.yaml", file);
        assert!(written.contains("chat"), "{written}");
        assert_eq!(apart(&plan, "l.yaml", &written), Vec::<String>::new());
    }
    // Who says nothing of it gets it too, and that is told.
    let (_, notes) = exported(&plan(b, ""), "litellm", "l.yaml", file);
    assert!(notes.contains("`two` gets `b` too"), "{notes}");
}
