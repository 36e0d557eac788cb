//! What was so before anything happened: a fallback that stands in already is lost like a
//! primary, what is down at rest is of no help, and what cannot be switched to is not in
//! use; every command says the same.

use serde_json::Value;

use super::driver::Case;

const NOW: [&str; 4] = ["--now", "2026-11-24T10:00Z", "--since", "-1m"];

/// The primary is over; the second stands in, and may be followed by others.
fn stood_in(others: &str, rest: &str) -> Case {
    Case::plan(&format!(
        r#"
[plan]
name = "Rest"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "first"
detect = "1m"
fallback = [{{ to = "second", switch = "manual", after = "5s" }}{others}]
[service.first]
expires = 2026-01-31
[service.second]
{rest}
"#
    ))
}

fn json(case: &Case, arguments: &[&str]) -> Value {
    let all = arguments.iter().copied().chain(["--format", "json"]);
    case.run(all).exit(0).json()
}

fn sheet(case: &Case, lost: &str) -> Ran {
    let arguments = ["incident", lost].into_iter().chain(NOW);
    let text = case.run(arguments.clone()).exit(0).stdout;
    let words: Vec<&str> = text.split_whitespace().collect();
    Ran {
        words: words.join(" "),
        json: json(case, &arguments.collect::<Vec<_>>()),
    }
}

/// A sheet, on one line and as data.
struct Ran {
    words: String,
    json: Value,
}

impl Ran {
    fn says(&self, text: &str) -> bool {
        self.words.contains(text)
    }

    fn verdict(&self) -> &Value {
        &self.json["critical"][0]["rto_verdict"]
    }
}

#[test]
fn a_fallback_that_stands_in_already_is_lost_like_a_primary() {
    let third = ", { to = \"third\", switch = \"manual\", after = \"20m\", steps = \"Turn it.\" }";
    let rest = "[service.third]\n[scenario.one]\nfails = [{ what = \"second\", symptom = \"5xx\", for = \"5h\" }]";
    let case = stood_in(third, rest);
    let told = sheet(&case, "second");
    assert!(told.says("Switch from second to third by hand. Turn it. By the plan noticed within"));
    assert!(told.says("WAITS FOR A PERSON: third, for shop instead of second"));
    // Who must switch is not known to have.
    assert_eq!(told.verdict(), "unknown");
    // Nobody is sent where it comes from.
    assert!(!told.says("second, for shop instead of second"));
    // Noticed at once: the hour is long enough.
    assert!(case.findings("rto-not-achievable").is_empty());

    let late = stood_in(&third.replace("20m", "2h"), rest);
    assert_eq!(sheet(&late, "second").verdict(), "missed");
    let found = late.findings("rto-not-achievable");
    assert!(
        found[0]["message"].as_str().unwrap().contains("2h 1m"),
        "{found:?}"
    );

    // In an exercise people see it, and are asked.
    let packet = json(&case, &["exercise", "one"]);
    let said = packet.to_string();
    assert!(
        said.contains("second, which stands in for first, "),
        "{said}"
    );
    assert!(said.contains("The loss of second was recognised"), "{said}");
    assert!(
        said.contains("Show how shop goes on without second"),
        "{said}"
    );
}

#[test]
fn a_primary_that_gave_less_already_is_lost_all_the_same() {
    // The primary lost what it can do without; nothing was better than it.
    let case = Case::plan(
        r#"
[plan]
name = "Rest"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "first"
detect = "1m"
fallback = [{ to = "second", switch = "manual", after = "2h", serves = "degraded" }]
[service.first]
depends_on = [{ on = "old", mode = "soft" }]
[service.old]
expires = 2026-01-31
[service.second]
[runbook.first]
step = [{ do = "Mend it.", takes = "5h" }]
"#,
    );
    let told = sheet(&case, "first");
    assert!(
        told.says("Switch from first to second by hand."),
        "{}",
        told.words
    );
    assert_eq!(told.verdict(), "missed");
}

