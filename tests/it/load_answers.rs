//! Who is down or degraded for want of capacity once a loss lasts is so in every command:
//! worked by hand.

use serde_json::Value;

use super::driver::Case;

/// `up`, or what `blast` says of a component.
fn level(case: &Case, lost: &[&str], of: &str) -> String {
    let found = case.answer(&[&["blast"], lost].concat());
    let mut all = found["affected"].as_array().unwrap().iter();
    let one = all.find(|one| one["id"] == of);
    one.map_or("up", |one| one["level"].as_str().unwrap())
        .to_owned()
}

fn gaps(case: &Case, arguments: &[&str]) -> Value {
    case.answer(&[&["gaps"], arguments].concat())["components"][0].clone()
}

fn messages(case: &Case, rule: &str) -> Vec<String> {
    let all = case.findings(rule).into_iter();
    all.map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

/// Half of the traffic in each region, which is sized for a little more.
const REGIONS: &str = r#"
[plan]
name = "Two regions"
[service.checkout]
tier = 1
rto = "30m"
mbco = "80%"
depends_on = [{ any_of = ["east", "west"], at_least = 1, demand = { rpm = 1000 } }]
[resource.east]
in = ["place-a"]
limit = { rpm = 600 }
[resource.west]
limit = { rpm = 600 }
[domain.place-a]
kind = "region"
[scenario.east-lost]
fails = [{ what = "east", for = "1h" }]
"#;

#[test]
fn one_region_that_carries_too_little_is_no_help_in_any_command() {
    let case = Case::plan(REGIONS);
    for lost in ["east", "west", "place-a"] {
        assert_eq!(level(&case, &[lost], "checkout"), "down", "{lost}");
    }
    let found = gaps(&case, &["checkout"]);
    let points: Vec<&str> = found["single_points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(points, ["east", "west", "place-a"]);
    assert_eq!(found["single_points"][0]["reason"], "too-little-capacity");
    assert_eq!(found["complete"], true);
    case.run(["gaps", "checkout"])
        .exit(0)
        .stdout_has("alone, through east: west then carries less than checkout needs");
    assert_eq!(
        messages(&case, "single-point-of-failure"),
        ["east", "west"].map(|one| format!(
            "`checkout` goes down with `{one}` alone: what is left serves too little of what it \
             asks for"
        ))
    );
    let advice = case.answer(&["advise"]);
    assert_eq!(advice["before"]["gaps"], 3, "{advice}");
    let ranking = case.answer(&["blast", "--all"]);
    let mut all = ranking["components"].as_array().unwrap().iter();
    let east = all.find(|one| one["id"] == "east").unwrap();
    assert_eq!(east["down"], 1);

    // With less accepted it is degraded, and no single point.
    let less = Case::plan(&REGIONS.replace("80%", "60%"));
    assert_eq!(level(&less, &["east"], "checkout"), "degraded");
    assert_eq!(gaps(&less, &["checkout"])["orders"]["1"], 0);
    let degraded = gaps(&less, &["checkout", "--level", "degraded"]);
    assert_eq!(degraded["orders"]["1"], 3);
    // And with room for all it is up.
    let enough = Case::plan(&REGIONS.replace("600", "1000"));
    assert_eq!(level(&enough, &["east"], "checkout"), "up");
    assert!(messages(&enough, "single-point-of-failure").is_empty());
}

#[test]
fn the_load_of_all_falls_on_the_fallback_that_they_share() {
    // 300 of 1000 each; the small one carries 600: all three lost leave each 67%.
    let service = |id: &str| {
        format!(
            "[service.{id}]\ntier = 1\nmbco = \"80%\"\ndepends_on = [{{ on = \"{id}-db\", demand = {{ \
             rpm = 300 }}, fallback = [{{ to = \"small\", switch = \"automatic\" }}] }}]\n\
             [resource.{id}-db]\nin = [\"host\"]\n"
        )
    };
    let plan = format!(
        "[plan]\nname = \"x\"\n[domain.host]\n[resource.small]\nlimit = {{ rpm = 600 }}\n{}{}{}",
        service("a"),
        service("b"),
        service("c")
    );
    let case = Case::plan(&plan);
    assert_eq!(level(&case, &["a-db"], "a"), "up");
    assert_eq!(level(&case, &["a-db", "b-db"], "a"), "up");
    assert_eq!(level(&case, &["a-db", "b-db", "c-db"], "a"), "down");
    assert_eq!(level(&case, &["host"], "a"), "down");
    let blast = case.answer(&["blast", "host"]);
    let fallback = &blast["requirements"][0]["fallbacks"][0];
    assert_eq!(fallback["level"], "down");
    assert_eq!(fallback["carries_too_little"], true);
    case.run(["blast", "host"])
        .exit(0)
        .stdout_has("small then serves too little of what is asked")
        .stdout_has("66.6% of 300 requests a minute is carried");
    let found = gaps(&case, &["a", "--max-order", "all"]);
    assert_eq!(found["complete_to"], "all");
    let sets: Vec<Value> = found["sets"].as_array().unwrap().clone();
    let has = |ids: &[&str]| {
        sets.iter().any(|set| {
            let members = set.as_array().unwrap();
            members.len() == ids.len() && ids.iter().all(|id| members.contains(&(*id).into()))
        })
    };
    assert!(has(&["host"]) && has(&["a-db", "b-db", "c-db"]), "{sets:?}");
    assert!(has(&["a-db", "small"]), "{sets:?}");
    assert!(!has(&["a-db", "b-db"]), "{sets:?}");
    // The host alone leaves it short, though none of the three does.
    assert_eq!(
        messages(&case, "single-point-of-failure"),
        ["`host` alone takes 3 others down: `a`, `b` and `c`"]
    );
}

#[test]
fn what_a_service_in_between_is_served_counts_above_it() {
    // The api is degraded at 60%; its caller accepts 80% at least.
    let plan = REGIONS
        .replace("[service.checkout]", "[service.api]")
        .replace("tier = 1\nrto = \"30m\"\nmbco = \"80%\"\n", "")
        + "[service.shop]\ntier = 1\nmbco = \"80%\"\ndepends_on = [\"api\"]\n";
    let case = Case::plan(&plan);
    assert_eq!(level(&case, &["east"], "api"), "degraded");
    assert_eq!(level(&case, &["east"], "shop"), "down");
    assert_eq!(gaps(&case, &["shop"])["orders"]["1"], 4);
}

#[test]
fn where_load_is_not_counted_whole_gaps_say_so() {
    // Twelve services in turn on two shared accounts: too many ways to look at all.
    let mut plan = "[plan]\nname = \"x\"\n[resource.one]\nlimit = { rpm = 500 }\n\
                    [resource.two]\nlimit = { rpm = 500 }\navailability = \"99%\"\n"
        .to_owned();
    for at in 0..12 {
        plan.push_str(&format!(
            "[service.s{at}]\ntier = 1\nmbco = \"80%\"\ndepends_on = [{{ on = \"db{at}\", demand = {{ \
             rpm = 100 }}, fallback = [\"one\", \"two\"] }}]\n[resource.db{at}]\n\
             availability = \"99%\"\n"
        ));
    }
    let case = Case::plan(&plan);
    let found = gaps(&case, &["s0", "--max-order", "all", "--probability"]);
    assert_eq!(found["complete"], false);
    assert!(found["load_counted_to"].as_u64().unwrap() >= 2, "{found}");
    assert_eq!(found["probability"], Value::Null);
    let bounds = &found["probability_bounds"];
    assert!(bounds[0].as_f64() < bounds[1].as_f64());
    case.run(["gaps", "s0", "--max-order", "all"])
        .exit(0)
        .stdout_has("of more it is not counted");
    // As many as are asked for by name are counted, however many.
    let all: Vec<String> = (0..12).map(|at| format!("db{at}")).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(level(&case, &all, "s0"), "down");
}

/// The fallback of the one in between carries a part; nothing has a limit.
const PART: &str = r#"
[plan]
name = "Part"
[service.top]
tier = 1
rto = "1h"
mbco = "50%"
depends_on = ["mid"]
[[service.mid.depends_on]]
on = "db"
detect = "1m"
fallback = [{ to = "spare", switch = "automatic", after = "5s", capacity = "30%" }]
[resource.db]
[resource.spare]
[scenario.one]
fails = [{ what = "db", for = "4h" }]
"#;

#[test]
fn a_part_that_a_fallback_gives_is_passed_on_without_any_limit() {
    let case = Case::plan(PART);
    assert_eq!(level(&case, &["db"], "mid"), "degraded");
    assert_eq!(level(&case, &["db"], "top"), "down");
    let found = gaps(&case, &["top"]);
    assert_eq!(found["orders"]["1"], 2, "{found}");
    assert_eq!(found["single_points"][1]["reason"], "too-little-capacity");
    let run = case.answer(&["simulate", "one"]);
    let top = &run["scenarios"][0]["components"][0];
    assert_eq!(
        (&top["id"], &top["longest_down_s"]),
        (&"top".into(), &14_400.into())
    );
    let through = messages(&case, "single-point-of-failure");
    let short =
        "`top` goes down with `db` alone: what is left serves too little of what it asks for";
    let alone = "`top` goes down with `mid` alone: nothing stands in for it";
    assert_eq!(through, [short, alone]);
    assert_eq!(case.answer(&["advise"])["before"]["gaps"], 2);
    // As much as is accepted, and it is degraded as the one in between is.
    let enough = Case::plan(&PART.replace("30%", "50%"));
    assert_eq!(level(&enough, &["db"], "top"), "degraded");
    assert_eq!(gaps(&enough, &["top"])["orders"]["1"], 1);
}

#[test]
fn a_fallback_that_gives_too_little_is_one_finding() {
    let case = Case::plan(
        &PART
            .replace("depends_on = [\"mid\"]", "")
            .replace("service.mid", "service.top"),
    );
    assert_eq!(level(&case, &["db"], "top"), "down");
    assert!(messages(&case, "shared-fate-fallback").is_empty());
    assert_eq!(
        messages(&case, "single-point-of-failure"),
        ["`top` goes down with `db` alone: what is left serves too little of what it asks for"]
    );
}

#[test]
fn what_overload_switched_before_is_not_switched_again() {
    // The primary is over its limit with nothing failing: the switch was made then.
    let case = Case::plan(
        r#"
[plan]
name = "Rest"
[service.top]
tier = 1
mbco = "80%"
[[service.top.depends_on]]
on = "db"
detect = "1m"
demand = { rpm = 1000 }
fallback = [{ to = "spare", switch = "automatic", after = "5s", needs = ["console"] }]
[resource.db]
limit = { rpm = 600 }
[resource.console]
[resource.spare]
"#,
    );
    assert_eq!(level(&case, &["console"], "top"), "up");
    assert_eq!(level(&case, &["spare"], "top"), "down");
    assert_eq!(gaps(&case, &["top"])["orders"]["1"], 1);
}

#[test]
fn what_is_degraded_before_by_overload_is_so_in_every_answer() {
    // The api is served 60% with nothing failing, so its caller falls back on nothing better.
    let case = Case::plan(
        r#"
[plan]
name = "Rest"
[service.shop]
tier = 1
depends_on = [{ on = "first", fallback = ["api"] }]
[service.first]
[service.api]
depends_on = [{ on = "db", demand = { rpm = 1000 } }]
[resource.db]
limit = { rpm = 600 }
"#,
    );
    assert_eq!(level(&case, &["first"], "shop"), "degraded");
    let api = gaps(&case, &["api", "--level", "degraded"]);
    assert_eq!(
        (&api["count"], &api["orders"]["0"]),
        (&"1".into(), &1.into())
    );
    let shop = gaps(&case, &["shop", "--level", "degraded"]);
    assert_eq!(shop["orders"]["1"], 1, "{shop}");
}

/// The caller above switches at once, the one in between after a while: the demand of the first
/// stays where it went, though its primary gives something again.
const STAYED: &str = r#"
[plan]
name = "Stayed"
[service.top]
tier = 1
[[service.top.depends_on]]
on = "mid"
detect = "1s"
demand = { rpm = 600 }
fallback = [{ to = "pool", switch = "automatic", after = "1s", serves = "degraded" }]
[[service.mid.depends_on]]
on = "db"
detect = "1m"
fallback = [{ to = "spare", switch = "automatic", after = "5m", serves = "degraded" }]
[service.other]
tier = 1
rto = "1h"
mbco = "90%"
depends_on = [{ on = "pool", demand = { rpm = 600 } }]
[resource.db]
[resource.spare]
[resource.pool]
limit = { rpm = 1000 }
[scenario.one]
fails = [{ what = "db", for = "4h" }]
"#;

fn simulated<'a>(run: &'a Value, id: &str) -> &'a Value {
    let mut all = run["scenarios"][0]["components"].as_array().unwrap().iter();
    all.find(|one| one["id"] == id).unwrap()
}

