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
