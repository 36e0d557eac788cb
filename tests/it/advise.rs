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
            // What is down without any fault hangs on what has ended.
            let fault = set.get(0).unwrap_or(&one["at_rest"]["id"]);
            let fault = fault.as_str().unwrap().to_owned();
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
        .fold(Case::new().on_the_day_of(case), |case, (path, text)| {
            case.file(&path, text)
        })
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
    let mut left = before.len();
    for change in advice["changes"].as_array().unwrap() {
        left -= change["removes"].as_array().unwrap().len();
        assert_eq!(change["left"], left);
        assert!(gaps_of(&change["remains"]).is_subset(&now));
    }
    for (component, count) in errors(&after) {
        let known = errors(case).get(&component).copied().unwrap_or(0);
        assert!(count <= known, "`check` has more against {component}");
    }
    advice
}

/// How many errors `check` has against each component.
fn errors(case: &Case) -> BTreeMap<String, usize> {
    let asked = ["check", "--format", "json", "--fail-on", "never"];
    let found = case.run(asked).exit(0).json();
    let mut errors = BTreeMap::new();
    for one in found["findings"].as_array().unwrap() {
        let places = one["related"].as_array().unwrap().iter();
        let places: Vec<&Value> = places.filter(|one| !one["severity"].is_null()).collect();
        let alone = [one];
        let places = if places.is_empty() {
            &alone
        } else {
            &places[..]
        };
        for place in places.iter().filter(|one| one["severity"] == "error") {
            let component = place["component"].as_str().unwrap_or_default();
            *errors.entry(component.to_owned()).or_default() += 1;
        }
    }
    errors
}