#[test]
fn load_that_stays_where_it_went_is_counted_there() {
    let case = Case::plan(STAYED);
    let run = case.answer(&["simulate", "one"]);
    assert_eq!(simulated(&run, "other")["rto_verdict"], "missed");
    assert_eq!(level(&case, &["db"], "other"), "down");
    assert_eq!(gaps(&case, &["other"])["orders"]["1"], 3);
    let told = messages(&case, "single-point-of-failure");
    assert!(
        told.iter()
            .any(|one| one.contains("`other` goes down with `db` alone")),
        "{told:?}"
    );
    // Who carries all again has its callers back.
    let back = STAYED.replace("after = \"5m\", serves = \"degraded\"", "after = \"5m\"");
    let case = Case::plan(&back);
    let run = case.answer(&["simulate", "one"]);
    assert!(simulated(&run, "other")["longest_down_s"].as_u64() < Some(600));
    assert_eq!(level(&case, &["db"], "other"), "up");
}

/// The primary is too small for both once the second is lost; the cache serves for an hour.
const USED_UP: &str = r#"
[plan]
name = "Used up"
[service.top]
tier = 1
mbco = "60%"
[[service.top.depends_on]]
on = "db"
detect = "1s"
demand = { rpm = 600 }
fallback = [{ to = "cache", switch = "automatic", after = "1s", holds = "1h" }]
[service.other]
tier = 1
rto = "2h"
mbco = "90%"
depends_on = [{ any_of = ["db", "two"], demand = { rpm = 800 } }]
[resource.db]
limit = { rpm = 1000 }
[resource.two]
limit = { rpm = 1000 }
[resource.cache]
[scenario.one]
fails = [{ what = "two", for = "9h" }]
"#;

