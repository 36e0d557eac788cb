//! What a second model gives, by the lists of models that a plan names, beside what the calls
//! of the first need.

use serde_json::{Value, json};

use super::driver::Case;

/// LiteLLM's list, of two models; the second as a test has it.
fn list(second: Value) -> String {
    let first = json!({
        "litellm_provider": "openai", "mode": "chat", "max_input_tokens": 400_000,
        "supports_function_calling": true, "input_cost_per_token": 0.000_001_25,
        "output_cost_per_token": 0.000_01
    });
    let of = |spelt: &str| json!({ "litellm_provider": spelt, "mode": "chat" });
    let mut given = of("mistral");
    for (key, value) in second.as_object().unwrap() {
        given[key] = value.clone();
    }
    json!({ "gpt-5.2": first, "mistral/mistral-large-2512": given }).to_string()
}

/// An agent with two models; `needs` is what the first one's calls need, `given` further keys
/// of the second.
fn agent(needs: &str, given: &str, second: Value) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"x\"\n[catalogue]\nmodels = [{{ path = \"litellm.json\", on = 2026-11-20 }}]\n\
         [service.agent]\ntier = 2\n\
         depends_on = [{{ on = \"main\", fallback = [\"second\"] }}]\n\
         [ai.main]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nneeds = {{ {needs} }}\n\
         [ai.second]\nprovider = \"mistral\"\nmodel = \"mistral-large-2512\"\n{given}\n"
    ))
    .file("litellm.json", list(second))
}

fn messages(case: &Case, rule: &str) -> Vec<String> {
    let found = case.findings(rule).into_iter();
    found
        .map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_list_says_what_a_fallback_gives() {
    let needs = "context = \"200k\", tools = true, vision = true, structured_output = true";
    let case = agent(
        needs,
        "",
        json!({ "max_input_tokens": 128_000, "supports_function_calling": false,
                "supports_vision": true }),
    );
    let by = "(by `litellm.json` of 2026-11-20)";
    assert_eq!(
        messages(&case, "unfit-fallback"),
        [format!(
            "`second` cannot stand in for `main`: context 128k of 200k {by}, no tools {by}"
        )]
    );
    assert_eq!(case.findings("unfit-fallback")[0]["severity"], "error");
    let blast = case
        .run(["blast", "main", "--format", "json"])
        .exit(0)
        .json();
    assert_eq!(blast["requirements"][0]["fallbacks"][0]["level"], "down");
    // What it says is known, and what it does not say is not.
    let case = agent(
        needs,
        "",
        json!({ "max_input_tokens": 256_000, "supports_function_calling": true,
                "supports_vision": true }),
    );
    assert!(messages(&case, "unfit-fallback").is_empty());
    assert_eq!(
        messages(&case, "fitness-undeclared"),
        ["`second` stands in for `main` and is not known to give structured output"]
    );
    // The plan's own word goes before a list.
    let case = agent(
        "tools = true",
        "needs = { tools = true }",
        json!({ "supports_function_calling": false }),
    );
    assert!(messages(&case, "unfit-fallback").is_empty());
    assert!(messages(&case, "fitness-undeclared").is_empty());
}

#[test]
fn a_list_says_what_work_a_model_does() {
    let case = agent("tools = true", "", json!({ "mode": "embedding" }));
    assert_eq!(
        messages(&case, "unfit-fallback"),
        [
            "`second` cannot stand in for `main`: embeddings in place of text (by `litellm.json` of 2026-11-20)"
        ]
    );
}

/// A model that somebody else calls first may give more than that caller needs; a list says
/// what it gives.
#[test]
fn what_a_list_says_of_a_first_choice_is_certain() {
    let plan = |second| {
        let case = agent("tools = true", "", second);
        let text = case.read("jurymast.toml") + "[service.tags]\ndepends_on = [\"second\"]\n";
        case.file("jurymast.toml", text)
    };
    let case = plan(json!({ "supports_function_calling": false }));
    assert_eq!(case.findings("unfit-fallback")[0]["severity"], "error");
}

#[test]
fn vectors_of_another_length() {
    let size = |spelt: &str, numbers: u64| json!({ "litellm_provider": spelt, "mode": "embedding", "output_vector_size": numbers });
    let plan = |numbers: u64| {
        let list = json!({ "text-embedding-3-large": size("openai", 3072),
                           "mistral/mistral-embed": size("mistral", numbers) });
        Case::plan(
            "[plan]\nname = \"x\"\n[catalogue]\nmodels = [{ path = \"litellm.json\", on = 2026-11-20 }]\n\
             [service.search]\ndepends_on = [{ on = \"a\", fallback = [\"b\"] }]\n\
             [ai.a]\nprovider = \"openai\"\nmodel = \"text-embedding-3-large\"\n\
             [ai.b]\nprovider = \"mistral\"\nmodel = \"mistral-embed\"\n",
        )
        .file("litellm.json", list.to_string())
    };
    let found = messages(&plan(1024), "unfit-fallback");
    assert!(
        found[0].contains("another embedding space")
            && found[0].contains("vectors of 1024 numbers in place of 3072 (by"),
        "{found:?}"
    );
    // Equal length alone is not enough.
    let found = messages(&plan(3072), "unfit-fallback");
    assert_eq!(
        found,
        ["`b` cannot stand in for `a`: another embedding space"]
    );
}

#[test]
fn what_calls_are_bound_to_needs_a_copy() {
    let plan = |model: &str, assets: &str, given: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.agent]\ndepends_on = [{{ on = \"main\", fallback = [\"second\"] }}]\n\
             [ai.main]\nprovider = \"openai\"\nmodel = \"{model}\"\n{assets}\n[ai.second]\n{given}\n"
        ))
    };
    let mistral = "provider = \"mistral\"\nmodel = \"mistral-large-2512\"\n";
    let lacks = |case: &Case| messages(case, "unfit-fallback");
    let tuned = "ft:gpt-4.1:acme::x1";
    assert_eq!(
        lacks(&plan(tuned, "", mistral)),
        ["`second` cannot stand in for `main`: no copy of the fine-tune"]
    );
    // One that was trained again is a copy.
    let copy = format!("{mistral}assets = [\"fine-tune\"]");
    assert!(lacks(&plan(tuned, "", &copy)).is_empty());
    let kept = "assets = [\"files\", \"vector-store\", \"voice\"]";
    assert_eq!(
        lacks(&plan("gpt-5.2", kept, mistral)),
        [
            "`second` cannot stand in for `main`: no copy of the files, no copy of the vector-store, no copy of the voice"
        ]
    );
    // Another model of the same provider reaches the same files.
    let same = "provider = \"openai\"\nmodel = \"gpt-5-mini\"\n";
    assert!(lacks(&plan("gpt-5.2", "assets = [\"files\"]", same)).is_empty());
    let cold = plan("gpt-5.2", "assets = [\"cache\"]", mistral);
    assert_eq!(cold.findings("unfit-fallback")[0]["severity"], "info");
    plan("gpt-5.2", "assets = [\"fine-tunes\"]", mistral)
        .run(["check"])
        .exit(2)
        .stdout_has("did you mean `fine-tune`?");
}