/// With any one of its edits of entries left out, advice no longer holds.
#[track_caller]
fn edits_only_what_helps(case: &Case, files: &[String], advice: &Value) {
    let services: BTreeSet<String> = single_points(case, &BTreeSet::new())
        .into_iter()
        .map(|(service, _)| service)
        .collect();
    let edits = advice["edits"].as_array().unwrap();
    let all = single_points(&pasted(case, files, &advice["edits"]), &services);
    for at in 0..edits.len() {
        if edits[at]["start"] != edits[at]["end"] {
            let mut fewer = edits.clone();
            fewer.remove(at);
            let left = single_points(&pasted(case, files, &Value::Array(fewer)), &services);
            assert!(left.len() > all.len(), "needless: {}", edits[at]);
        }
    }
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
        // Before any of its models ends.
        let case = case.today("2026-08-01");
        let advice = keeps_its_word(&case, &files, &[]);
        let count = |side: &str| advice[side]["gaps"].as_u64().unwrap();
        assert!(count("before") - count("after") >= least, "{example}");
        edits_only_what_helps(&case, &files, &advice);
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
        .stdout_has("Nothing to advise: no single failure takes down what was looked at");
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
        .stderr_has("no service and no activity has tier 2");
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
        .stdout_has("2 of 2 services and activities were not looked at")
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

const ONE_ZONE: &str = r#"
[plan]
name = "x"
[service.a]
tier = 1
rto = "1h"
depends_on = ["b"]
[service.b]
tier = 1
rto = "1h"
in = ["z"]
[domain.z]
"#;

/// What is added makes no promise of its own, and says what it shares.
#[test]
fn a_stand_in_is_promised_to_nobody() {
    let case = Case::plan(ONE_ZONE);
    let advice = keeps_its_word(&case, &root(), &[]);
    assert_eq!(advice["before"]["gaps"], 3);
    assert_eq!(advice["after"]["gaps"], 1);
    let after = pasted(&case, &root(), &advice["edits"]);
    assert_eq!(single_points(&after, &BTreeSet::new()).len(), 1);
    assert!(errors(&after).is_empty());
    let change = &advice["changes"][0];
    assert!(!change["toml"].as_str().unwrap().contains("tier"));
    assert!(
        change["toml"]
            .as_str()
            .unwrap()
            .contains("[domain.z-second]")
    );
    let shares = "z-second is new: a place that shares nothing with z";
    assert!(
        change["caveats"]
            .as_array()
            .unwrap()
            .contains(&shares.into())
    );
}

#[test]
fn another_domain_is_found_where_no_kind_is_told() {
    let plan = format!("{ONE_ZONE}in = [\"r\"]\n[domain.z2]\nin = [\"r\"]\n[domain.r]\n");
    let case = Case::plan(&plan);
    let advice = keeps_its_word(&case, &root(), &[]);
    let change = &advice["changes"][0];
    assert_eq!(change["fallback"], "b-z2", "not r, in which z stands");
    assert_eq!(change["removes"].as_array().unwrap().len(), 2);

    let case = Case::plan(
        r#"
[plan]
name = "x"
[service.a]
tier = 1
depends_on = [{ any_of = ["d3", "d1", "d2"], at_least = 2 }]
[resource.d1]
in = ["z"]
[resource.d2]
in = ["z"]
[resource.d3]
in = ["z2"]
[domain.z]
[domain.z2]
"#,
    );
    let advice = keeps_its_word(&case, &root(), &[]);
    assert_eq!(advice["before"]["gaps"], 1);
    assert_eq!(advice["after"]["gaps"], 0);
    assert_eq!(advice["changes"][0]["fallback"], "d1-z2");
    case.run(["advise"])
        .exit(0)
        .stdout_has("1. One more beside d3, d1 and d2: d1-z2 (new), in a");
}

/// `checkout` has a stand-in for the gateway already, `search` has not.
#[test]
fn only_entries_where_it_helps_are_changed() {
    let case = Case::plan(
        r#"
[plan]
name = "x"
[service.checkout]
tier = 1
depends_on = [{ on = "model", fallback = ["other", { to = "rules", serves = "degraded" }] }]
[service.search]
tier = 1
depends_on = [{ on = "model", fallback = ["other"] }]
[ai.model]
provider = "openai"
model = "gpt-5.2"
via = "gate"
[ai.other]
provider = "aws-bedrock"
model = "claude-opus-4-5"
via = "gate"
[service.gate]
[service.rules]
"#,
    );
    let advice = keeps_its_word(&case, &root(), &[]);
    let change = &advice["changes"][0];
    assert_eq!(change["places"].as_array().unwrap().len(), 1);
    assert_eq!(change["component"], "search");
    edits_only_what_helps(&case, &root(), &advice);
}

#[test]
fn what_else_could_be_done_removes_about_as_much() {
    let (case, files) = copied(&repository().join("examples/chat-and-video/before"));
    let case = case.today("2026-08-01");
    let advice = keeps_its_word(&case, &files, &[]);
    for change in advice["changes"].as_array().unwrap() {
        let count = change["removes"].as_array().unwrap().len() as u64;
        let others = change["alternatives"].as_array().unwrap();
        let removes: Vec<u64> = others
            .iter()
            .map(|one| one["removes"].as_u64().unwrap())
            .collect();
        assert!(!removes.is_empty());
        assert!(removes.is_sorted_by(|a, b| a >= b));
        assert!(removes.iter().all(|one| *one > 0 && 2 * one >= count));
        assert!(others.iter().all(|one| one["fallback"] != "title-writer"));
        assert_eq!(change["instead"].as_array().unwrap().len(), others.len());
    }
}

#[test]
fn what_remains_comes_through_what_is_stood_in_for() {
    let (case, files) = copied(&repository().join("examples/astronomy-shop"));
    let advice = keeps_its_word(&case, &files, &[]);
    let changes = advice["changes"].as_array().unwrap();
    let catalogue = changes
        .iter()
        .find(|change| change["on"] == "product-catalog")
        .unwrap();
    let services: BTreeSet<String> = gaps_of(&catalogue["remains"])
        .into_iter()
        .map(|(service, _)| service)
        .collect();
    let expected = [
        "browse-catalogue",
        "checkout",
        "frontend",
        "frontend-proxy",
        "take-orders",
    ];
    assert_eq!(services, expected.map(str::to_owned).into());
}

#[test]
fn no_changes_cannot_be_asked_for() {
    Case::plan(ONE_ZONE)
        .run(["advise", "--max-changes", "0"])
        .exit(2)
        .stderr_has("0 is not in 1..");
}

/// Plans of parts that lean on each other as they come.
fn any_plan(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut pick = |of: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) % of
    };
    let kinds = ["service", "service", "service", "resource", "ai"];
    let parts: Vec<(&str, String)> = (0..4 + pick(6))
        .map(|at| {
            let kind = if at == 0 {
                "service"
            } else {
                kinds[pick(5) as usize]
            };
            (kind, format!("p{at}"))
        })
        .collect();
    let mut text = "[plan]\nname = \"x\"\n[domain.z]\n[domain.y]\nkind = \"zone\"\n[domain.x]\nkind = \"zone\"\nin = [\"z\"]\n".to_owned();
    for (at, (kind, id)) in parts.iter().enumerate() {
        text.push_str(&format!("[{kind}.{id}]\n"));
        if *kind == "ai" {
            let provider = ["openai", "anthropic", "aws-bedrock"][pick(3) as usize];
            text.push_str(&format!("provider = \"{provider}\"\n"));
        }
        if *kind == "service" && pick(3) > 0 {
            text.push_str(&format!(
                "tier = {}\nrto = \"{}h\"\n",
                1 + pick(3),
                1 + pick(4)
            ));
        }
        if *kind != "ai" && pick(2) == 0 {
            text.push_str(&format!(
                "in = [\"{}\"]\n",
                ["x", "y", "z"][pick(3) as usize]
            ));
        }
        let below = &parts[at + 1..];
        let mut entries = Vec::new();
        for _ in 0..pick(4).min(below.len() as u64) {
            let mut other = || &below[pick(below.len() as u64) as usize].1;
            let (a, b) = (other(), other());
            entries.push(match pick(4) {
                _ if a == b => format!("\"{a}\""),
                0 => format!("{{ any_of = [\"{a}\", \"{b}\"], at_least = 2 }}"),
                1 => format!("{{ any_of = [\"{a}\", \"{b}\"] }}"),
                2 => format!("{{ on = \"{a}\", fallback = [\"{b}\"] }}"),
                _ => format!("\"{a}\""),
            });
        }
        text.push_str(&format!("depends_on = [{}]\n", entries.join(", ")));
    }
    text
}