#[test]
fn what_is_used_up_is_asked_for_nothing_and_the_primary_is_again() {
    let case = Case::plan(USED_UP);
    assert_eq!(level(&case, &["two"], "other"), "down");
    let run = case.answer(&["simulate", "one"]);
    let other = simulated(&run, "other");
    assert_eq!(other["rto_verdict"], "missed", "{other}");
    // Down for a moment, served while the cache is asked, and down for good after it.
    let last = other["intervals"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["level"], &last["until_s"]),
        (&"down".into(), &32_400.into())
    );
}

#[test]
fn where_single_losses_are_too_many_to_count_check_says_so() {
    // Three thousand services behind one pool: what each loss moves is too much work.
    let mut plan = "[plan]\nname = \"x\"\n[resource.pool]\nlimit = { rpm = 500 }\n".to_owned();
    for at in 0..3000 {
        plan.push_str(&format!(
            "[service.s{at}]\ntier = 1\nmbco = \"80%\"\ndepends_on = [{{ on = \"db{at}\", demand = {{ \
             rpm = 100 }}, fallback = [\"pool\"] }}]\n[resource.db{at}]\n"
        ));
    }
    let case = Case::plan(&plan);
    assert_eq!(gaps(&case, &["s0"])["load_counted_to"], 0);
    let told = messages(&case, "single-point-of-failure");
    let is_told = told
        .iter()
        .any(|one| one.contains("is not counted: too much load may move"));
    assert!(is_told, "{told:?}");
}

