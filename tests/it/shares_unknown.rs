//! What share of the load a fallback serves that is degraded, and declares no `capacity`,
//! nobody knows: no command takes a least acceptable capacity for met on it.

use serde_json::Value;

use super::driver::Case;

/// `shop` stands on such a fallback itself; `sell` on `desk`, which does.
const PLAN: &str = r#"
[plan]
name = "Shares"
[service.shop]
tier = 1
rto = "1h"
mbco = "60%"
depends_on = [{ on = "db", detect = "1m", fallback = [
  { to = "copy", switch = "automatic", after = "1m", SERVES } ] }]
[activity.sell]
tier = 1
mtpd = "2h"
mbco = "50%"
depends_on = ["desk"]
[service.desk]
tier = 1
rto = "1h"
depends_on = [{ on = "db", detect = "1m", fallback = [
  { to = "copy", switch = "automatic", after = "1m", SERVES } ] }]
[resource.db]
[resource.copy]
[scenario.long]
fails = [{ what = "db", for = "4h" }]
[scenario.short]
fails = [{ what = "db", for = "30m" }]
"#;

fn case(serves: &str) -> Case {
    Case::plan(&PLAN.replace("SERVES", serves))
}

fn verdicts(run: &Value, id: &str) -> [String; 2] {
    let of = run["scenarios"][0]["components"].as_array().unwrap();
    let of = of.iter().find(|one| one["id"] == id).unwrap();
    let mbco = match &of["meets_mbco"] {
        Value::Null => "unknown",
        Value::Bool(true) => "met",
        _ => "missed",
    };
    let time = [&of["rto_verdict"], &of["mtpd_verdict"]];
    let time = time.iter().find(|one| **one != "none").unwrap();
    [time.as_str().unwrap().to_owned(), mbco.to_owned()]
}

fn hit(blast: &Value) -> Vec<(&str, &str, bool)> {
    let all = blast["affected"].as_array().unwrap().iter();
    all.map(|one| {
        let is_unknown = one["unknown"] == true;
        (
            one["id"].as_str().unwrap(),
            one["level"].as_str().unwrap(),
            is_unknown,
        )
    })
    .collect()
}

#[test]
fn nobody_knows_whether_it_is_enough() {
    let case = case("serves = \"degraded\"");
    let run = case.answer(&["simulate", "long"]);
    assert_eq!(verdicts(&run, "shop"), ["unknown", "unknown"]);
    assert_eq!(verdicts(&run, "sell"), ["unknown", "unknown"]);
    let shop = &run["scenarios"][0]["components"];
    let shop = shop
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "shop")
        .unwrap();
    assert_eq!(
        shop["unknown_because"],
        serde_json::json!([
            "`capacity` of copy, the fallback of shop, is not declared: it serves degraded, and nobody \
             says what share of the load"
        ])
    );
    // By the time alone it is back before, whatever share that is.
    let run = case.answer(&["simulate", "short"]);
    assert_eq!(verdicts(&run, "shop"), ["met", "unknown"]);
    let blast = case.answer(&["blast", "db"]);
    let expected = [
        ("sell", "down", true),
        ("shop", "down", true),
        ("desk", "degraded", false),
    ];
    assert_eq!(hit(&blast), expected);
    assert_eq!(
        blast["requirements"][1]["fallbacks"][0]["share_unknown"],
        true
    );
    case.run(["blast", "db"])
        .stdout_has("maybe shop for db: copy, degraded: no `capacity` says what share of the load");
    let gaps = case.answer(&["gaps", "shop"]);
    assert_eq!(gaps["components"][0]["orders"]["1"], 1);
    case.run(["gaps", "sell"])
        .stdout_has("desk then may carry less than sell needs");
    let sheet = case.answer(&["incident", "db"]);
    let verdict = |id: &str| {
        let all = sheet["critical"].as_array().unwrap();
        all.iter().find(|one| one["id"] == id).unwrap()["verdict"].clone()
    };
    assert_eq!(
        [verdict("shop"), verdict("sell"), verdict("desk")],
        ["unknown", "unknown", "met"]
    );
}

