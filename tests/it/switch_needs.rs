//! A fallback that nobody gets to holds nothing: while anything that its switch needs is
//! down an alternative is down, and every answer says so, and why.

use serde_json::{Value, json};

use super::driver::Case;

/// The network takes the primary and the way to the fallback, which stands elsewhere.
const SHOP: &str = r#"
[plan]
name = "Shop"
[service.shop]
tier = 1
depends_on = [{ on = "db", fallback = [{ to = "spare", needs = ["vpn"] }] }]
[resource.net]
[resource.db]
depends_on = ["net"]
[resource.vpn]
depends_on = ["net"]
[resource.spare]
"#;

fn json(case: &Case, command: &[&str]) -> Value {
    let ran = case.run(command.iter().copied().chain(["--format", "json"]));
    ran.exit(0).json()
}

#[test]
fn blast_says_that_the_switch_needs_what_is_lost_too() {
    let case = Case::plan(SHOP);
    let found = json(&case, &["blast", "net"]);
    assert_eq!(found["counts"], json!({"down": 3, "degraded": 0}));
    let switch = &found["requirements"][0];
    assert_eq!(switch["with_fallback"], "down");
    let spare = &switch["fallbacks"][0];
    assert_eq!(spare["level"], "down");
    assert_eq!(spare["lost_via"], json!([]));
    assert_eq!(spare["lost_needs"], json!([{"id": "vpn", "via": ["net"]}]));
    case.run(["blast", "net"])
        .exit(0)
        .stdout_has("spare: its switch needs vpn, which is lost too because of");

    // With the database alone the fallback holds, and with the way to it alone nothing is lost.
    let found = json(&case, &["blast", "db"]);
    assert_eq!(found["counts"]["down"], 0);
    let spare = &found["requirements"][0]["fallbacks"][0];
    assert_eq!(spare["level"], "up");
    assert!(spare.get("lost_needs").is_none());
    assert_eq!(json(&case, &["blast", "vpn"])["counts"]["down"], 0);
}

#[test]
fn what_a_switch_needs_is_good_enough_while_it_is_degraded() {
    let text = SHOP.replace(
        "[resource.vpn]\ndepends_on = [\"net\"]",
        "[resource.vpn]\ndepends_on = [{ on = \"net\", mode = \"soft\" }]",
    );
    let found = json(&Case::plan(&text), &["blast", "net"]);
    assert_eq!(found["counts"], json!({"down": 1, "degraded": 1}));
    let switch = &found["requirements"][0];
    assert_eq!(switch["with_fallback"], "up");
}

#[test]
fn gaps_name_what_takes_the_primary_and_the_way_to_the_fallback() {
    let case = Case::plan(SHOP);
    // The pairs: the database with the fallback, or with what the switch to it needs.
    let found = json(&case, &["gaps", "shop"]);
    let gaps = &found["components"][0];
    let sets = json!([["net"], ["db", "vpn"], ["db", "spare"]]);
    assert_eq!(gaps["sets"], sets);
    let point = &gaps["single_points"][0];
    assert_eq!(point["reason"], "switch-need-lost");
    let lost = json!([
        {"id": "db", "why": "lost", "chain": ["net", "db"]},
        {"id": "spare", "why": "switch-need-lost", "switch_needs": "vpn", "chain": ["net", "vpn"]},
    ]);
    assert_eq!(point["lost"], lost);
    case.run(["gaps", "shop"])
        .exit(0)
        .stdout_has("its fallback spare cannot be switched to: vpn is lost too");
}