/// A part that a fallback gives goes round in a circle and gets no bigger by it.
#[test]
fn a_part_gets_no_bigger_by_going_round() {
    let case = Case::plan(
        r#"
[plan]
name = "Round"
[service.top]
tier = 1
mbco = "50%"
depends_on = ["shop"]
[service.shop]
depends_on = ["api"]
[service.api]
depends_on = [{ any_of = ["one", "two"] }]
[service.one]
depends_on = [{ on = "base", fallback = ["shop"] }]
[service.two]
depends_on = [{ on = "base", fallback = [{ to = "spare", capacity = "40%" }] }]
[resource.base]
[resource.spare]
"#,
    );
    assert_eq!(level(&case, &["base"], "top"), "down");
    assert_eq!(level(&case, &["base"], "shop"), "degraded");
    let found = gaps(&case, &["top"]);
    let mut points = found["single_points"].as_array().unwrap().iter();
    assert!(points.any(|one| one["id"] == "base"), "{found}");
    let found = messages(&case, "single-point-of-failure");
    assert!(found.iter().any(|one| one.contains("`base`")), "{found:#?}");
}

/// What a soft need is not served is down for nobody: no command holds it against an MBCO.
#[test]
fn a_soft_need_is_not_held_against_the_least_capacity() {
    let case = |mode: &str| {
        Case::plan(&format!(
            r#"
[plan]
name = "Soft"
[service.shop]
tier = 1
rto = "1h"
mbco = "80%"
depends_on = [{{ on = "recs", mode = "{mode}", demand = {{ rpm = 100 }}, detect = "1m", fallback = [
  {{ to = "small", switch = "automatic", after = "1m" }} ] }}]
[resource.recs]
[resource.small]
limit = {{ rpm = 50 }}
[scenario.one]
fails = [{{ what = "recs", for = "4h" }}]
"#
        ))
    };
    let soft = case("soft");
    let run = soft.answer(&["simulate", "one"]);
    assert_eq!(run["scenarios"][0]["components"][0]["meets_mbco"], true);
    soft.run(["blast", "recs"])
        .stdout_has("shop for recs: 50% of 100 requests a minute is carried\n");
    let of = soft.answer(&["blast", "recs"])["carried"][0].clone();
    assert_eq!(of["mbco"], Value::Null);
    let hard = case("hard");
    let run = hard.answer(&["simulate", "one"]);
    assert_eq!(
        run["scenarios"][0]["components"][0]["rto_verdict"],
        "missed"
    );
    hard.run(["blast", "recs"])
        .stdout_has("below its MBCO of 80%");
}

