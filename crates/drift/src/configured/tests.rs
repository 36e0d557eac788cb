use jurymast_import::formats;
use jurymast_import::litellm::export;
use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_terms::files::ReadLimits;
use jurymast_terms::vocabulary::Severity;
use proptest::prelude::*;

use super::draw;
use crate::{Drift, drift};

fn compare(plan: &str, files: &[&str]) -> Drift {
    let text = format!("[plan]\nname = \"Shop\"\n{plan}");
    let loaded = language::reread([("jurymast.toml".to_owned(), text.clone())]);
    assert_eq!(loaded.problems, []);
    let mut reading = Reading::new("/", ReadLimits::default());
    reading.take("jurymast.toml", text);
    let mut documents = Vec::new();
    for (at, text) in files.iter().enumerate() {
        let file = reading.take(&format!("{at}.yaml"), (*text).to_owned());
        documents.extend(formats::documents(&mut reading, file));
    }
    let drawn = draw(documents, &loaded.plan, &mut reading);
    assert_eq!(reading.problems, []);
    assert!(drawn.is_some());
    drift(&loaded.plan, drawn.as_ref(), &[], &reading.sources)
}

fn found(drift: &Drift) -> Vec<String> {
    let found = drift.findings.iter().map(|one| {
        let component = one.component.as_deref().unwrap_or("-");
        format!(
            "{} {} of {component} {}",
            one.severity, one.code, one.detail
        )
    });
    found.collect()
}

const COMPOSE: &str = "services:\n  web:\n    build: .\n    environment:\n      \
                       DATABASE_URL: postgres://db:5432/x\n      LLM_URL: http://litellm:4000\n    \
                       depends_on: [cache]\n  db:\n    image: postgres:17\n  cache:\n    \
                       image: redis:8\n  litellm:\n    image: ghcr.io/berriai/litellm:main\n";

const LITELLM: &str = "model_list:\n  - model_name: big\n    litellm_params: { model: openai/gpt-5.2, rpm: 100, timeout: 30 }\n  \
                       - model_name: small\n    litellm_params: { model: mistral/mistral-large-4, timeout: 30 }\n  \
                       - model_name: tiny\n    litellm_params: { model: anthropic/claude-opus-5-5, timeout: 30 }\n\
                       router_settings:\n  fallbacks: [{ big: [small, tiny] }]\n";

const PLAN: &str = "[service.web]\ndepends_on = [\"db\", \"cache\", { on = \"big\", fallback = [\
                    { to = \"small\", switch = \"per-call\" }, { to = \"tiny\", switch = \"per-call\" }] }]\n\
                    [resource.db]\n[resource.cache]\n[service.litellm]\n\
                    [ai.big]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = \"litellm\"\nlimit = { rpm = 100 }\n\
                    [ai.small]\nprovider = \"mistral\"\nmodel = \"mistral-large-4\"\nvia = \"litellm\"\n\
                    [ai.tiny]\nprovider = \"anthropic\"\nmodel = \"claude-opus-5-5\"\nvia = \"litellm\"\n";

#[test]
fn what_agrees_is_no_finding_in_any_order_of_files() {
    for files in [[COMPOSE, LITELLM], [LITELLM, COMPOSE]] {
        let drift = compare(PLAN, &files);
        assert_eq!(found(&drift), Vec::<String>::new());
        assert_eq!(drift.not_configured, Vec::<String>::new());
        assert!(drift.compared >= 3, "{}", drift.compared);
    }
}

#[test]
fn what_files_that_are_not_given_would_say_is_unknown() {
    for (file, unread) in [(COMPOSE, vec!["litellm"]), (LITELLM, vec![])] {
        let drift = compare(PLAN, &[file]);
        assert_eq!(found(&drift), Vec::<String>::new());
        assert_eq!(drift.gateways_not_given, unread);
    }
    // Who asks for what is in the one, what answers in the other.
    let asking = COMPOSE.replace(
        "LLM_URL: http://litellm:4000",
        "OPENAI_BASE_URL: http://litellm:4000\n      OPENAI_MODEL: big\n      OPENAI_API_KEY: x",
    );
    assert_eq!(found(&compare(PLAN, &[&asking])), Vec::<String>::new());
    let other = asking.replace("MODEL: big", "MODEL: tiny");
    let plan = PLAN.replace(", { to = \"tiny\", switch = \"per-call\" }", "");
    assert_eq!(
        found(&compare(&plan, &[&other])),
        ["error undeclared-edge of web tiny"]
    );
    // What a gateway keeps things in stands in its own file.
    let plan = PLAN.replace(
        "[service.litellm]\n",
        "[service.litellm]\ndepends_on = [\"cache\"]\n",
    );
    assert_eq!(
        found(&compare(&plan, &[COMPOSE])),
        ["info unconfigured-edge of litellm cache"]
    );
    assert_eq!(
        found(&compare(&plan, &[COMPOSE, LITELLM])),
        ["warning unconfigured-edge of litellm cache"]
    );
}

