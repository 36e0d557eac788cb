//! `advise`: what it promises holds once its lines are pasted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::driver::{Case, repository};

/// Service and fault.
type Gap = (String, String);

fn gaps_of(list: &Value) -> BTreeSet<Gap> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = list.as_array().unwrap().iter();
    list.map(|gap| (text(&gap["service"]), text(&gap["fault"])))
        .collect()
}

/// What `gaps` says takes each service down alone.
fn single_points(case: &Case, services: &BTreeSet<String>) -> BTreeSet<Gap> {
    let mut arguments = vec!["gaps", "--max-order", "1", "--format", "json"];
    arguments.extend(services.iter().map(String::as_str));
    let json = case.run(arguments).exit(0).json();
    let mut found = BTreeSet::new();
    for one in json["components"].as_array().unwrap() {
        assert_eq!(one["complete"], true);
        for set in one["sets"].as_array().unwrap() {
            let fault = set[0].as_str().unwrap().to_owned();
            found.insert((one["id"].as_str().unwrap().to_owned(), fault));
        }
    }
    found
}

/// The case with edits pasted into its files.
fn pasted(case: &Case, files: &[String], edits: &Value) -> Case {
    let mut texts: BTreeMap<String, String> = files
        .iter()
        .map(|path| (path.clone(), case.read(path)))
        .collect();
    let mut edits: Vec<&Value> = edits.as_array().unwrap().iter().collect();
    edits.sort_by_key(|edit| (edit["start"].as_u64(), edit["end"].as_u64()));
    for edit in edits.into_iter().rev() {
        let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        let text = texts.get_mut(edit["file"].as_str().unwrap()).unwrap();
        text.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
    }
    texts
        .into_iter()
        .fold(Case::new(), |case, (path, text)| case.file(&path, text))
}

fn copied(folder: &Path) -> (Case, Vec<String>) {
    let mut files = Vec::new();
    let mut case = Case::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let name: Vec<&str> = path
                    .strip_prefix(folder)
                    .unwrap()
                    .iter()
                    .map(|part| part.to_str().unwrap())
                    .collect();
                let name = name.join("/");
                case = case.file(&name, fs::read(&path).unwrap());
                files.push(name);
            }
        }
    }
    (case, files)
}