/// The first fallback carries a tenth of what is asked and the second, by hand, has no limit,
/// but gives no more.
const SMALL_FIRST: &str = r#"
[plan]
name = "Small first"
[service.x]
tier = 1
depends_on = [{ on = "main", demand = { rpm = 100 }, detect = "1m", fallback = [
  { to = "small", switch = "automatic" },
  { to = "big", serves = "degraded", capacity = "90%" } ] }]
[resource.main]
[resource.small]
limit = { rpm = 10 }
[resource.big]
"#;

#[test]
fn what_is_carried_with_one_lost_is_carried_by_the_one_that_serves() {
    let case = Case::plan(SMALL_FIRST).may_write();
    let found = &case.answer(&["blast", "main"])["carried"][0];
    assert_eq!(found["share"], 0.1);
    let spare = &case.answer(&["blast", "--all"])["spare_capacity"][0];
    assert_eq!(
        [&spare["share"], &spare["without_limit"], &spare["lost"]],
        [&0.1.into(), &serde_json::json!([]), &"main".into()]
    );
    case.run(["render", "--out", "site"]).exit(0);
    let services = case.read("site/services.html");
    assert!(services.contains("10% without main"), "{services}");
    let messages = messages(&case, "no-spare-capacity");
    assert!(messages[0].contains("carries 10% of what"), "{messages:?}");
}
