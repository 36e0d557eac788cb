//! Gateways named as providers, their habits, and outside services that answer no AI
//! calls.

use super::driver::Case;

const HEAD: &str = r#"
[plan]
name = "Gateways"
[team.ops]
on_call = { phone = "+1 202 555 0100" }
[service.chat]
team = "ops"
tier = 2
rto = "15m"
depends_on = [{ on = "primary", detect = "6s", fallback = [
  { to = "second", switch = "automatic", after = "1s", tested = 2026-10-01 } ] }]
"#;

fn plan(tables: &str) -> Case {
    Case::plan(&format!("{HEAD}{tables}"))
}

/// Both models behind one gateway, and a scenario in which the first is lost.
fn both_behind(gateway: &str, symptom: &str) -> Case {
    plan(&format!(
        r#"
[ai.primary]
provider = "cohere"
via = ["{gateway}"]
[ai.second]
provider = "voyage"
via = ["{gateway}"]
[scenario.lost]
fails = [{{ what = "cohere", for = "3h", symptom = "{symptom}" }}]
"#
    ))
}

/// Messages of one rule.
fn messages(case: &Case, rule: &str) -> Vec<String> {
    let of = case.findings(rule).into_iter();
    of.map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_fallback_through_a_gateway_is_lost_with_the_vendor_behind_it() {
    let case = plan(
        r#"
[ai.primary]
provider = "openai"
model = "gpt-5.2"
[ai.second]
provider = "litellm"
model = "openai/gpt-5.2-mini"
"#,
    );
    let found = case
        .run(["blast", "openai", "--format", "json"])
        .exit(0)
        .json();
    let down = found["affected"].as_array().unwrap();
    let down = down.iter().filter(|one| one["level"] == "down");
    let ids: Vec<&str> = down.map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"chat") && ids.contains(&"second"), "{ids:?}");
}

#[test]
fn the_gateway_says_what_an_automatic_fallback_fires_on() {
    let through = |gateway: &str, symptom: &str| {
        messages(&both_behind(gateway, symptom), "trigger-blind-fallback")
    };
    for (gateway, symptom, told) in [
        ("litellm", "402", None),
        ("litellm", "cut", Some("does not fire on cut")),
        ("kong-ai", "401", Some("does not fire on 401")),
        (
            "kong-ai",
            "5xx",
            Some("fires on 5xx only where Kong AI Gateway is set to"),
        ),
        (
            "agentgateway",
            "refused",
            Some("fires on refused or not: nobody is sure"),
        ),
        (
            "portkey",
            "cut",
            Some("fires on cut or not: nobody is sure"),
        ),
    ] {
        let found = through(gateway, symptom);
        match told {
            None => assert_eq!(found, Vec::<String>::new(), "{gateway} {symptom}"),
            Some(told) => assert!(
                found.len() == 1 && found[0].ends_with(told),
                "{gateway} {symptom}: {found:?}"
            ),
        }
    }
}

#[test]
fn a_service_that_bears_the_gateways_name_has_its_habits() {
    let case = plan(
        r#"
[service.litellm]
team = "ops"
[ai.primary]
provider = "cohere"
via = ["litellm"]
needs = { streaming = true }
[ai.second]
provider = "voyage"
via = ["litellm"]
"#,
    );
    let cut = messages(&case, "stream-cut-uncovered");
    assert_eq!(
        cut,
        ["an answer of `primary` that breaks off is not taken up by `second`"]
    );
    let lone = messages(&case, "lone-deployment-never-cools");
    assert_eq!(
        lone,
        ["while `primary` is lost, every call tries it before `second`"]
    );
    // The plan says how soon a loss is noticed.
    assert_eq!(messages(&case, "no-timeout"), Vec::<String>::new());
}

#[test]
fn a_router_that_may_use_the_lost_host_is_told() {
    let case = plan(
        r#"
[ai.primary]
provider = "openai"
model = "gpt-5.2"
[ai.second]
provider = "openrouter"
model = "openai/gpt-5.2-mini"
"#,
    );
    assert_eq!(
        messages(&case, "unpinned-router"),
        ["`second` stands in for `openai`, and OpenRouter may send its calls there"]
    );
}