/// Of a degraded top event what a switch needs still counts when it is down, and a fault
/// that takes both of its levels counts once.
#[test]
fn a_degraded_service_asks_whether_what_the_switch_needs_is_down() {
    let text = SHOP.replace(
        "[resource.vpn]\ndepends_on = [\"net\"]",
        "[resource.vpn]\ndepends_on = [\"key\", { on = \"net\", mode = \"soft\" }]\n[resource.key]",
    );
    let found = json(&Case::plan(&text), &["gaps", "shop", "--level", "degraded"]);
    let sets = json!([
        ["net", "vpn"],
        ["net", "spare"],
        ["net", "key"],
        ["db", "vpn"],
        ["db", "spare"],
        ["db", "key"]
    ]);
    let sorted = |sets: &Value| {
        let all = sets.as_array().unwrap().iter();
        let mut all: Vec<Vec<&str>> = all
            .map(|set| {
                let mut ids: Vec<&str> = set
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|id| id.as_str().unwrap())
                    .collect();
                ids.sort_unstable();
                ids
            })
            .collect();
        all.sort_unstable();
        all.into_iter().map(|set| set.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(sorted(&found["components"][0]["sets"]), sorted(&sets));
}

/// One cause, one finding: the cure is lost, and neither shared fate nor a missing fallback
/// is told beside it.
#[test]
fn check_tells_it_once() {
    let case = Case::plan(SHOP);
    let told = |rule: &str| {
        let found = case.findings(rule).into_iter();
        found
            .map(|one| one["message"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told("shared-fate-cure"),
        ["the switch of `shop` to `spare` needs `vpn`, which is down with `net`"]
    );
    for rule in [
        "shared-fate-fallback",
        "no-fallback",
        "single-point-of-failure",
    ] {
        assert!(told(rule).is_empty(), "{rule}: {:?}", told(rule));
    }
}

/// A fallback whose switch needs what has expired stands in for nothing; one that was
/// switched to before needs nothing for it any more.
#[test]
fn what_has_expired_keeps_nobody_from_a_fallback_in_use() {
    let expired = |id: &str| {
        let head = format!("[resource.{id}]\n");
        SHOP.replace(&head, &format!("{head}expires = 2026-01-31\n"))
    };
    let case = Case::plan(&expired("vpn"));
    let points = case.findings("single-point-of-failure");
    assert_eq!(
        points[0]["message"],
        "`shop` goes down with `db` alone: nothing stands in for it"
    );
    case.run(["blast", "db"])
        .exit(0)
        .stdout_has("spare: its switch needs vpn, which expired on 2026-01-31");
    let case = Case::plan(&expired("db"));
    assert_eq!(json(&case, &["blast", "vpn"])["counts"]["down"], 0);
    assert_eq!(json(&case, &["blast", "spare"])["counts"]["down"], 1);
}

/// What advises and what lets time run agree with it.
#[test]
fn advice_and_scenarios_see_the_same_single_point() {
    let text =
        format!("{SHOP}[scenario.net-lost]\nfails = [{{ what = \"net\", for = \"30d\" }}]\n");
    let case = Case::plan(&text);
    let shop = &json(&case, &["simulate", "net-lost"])["scenarios"][0]["components"];
    let shop = shop.as_array().unwrap().iter();
    let down: Vec<&Value> = shop.filter(|one| one["id"] == "shop").collect();
    assert_eq!(down[0]["down_s"], 2_592_000, "{}", down[0]);
    let advice = json(&case, &["advise"]);
    assert_eq!(advice["before"]["gaps"], 1);
}

/// A switch by hand whose people are called through what the same fault takes.
#[test]
fn a_switch_for_which_nobody_can_be_called_is_not_made() {
    let plan = |through: &str| {
        Case::plan(&format!(
            r#"
[plan]
name = "Called"
[team.ops]
on_call = {{ channel = "ops", {through} }}
[service.shop]
tier = 1
rto = "1h"
team = "ops"
depends_on = [{{ on = "db", detect = "1m", fallback = [{{ to = "spare", switch = "manual", after = "10m" }}] }}]
[resource.db]
in = ["hall"]
[resource.chat]
in = ["hall"]
[resource.pager]
[resource.spare]
[domain.hall]
[scenario.hall-lost]
fails = [{{ what = "hall", for = "5h" }}]
"#
        ))
    };
    let verdict = |case: &Case| {
        let all = &json(case, &["simulate", "hall-lost"])["scenarios"][0]["components"];
        let mut all = all.as_array().unwrap().iter();
        all.find(|one| one["id"] == "shop").unwrap()["rto_verdict"].clone()
    };
    let packet = |case: &Case| case.run(["exercise", "hall-lost"]).exit(0);
    let lost = plan("through = [\"chat\"]");
    assert_eq!(verdict(&lost), "missed");
    let said = "nobody can be called who would switch to spare: chat is down";
    packet(&lost).stdout_has(said);
    lost.run(["simulate", "hall-lost", "--explain"])
        .exit(0)
        .stdout_has("the switch to spare waits: nobody can be called who makes it");
    assert_eq!(lost.findings("unreachable-on-call").len(), 1);
    assert_eq!(lost.findings("rto-not-achievable").len(), 1);
    let both = plan("through = [\"chat\", \"pager\"]");
    assert_eq!(verdict(&both), "met");
    packet(&both).stdout_lacks("nobody can be called");
}
