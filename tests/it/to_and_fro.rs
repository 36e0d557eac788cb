//! What goes to and fro between two that may serve it is told as that, with one answer, in
//! every command.

use serde_json::Value;

use super::driver::Case;

/// Whoever comes to `small` asks too much of it, and it looks well again once nobody asks;
/// `slow` is slower and carries all.
const TO_AND_FRO: &str = r#"
[plan]
name = "To and fro"
[service.chat]
tier = 1
rto = "10m"
mbco = "80%"
depends_on = [{ on = "main", demand = { rpm = 50 }, detect = "1m", fallback = [
  { to = "small", switch = "automatic", after = "1m" },
  { to = "slow", switch = "per-call", after = "1m" } ] }]
[service.search]
tier = 1
rto = "10m"
mbco = "60%"
depends_on = [{ on = "small", demand = { rpm = 100 } }]
[resource.main]
[resource.small]
limit = { rpm = 100 }
[resource.slow]
[scenario.one]
fails = [{ what = "main", for = "4h", symptom = "5xx" }]
"#;

/// The levels of `chat` and `search`.
fn levels(all: &Value) -> [&str; 2] {
    ["chat", "search"].map(|id| {
        let mut all = all["affected"].as_array().unwrap().iter();
        all.find(|one| one["id"] == id)
            .map_or("up", |one| one["level"].as_str().unwrap())
    })
}

#[test]
fn the_worse_of_what_never_settles_counts_in_every_command() {
    let case = Case::plan(TO_AND_FRO);
    let blast = case.answer(&["blast", "main"]);
    assert_eq!(levels(&blast), ["down", "degraded"]);
    let to = blast["requirements"][0]["fallbacks"].as_array().unwrap();
    let to: Vec<&Value> = to.iter().map(|one| &one["level"]).collect();
    assert_eq!(to, ["down", "down"]);
    let gaps = case.answer(&["gaps", "chat"]);
    assert_eq!(gaps["components"][0]["single_points"][0]["id"], "main");
    let run = case.answer(&["simulate", "one"]);
    let chat = &run["scenarios"][0]["components"][0];
    assert_eq!(chat["rto_verdict"], "missed");
    assert_eq!(chat["longest_down_s"], 4 * 3600 - 240);
    let points = case.findings("single-point-of-failure");
    let points: Vec<&str> = points
        .iter()
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        points[0],
        "`chat` goes down with `main` alone: what is left serves too little of what it asks for"
    );
}

#[test]
fn the_word_is_the_same_in_every_command() {
    let case = Case::plan(TO_AND_FRO);
    let says = "goes to and fro between main and its fallback";
    case.run(["simulate", "one", "--explain"]).stdout_has(says);
    let late = case.findings("rto-not-achievable");
    assert_eq!(
        late[0]["notes"][0],
        format!("the chain: main: lost for 4h -> chat: {says}")
    );
    let sheet = case.answer(&["incident", "main"]);
    let fallbacks = sheet["fallbacks"].as_array().unwrap();
    for one in fallbacks {
        let reasons = one["reasons"].to_string();
        assert!(reasons.contains(&format!("chat {says}")), "{reasons}");
    }
    assert_eq!(fallbacks.len(), 2);
}
