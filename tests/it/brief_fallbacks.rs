//! What a fallback that serves for a while only does to others meanwhile is told by every
//! command.

use serde_json::Value;

use super::driver::Case;

/// For an hour `chat` is on `small` too, which then serves two thirds of what is asked.
const MEANWHILE: &str = r#"
[plan]
name = "For an hour"
[service.chat]
tier = 1
rto = "10m"
mbco = "80%"
depends_on = [{ on = "main", demand = { rpm = 50 }, detect = "1m", fallback = [
  { to = "small", switch = "automatic", after = "1m", holds = "1h" } ] }]
[service.search]
tier = 1
rto = "10m"
mbco = "80%"
depends_on = [{ on = "small", demand = { rpm = 100 }, detect = "1m" }]
[resource.main]
[resource.small]
limit = { rpm = 100 }
[scenario.one]
fails = [{ what = "main", for = "4h", symptom = "5xx" }]
"#;

fn points(gaps: &Value) -> Vec<&str> {
    let all = gaps["components"][0]["single_points"].as_array().unwrap();
    all.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[test]
fn who_lacks_what_it_asks_for_while_it_serves_is_lost_in_every_command() {
    let case = Case::plan(MEANWHILE);
    let blast = case.answer(&["blast", "main"]);
    let down: Vec<(&str, &str)> = blast["affected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["level"].as_str().unwrap()))
        .collect();
    assert_eq!(down, [("chat", "down"), ("search", "down")]);
    assert_eq!(points(&case.answer(&["gaps", "search"])), ["main", "small"]);
    let run = case.answer(&["simulate", "one"]);
    let search = &run["scenarios"][0]["components"][1];
    assert_eq!(search["id"], "search");
    assert_eq!(search["rto_verdict"], "missed");
    let late = case.findings("rto-not-achievable");
    let late: Vec<&str> = late
        .iter()
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert!(
        late[1].starts_with("`search` is down for 1h in scenario `one`"),
        "{late:?}"
    );
}

#[test]
fn who_is_served_too_little_by_it_is_so_at_once() {
    let case = Case::plan(MEANWHILE);
    let blast = case.answer(&["blast", "main"]);
    assert_eq!(blast["affected"][0].get("from_s"), None);
    let serves = &blast["requirements"][0]["fallbacks"][0];
    assert_eq!(serves["carries_too_little"], true);
    case.run(["gaps", "chat"])
        .stdout_has("its fallback small gives too little")
        .stdout_lacks("for 1h only");
}

#[test]
fn the_sheet_says_why() {
    let case = Case::plan(MEANWHILE);
    case.run(["incident", "main"])
        .stdout_has("search (tier 1, service search): goes on until 12:02 UTC, then down")
        .stdout_lacks("because:\n");
    let sheet = case.answer(&["incident", "main"]);
    assert_eq!(sheet["hits"][1]["id"], "search");
    assert_eq!(sheet["hits"][1]["because"], "main");
}
