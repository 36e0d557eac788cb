//! A group with a member that has ended, behind services in between: once the others of the
//! group are lost, callers further out see the end too, and a fallback whose triggers leave it
//! out is not set off. A loss of the service itself shows none of it.

use serde_json::{Value, json};

use super::driver::Case;

/// `shop` calls `middle` with a fallback, and that calls `inner`, or the group itself.
fn passed_on(fallback: &str, middle: &str, lost: &str) -> Case {
    let fails = lost
        .split(' ')
        .map(|id| format!("{{ what = \"{id}\", symptom = \"5xx\", for = \"8h\" }}"));
    let fails: Vec<String> = fails.collect();
    Case::plan(
        &format!(
            r#"
[plan]
name = "Passed on"
[team.ops]
on_call = {{ channel = "\#ops", through = ["chat"] }}
[service.shop]
tier = 1
rto = "1h"
team = "ops"
[[service.shop.depends_on]]
on = "middle"
detect = "1m"
fallback = [{{ to = "spare", after = "1m", {fallback} }}]
[service.middle]
depends_on = [{middle}]
[service.inner]
depends_on = [{{ any_of = ["old", "new", "newer"], detect = "1m" }}]
[service.spare]
[service.chat]
[service.other]
[service.old]
expires = 2026-01-31
[service.new]
[service.newer]
[scenario.one]
fails = [{}]
"#,
            fails.join(", ")
        )
        .replace("\\#", "#"),
    )
}

const BLIND: &str = "switch = \"automatic\", triggers = [\"5xx\"]";
const PAIR: &str = "{ any_of = [\"old\", \"new\"], detect = \"1m\" }";
const DIRECT: &str = "\"inner\"";
const STOOD_IN: &str = "{ on = \"inner\", detect = \"1m\", fallback = [{ to = \"other\", switch = \"automatic\", after = \"1m\" }] }";

/// Whether the loss takes `shop`, by `blast`, over time and on the sheet.
fn takes(case: &Case, lost: &str) -> [bool; 3] {
    let with = |command: &str| -> Value {
        let ids = lost.split(' ');
        let words: Vec<&str> = [command].into_iter().chain(ids).collect();
        case.answer(&words)
    };
    let blast = with("blast");
    let mut affected = blast["affected"].as_array().unwrap().iter();
    let told = affected.any(|one| one["id"] == "shop" && one["level"] == "down");
    let run = &case.answer(&["simulate", "one"])["scenarios"][0]["components"];
    let mut run = run.as_array().unwrap().iter();
    let run = run.any(|one| one["id"] == "shop" && one["down_s"] == 28_800);
    let sheet = with("incident");
    let mut hits = sheet["hits"].as_array().unwrap().iter();
    let course = hits.find(|one| one["id"] == "shop");
    let course = course.map_or_else(String::new, |one| one["course"].to_string());
    [told, run, course.contains("nothing stands in")]
}

#[test]
fn what_has_ended_is_seen_through_services_in_between() {
    for (fallback, middle, lost, is_taken) in [
        (BLIND, PAIR, "new", true),
        (BLIND, PAIR, "middle", false),
        (BLIND, PAIR, "newer", false),
        (BLIND, DIRECT, "new newer", true),
        (BLIND, DIRECT, "new", false),
        (BLIND, DIRECT, "inner", false),
        (BLIND, STOOD_IN, "new newer", false),
        (BLIND, STOOD_IN, "new newer other", true),
        (BLIND, STOOD_IN, "inner other", false),
        ("switch = \"automatic\"", PAIR, "new", false),
        (
            "switch = \"automatic\", triggers = [\"5xx\", \"400\"]",
            PAIR,
            "new",
            false,
        ),
    ] {
        let case = passed_on(fallback, middle, lost);
        let said = takes(&case, lost);
        assert_eq!(said, [is_taken; 3], "{fallback} {middle}: {lost}");
    }
}

#[test]
fn gaps_and_advice_count_it_and_say_why() {
    let case = passed_on(BLIND, PAIR, "new");
    let gaps = &case.answer(&["gaps", "shop"])["components"][0];
    assert_eq!(gaps["orders"], json!({"1": 1, "2": 1}));
    assert_eq!(gaps["sets"], json!([["new"], ["middle", "spare"]]));
    let lost = gaps["single_points"][0]["lost"].as_array().unwrap().iter();
    let why: Vec<&Value> = lost.map(|one| &one["why"]).collect();
    assert_eq!(why, ["lost", "never-fires"]);
    case.run(["blast", "new"])
        .exit(0)
        .stdout_has("spare is set off by nothing");
    let found = case.findings("shared-fate-fallback");
    let [found] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(
        found["message"]
            .as_str()
            .unwrap()
            .contains("lost together to `new`")
    );
    let notes = found["notes"].to_string();
    assert!(notes.contains("nothing sets `spare` off then"), "{notes}");
    assert!(case.findings("shared-fate-cure").is_empty());
    case.run(["advise"])
        .exit(0)
        .stdout_lacks("Nothing to advise");
}

#[test]
fn a_person_who_can_be_called_switches_then() {
    let by_hand = format!("{BLIND}, steps = \"Turn it.\"");
    for (lost, is_taken) in [("new", false), ("new chat", true), ("middle chat", false)] {
        let case = passed_on(&by_hand, PAIR, lost);
        let ids = lost.split(' ');
        let words: Vec<&str> = ["blast"].into_iter().chain(ids).collect();
        let blast = case.answer(&words);
        let mut affected = blast["affected"].as_array().unwrap().iter();
        let is_down = affected.any(|one| one["id"] == "shop");
        assert_eq!(is_down, is_taken, "{lost}: {blast}");
    }
}

/// One member turns to what shows an end before the loss of the other is noticed.
#[test]
fn what_stands_in_shows_its_own() {
    let case = Case::plan(
        r#"
[plan]
name = "x"
[service.outer]
tier = 1
[[service.outer.depends_on]]
any_of = ["inner", "other"]
at_least = 2
detect = "1m"
fallback = [{ to = "spare", switch = "automatic", after = "1m", triggers = ["5xx"] }]
[service.inner]
[[service.inner.depends_on]]
on = "other"
detect = "5s"
fallback = [{ to = "old-way", switch = "automatic", after = "1s", triggers = ["5xx"] }]
[service.old-way]
depends_on = [{ on = "gone", mode = "soft" }]
[resource.gone]
expires = 2026-01-31
[resource.other]
[resource.spare]
[scenario.x]
fails = [{ what = "other", symptom = "5xx", for = "5h" }]
"#,
    );
    let blast = case.run(["blast", "other", "--format", "json"]).exit(0);
    assert_eq!(blast.json()["counts"], json!({ "down": 1, "degraded": 1 }));
    let ran = case.run(["simulate", "x", "--format", "json"]).exit(0);
    let all = ran.json()["scenarios"][0]["components"].clone();
    let mut all = all.as_array().unwrap().iter();
    let outer = all.find(|one| one["id"] == "outer").unwrap();
    assert_eq!(outer["down_s"], 5 * 3600);
}