#[test]
fn what_was_down_before_is_no_help_on_the_sheet() {
    // Neither of the fallbacks is over itself: one needs what is, the switch to the other.
    let case = Case::plan(
        r#"
[plan]
name = "Rest"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "first"
detect = "1m"
fallback = [
  { to = "second", switch = "automatic", after = "5s" },
  { to = "third", switch = "automatic", after = "5s", needs = ["second"] },
]
[service.first]
[service.second]
depends_on = ["old"]
[service.third]
[service.old]
expires = 2026-01-31
[runbook.first]
step = [{ do = "mend it", takes = "10m" }]
"#,
    );
    let told = sheet(&case, "first");
    assert!(
        told.says("WILL NOT WORK: second was down before this already"),
        "{}",
        told.words
    );
    assert!(
        told.says("WILL NOT WORK: second is down, and the switch needs it"),
        "{}",
        told.words
    );
    assert!(!told.says("KEEP GOING"));
    assert_eq!(told.json["critical"][0]["at_least_s"], 600);
}

#[test]
fn what_cannot_be_switched_to_is_not_in_use() {
    for (keys, rest) in [
        (
            ", needs = [\"console\"]",
            "[service.console]\nexpires = 2026-01-31",
        ),
        (
            ", needs = [\"console\"]",
            "[service.console]\ndepends_on = [\"keys\"]\n[service.keys]\nexpires = 2026-01-31",
        ),
        (
            " }, { to = \"third\", needs = [\"console\"]",
            "[service.third]\nexpires = 2026-01-31\n[service.console]",
        ),
    ] {
        let stands = "after = \"5s\"";
        let toml = stood_in("", rest);
        let text = toml
            .read("jurymast.toml")
            .replace(stands, &format!("{stands}{keys}"));
        let text =
            format!("{text}[service.other]\n[scenario.one]\nfails = [{{ what = \"other\" }}]\n");
        let case = Case::plan(&text);
        let is_held = keys.contains("third");
        let run = case.run(["simulate", "one"]).exit(0).stdout;
        assert_eq!(
            run.contains("Before anything happens shop"),
            !is_held,
            "{run}"
        );
        let blast = json(&case, &["blast", "other"]);
        let before = blast["down_at_rest"].as_array().unwrap();
        assert_eq!(before.contains(&"shop".into()), !is_held, "{blast}");
        // Once it was switched the loss of what the switch needs takes nothing.
        let told = sheet(&case, "second").json;
        assert_eq!(
            told["critical"].as_array().unwrap().len(),
            usize::from(is_held)
        );
    }
}

#[test]
fn what_nothing_saw_is_not_switched_before_anything_happens() {
    let case = Case::plan(
        r#"
[plan]
name = "Rest"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "first"
detect = { within = "1m", by = ["eye"] }
fallback = [{ to = "second", switch = "automatic", after = "5s" }]
[service.first]
expires = 2026-01-31
[service.second]
[service.eye]
expires = 2026-01-31
[scenario.one]
fails = [{ what = "second" }]
"#,
    );
    let run = case.run(["simulate", "one"]).exit(0).stdout;
    assert!(run.contains("Before anything happens shop"), "{run}");
    let blast = json(&case, &["blast", "second"]);
    assert!(
        blast["down_at_rest"]
            .as_array()
            .unwrap()
            .contains(&"shop".into())
    );
}

/// The primary is lost for some days; the fallback is over on the second.
fn ends_meanwhile(scenario: &str, more: &str) -> Case {
    Case::plan(&format!(
        r#"
[plan]
name = "Rest"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "first"
detect = "1m"
fallback = [{{ to = "second", switch = "automatic", after = "5s" }}]
[service.first]
{more}
[scenario.one]
{scenario}
"#
    ))
}

fn simulated(case: &Case) -> Value {
    let run = json(case, &["simulate", "one"]);
    let all = run["scenarios"][0]["components"].as_array().unwrap();
    let shop = all.iter().find(|one| one["id"] == "shop");
    shop.cloned().unwrap_or_default()
}