#[test]
fn any_plan_is_better_off_and_nothing_new_is_wrong() {
    for seed in 1..25 {
        let case = Case::plan(&any_plan(seed));
        let advice = keeps_its_word(&case, &root(), &[]);
        edits_only_what_helps(&case, &root(), &advice);
    }
}

/// A second one in the same region is worth more than none: `check` never says worse.
#[test]
fn a_shared_fate_is_no_worse_than_no_alternative() {
    let severity = |text: &str, rule: &str| -> Option<String> {
        let found = Case::plan(text).findings(rule);
        let one = found.first()?;
        Some(one["severity"].as_str().unwrap().to_owned())
    };
    let plan = |needs: &str, place: &str| {
        format!(
            "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\n{place}depends_on = [{needs}]\n\
             [resource.a]\nin = [\"r\"]\n[resource.b]\nin = [\"r\"]\n[domain.r]\n\
             [ai.m]\nprovider = \"openai\"\nin = [\"r\"]\n\
             [ai.n]\nprovider = \"anthropic\"\nin = [\"r\"]\n"
        )
    };
    let of = |needs, place, rule| severity(&plan(needs, place), rule);
    let rule = "shared-fate-fallback";
    let warning = Some("warning".to_owned());
    let error = Some("error".to_owned());
    assert_eq!(of("\"a\"", "", "single-point-of-failure"), warning);
    assert_eq!(of("{ any_of = [\"a\", \"b\"] }", "", rule), warning);
    assert_eq!(of("\"m\"", "", "no-fallback"), error);
    let models = "{ on = \"m\", fallback = [\"n\"] }";
    assert_eq!(of(models, "", rule), error);
    assert_eq!(of(models, "in = [\"r\"]\n", rule), warning);
}

/// Behind the gateway, with the tier of the one service that has needs.
fn overview(tier: &str) -> (Value, String) {
    let text = BEHIND_A_GATEWAY.replace("tier = 1\n", tier);
    let case = Case::plan(&text).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    let advice = case.run(["advise", "--format", "json"]).exit(0).json();
    (advice, case.read("site/index.html"))
}