#[test]
fn copies_are_compared_as_their_whole() {
    let plan = PLAN
        .replace("[service.web]\n", "[service.web]\nreplicas = 2\n")
        .replace("[\"db\", ", "[\"other\", ");
    let plan = format!("{plan}[resource.other]\n");
    let single = plan.replace("replicas = 2\n", "");
    let file = COMPOSE.replace("  db:\n", "  other:\n    image: postgres:17\n  db:\n");
    let copied = file.replace(
        "    build: .\n",
        "    build: .\n    deploy: { replicas: 3 }\n",
    );
    for file in [file, copied] {
        let drift = compare(&plan, &[&file, LITELLM]);
        assert_eq!(
            found(&drift),
            [
                "error undeclared-edge of web db",
                "warning unconfigured-edge of web other"
            ]
        );
        assert_eq!(drift.compared, compare(&single, &[&file, LITELLM]).compared);
    }
}

#[test]
fn a_model_in_the_place_of_another_is_one_that_differs() {
    let plan = "[service.web]\ndepends_on = [\"gpt-5-2\"]\n\
                [ai.gpt-5-2]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n";
    let file = |model: &str| {
        format!(
            "services:\n  web:\n    build: .\n    environment: {{ OPENAI_API_KEY: x, OPENAI_MODEL: {model} }}\n"
        )
    };
    assert_eq!(
        found(&compare(plan, &[&file("gpt-5.2")])),
        Vec::<String>::new()
    );
    let other = compare(plan, &[&file("gpt-4.1")]);
    assert_eq!(found(&other), ["error differing-model of gpt-5-2 model"]);
    let message = &other.findings[0].message;
    assert!(
        message.contains("`web` is to call `gpt-5.2` by the plan"),
        "{message}"
    );
    // Of two that it may stand for neither is said to have gone.
    let two = plan.replace("[\"gpt-5-2\"]", "[\"gpt-5-2\", \"small\"]");
    let two = format!("{two}[ai.small]\nprovider = \"openai\"\nmodel = \"gpt-5.2-mini\"\n");
    assert_eq!(
        found(&compare(&two, &[&file("gpt-4.1")])),
        ["error undeclared-edge of web gpt-4-1"]
    );
    // Behind a gateway, whoever calls it.
    let one = |model: &str| {
        format!(
            "model_list:\n  - model_name: {model}\n    litellm_params: {{ model: openai/{model}, timeout: 30 }}\n"
        )
    };
    let plan = "[service.litellm]\n[ai.big]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = \"litellm\"\n";
    assert_eq!(
        found(&compare(plan, &[&one("gpt-5.2")])),
        Vec::<String>::new()
    );
    assert_eq!(
        found(&compare(plan, &[&one("gpt-4.1")])),
        ["error differing-model of big model"]
    );
}

#[test]
fn another_store_than_the_plans_is_told() {
    let of = |plan: &str, file: &str| {
        let plan = format!("[service.web]\ndepends_on = [\"db\"]\n[resource.db]\n{plan}");
        let file = format!(
            "services:\n  web:\n    build: .\n    environment: {{ DB_URL: \"redis://db:6379\" }}\n  db:\n{file}"
        );
        found(&compare(&plan, &[&file]))
    };
    let kept = "    image: redis:8\n    volumes: [\"d:/data\"]\n";
    assert_eq!(
        of("kind = \"cache\"\ndata = \"persistent\"\n", kept),
        Vec::<String>::new()
    );
    assert_eq!(
        of("kind = \"database\"\ndata = \"ephemeral\"\n", kept),
        [
            "warning differing-store of db data",
            "warning differing-store of db kind"
        ]
    );
    // Kinds in a person's own words, and what is guessed of a file, are not compared.
    assert_eq!(of("kind = \"Redis\"\n", kept), Vec::<String>::new());
    assert_eq!(
        of("data = \"persistent\"\n", "    image: redis:8\n"),
        Vec::<String>::new()
    );
}

/// The plan with one thing changed, and what is found then.
fn differing(of: &str, by: &str) -> Vec<String> {
    assert!(PLAN.contains(of), "{of}");
    found(&compare(&PLAN.replace(of, by), &[COMPOSE, LITELLM]))
}

