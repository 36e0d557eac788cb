//! The order in which a plan's tables stand changes no answer.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::driver::{Case, repository};

/// A text with its tables in another order: those of one id keep together.
fn turned(text: &str, by: usize) -> String {
    let mut order: Vec<String> = Vec::new();
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    let mut own = String::from("plan");
    for line in text.split_inclusive('\n') {
        if let Some(head) = line.strip_prefix('[') {
            let head = head.trim_start_matches('[');
            let path: Vec<&str> = head.split([']', '.']).collect();
            own = match path.first() {
                Some(&("waiver" | "plan" | "lint" | "defaults" | "catalogue")) => {
                    path[0].to_owned()
                }
                _ => path[..2].join("."),
            };
        }
        if !groups.contains_key(&own) {
            order.push(own.clone());
        }
        groups.entry(own.clone()).or_default().push_str(line);
    }
    let count = order.len();
    // Each takes the place of another, in a way that is another for each `by`.
    order.sort_by_key(|one| {
        let letters = one.bytes().fold(by, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(byte.into())
        });
        letters % (97 + count)
    });
    order
        .iter()
        .map(|one| groups[one].trim_end().to_owned() + "\n\n")
        .collect()
}

/// What an answer says, without its words, and without the order of its lists: people may
/// write what matters most to them first.
fn answer(command: &str, json: &Value) -> Value {
    let rows = |list: &str, keys: &[&str]| -> Value {
        let all = json[list].as_array().into_iter().flatten();
        let row = |one: &Value| keys.iter().map(|key| one[*key].clone()).collect::<Value>();
        sorted(all.map(row).collect())
    };
    match command {
        "check" => serde_json::json!([
            rows("errors", &["rule", "severity", "message"]),
            rows("findings", &["rule", "severity", "waived"]),
        ]),
        "incident" => serde_json::json!([
            rows("hits", &["id", "level", "deadlines"]),
            rows("critical", &["id", "verdict", "missed"]),
            rows("recovery", &["id", "wave", "starts_s", "ready_s"]),
            rows("fallbacks", &["who", "to", "verdict"]),
        ]),
        _ => sorted_all(json.clone()),
    }
}

fn sorted(mut items: Vec<Value>) -> Value {
    items.sort_by_key(Value::to_string);
    Value::Array(items)
}

/// The same with its lists in one order; of a pair of groups no one stands first.
fn sorted_all(value: Value) -> Value {
    match value {
        Value::Object(mut fields) => {
            fields.remove("line");
            fields.remove("column");
            if let (Some(any), Some(with)) = (fields.remove("any"), fields.remove("with")) {
                fields.insert("pair".to_owned(), Value::Array(vec![any, with]));
            }
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(key, value)| (key, sorted_all(value)))
                    .collect(),
            )
        }
        Value::Array(items) => sorted(items.into_iter().map(sorted_all).collect()),
        other => other,
    }
}

fn answers(text: &str) -> Vec<(String, Value)> {
    let case = Case::plan(text).today("2026-11-28");
    let commands: [&[&str]; 4] = [
        &["check", "--pedantic"],
        &["gaps"],
        &["simulate"],
        &["incident", "--all", "--now", "2026-11-28T12:00Z"],
    ];
    let told = commands.into_iter().map(|command| {
        let ran = case.run(command.iter().copied().chain(["--format", "json"]));
        let json = serde_json::from_str(&ran.stdout).unwrap_or(Value::Null);
        (command[0].to_owned(), answer(command[0], &json))
    });
    told.collect()
}

fn plans() -> Vec<(String, String)> {
    let mut plans = Vec::new();
    for folder in ["examples", "tests/outages", "../shared/cases"] {
        let folder = repository().join(folder);
        let mut todo = vec![folder];
        while let Some(next) = todo.pop() {
            for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
                let path = entry.path();
                let is_plan = path.file_name().is_some_and(|name| name == "jurymast.toml");
                if path.is_dir() {
                    todo.push(path);
                } else if is_plan && let Ok(text) = fs::read_to_string(&path) {
                    plans.push((path.display().to_string(), text));
                }
            }
        }
    }
    plans.retain(|(_, text)| !text.contains("include =") && text.len() < 12_000);
    plans.sort();
    plans
}

#[test]
fn tables_in_another_order_give_the_same_answers() {
    let mut wrong = Vec::new();
    for (path, text) in plans() {
        let usual = answers(&text);
        for by in [1_000_003] {
            let other = answers(&turned(&text, by));
            for ((command, one), (_, two)) in usual.iter().zip(&other) {
                if one != two {
                    wrong.push(format!(
                        "{path}: {command} ({by})\n{}",
                        difference(one, two)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first lines that differ.
fn difference(one: &Value, two: &Value) -> String {
    let [one, two] = [one, two].map(|value| format!("{value:#}"));
    let lines = one.lines().zip(two.lines());
    let differ = lines.filter(|(a, b)| a != b).take(3);
    differ.map(|(a, b)| format!("  - {a}\n  + {b}\n")).collect()
}

/// Who waits to go home is no longer up by its primary in the second in which it begins to
/// wait, whichever of a circle stands first in the plan.
#[test]
fn a_wait_to_go_home_in_a_circle_counts_in_any_order() {
    let a = "[service.a]\ntier = 1\ndepends_on = [{ on = \"b\", fail_back = \"10m\", detect = \
             \"1m\", fallback = [{ to = \"x\", switch = \"automatic\", after = \"29m\", serves = \
             \"degraded\" }] }]\n";
    let b = "[service.b]\ntier = 1\ndepends_on = [{ on = \"a\", detect = \"10m\", fallback = [{ \
             to = \"y\", switch = \"automatic\", after = \"1m\" }] }]\n";
    let times = |services: [&str; 2]| {
        let case = Case::plan(&format!(
            "[plan]\nname = \"Order\"\n{}[resource.x]\n[resource.y]\n[scenario.s]\nfails = [{{ \
             what = \"b\", for = \"12h\" }}]\n",
            services.concat()
        ));
        let found = case.answer(&["simulate"]);
        let all = found["scenarios"][0]["components"].as_array().unwrap();
        ["a", "b"].map(|id| {
            let one = all.iter().find(|one| one["id"] == id).unwrap();
            (one["down_s"].as_u64(), one["degraded_s"].as_u64())
        })
    };
    let one = times([a, b]);
    assert_eq!(one[0], (Some(30 * 60), Some(700 * 60)));
    assert_eq!(one[1].0, Some(12 * 3600));
    assert_eq!(times([b, a]), one);
}
