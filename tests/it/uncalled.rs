//! A switch by hand for which nobody can be called: what would carry the call is lost to the
//! same fault, so that no answer counts on it.

use serde_json::{Value, json};

use super::driver::Case;

/// The network takes the primary and the chat; the fallback stands elsewhere.
const SHOP: &str = r##"
[plan]
name = "Shop"
[domain.net]
[team.web]
on_call = { channel = "#web", through = ["chat"] }
[service.shop]
team = "web"
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "db"
detect = "1m"
fallback = [{ to = "spare", switch = "manual", after = "5m" }]
[resource.db]
in = ["net"]
[resource.spare]
[resource.chat]
in = ["net"]
[scenario.net-lost]
fails = [{ what = "net", for = "4h" }]
"##;

fn json(case: &Case, command: &[&str]) -> Value {
    let ran = case.run(command.iter().copied().chain(["--format", "json"]));
    ran.exit(0).json()
}

#[test]
fn blast_says_whom_nothing_calls() {
    let case = Case::plan(SHOP);
    let found = json(&case, &["blast", "net"]);
    let shop = &found["affected"][0];
    assert_eq!(
        (&shop["id"], &shop["level"]),
        (&json!("shop"), &json!("down"))
    );
    // It is known, and not in doubt.
    assert_eq!(shop["unknown"], Value::Null);
    let spare = &found["requirements"][0]["fallbacks"][0];
    let chat = json!([{"id": "chat", "calls": true, "via": ["net"]}]);
    assert_eq!(spare["lost_needs"], chat);
    case.run(["blast", "net"])
        .exit(0)
        .stdout_has("spare: nothing calls whoever switches to it but chat");
    assert_eq!(json(&case, &["blast", "chat"])["counts"]["down"], 0);
    assert_eq!(json(&case, &["blast", "db"])["counts"]["down"], 0);
}

#[test]
fn gaps_count_it_and_say_why() {
    let case = Case::plan(SHOP);
    let shop = &json(&case, &["gaps"])["components"][0];
    let single = &shop["single_points"][0];
    assert_eq!(
        (&single["id"], &single["reason"]),
        (&json!("net"), &json!("nobody-called"))
    );
    let sets = shop["sets"].as_array().unwrap().iter();
    let pairs: Vec<&Value> = sets
        .filter(|set| set.as_array().unwrap().len() == 2)
        .collect();
    assert_eq!(json!(pairs), json!([["db", "spare"], ["db", "chat"]]));
    case.run(["gaps"])
        .exit(0)
        .stdout_has("its fallback spare is switched to by whom nobody can call:");
}

/// One cause, one finding; what lets time run says the same.
#[test]
fn others_agree() {
    let case = Case::plan(SHOP);
    assert_eq!(case.findings("unreachable-on-call").len(), 1);
    for rule in [
        "shared-fate-fallback",
        "no-fallback",
        "single-point-of-failure",
    ] {
        assert!(case.findings(rule).is_empty(), "{rule}");
    }
    let shop = &json(&case, &["simulate", "net-lost"])["scenarios"][0]["components"][0];
    assert_eq!(
        (&shop["id"], &shop["rto_verdict"]),
        (&json!("shop"), &json!("missed"))
    );
    assert_eq!(json(&case, &["advise"])["before"]["gaps"], 1);
}

/// What calls nobody needs nobody to be called, and a second way is enough.
#[test]
fn what_needs_no_call_is_held() {
    for (from, to) in [
        ("\"manual\"", "\"automatic\""),
        ("\"manual\"", "\"user\""),
        ("[\"chat\"]", "[\"chat\", \"phone\"]"),
    ] {
        let text = SHOP.replace(from, to);
        let case = Case::plan(&format!("{text}[resource.phone]\n"));
        let found = json(&case, &["blast", "net"]);
        assert!(found["affected"][0]["id"] != "shop", "{to}: {found}");
        assert!(case.findings("unreachable-on-call").is_empty(), "{to}");
    }
}

/// Who does the step of the runbook is called, and needs what the step needs.
#[test]
fn the_step_says_who_switches_and_what_with() {
    let step = "[[runbook.shop.step]]\ndo = \"Point at the spare\"\nswitches_to = \"spare\"\n";
    let other = format!(
        "{SHOP}[team.ops]\non_call = {{ channel = \"#ops\", through = [\"phone\"] }}\n[resource.phone]\n{step}owner = \"ops\"\n"
    );
    let case = Case::plan(&other);
    assert_eq!(json(&case, &["blast", "net"])["affected"][0]["id"], "db");
    let needs = format!("{other}needs = [\"vpn\"]\n[resource.vpn]\nin = [\"net\"]\n");
    let case = Case::plan(&needs);
    let spare = &json(&case, &["blast", "net"])["requirements"][0]["fallbacks"][0];
    assert_eq!(spare["lost_needs"], json!([{"id": "vpn", "via": ["net"]}]));
    let shop = &json(&case, &["simulate", "net-lost"])["scenarios"][0]["components"][0];
    assert_eq!(
        (&shop["id"], &shop["rto_verdict"]),
        (&json!("shop"), &json!("missed"))
    );
}