#[test]
fn each_difference_is_found() {
    for (of, by, expected) in [
        ("\"db\", ", "", "error undeclared-edge of web db"),
        ("\"cache\", ", "", "warning undeclared-edge of web cache"),
        (
            "{ to = \"tiny\", switch = \"per-call\" }",
            "",
            "warning undeclared-fallback of web tiny",
        ),
        (
            "rpm = 100",
            "rpm = 900",
            "warning differing-limit of big requests",
        ),
        (
            "limit = { rpm = 100 }",
            "",
            "warning differing-limit of big requests",
        ),
        ("gpt-5.2", "gpt-4.1", "error differing-model of big model"),
        (
            "gpt-5.2",
            "gpt-5.2-2026-02-11",
            "info differing-model of big model",
        ),
        (
            "\"openai\"",
            "\"azure-openai\"",
            "error differing-model of big provider",
        ),
        (
            "[resource.cache]",
            "[resource.cache]\ndepends_on = [\"db\"]",
            "warning unconfigured-edge of cache db",
        ),
        (
            "{ to = \"small\", switch = \"per-call\" }, { to = \"tiny\", switch = \"per-call\" }",
            "{ to = \"tiny\", switch = \"per-call\" }, { to = \"small\", switch = \"per-call\" }",
            "warning reordered-fallback of web big",
        ),
        (
            "{ to = \"small\", switch = \"per-call\" }",
            "{ to = \"small\", switch = \"per-call\", triggers = [\"5xx\", \"cut\"] }",
            "error differing-triggers of web small",
        ),
        (
            "{ to = \"small\", switch = \"per-call\" }",
            "{ to = \"small\", switch = \"per-call\", triggers = [\"5xx\"] }",
            "info differing-triggers of web small",
        ),
        (
            "[service.litellm]",
            "[service.litellm]\n[service.app]\ndepends_on = [{ on = \"small\", fallback = [{ to = \"tiny\", switch = \"automatic\" }] }]",
            "error unconfigured-fallback of app tiny",
        ),
    ] {
        assert_eq!(differing(of, by), [expected], "{by}");
    }
}

#[test]
fn fallbacks_of_what_nobody_calls_are_told() {
    let with = |lists: &str| {
        let file = LITELLM.replace("[{ big: [small, tiny] }]", lists);
        let drift = compare(PLAN, &[COMPOSE, &file]);
        let lists = drift.findings.into_iter();
        let lists = lists.filter(|one| one.code == "undeclared-fallback");
        lists.collect::<Vec<_>>()
    };
    // And on from there to what stands in for that.
    let back = with("[{ big: [small, tiny] }, { tiny: [big] }]");
    let details: Vec<&str> = back.iter().map(|one| one.detail.as_str()).collect();
    assert_eq!(details, ["big", "small"]);
    for one in &back {
        assert_eq!(one.component.as_deref(), Some("tiny"));
        assert!(one.message.contains("the plan does not say so"));
    }
    // What stands in is left for what the plan has behind it.
    assert_eq!(with("[{ big: [small, tiny] }, { small: [tiny] }]"), []);
    let plan = format!(
        "{PLAN}[ai.embed]\nprovider = \"openai\"\nmodel = \"text-embedding-3-large\"\nvia = \"litellm\"\n"
    );
    let file = LITELLM.replace(
        "router_settings:\n  fallbacks: [{ big: [small, tiny] }]",
        "  - model_name: embed\n    litellm_params: { model: openai/text-embedding-3-large, timeout: 30 }\n\
         router_settings:\n  fallbacks: [{ big: [small, tiny] }, { embed: [small] }]",
    );
    let drift = compare(&plan, &[COMPOSE, &file]);
    assert_eq!(
        found(&drift),
        ["warning undeclared-fallback of embed small"]
    );
    let message = &drift.findings[0].message;
    assert!(message.contains("has no caller in the plan"), "{message}");
}