#[test]
fn answers_that_come_too_late() {
    let needs = "latency = \"2s\"";
    let slow = agent(needs, "needs = { latency = \"5s\" }", json!({}));
    assert_eq!(
        messages(&slow, "unfit-fallback"),
        ["`second` cannot stand in for `main`: answers within 5s and not 2s"]
    );
    let silent = agent(needs, "", json!({}));
    assert_eq!(
        messages(&silent, "fitness-undeclared"),
        ["`second` stands in for `main` and is not known to give answers within 2s"]
    );
    let fast = agent(needs, "needs = { latency = \"2s\" }", json!({}));
    assert!(messages(&fast, "unfit-fallback").is_empty());
    assert!(messages(&fast, "fitness-undeclared").is_empty());
}

#[test]
fn a_price_is_compared_where_both_are_listed() {
    let dear = json!({ "input_cost_per_token": 0.000_015, "output_cost_per_token": 0.000_02 });
    let case = agent("", "", dear);
    assert_eq!(
        messages(&case, "costlier-fallback"),
        [
            "`second` costs 12 times what `main` costs: 15 and 1.25 US dollars for a million tokens of input"
        ]
    );
    let more = |text: &str| {
        let dear = json!({ "input_cost_per_token": 0.000_015 });
        let plan = agent("", "", dear.clone()).read("jurymast.toml");
        Case::plan(&plan.replace("[service.agent]", text)).file("litellm.json", list(dear))
    };
    let allowed = more("[lint]\nfallback_costs_within = 12\n[service.agent]");
    assert!(messages(&allowed, "costlier-fallback").is_empty());
    // Nobody says what it costs.
    assert!(messages(&agent("", "", json!({})), "costlier-fallback").is_empty());
}

