//! A loss that nothing sees by the plan's own word: nobody calls for the fallback, so that no
//! answer counts on it, and each says that nobody knows.

use serde_json::{Value, json};

use super::driver::Case;

/// The network takes the primary and what watches it; the fallback stands elsewhere.
const SHOP: &str = r#"
[plan]
name = "Shop"
[domain.net]
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "db"
detect = { within = "1m", by = ["probe"] }
fallback = [{ to = "spare", switch = "automatic", after = "1m", triggers = ["5xx", "timeout"] }]
[resource.db]
in = ["net"]
[resource.spare]
[resource.probe]
in = ["net"]
[scenario.net-lost]
fails = [{ what = "net", for = "4h" }]
"#;

fn json(case: &Case, command: &[&str]) -> Value {
    let ran = case.run(command.iter().copied().chain(["--format", "json"]));
    ran.exit(0).json()
}

#[test]
fn blast_says_that_nobody_knows() {
    let case = Case::plan(SHOP);
    let found = json(&case, &["blast", "net"]);
    let shop = &found["affected"][0];
    assert_eq!(
        (&shop["id"], &shop["level"]),
        (&json!("shop"), &json!("down"))
    );
    assert_eq!(shop["unknown"], true);
    let spare = &found["requirements"][0]["fallbacks"][0];
    let probe = json!([{"id": "probe", "detects": true, "via": ["net"]}]);
    assert_eq!(spare["lost_needs"], probe);
    case.run(["blast", "net"])
        .exit(0)
        .stdout_has("because of net -> db, if nobody sees the loss")
        .stdout_has("nothing sees the loss but probe");
    // While either is up there is no doubt.
    assert_eq!(json(&case, &["blast", "probe"])["counts"]["down"], 0);
    assert_eq!(json(&case, &["blast", "db"])["counts"]["down"], 0);
}

#[test]
fn gaps_count_it_and_say_why() {
    let case = Case::plan(SHOP);
    let shop = &json(&case, &["gaps"])["components"][0];
    let single = &shop["single_points"][0];
    assert_eq!(single["id"], "net");
    assert_eq!(single["reason"], "loss-unseen");
    let pairs = json!([["db", "spare"], ["db", "probe"]]);
    let sets = shop["sets"].as_array().unwrap().iter();
    let sets: Vec<Value> = sets
        .filter(|set| set.as_array().unwrap().len() == 2)
        .cloned()
        .collect();
    assert_eq!(json!(sets), pairs);
    case.run(["gaps"])
        .exit(0)
        .stdout_has("spare is called for by nobody: probe is lost");
}

/// One cause, one finding; what lets time run says unknown as well.
#[test]
fn others_agree() {
    let case = Case::plan(SHOP);
    assert_eq!(case.findings("blind-detection").len(), 1);
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
        (&json!("shop"), &json!("unknown"))
    );
    assert_eq!(json(&case, &["advise"])["before"]["gaps"], 1);
}

/// A second one that stands elsewhere sees it.
#[test]
fn one_that_stands_elsewhere_is_enough() {
    let text = SHOP.replace("by = [\"probe\"]", "by = [\"probe\", \"outside\"]");
    let case = Case::plan(&format!("{text}[resource.outside]\n"));
    assert_eq!(
        json(&case, &["blast", "net"])["affected"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert!(case.findings("blind-detection").is_empty());
}

#[test]
fn the_sheet_promises_no_switch_before_something_sees_the_loss() {
    // Monitoring falls with the first, and is back by its own fallback at 10m 5s; a minute
    // later the loss of the shop is seen.
    let toml = |serves: &str, spare: &str| {
        format!(
            r#"
[plan]
name = "Seen later"
[service.shop]
tier = 1
rto = "5m"
[[service.shop.depends_on]]
on = "first"
detect = {{ within = "1m", by = ["eye"] }}
fallback = [{{ to = "second", switch = "automatic", after = "5s"{serves} }}]
[service.first]
[service.second]
[service.eye]
[[service.eye.depends_on]]
on = "first"
detect = "10m"
fallback = [{{ to = "third", switch = "automatic", after = "5s" }}]
[service.third]
{spare}
"#
        )
    };
    let now = "2026-11-24T10:00Z";
    let words = |case: &Case| {
        let sheet = case.run(["incident", "first", "--now", now, "--since", "-1m"]);
        let text = sheet.exit(0).stdout;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for serves in ["", ", serves = \"degraded\""] {
        let told = words(&Case::plan(&toml(serves, "")));
        let level = if serves.is_empty() { "up" } else { "degraded" };
        let says = format!("down since 09:59 UTC; by the plan {level} from 10:11 UTC");
        assert!(told.contains(&says), "{told}");
        // Somebody may see it before: then it is met.
        assert!(told.contains("RTO 10:04 UTC unknown"), "{told}");
        assert!(told.contains("somebody may notice it sooner"), "{told}");
        assert!(
            told.contains("not before something sees it: what would notice the loss is lost too")
        );
    }
    // Nothing ever sees it.
    let told = words(&Case::plan(&toml("", "").replace(
        "[service.third]",
        "[service.third]\ndepends_on = [\"first\"]",
    )));
    assert!(
        told.contains("up once somebody has switched by hand, which the plan has no time for"),
        "{told}"
    );
    assert!(told.contains("RTO 10:04 UTC unknown"), "{told}");
}
