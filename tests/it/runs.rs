//! The rules that rest on time and load, worked by hand, as `check` says them.

use std::fmt::Write as _;

use serde_json::Value;

use super::driver::Case;

fn findings(plan: &str, rule: &str) -> Vec<Value> {
    let plan = format!("[plan]\nname = \"Example\"\n{plan}");
    Case::plan(&plan).findings(rule)
}

fn one(plan: &str, rule: &str) -> Value {
    let mut found = findings(plan, rule);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[track_caller]
fn says(finding: &Value, words: &str) {
    let text = finding.to_string();
    assert!(text.contains(words), "no `{words}` in {finding:#}");
}

/// 2 minutes to notice, 10 to switch, 5 to restart the chat: 17. The shop waits for
/// it and restarts in 4: 21. The loss of the model is in no scenario.
const NESTED: &str = r#"
[service.shop]
tier = 1
rto = "SHOP"
restart = "4m"
depends_on = [{ on = "chat", needed = "both" }]

[service.chat]
tier = 1
rto = "CHAT"
restart = "5m"
depends_on = [{ on = "model", needed = "both", detect = "2m", fallback = [{ to = "spare", after = "10m" }] }]

[resource.model]
[resource.spare]
"#;

fn nested(shop: &str, chat: &str) -> String {
    NESTED.replace("SHOP", shop).replace("CHAT", chat)
}

#[test]
fn a_lone_loss_adds_up_along_the_chain() {
    let rule = "rto-not-achievable";
    assert_eq!(findings(&nested("21m", "17m"), rule), [] as [Value; 0]);
    let shop = one(&nested("20m", "17m"), rule);
    assert_eq!(
        (&shop["component"], &shop["severity"]),
        (&"shop".into(), &"error".into())
    );
    says(
        &shop,
        "`shop` is down for 21m when `model` is lost for ever; its RTO is 20m",
    );
    says(
        &shop,
        "chat: model is noticed lost in 2m, spare switched to in 10m, restarts in 5m -> shop: restarts in 4m",
    );
    let both = findings(&nested("20m", "16m"), rule);
    let severity = |id: &str| &both.iter().find(|one| one["component"] == id).unwrap()["severity"];
    assert_eq!(severity("chat"), "error", "the one to mend");
    assert_eq!(severity("shop"), "info", "it only waits");
}

#[test]
fn the_worst_scenario_counts_and_the_others_are_counted() {
    let plan = r#"
[service.orders]
tier = 1
rto = "30m"
mtpd = "3h"
restart = "10m"
depends_on = [{ on = "db", needed = "both" }]

[resource.db]

[scenario.short]
fails = [{ what = "db", for = "21m" }]

[scenario.long]
fails = [{ what = "db", at = "1h", for = "2h" }]

[scenario.gone]
fails = [{ what = "orders", for = "5m" }]
"#;
    let found = one(plan, "rto-not-achievable");
    says(
        &found,
        "`orders` is down for 2h 10m in scenario `long`; its RTO is 30m",
    );
    says(&found, "1 more scenario keeps it down too long");
    says(&found, "db: lost for 2h -> orders: restarts in 10m");
    assert_eq!(findings(plan, "mtpd-not-achievable"), [] as [Value; 0]);
    // Nobody here repairs what is not one's own.
    let for_ever = plan
        .replace(", for = \"2h\"", "")
        .replace("[resource.db]", "[provider.db]");
    let found = one(&for_ever, "mtpd-not-achievable");
    says(
        &found,
        "`orders` never comes back in scenario `long`; its MTPD is 3h",
    );
}

#[test]
fn ten_services_that_share_a_fallback_are_all_named() {
    let mut plan = String::from(
        "[ai.main]\nprovider = \"openai\"\n[ai.spare]\nprovider = \"mistral\"\nlimit = { rpm = LIMIT }\n",
    );
    for at in 0..10 {
        let _ = write!(
            plan,
            "[service.caller-{at}]\ndepends_on = [{{ on = \"main\", detect = \"1m\", demand = {{ rpm = {} }}, fallback = [{{ to = \"spare\", after = \"1m\" }}] }}]\n",
            10 + at
        );
    }
    // 10 + 11 + ... + 19 = 145.
    let fits = plan.replace("LIMIT", "145");
    assert_eq!(findings(&fits, "fallback-overloaded"), [] as [Value; 0]);
    let found = one(&plan.replace("LIMIT", "144"), "fallback-overloaded");
    assert_eq!(found["component"], "spare");
    says(&found, "asked for 145 requests a minute when `");
    says(&found, "its limit is 144");
    for at in 0..10 {
        says(&found, &format!("caller-{at} {}", 10 + at));
    }
    says(&found, "caller-9 19 = 145 requests a minute");
}

#[test]
fn callers_with_different_providers_are_not_added_up() {
    let plan = |second: &str| {
        format!(
            r#"
[ai.one]
provider = "openai"
[ai.two]
provider = "{second}"
[ai.spare]
provider = "mistral"
limit = {{ rpm = 100 }}
[service.a]
depends_on = [{{ on = "one", demand = {{ rpm = 80 }}, fallback = ["spare"] }}]
[service.b]
depends_on = [{{ on = "two", demand = {{ rpm = 60 }}, fallback = ["spare"] }}]
"#
        )
    };
    let found = one(&plan("openai"), "fallback-overloaded");
    says(&found, "a 80 + b 60 = 140 requests a minute");
    assert_eq!(
        findings(&plan("anthropic"), "fallback-overloaded"),
        [] as [Value; 0]
    );
}

#[test]
fn a_circle_through_fallbacks_has_no_start() {
    let plan = r#"
[service.checkout]
tier = 1
rto = "1h"
depends_on = [{ on = "identity", needed = "both" }]
[service.identity]
depends_on = [{ on = "config", needed = "both", fallback = ["copy"] }]
[service.config]
depends_on = [{ on = "identity", needed = "both" }]
[service.copy]
depends_on = [{ on = "identity", needed = "both", mode = "MODE" }]
[service.aside]
"#;
    let found = one(&plan.replace("MODE", "hard"), "recovery-cycle");
    assert_eq!(found["component"], "checkout", "the most urgent");
    says(
        &found,
        "after a total loss `checkout` and 3 more could not be brought back",
    );
    says(&found, "identity -> config -> identity");
    let soft = plan.replace("MODE", "soft");
    assert_eq!(findings(&soft, "recovery-cycle"), [] as [Value; 0]);
}

#[test]
fn a_recorded_outage_is_a_symptom_that_may_come_again() {
    let plan = |triggers: &str, more: &str| {
        format!(
            "[ai.main]\nprovider = \"azure-openai\"\n[service.spare]\n[service.chat]\ndepends_on = [{{ on = \"main\", detect = \"1m\", fallback = [\
             {{ to = \"spare\", switch = \"automatic\", after = \"1m\", {triggers} {more} }}] }}]\n"
        )
    };
    let blind = plan("triggers = [\"5xx\"],", "");
    let rule = "trigger-blind-fallback";
    says(&one(&blind, rule), "(azure-openai-2026-03-09)");
    let by_hand = plan("triggers = [\"5xx\"],", "steps = \"flip it\"");
    assert_eq!(findings(&by_hand, rule), [] as [Value; 0]);
    says(&one(&plan("", ""), rule), "does not say what sets it off");
    let every = "triggers = [\"5xx\", \"429\", \"401\", \"400\", \"timeout\", \"slow\"],";
    assert_eq!(findings(&plan(every, ""), rule), [] as [Value; 0]);
}

#[test]
fn an_undeclared_time_is_found_where_an_rto_rests_on_it() {
    let plan = |rto: &str| {
        format!(
            "[service.front]\n{rto}\ndepends_on = [\"chat\"]\n[service.chat]\ndepends_on = [{{ on = \"main\", fallback = [\"spare\"] }}]\n[service.main]\n[service.spare]\n"
        )
    };
    let rule = "detection-undeclared";
    assert_eq!(findings(&plan(""), rule), [] as [Value; 0]);
    let found = findings(&plan("rto = \"1h\""), rule);
    assert_eq!(found.len(), 2, "`detect` and `after`: {found:#?}");
    says(&found[0], "the RTO of `front` (1h) rests on it");
}

/// What is needed only to start takes nobody down who runs.
#[test]
fn a_registry_that_only_starts_need_is_no_loss_to_exercise() {
    let plan = |needed: &str| {
        format!(
            "[service.shop]\ntier = 1\ndepends_on = [{{ on = \"images\", needed = \"{needed}\" }}]\n\
             [provider.images]\n"
        )
    };
    let rule = "provider-failure-never-exercised";
    assert_eq!(findings(&plan("start"), rule).len(), 0);
    for needed in ["run", "both"] {
        assert_eq!(findings(&plan(needed), rule).len(), 1, "{needed}");
    }
}
