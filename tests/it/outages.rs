//! Recorded outages and ready scenarios, laid on a plan.

use jurymast_plan::catalogue::{outage, outages, scenario, scenarios};
use jurymast_plan::model::{Kind, Level};

use super::system::{Loaded, load};

const PLAN: &str = r#"
[plan]
name = "Acme"

[service.chat]
tier = 1
in = ["aws-us-east-1"]
depends_on = ["writer", "voice", "claude", "fable", "routed", "unnamed"]

[ai.writer]
provider = "openai"
endpoint = "chat-completions"
model = "gpt-5.2"

[ai.voice]
provider = "openai"
endpoint = "realtime"
model = "gpt-realtime"

[ai.claude]
provider = "anthropic"
model = "claude-opus-4-8"

[ai.fable]
provider = "aws-bedrock"
model = "us.anthropic.claude-fable-5-20260301-v1:0"

[ai.routed]
provider = "openrouter"
model = "mistral/mistral-large"

[ai.unnamed]
provider = "azure-openai"
"#;

/// "openai/realtime down 0-16260", in the order of the record.
fn struck(loaded: &Loaded, id: &str) -> Vec<String> {
    let outage = outage(id).unwrap();
    let all = outage.struck(&loaded.plan).unwrap();
    let line = |one: &jurymast_plan::catalogue::Struck<'_>| {
        let until = one
            .until
            .map_or_else(String::new, |until| until.to_string());
        let name = &loaded.plan.component(one.component).id;
        format!("{name} {} {}-{until}", one.level, one.at)
    };
    all.iter().map(line).collect()
}

#[test]
fn only_the_endpoint_that_failed_is_struck() {
    let loaded = load(PLAN);
    // 18:40 to 23:11 is 4 h 31 min; chat completions stayed up.
    assert_eq!(
        struck(&loaded, "openai-2024-12-26"),
        ["openai/realtime down 0-16260"]
    );
}

#[test]
fn a_domain_is_struck_in_its_phases() {
    let loaded = load(PLAN);
    // 06:48 to 09:40 is 10,320 s; 06:48 to 21:20 is 52,320 s.
    assert_eq!(
        struck(&loaded, "aws-2025-10-20"),
        [
            "aws-us-east-1 down 0-10320",
            "aws-us-east-1 degraded 10320-52320"
        ]
    );
}

#[test]
fn an_order_strikes_the_lineage_and_who_calls_it() {
    let loaded = load(PLAN);
    // 21:21 on 12 June to the end of 1 July, of which only the day is known: 19 days,
    // 2 h 39 min.
    assert_eq!(
        struck(&loaded, "anthropic-2026-06-12"),
        [
            "model:claude-fable-5 down 0-1651140",
            "fable down 0-1651140"
        ]
    );
}

#[test]
fn who_does_not_say_which_model_it_calls_is_struck_with_it() {
    let loaded = load(PLAN);
    assert_eq!(
        struck(&loaded, "azure-openai-2026-03-09"),
        ["unnamed down 0-72720"]
    );
}

#[test]
fn each_model_comes_back_at_its_own_time() {
    let loaded = load(PLAN);
    // Opus 4.8 at 16:59, which is 6,660 s after 15:08; no other is in the plan.
    assert_eq!(
        struck(&loaded, "anthropic-2026-06-05"),
        ["claude degraded 0-6660"]
    );
}

#[test]
fn a_gateway_first_degrades_and_then_says_401() {
    let loaded = load(PLAN);
    let outage = outage("openrouter-2026-02-17").unwrap();
    let all = outage.struck(&loaded.plan).unwrap();
    let seen: Vec<_> = all.iter().map(|one| (one.level, one.symptoms)).collect();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].0, Level::Degraded);
    assert_eq!(seen[1].0, Level::Down);
    assert_eq!(seen[1].1[0].as_str(), "401");
}

#[test]
fn what_the_plan_does_not_lean_on_is_not_struck() {
    let loaded = load("[plan]\nname = \"Acme\"\n[service.alone]\n");
    for outage in outages() {
        let all = outage.struck(&loaded.plan);
        assert!(all.is_none_or(|all| all.is_empty()), "{}", outage.id);
    }
}

#[test]
fn a_ready_scenario_finds_what_it_can_strike() {
    let loaded = load(PLAN);
    let names = |id: &str| -> Vec<&str> {
        let targets = scenario(id).unwrap().struck(&loaded.plan.components);
        let ids = targets.into_iter();
        ids.map(|id| loaded.plan.component(id).id.as_str())
            .collect()
    };
    assert_eq!(names("gateway-down"), ["openrouter"]);
    assert_eq!(names("bad-release"), ["chat"]);
    assert!(names("region-power").contains(&"aws-us-east-1"));
    assert!(names("model-recalled").contains(&"model:gpt-5.2"));
    assert!(!names("key-revoked").is_empty());
    for one in scenarios() {
        for id in one.struck(&loaded.plan.components) {
            let kind = loaded.plan.component(id).kind();
            let fits = [Kind::Service, Kind::Provider, Kind::Domain, Kind::Model];
            assert!(fits.contains(&kind), "{}: {kind}", one.id);
        }
    }
}

/// A failure of one region strikes who says that it stands there, and calls one of
/// the models that failed.
#[test]
fn a_regional_failure_strikes_only_who_stands_there() {
    let plan = |own: &str| {
        format!(
            r#"
[plan]
name = "Acme"
[service.chat]
depends_on = ["model"]
[ai.model]
provider = "azure-openai"
{own}
"#
        )
    };
    let struck = |own: &str| struck(&load(&plan(own)), "azure-openai-2026-01-27");
    let there = "in = [\"azure-sweden-central\"]";
    // 09:00 to 16:12.
    let hit = vec!["model down 0-25920".to_owned()];
    assert_eq!(struck(&format!("model = \"gpt-5.2\"\n{there}")), hit);
    assert_eq!(struck(there), hit, "it does not say which model it calls");
    assert!(struck("model = \"gpt-5.2\"").is_empty());
    assert!(struck(&format!("model = \"gpt-4o\"\n{there}")).is_empty());
    let provider = "[provider.azure-openai]\nin = [\"azure-sweden-central\"]";
    assert_eq!(struck(provider), hit, "the provider stands there");
}

#[test]
fn two_phases_are_counted_without_the_time_between() {
    // 06:49 to 11:10 and 14:14 to 17:07: 4 h 21 and 2 h 53.
    let chat = outage("openai-2024-06-04").unwrap();
    assert_eq!(chat.length().as_deref(), Some("7h 14m in 2 phases"));
    let order = outage("anthropic-2026-06-12").unwrap();
    assert_eq!(order.length().as_deref(), Some("about 19d"));
}

/// What a source says of a product is not said of an API.
#[test]
fn products_are_no_apis() {
    let named = |id: &str, on: &str| {
        let strikes = outage(id).unwrap().strikes().unwrap();
        strikes.iter().any(|one| one.on.starts_with(on))
    };
    for (id, on) in [
        ("cloudflare-2025-11-18", "openai"),
        ("cloudflare-2025-11-18", "perplexity"),
        ("aws-2025-10-20", "perplexity"),
        ("openai-2025-01-23", "openai"),
    ] {
        assert!(!named(id, on), "{id}: {on}");
    }
    let safety = load(
        "[plan]\nname = \"A\"\n[service.s]\ndepends_on = [\"m\"]\n[ai.m]\nprovider = \
         \"google-gemini\"\nmodel = \"gemini-3-pro\"\n",
    );
    assert!(struck(&safety, "google-vertex-2026-02-27").is_empty());
}