#[test]
fn what_is_declared_is_known() {
    for (serves, of_shop, of_sell) in [
        ("serves = \"degraded\", capacity = \"60%\"", "met", "met"),
        ("serves = \"degraded\", capacity = \"55%\"", "missed", "met"),
        ("capacity = \"100%\"", "met", "met"),
        ("serves = \"up\"", "met", "met"),
    ] {
        let case = case(serves);
        let run = case.answer(&["simulate", "long"]);
        let times = |id| verdicts(&run, id)[0].clone();
        assert_eq!(
            [times("shop"), times("sell")],
            [of_shop, of_sell],
            "{serves}"
        );
        let blast = case.answer(&["blast", "db"]);
        assert!(hit(&blast).iter().all(|one| !one.2), "{serves}");
    }
}

/// With the first fallback in doubt the next one counts.
#[test]
fn another_fallback_that_declares_its_share_is_sure() {
    let serves =
        "serves = \"degraded\" }, { to = \"spare\", switch = \"automatic\", after = \"1m\"";
    let plan = PLAN.replace("SERVES", serves) + "[resource.spare]\n";
    let case = Case::plan(&plan);
    let run = case.answer(&["simulate", "long"]);
    assert_eq!(verdicts(&run, "shop")[0], "met");
    let blast = case.answer(&["blast", "db"]);
    assert!(hit(&blast).iter().all(|one| one.1 != "down"), "{blast}");
}

/// It serves before anything fails: `y` needs it by way of `w`.
const IN_USE: &str = r#"
[plan]
name = "In use"
[service.x]
tier = 1
rto = "1h"
mbco = "50%"
depends_on = [{ on = "main", demand = { rpm = 100 }, detect = "1m", fallback = [
  { to = "b", after = "1m", SERVES } ] }]
[service.w]
depends_on = ["x"]
[service.y]
tier = 1
rto = "1h"
mbco = "50%"
depends_on = ["w", "z"]
[resource.main]
expires = 2026-01-01
[resource.b]
limit = { rpm = 1000 }
[resource.z]
[scenario.z-lost]
fails = [{ what = "z", for = "10m" }]
"#;

#[test]
fn what_is_in_use_at_rest_serves_an_unknown_share_too() {
    for (serves, expected) in [
        ("serves = \"degraded\"", "unknown"),
        ("serves = \"degraded\", capacity = \"60%\"", "met"),
    ] {
        let case = Case::plan(&IN_USE.replace("SERVES", serves));
        let run = case.answer(&["simulate", "z-lost"]);
        let of = |id| verdicts(&run, id)[1].clone();
        assert_eq!([of("x"), of("y")], [expected, expected], "{serves}");
        let is_said = run.to_string().contains("`capacity` of b, the fallback");
        assert_eq!(is_said, expected == "unknown", "{serves}");
    }
}

/// The share that is carried with one lost is that which is carried with it lost.
#[test]
fn no_share_is_taken_for_all_of_it() {
    let shares = |case: &Case| {
        let found = case.answer(&["blast", "main"]);
        let all = case.answer(&["blast", "--all"]);
        let of = |of: &Value| (of["share"].clone(), of["enough"].clone());
        let with_main = of(&found["carried"][0]);
        let spare = all["spare_capacity"].as_array().unwrap();
        if let Some(spare) = spare.first() {
            assert_eq!(of(spare), with_main);
        }
        with_main
    };
    let plan = IN_USE.replace("expires = 2026-01-01", "");
    let unknown = Case::plan(&plan.replace("SERVES", "serves = \"degraded\""));
    assert_eq!(shares(&unknown), (Value::Null, Value::Null));
    let text = "x for main: an unknown share of 100 requests a minute is carried";
    unknown.run(["blast", "main"]).stdout_has(text);
    let without_mbco = plan.replace("SERVES", "serves = \"degraded\"");
    let without_mbco = Case::plan(&without_mbco.replace("mbco = \"50%\"", ""));
    assert_eq!(shares(&without_mbco), (Value::Null, Value::Null));
    without_mbco.run(["blast", "--all"]).stdout_has(text);
    let known = Case::plan(&plan.replace("SERVES", "serves = \"degraded\", capacity = \"60%\""));
    assert_eq!(shares(&known), (0.6.into(), true.into()));
}