#[test]
fn what_one_side_lacks_is_named() {
    let drift = compare("[service.web]\n[service.billing]\n", &[COMPOSE]);
    assert_eq!(
        found(&drift),
        [
            "warning undeclared-edge of web cache",
            "error undeclared-edge of web db",
            "error undeclared-edge of web litellm",
        ]
    );
    assert_eq!(drift.not_configured, ["billing"]);
    let drift = compare("[service.db]\n", &[COMPOSE]);
    let found = found(&drift);
    assert!(
        found.contains(&"warning undeclared-component of - web".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_gateway_has_faults_whatever_the_plan_says() {
    let file = LITELLM.replace(
        "[{ big: [small, tiny] }]",
        "[{ big: [smal] }, { small: [tiny] }, { tiny: [small] }]",
    );
    let drift = compare(
        "[ai.big]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nlimit = { rpm = 100 }\n[ai.small]\nprovider = \"mistral\"\nmodel = \"mistral-large-4\"\n[ai.tiny]\nprovider = \"anthropic\"\nmodel = \"claude-opus-5-5\"\n[service.litellm]\n",
        &[&file],
    );
    let codes: Vec<&str> = drift.findings.iter().map(|one| one.code).collect();
    assert!(
        codes.contains(&"gateway-dead-end") && codes.contains(&"gateway-loop"),
        "{codes:?}"
    );
    let named = drift
        .findings
        .iter()
        .find(|one| one.code == "gateway-loop")
        .unwrap();
    assert!(named.component.is_some());
}

#[test]
fn a_group_that_is_declared_as_one_dependency_is_compared_with_its_members() {
    let two = "model_list:\n  - model_name: big\n    litellm_params: { model: openai/gpt-5.2, timeout: 30 }\n  \
               - model_name: big\n    litellm_params: { model: azure/gpt-5.2, api_base: https://acme.openai.azure.com, timeout: 30 }\n";
    let ai = |model: &str| {
        format!("[ai.big]\nprovider = \"openai\"\nmodel = \"{model}\"\n[service.litellm]\n")
    };
    let same = compare(&ai("gpt-5.2"), &[two]);
    assert_eq!(found(&same), ["warning undeclared-component of - big-2"]);
    let other = compare(&ai("gpt-4.1"), &[two]);
    let found = found(&other);
    assert!(
        found.contains(&"error differing-model of big model".to_owned()),
        "{found:?}"
    );
}

const MODELS: [(&str, &str, &str); 5] = [
    ("m-a", "openai", "gpt-5.2"),
    ("m-b", "anthropic", "claude-opus-5-5"),
    ("m-c", "mistral", "mistral-large-4"),
    ("m-d", "openai", "gpt-4.1"),
    ("m-e", "mistral", "mistral-small-latest"),
];

/// Two callers of the first two models, with fallbacks among the last three: lists of which
/// none leads on to another.
fn plan_of(lists: &[Vec<usize>], triggers: bool) -> String {
    let mut text = "[plan]\nname = \"x\"\n[service.litellm]\n".to_owned();
    for (id, provider, model) in MODELS {
        text += &format!(
            "[ai.{id}]\nprovider = \"{provider}\"\nmodel = \"{model}\"\nvia = \"litellm\"\n"
        );
    }
    for (at, list) in lists.iter().enumerate() {
        let more = if triggers {
            ", triggers = [\"5xx\", \"429\"]"
        } else {
            ""
        };
        let fallbacks: Vec<String> = list
            .iter()
            .map(|one| {
                format!(
                    "{{ to = \"{}\", switch = \"per-call\"{more} }}",
                    MODELS[*one].0
                )
            })
            .collect();
        text += &format!(
            "[service.app-{at}]\ndepends_on = [{{ on = \"{}\", fallback = [{}] }}]\n",
            MODELS[at].0,
            fallbacks.join(", ")
        );
    }
    text
}

fn list() -> impl Strategy<Value = Vec<usize>> {
    Just(vec![2, 3, 4])
        .prop_shuffle()
        .prop_flat_map(|all| (0..=3usize).prop_map(move |count| all[..count].to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What was exported from a plan is no drift from it, whatever the file said before.
    #[test]
    fn a_plan_is_at_one_with_its_own_export(
        lists in proptest::collection::vec(list(), 2),
        before in proptest::collection::vec(list(), 2),
        triggers: bool,
    ) {
        let plan = plan_of(&lists, triggers);
        let loaded = language::reread([("jurymast.toml".to_owned(), plan.clone())]);
        prop_assert_eq!(&loaded.problems, &[]);
        let mut file = "model_list:\n".to_owned();
        for (id, provider, model) in MODELS {
            file += &format!("  - model_name: {id}\n    litellm_params: {{ model: {provider}/{model}, timeout: 30 }}\n");
        }
        let chains = before.iter().enumerate().map(|(at, list)| {
            let names: Vec<&str> = list.iter().map(|one| MODELS[*one].0).collect();
            format!("    - {}: [{}]\n", MODELS[at].0, names.join(", "))
        });
        file += &format!("router_settings:\n  fallbacks:\n{}", chains.collect::<String>());
        let mut reading = Reading::new("/", ReadLimits::default());
        reading.take("jurymast.toml", plan);
        let gateway = reading.take("litellm.yaml", file);
        let exported = export(gateway, &mut reading, &loaded.plan).text;
        let written = reading.take("exported.yaml", exported.clone());
        let documents = formats::documents(&mut reading, written);
        let drawn = draw(documents, &loaded.plan, &mut reading);
        prop_assert_eq!(&reading.problems, &[]);
        let drift = drift(&loaded.plan, drawn.as_ref(), &[], &reading.sources);
        // The proxy cannot be told to fire on less than it does: that alone may be left.
        let left: Vec<String> = found(&drift).into_iter().filter(|one| {
            !(triggers && one.starts_with("info differing-triggers"))
        }).collect();
        prop_assert!(left.is_empty(), "{:?}\n{}", left, exported);
        prop_assert!(drift.findings.iter().all(|one| one.severity == Severity::Info));
    }
}
