//! A fallback that is there sooner than the one before it in the list is switched to and
//! stays; what it takes of a limit others lack, in every command.

use serde_json::json;

use super::driver::Case;

/// `shop` falls back on `big`, or sooner on `pool`, whose limit `search` needs.
fn shared(big: &str, pool: &str) -> Case {
    Case::plan(&format!(
        r#"
[plan]
name = "Crowded out"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "db"
detect = "10s"
demand = {{ rpm = 300 }}
fallback = [
  {{ to = "big", switch = "automatic", after = "{big}", serves = "degraded" }},
  {{ to = "pool", switch = "automatic", after = "{pool}", serves = "degraded" }},
]
[service.search]
tier = 1
rto = "1h"
mbco = "80%"
depends_on = [{{ on = "pool", detect = "10s", demand = {{ rpm = 500 }} }}]
[resource.db]
[resource.big]
[resource.pool]
limit = {{ rpm = 600 }}
[scenario.one]
fails = [{{ what = "db", symptom = "5xx", for = "8h" }}]
"#
    ))
}

#[test]
fn who_is_there_sooner_takes_from_others_what_they_need() {
    for (big, pool, is_down) in [("10m", "10s", true), ("10s", "10m", false)] {
        let case = shared(big, pool);
        let blast = case.answer(&["blast", "db"]);
        let mut affected = blast["affected"].as_array().unwrap().iter();
        let search = affected.find(|one| one["id"] == "search");
        assert_eq!(
            search.is_some_and(|one| one["level"] == "down"),
            is_down,
            "{blast}"
        );
        let gaps = &case.answer(&["gaps", "search"])["components"][0];
        let sets = gaps["sets"].as_array().unwrap();
        assert_eq!(sets.contains(&json!(["db"])), is_down, "{gaps}");
        let run = &case.answer(&["simulate", "one"])["scenarios"][0]["components"];
        let mut run = run.as_array().unwrap().iter();
        let search = run.find(|one| one["id"] == "search");
        assert_eq!(
            search.is_some_and(|one| one["rto_verdict"] == "missed"),
            is_down
        );
        assert_eq!(case.findings("rto-not-achievable").is_empty(), !is_down);
    }
}

#[test]
fn the_sheet_says_whom_a_switch_takes_down() {
    let words = "It takes search down: the limit of pool is 600 requests a minute, and 800 are asked of it then.";
    for (big, pool, is_down) in [("10m", "10s", true), ("10s", "10m", false)] {
        let sheet = shared(big, pool).answer(&["incident", "db"]).to_string();
        assert_eq!(sheet.contains(words), is_down, "{sheet}");
    }
}
