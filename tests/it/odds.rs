//! What `gaps --probability` says where the plan leaves something open.

use serde_json::json;

use super::driver::Case;

const OPEN: &str = r#"
[plan]
name = "Odds"
[service.a]
own_failure = false
slo = "99.95%"
depends_on = ["b", "c", { on = "y", fallback = ["b"] }]
[resource.b]
unavailability = 0.001
[resource.c]
[resource.y]
"#;

#[test]
fn what_is_unknown_makes_ranges() {
    let case = Case::plan(OPEN);
    let found = case
        .run(["gaps", "a", "--probability", "--format", "json"])
        .exit(0)
        .json();
    let a = &found["components"][0];
    // y matters to nobody: b has to work anyway.
    assert_eq!(a["unknown"], json!(["c"]));
    let importance = a["importance"].as_array().unwrap();
    let ids: Vec<_> = importance.iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["b", "c"]);
    let b = &importance[0];
    assert!(b["fussell_vesely"].is_null());
    assert_eq!(b["fussell_vesely_bounds"], json!([0.0, 1.0]));
    assert_eq!(b["risk_achievement_worth_bounds"], json!([1.0, 1000.0]));
    assert_eq!(b["birnbaum_bounds"], json!([0.0, 1.0]));
    assert_eq!(importance[1]["birnbaum"], json!(0.999));
    case.run(["gaps", "a", "--probability"])
        .exit(0)
        .stdout_has("0.0% to 100.0%")
        .stdout_has("1x to 1000x")
        .stdout_has("No availability is declared for c.");
}

#[test]
fn endpoints_and_weights_have_an_availability() {
    let plan = |odds: &str| {
        format!(
            "[plan]\nname = \"AI\"\n[service.a]\nown_failure = false\ndepends_on = [\"bot\"]\n\
             [ai.bot]\nprovider = \"openai\"\nendpoint = \"responses\"\nmodel = \"gpt-5.2\"\n\
             availability = 1.0\n[provider.openai]\nin = []\nunavailability = 0\n{odds}"
        )
    };
    let open = Case::plan(&plan(""));
    open.run(["gaps", "a", "--probability"])
        .exit(0)
        .stdout_has("[provider.openai] endpoints = [{ id =")
        .stdout_has("models = [{ id = \"gpt-5.2\"");
    let said = "endpoints = [{ id = \"responses\", availability = \"90%\" }]\n\
                models = [{ id = \"gpt-5.2\", unavailability = 0.5 }]\n";
    let found = Case::plan(&plan(said))
        .run(["gaps", "a", "--probability", "--format", "json"])
        .exit(0)
        .json();
    let chance = found["components"][0]["probability"].as_f64().unwrap();
    assert!((chance - 0.55).abs() < 1e-12, "{chance}");
    assert_eq!(found["components"][0]["unknown"], json!([]));
}

#[test]
fn what_is_said_of_endpoints_and_models_is_checked() {
    let wrong = r#"
[plan]
name = "AI"
[service.a]
own_failure = false
availability = 0.5
depends_on = ["bot", { on = "bot", at_least = 2 }]
[ai.bot]
provider = "openai"
endpoint = "responses"
model = "gpt-5.2"
[provider.openai]
endpoints = [{ id = "responces", availability = "90%" }]
models = [{ id = "gpt-5.2" }, { id = "gpt-9", availability = 1 }]
[provider.acme]
models = [{ id = "gpt-5.2", availability = 0.5 }, { id = "gpt-5.2", availability = 0.6 }]
"#;
    let ran = Case::plan(wrong).run(["check", "--format", "concise"]);
    for line in [
        ":6:16: warning[ignored-key]",
        ":7:47: error[invalid-value] `at_least` goes with `any_of`",
        ":13:21: warning[unused-availability]",
        ":14:18: error[missing-key] nothing is said of the model `gpt-5.2`",
        ":14:38: warning[unused-availability]",
        ":16:84: error[contradiction] two availabilities",
    ] {
        assert!(ran.stdout.contains(line), "{line} in\n{}", ran.stdout);
    }
    let ran = Case::plan(wrong).run(["check"]);
    ran.stdout_has("did you mean `responses`?");
}

#[test]
fn the_hours_of_an_objective_stand_beside_those_to_expect() {
    let plan = "[plan]\nname = \"Own\"\n[service.f]\nslo = \"99.95%\"\navailability = \"99.9%\"\n\
                [service.g]\navailability = 0.00005\n";
    let case = Case::plan(plan);
    case.run(["gaps", "f", "--probability"])
        .exit(0)
        .stdout_has("8.76 hours a year; its SLO of 99.95% allows 4.38:")
        .stdout_has("missed");
    case.run(["gaps", "g", "--probability"])
        .exit(0)
        .stdout_has("Chance of being down: 0.99995,");
    let ran = case.run(["check", "--format", "concise"]);
    ran.stdout_has("its own availability of 99.9% does not reach it");
}

/// `a` fails by itself or with both of its members, of which alone the availability is
/// known: every measure lies between `a` never failing and always failing.
#[test]
fn with_few_unknown_the_ranges_are_those_of_their_ends() {
    let case = Case::plan(
        r#"
[plan]
name = "Odds"
[service.a]
depends_on = [{ any_of = ["b", "c"], at_least = 1 }]
[resource.b]
unavailability = 0.5
[resource.c]
unavailability = 0.25
"#,
    );
    let found = case
        .run(["gaps", "a", "--probability", "--format", "json"])
        .exit(0)
        .json();
    let all = found["components"][0]["importance"].as_array().unwrap();
    let of = |id: &str| all.iter().find(|one| one["id"] == id).unwrap();
    // With b lost, a is down with c: by 0.25 if it never fails itself, by nothing if always.
    assert_eq!(of("b")["birnbaum_bounds"], json!([0.0, 0.25]));
    assert_eq!(of("c")["birnbaum_bounds"], json!([0.0, 0.5]));
    // All of 0.125 goes away without b, or nothing of 1; it is twice as likely, or the same.
    assert_eq!(of("b")["fussell_vesely_bounds"], json!([0.0, 1.0]));
    assert_eq!(of("b")["risk_achievement_worth_bounds"], json!([1.0, 2.0]));
    assert_eq!(of("a")["birnbaum"], json!(0.875));
    assert_eq!(of("a")["risk_achievement_worth_bounds"], json!([1.0, 8.0]));
}