#[test]
fn the_overview_shows_the_advice_with_tiers_and_without() {
    for (tier, of) in [
        ("tier = 1\n", "services of tier 1 and 2"),
        ("tier = 3\n", "all services"),
        ("", "all services"),
    ] {
        let (advice, page) = overview(tier);
        let (before, after) = (&advice["before"]["gaps"], &advice["after"]["gaps"]);
        assert_eq!(
            (before.as_u64(), after.as_u64()),
            (Some(1), Some(0)),
            "{tier:?}"
        );
        let said = format!(
            "This change removes 1 of the {before} single points of failure of {of}. None is left."
        );
        assert!(page.contains(&said), "{tier:?}: {page}");
    }
}

/// Blanks and a carriage return at the end of a line are no part of the entry.
#[test]
fn lines_with_more_behind_them_than_meets_the_eye() {
    let plan = "[plan]\nname = \"x\"\n[service.s]\ntier = 1\n[[service.s.depends_on]]\n\
                on = \"a\"  \n[resource.a]\n[resource.b]\n";
    for text in [plan.to_owned(), plan.replace('\n', "\r\n")] {
        Case::plan(&text)
            .run(["advise", "--toml"])
            .exit(0)
            .stdout_has("any_of = [\"a\", \"a-second\"]");
    }
}

/// What is put into a file ends its lines as the file does.
#[test]
fn edits_keep_the_line_ends_of_the_file() {
    let plan = "[plan]\nname = \"x\"\n[service.s]\ntier = 1\n[[service.s.depends_on]]\n\
                on = \"m\"\ndetect = \"1m\"\n[[service.s.depends_on]]\non = \"a\"\n\
                [resource.a]\n[ai.m]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n";
    let edits = |text: &str| {
        let case = Case::plan(text);
        let json = case.run(["advise", "--format", "json"]).exit(0).json();
        let edits = json["edits"].as_array().unwrap().clone();
        assert!(!edits.is_empty());
        edits
            .iter()
            .map(|one| one["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let unix = edits(plan);
    let windows = edits(&plan.replace('\n', "\r\n"));
    let expected: Vec<String> = unix.iter().map(|one| one.replace('\n', "\r\n")).collect();
    assert_eq!(windows, expected);
}

#[test]
fn a_floor_without_ai_needs_what_the_service_needs_besides() {
    let plan = r#"[plan]
name = "teashop"
[service.web]
tier = 1
depends_on = ["api"]
[service.api]
depends_on = ["advisor", "db", { on = "stripe", mode = "soft" }]
[service.advisor]
depends_on = ["cache", "chat", "gateway"]
[service.gateway]
[resource.db]
kind = "database"
[resource.cache]
kind = "cache"
[resource.stripe]
kind = "saas"
[ai.chat]
provider = "openai"
model = "gpt-5.2"
via = ["gateway"]
"#;
    let case = Case::new().file("jurymast.toml", plan);
    let lost = |case: &Case| single_points(case, &BTreeSet::from(["web".to_owned()]));
    let json = case.run(["advise", "--format", "json"]).exit(0).json();
    let files = ["jurymast.toml".to_owned()];
    let after = pasted(&case, &files, &json["edits"]);
    let text = after.read("jurymast.toml");
    assert!(text.contains("without-ai]"), "{text}");
    // Pasted alone, the floor cures nothing that it needs as well.
    let floor = r#"[resource.api-without-ai]
name = "api without AI"
description = "Rules, written answers, or a queue that people work off: to be built."
depends_on = [
  "db",
  { on = "stripe", mode = "soft" },
  "cache",
  "gateway",
]
"#;
    let alone = keeps_its_word(&case, &files, &["--max-changes", "1"]);
    let change = &alone["changes"][0];
    assert_eq!(change["fallback"], "api-without-ai", "{alone:#}");
    let all = alone.to_string();
    assert!(
        all.contains(&floor.replace('\n', "\\n").replace('"', "\\\"")),
        "{all}"
    );
    assert!(all.contains("gateway carries calls of models"), "{all}");
    let one = pasted(&case, &files, &alone["edits"]);
    for still in ["db", "cache", "gateway"] {
        assert!(
            lost(&one).contains(&("web".to_owned(), still.to_owned())),
            "{still}"
        );
    }
    for cured in ["api", "chat", "openai"] {
        assert!(
            !lost(&one).contains(&("web".to_owned(), cured.to_owned())),
            "{cured}"
        );
    }
}