#[test]
fn what_one_runs_oneself_has_no_account_to_lose() {
    let case = plan(
        r#"
[ai.primary]
provider = "vllm"
model = "llama-3.3-70b"
[ai.second]
provider = "vllm"
model = "llama-3.3-70b"
"#,
    );
    case.run(["simulate", "account-suspended@vllm"]).exit(2);
    let never = messages(&case, "provider-failure-never-exercised");
    assert_eq!(never, Vec::<String>::new());
    assert_eq!(
        messages(&case, "shared-fate-fallback"),
        Vec::<String>::new()
    );
}

#[test]
fn outside_services_are_providers_and_are_waited_for() {
    let case = Case::plan(
        r#"
[plan]
name = "Shop"
[team.ops]
on_call = { phone = "+1 202 555 0100" }
[service.checkout]
team = "ops"
tier = 1
rto = "15m"
depends_on = ["stripe", "auth0"]
"#,
    );
    let found = case
        .run(["blast", "aws", "--format", "json"])
        .exit(0)
        .json();
    let affected = found["affected"].as_array().unwrap();
    let ids: Vec<&str> = affected
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    // That Stripe stands there is known from memory only.
    assert!(
        ids.contains(&"auth0") && !ids.contains(&"stripe"),
        "{ids:?}"
    );
    let sheet = case.run(["incident", "stripe"]).exit(0);
    sheet
        .stdout_has("Wait for Stripe")
        .stdout_has("https://status.stripe.com");
}

/// Kong turns to a fallback on an error only where it is set to; LiteLLM does by default.
#[test]
fn the_sheet_knows_on_what_a_gateway_switches_by_itself() {
    let verdict = |gateway: &str, symptom: &str| {
        let case = both_behind(gateway, symptom);
        let json = |arguments: &[&str]| {
            let all = arguments.iter().copied().chain(["--format", "json"]);
            case.run(all).exit(0).json()
        };
        let sheet = json(&["incident", "cohere", "--symptom", symptom]);
        let sheet = sheet["fallbacks"][0]["verdict"]
            .as_str()
            .unwrap()
            .to_owned();
        let over_time = json(&["simulate", "lost"]);
        let judged = over_time["scenarios"][0]["components"].as_array().unwrap();
        let chat = judged.iter().find(|one| one["id"] == "chat").unwrap();
        (sheet, chat["rto_verdict"].as_str().unwrap().to_owned())
    };
    let said = |sheet: &str, time: &str| (sheet.to_owned(), time.to_owned());
    // Noticed after 6s, switched in 1s.
    assert_eq!(verdict("litellm", "5xx"), said("by-itself", "met"));
    assert_eq!(
        verdict("kong-ai", "5xx"),
        said("waits-for-a-person", "missed")
    );
    assert_eq!(
        verdict("portkey", "cut"),
        said("waits-for-a-person", "unknown")
    );
}

/// A primary of which no outage is on record, and no scenario fails, shows what whatever is
/// down shows.
#[test]
fn triggers_leave_out_what_whatever_is_down_shows() {
    let switched = |switch: &str, triggers: &str| {
        let fallback =
            format!("{{ to = \"second\", switch = \"{switch}\", triggers = {triggers} }}");
        let case = Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.shop]\n\
             depends_on = [{{ on = \"db\", fallback = [{fallback}] }}]\n\
             [resource.db]\n[resource.second]\n"
        ));
        let found = case.findings("trigger-blind-fallback").into_iter();
        let words = found.map(|one| one["message"].as_str().unwrap().to_owned());
        words.collect::<Vec<String>>()
    };
    let found = |triggers: &str| switched("automatic", triggers);
    let told = |what: &str| {
        [format!(
            "the automatic fallback of `shop` on `second` does not fire on {what}"
        )]
    };
    // Each call that fails goes there, or does not: the same by the call.
    assert_eq!(
        switched("per-call", "[\"429\"]"),
        ["the per-call fallback of `shop` on `second` does not fire on 5xx and timeout"]
    );
    assert_eq!(found("[\"429\"]"), told("5xx and timeout"));
    assert_eq!(found("[\"5xx\"]"), told("timeout"));
    assert!(found("[\"5xx\", \"timeout\"]").is_empty());
}