#[test]
fn a_fallback_that_ends_while_the_scenario_goes_on_serves_no_longer() {
    const DAY: u64 = 24 * 60 * 60;
    let second = "[service.second]\nexpires = 2026-11-25";
    // The day is 2026-11-23: two days after the loss the fallback is over.
    let lost_for = |time: &str| format!("fails = [{{ what = \"first\", for = \"{time}\" }}]");
    let case = ends_meanwhile(&lost_for("5d"), second);
    let shop = simulated(&case);
    assert_eq!(shop["longest_down_s"], 3 * DAY, "{shop}");
    assert_eq!(shop["rto_verdict"], "missed");
    let why = case.run(["simulate", "one", "--explain"]).exit(0).stdout;
    assert!(why.contains("+2d second: its last day is over"), "{why}");
    // It is over in time, and what ends later ends in no scenario.
    let case = ends_meanwhile(&lost_for("47h"), second);
    assert_eq!(simulated(&case)["longest_down_s"], 65);
    let far = second.replace("2026-11-25", "2027-11-25");
    assert_eq!(
        simulated(&ends_meanwhile(&lost_for("5d"), &far))["longest_down_s"],
        65
    );
    // A repair goes on as long as a fault.
    let repair =
        format!("[runbook.first]\nstep = [{{ do = \"order it\", takes = \"5d\" }}]\n{second}");
    let case = ends_meanwhile("fails = [{ what = \"first\" }]", &repair);
    assert_eq!(simulated(&case)["longest_down_s"], 3 * DAY + 60);
    // A model is over by the day of its retirement, and what leads to another serves on.
    for (after, down) in [("", 4 * DAY), (", after = \"redirects\"", 65)] {
        let model = format!(
            "[ai.second]\nprovider = \"acme\"\nmodel = \"two\"\n[provider.acme]\n\
             models = [{{ id = \"two\", retires = 2026-11-24{after} }}]"
        );
        let case = ends_meanwhile(&lost_for("5d"), &model);
        assert_eq!(simulated(&case)["longest_down_s"], down, "{after}");
    }
    // The sheet counts from the moment of the loss.
    let case = ends_meanwhile(&lost_for("5d"), second);
    let told = sheet(&case, "first");
    assert!(told.says("it expires on 2026-11-25, and serves no more from then on"));
}

/// A primary, or a member of two, that is over; the fallback waits for what it is set off by.
fn over(group: &str, triggers: &str, more: &str) -> Case {
    Case::plan(&format!(
        r##"
[plan]
name = "Rest"
[team.web]
on_call = {{ channel = "#web", through = ["chat"] }}
[service.shop]
team = "web"
tier = 1
rto = "1h"
[[service.shop.depends_on]]
{group}
detect = "1m"
fallback = [{{ to = "spare", after = "5s", {triggers} }}]
[service.old]
expires = 2026-01-31
[service.other]
[resource.spare]
[resource.chat]
{more}
[scenario.one]
fails = [{{ what = "other", symptom = "5xx", for = "4h" }}]
"##
    ))
}

fn is_down_before(case: &Case) -> bool {
    let run = case.run(["simulate", "one"]).exit(0).stdout;
    let over_time = run.contains("Before anything happens shop");
    let blast = json(case, &["blast", "other"]);
    let before = blast["down_at_rest"].as_array().unwrap();
    assert_eq!(before.contains(&"shop".into()), over_time, "{run}\n{blast}");
    let gaps = &json(case, &["gaps", "shop"])["components"][0];
    assert_eq!(gaps["orders"]["0"] == 1, over_time, "{gaps}");
    over_time
}

/// Whether its loss is felt: it is in use.
fn is_in_use(case: &Case, fallback: &str) -> bool {
    let sheet = sheet(case, fallback).json;
    sheet["critical"].to_string().contains("\"shop\"")
}