/// Advice, pasted, keeps what it promised; gives the advice.
#[track_caller]
fn keeps_its_word(case: &Case, files: &[String], more: &[&str]) -> Value {
    let mut arguments = vec!["advise", "--format", "json"];
    arguments.extend_from_slice(more);
    let advice = case.run(&arguments).exit(0).json();
    let removed: BTreeSet<Gap> = advice["changes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|change| gaps_of(&change["removes"]))
        .collect();
    let remaining = gaps_of(&advice["remaining"]);
    let services: BTreeSet<String> = removed
        .iter()
        .chain(&remaining)
        .map(|(service, _)| service.clone())
        .collect();
    let after = pasted(case, files, &advice["edits"]);
    let before = single_points(case, &services);
    let now = single_points(&after, &services);
    assert!(
        removed.is_subset(&before),
        "it removes what was never there"
    );
    assert!(
        removed.is_disjoint(&now),
        "not gone: {:?}",
        removed.intersection(&now)
    );
    assert_eq!(now, remaining, "what is left");
    assert!(
        now.is_subset(&before),
        "opened: {:?}",
        now.difference(&before)
    );
    assert_eq!(before.len() - now.len(), removed.len());
    assert_eq!(advice["before"]["gaps"], before.len());
    assert_eq!(advice["after"]["gaps"], now.len());
    assert_eq!(advice["opened"], Value::Array(Vec::new()));
    advice
}

fn root() -> Vec<String> {
    vec!["jurymast.toml".to_owned()]
}

#[test]
fn the_examples_are_better_off_with_the_lines_pasted() {
    for (example, least) in [
        ("first-plan", 4),
        ("chat-and-video/before", 14),
        ("chat-and-video/after", 0),
        ("astronomy-shop", 19),
    ] {
        let (case, files) = copied(&repository().join("examples").join(example));
        let advice = keeps_its_word(&case, &files, &[]);
        let count = |side: &str| advice[side]["gaps"].as_u64().unwrap();
        assert!(count("before") - count("after") >= least, "{example}");
        let changes = advice["changes"].as_array().unwrap();
        assert!(changes.len() <= 5);
        assert_eq!(advice["bound"]["method"], "exact", "{example}");
    }
}

#[test]
fn the_lines_stand_under_the_place_they_belong_to() {
    let lines = Case::at_repo()
        .run(["advise", "-p", "examples/first-plan", "--toml"])
        .exit(0);
    let entry = "# in [service.support-chat], examples/first-plan/jurymast.toml: in \
                 place of the entry for support-llm (line 8)\n\
                 { on = \"support-llm\", fallback = [{ to = \"support-llm-anthropic\", switch = \"manual\" }] },\n";
    let lines = lines
        .stdout_has(entry)
        .stdout_has("[ai.support-llm-anthropic]\n");
    assert!(
        lines
            .stdout
            .lines()
            .next()
            .unwrap()
            .starts_with("# 1. A fallback for support-llm")
    );
}

const BEHIND_A_GATEWAY: &str = r#"
[plan]
name = "x"

[service.chat]
tier = 1

[[service.chat.depends_on]]
on = "model"
fallback = [
  { to = "second-model", switch = "automatic", after = "5s", triggers = ["5xx"] },
]

[ai.model]
provider = "openai"
model = "gpt-5.2"
via = "gateway"

[ai.second-model]
provider = "anthropic"
model = "claude-opus-4-7"
via = "gateway"

[service.gateway]
"#;

#[test]
fn a_gateway_that_takes_both_models_is_bypassed() {
    let case = Case::plan(BEHIND_A_GATEWAY);
    let advice = keeps_its_word(&case, &root(), &[]);
    assert_eq!(advice["before"]["gaps"], 1);
    assert_eq!(advice["after"]["gaps"], 0);
    let change = &advice["changes"][0];
    assert_eq!(change["kind"], "gateway-bypass");
    assert_eq!(change["fallback"], "model-direct");
    assert_eq!(change["sureness"], "likely");
    assert!(
        change["toml"]
            .as_str()
            .unwrap()
            .contains("[ai.model-direct]")
    );
    assert!(!change["toml"].as_str().unwrap().contains("via"));
}

#[test]
fn a_second_one_goes_into_another_zone_and_a_tested_stand_in_comes_first() {
    let case = Case::plan(
        r#"
[plan]
name = "x"
[service.shop]
tier = 1
depends_on = ["db", "search"]
[service.desk]
tier = 3
depends_on = [{ on = "search", fallback = [{ to = "listing", serves = "degraded", tested = 2026-10-01 }] }]
[resource.db]
kind = "database"
in = ["zone-a"]
[service.search]
[service.listing]
[domain.zone-a]
kind = "zone"
[domain.zone-b]
kind = "zone"
"#,
    );
    let advice = keeps_its_word(&case, &root(), &[]);
    assert_eq!(advice["after"]["gaps"], 0);
    let change = |on: &str| {
        let changes = advice["changes"].as_array().unwrap().iter();
        changes
            .clone()
            .find(|change| change["on"] == on)
            .unwrap()
            .clone()
    };
    let db = change("db");
    assert_eq!(db["kind"], "second-domain");
    assert!(db["toml"].as_str().unwrap().contains("in = [\"zone-b\"]"));
    assert!(
        db["toml"]
            .as_str()
            .unwrap()
            .contains("{ any_of = [\"db\", \"db-zone-b\"] }")
    );
    let listed = |change: &Value| change["removes"].as_array().unwrap().len();
    assert_eq!(listed(&db), 2, "the database and its zone");
    let search = change("search");
    assert_eq!(search["fallback"], "listing");
    assert_eq!(search["sureness"], "sure");
    assert_eq!(search["serves"], "degraded");
}

/// The region takes two things at once: neither change alone helps against it.
#[test]
fn changes_that_help_only_together_are_found_together() {
    let case = Case::plan(
        r#"
[plan]
name = "x"
[service.shop]
tier = 1
depends_on = ["left", "right"]
[resource.left]
own_failure = false
in = ["east"]
[resource.right]
own_failure = false
in = ["east"]
[domain.east]
kind = "region"
[domain.west]
kind = "region"
"#,
    );
    let none = keeps_its_word(&case, &root(), &["--max-changes", "1"]);
    assert_eq!(none["changes"].as_array().unwrap().len(), 0);
    assert_eq!(none["bound"]["removable"], 1);
    let both = keeps_its_word(&case, &root(), &["--max-changes", "2"]);
    assert_eq!(both["changes"].as_array().unwrap().len(), 2);
    assert_eq!(both["after"]["gaps"], 0);
    assert_eq!(both["bound"]["at_least_changes"], 2);
}

/// Too many candidates for the exact search: the bound is computed, and holds.
#[test]
fn a_large_plan_is_searched_greedily_and_says_how_well() {
    let mut plan = "[plan]\nname = \"x\"\n".to_owned();
    for at in 0..80 {
        let tier = 1 + at % 2;
        plan.push_str(&format!(
            "[service.s{at}]\ntier = {tier}\ndepends_on = [\"r{at}\", \"r{}\", \"pair-a\"]\n[resource.r{at}]\n",
            (at * 7) % 20
        ));
    }
    plan.push_str("[resource.pair-a]\nin = [\"east\"]\n[domain.east]\nkind = \"zone\"\n[domain.west]\nkind = \"zone\"\n");
    let case = Case::plan(&plan);
    let advice = keeps_its_word(&case, &root(), &["--max-changes", "4"]);
    let bound = &advice["bound"];
    assert_eq!(bound["method"], "greedy");
    let gone =
        advice["before"]["gaps"].as_u64().unwrap() - advice["after"]["gaps"].as_u64().unwrap();
    assert!(bound["at_most"].as_u64().unwrap() >= gone);
    assert!(
        gone >= 160,
        "the shared pair alone takes 80 services twice over"
    );
    assert!(bound["at_least_changes"].as_u64().unwrap() <= 4);
    assert!(
        case.run(["advise", "--max-changes", "4"])
            .exit(0)
            .stdout
            .contains("Found greedily: at least")
    );
}

#[test]
fn nothing_to_advise_is_said() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[service.a]\ntier = 1\ndepends_on = [{ any_of = [\"b\", \"c\"] }]\n[resource.b]\n[resource.c]\n",
    );
    case.run(["advise"])
        .exit(0)
        .stdout_has("Nothing to advise: no single failure takes down the service");
    case.run(["advise", "--toml"])
        .exit(0)
        .stdout_has("# Nothing to advise.");
    let advice = case.run(["advise", "--format", "json"]).exit(0).json();
    assert_eq!(advice["changes"], Value::Array(Vec::new()));
}

#[test]
fn services_and_tiers_can_be_chosen_and_slips_are_met_with_a_suggestion() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\ndepends_on = [\"db\"]\n\
         [service.tool]\ntier = 3\ndepends_on = [\"box\"]\n[resource.db]\n[resource.box]\n",
    );
    let on = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["advise", "--format", "json"];
        all.extend_from_slice(arguments);
        let changes = case.run(all).exit(0).json()["changes"].clone();
        let changes = changes.as_array().unwrap().iter();
        changes
            .map(|change| change["on"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(on(&[]), ["db"]);
    assert_eq!(on(&["--tier", "3"]), ["box"]);
    assert_eq!(on(&["tool"]), ["box"]);
    assert_eq!(
        on(&["tool", "shop", "--max-changes", "1"]),
        ["db"],
        "tier 1 comes first"
    );
    case.run(["advise", "shpo"])
        .exit(2)
        .stderr_has("did you mean `shop`?");
    case.run(["advise", "--tier", "2"])
        .exit(2)
        .stderr_has("no service has tier 2");
}

#[test]
fn text_keeps_to_80_columns_and_runs_agree() {
    for example in ["astronomy-shop", "chat-and-video/before"] {
        let path = format!("examples/{example}");
        let run = || Case::at_repo().run(["advise", "-p", &path]).exit(0).stdout;
        let text = run();
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert_eq!(text, run());
    }
}

/// No time at all: nothing is looked at, and it says so.
#[test]
fn advice_that_had_no_time_says_so() {
    let plan = "[plan]\nname = \"x\"\n[service.a]\ntier = 1\ndepends_on = [\"b\"]\n\
                [service.c]\ntier = 2\ndepends_on = [\"b\"]\n[resource.b]\n";
    let case = Case::plan(plan);
    let asked = ["advise", "--time-limit", "0"];
    let ran = case.run(asked).exit(0);
    ran.stdout_has("INCOMPLETE")
        .stdout_has("2 of 2 services were not looked at")
        .stdout_lacks("Nothing to advise");
    let json = case
        .run(["advise", "--time-limit", "0", "-f", "json"])
        .exit(0)
        .json();
    assert_eq!(json["bound"]["complete"], false);
    assert_eq!(json["bound"]["not_looked_at"], 2);
    let json = case
        .run(["advise", "--time-limit", "1h", "-f", "json"])
        .exit(0)
        .json();
    assert_eq!(json["bound"]["complete"], true);
    assert_eq!(json["bound"]["not_looked_at"], 0);
    assert_eq!(json["before"]["gaps"], 2);
}

/// So many single points that not all can be looked at: all are counted.
#[test]
fn gaps_beyond_the_limit_are_counted() {
    const LONG: usize = 700;
    let mut plan = String::from("[plan]\nname = \"x\"\n");
    for at in 0..LONG {
        let next = (at + 1) % LONG;
        plan.push_str(&format!(
            "[service.s{at}]\ntier = 1\ndepends_on = [\"s{next}\"]\n"
        ));
    }
    let asked = [
        "advise",
        "--max-changes",
        "1",
        "--time-limit",
        "0",
        "-f",
        "json",
    ];
    let json = Case::plan(&plan).run(asked).exit(0).json();
    assert_eq!(json["bound"]["complete"], false);
    let asked = [
        "advise",
        "s0",
        "s1",
        "--max-changes",
        "1",
        "--time-limit",
        "1h",
        "-f",
        "json",
    ];
    let json = Case::plan(&plan).run(asked).exit(0).json();
    assert_eq!(json["before"]["gaps"], 2 * (LONG - 1));
    assert_eq!(json["bound"]["complete"], true);
}