#[test]
fn a_comparison_grows_old() {
    let plan = |tier: u8, keys: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\ntier = {tier}\n\
             depends_on = [{{ on = \"main\", fallback = [{{ to = \"second\"{keys} }}] }}]\n\
             [ai.main]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n\
             [ai.second]\nprovider = \"mistral\"\nmodel = \"mistral-large-2512\"\n"
        ))
    };
    let said = |keys: &str| messages(&plan(1, keys), "unevaluated-fallback");
    let never = "the answers of `second` were never compared with those of `main`";
    assert_eq!(said(""), [never]);
    assert_eq!(
        said(", eval = \"evals/a.md\""),
        ["the answers of `second` were compared on a day that is not said with those of `main`"]
    );
    assert_eq!(
        said(", evaluated = 2025-01-01"),
        ["the answers of `second` were last compared on 2025-01-01 with those of `main`"]
    );
    assert_eq!(
        said(", evaluated = 2027-01-01"),
        ["the answers of `second` will be compared on 2027-01-01 with those of `main`"]
    );
    assert!(said(", evaluated = 2026-10-01").is_empty());
    assert!(messages(&plan(3, ""), "unevaluated-fallback").is_empty());
    // The same weights elsewhere answer the same.
    let text = plan(1, "").read("jurymast.toml");
    let same = text.replace(
        "provider = \"mistral\"\nmodel = \"mistral-large-2512\"",
        "provider = \"azure-openai\"\nmodel = \"gpt-5.2\"",
    );
    assert!(messages(&Case::plan(&same), "unevaluated-fallback").is_empty());
}

#[test]
fn a_router_may_leave_parameters_out() {
    let plan = |provider: &str, keys: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\ndepends_on = [\"planner\"]\n\
             [ai.planner]\nprovider = \"{provider}\"\nmodel = \"mistral-large-2512\"\n{keys}\n"
        ))
    };
    let said =
        |provider: &str, keys: &str| messages(&plan(provider, keys), "router-drops-parameters");
    let tools = "needs = { tools = true }";
    assert_eq!(
        said("openrouter", tools),
        ["`planner` needs tools, and OpenRouter may leave out what a host does not know"]
    );
    assert!(said("openrouter", "needs = { vision = true }").is_empty());
    assert!(said("openrouter", "").is_empty());
    let set = format!("{tools}\nrequire_parameters = true");
    assert!(said("openrouter", &set).is_empty());
    // One that is called itself takes what it knows and refuses the rest.
    assert!(said("mistral", tools).is_empty());
    let unset = format!("{tools}\nrequire_parameters = false");
    assert_eq!(
        said("mistral", &unset),
        ["`planner` needs tools, and its gateway leaves out what a host does not know"]
    );
}

#[test]
fn what_each_list_says_of_a_model_is_shown() {
    let case = agent("", "", json!({})).file("more.json", list(json!({})));
    let shown = case.run([
        "catalogue",
        "show",
        "model",
        "gpt-5.2",
        "--models",
        "more.json",
    ]);
    shown
        .exit(0)
        .stdout_has("gives: text, a context of 400000 tokens, tools");
    let json = case.run([
        "catalogue",
        "show",
        "model",
        "gpt-5.2",
        "--models",
        "more.json",
        "--format",
        "json",
    ]);
    let json = json.exit(0).json();
    let gives = &json["model"]["listed"][0]["gives"];
    assert_eq!(gives["context"], 400_000);
    assert_eq!(gives["vision"], Value::Null);
    assert_eq!(gives["input_price_usd"], 1.25);
}

#[test]
fn a_quota_that_nobody_says_is_not_known() {
    let plan = |demand: &str, given: &str, fallback: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\n\
             depends_on = [{{ on = \"main\"{demand}, fallback = [{{ to = \"second\"{fallback} }}] }}]\n\
             [ai.main]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n\
             [ai.second]\nprovider = \"mistral\"\nmodel = \"mistral-large-2512\"\n{given}\n"
        ))
    };
    let said = |case: &Case| messages(case, "fitness-undeclared");
    let demand = ", demand = { rpm = 120 }";
    assert_eq!(
        said(&plan(demand, "", "")),
        [
            "`second` stands in for `main` and is not known to give a quota for 120 requests a minute"
        ]
    );
    // Nobody says how much is asked for, or somebody says how much may be.
    assert!(said(&plan("", "", "")).is_empty());
    assert!(said(&plan(demand, "limit = { rpm = 60 }", "")).is_empty());
    assert!(said(&plan(demand, "", ", capacity = \"60%\"")).is_empty());
    assert!(
        said(&plan(
            demand,
            "[provider.mistral]\nlimit = { rpm = 900 }",
            ""
        ))
        .is_empty()
    );
}