#[test]
fn a_fallback_that_the_end_does_not_set_off_is_not_in_use() {
    let alone = "on = \"old\"";
    for (triggers, is_down) in [
        ("switch = \"automatic\", triggers = [\"5xx\"]", true),
        (
            "switch = \"automatic\", triggers = [\"5xx\", \"400\"]",
            false,
        ),
        ("switch = \"automatic\"", false),
        (
            "switch = \"automatic\", triggers = [\"5xx\"], steps = \"Turn it.\"",
            false,
        ),
        ("switch = \"manual\"", false),
    ] {
        let case = over(alone, triggers, "");
        assert_eq!(is_down_before(&case), is_down, "{triggers}");
        assert_eq!(is_in_use(&case, "spare"), !is_down, "{triggers}");
        let blind = case.findings("trigger-blind-fallback");
        let told = blind
            .iter()
            .any(|one| one["message"].to_string().contains("400"));
        assert_eq!(told, is_down, "{triggers}: {blind:?}");
    }
}

#[test]
fn a_switch_for_which_nobody_can_be_called_was_not_made_before() {
    let lost = "expires = 2026-01-31";
    for (triggers, is_down) in [
        ("switch = \"manual\"", true),
        (
            "switch = \"automatic\", triggers = [\"5xx\"], steps = \"Turn it.\"",
            true,
        ),
        ("switch = \"user\"", false),
        ("switch = \"automatic\"", false),
    ] {
        let case = over("on = \"old\"", triggers, lost);
        assert_eq!(is_down_before(&case), is_down, "{triggers}");
        assert_eq!(is_in_use(&case, "spare"), !is_down, "{triggers}");
    }
}

#[test]
fn what_a_member_that_is_over_shows_sets_no_switch_off() {
    let pair = "any_of = [\"old\", \"other\"]";
    let only = "switch = \"automatic\", triggers = [\"5xx\"]";
    for (triggers, level) in [
        (only, "down"),
        (
            "switch = \"automatic\", triggers = [\"5xx\", \"400\"]",
            "up",
        ),
        ("switch = \"automatic\"", "up"),
        ("switch = \"manual\"", "up"),
    ] {
        let case = over(pair, triggers, "");
        assert!(!is_down_before(&case));
        let is_down = level == "down";
        let blast = json(&case, &["blast", "other"]);
        assert_eq!(blast["counts"]["down"], usize::from(is_down), "{triggers}");
        let gaps = &json(&case, &["gaps", "shop"])["components"][0];
        assert_eq!(gaps["orders"]["1"], usize::from(is_down), "{gaps}");
        let run = simulated(&case);
        assert_eq!(run["down_s"] == 14_400, is_down, "{run}");
        let points = case.findings("single-point-of-failure");
        assert_eq!(points.len(), usize::from(is_down), "{points:?}");
    }
    let case = over(pair, only, "");
    case.run(["blast", "other"])
        .exit(0)
        .stdout_has("spare is set off by nothing");
    let point = &json(&case, &["gaps", "shop"])["components"][0]["single_points"][0];
    let lost = point["lost"].as_array().unwrap().iter();
    let why: Vec<&Value> = lost.map(|one| &one["why"]).collect();
    assert_eq!(why, ["ended", "lost", "never-fires"]);
    assert!(case.findings("shared-fate-fallback").is_empty());
    // The lost member and the end: whoever switches by hand must be reachable.
    let by_hand = "switch = \"automatic\", triggers = [\"5xx\"], steps = \"Turn it.\"";
    let case = over(pair, by_hand, "");
    let pairs = &json(&case, &["gaps", "shop"])["components"][0]["sets"];
    assert_eq!(
        pairs,
        &serde_json::json!([["other", "spare"], ["other", "chat"]])
    );
}

#[test]
fn an_end_to_come_that_sets_nothing_off_is_a_finding() {
    let only = "switch = \"automatic\", triggers = [\"5xx\", \"timeout\"]";
    for (day, is_told) in [("2027-05-01", true), ("2026-01-31", true)] {
        let case = over("on = \"old\"", only, "");
        let text = case.read("jurymast.toml").replace("2026-01-31", day);
        let blind = Case::plan(&text).findings("trigger-blind-fallback");
        let message = blind.first().map(|one| one["message"].to_string());
        let told = message.is_some_and(|one| one.contains("does not fire on 400"));
        assert_eq!(told, is_told, "{day}: {blind:?}");
    }
}
