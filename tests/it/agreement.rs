//! One fact has one answer: what one command says of a plan, no other denies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use super::driver::{Case, repository};

/// Folders of plans that can be read: examples, and outages of the past.
fn plans() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec!["examples".to_owned(), "tests/outages".to_owned()];
    while let Some(folder) = folders.pop() {
        let mut below: Vec<_> = fs::read_dir(repository().join(&folder))
            .unwrap()
            .map(|entry| entry.unwrap())
            .collect();
        below.sort_by_key(fs::DirEntry::path);
        if below
            .iter()
            .any(|entry| entry.file_name() == "jurymast.toml")
        {
            found.push(folder.clone());
        }
        for entry in below {
            if entry.file_type().unwrap().is_dir() {
                folders.push(format!("{folder}/{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    found.sort();
    found
}

fn ask(plan: &str, arguments: &[&str]) -> Value {
    let all = arguments.iter().copied();
    let all = all.chain(["--plan", plan, "--format", "json"]);
    let ran = Case::at_repo().run(all);
    assert!(
        matches!(ran.code, Some(0 | 1)),
        "{plan}: a plan that cannot be read\n{ran}"
    );
    ran.json()
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap()
}

/// Services and activities, which commands judge alike.
fn judged(of: &Value) -> bool {
    matches!(of["kind"].as_str(), Some("service" | "activity"))
}

/// Every component that can fail alone, with how many it takes down.
fn ranking(plan: &str) -> BTreeMap<String, u64> {
    let all = ask(plan, &["blast", "--all"]);
    let each = list(&all, "components").iter();
    each.map(|one| (text(one, "id").to_owned(), one["down"].as_u64().unwrap()))
        .collect()
}

/// What cannot fail by itself, so that it is no part of a gap.
fn groupings(plan: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![repository().join(plan)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            for table in text.split("\n[") {
                if table.contains("own_failure = false") {
                    let head = table.split(']').next().unwrap();
                    found.extend(head.split('.').nth(1).map(str::to_owned));
                }
            }
        }
    }
    found
}

#[test]
fn what_a_loss_takes_down_is_a_gap_of_one() {
    for plan in plans() {
        let gaps = ask(&plan, &["gaps", "--level", "down"]);
        let alone: BTreeMap<&str, BTreeSet<&str>> = list(&gaps, "components")
            .iter()
            .map(|one| {
                let sets = list(one, "sets").iter().filter_map(Value::as_array);
                let single = sets.filter(|set| set.len() == 1);
                let single = single.filter_map(|set| set[0].as_str());
                (text(one, "id"), single.collect())
            })
            .collect();
        let groupings = groupings(&plan);
        for (fault, takes) in ranking(&plan).into_iter().filter(|(_, down)| *down > 0) {
            if groupings.contains(&fault) {
                continue;
            }
            let blast = ask(&plan, &["blast", &fault]);
            assert_eq!(
                blast["counts"]["down"].as_u64(),
                Some(takes),
                "{plan}: {fault} alone and in the ranking"
            );
            let own = list(&blast, "affected").iter();
            for hit in own.filter(|hit| hit["level"] == "down" && judged(hit)) {
                let id = text(hit, "id");
                if let Some(single) = alone.get(id) {
                    assert!(
                        single.contains(fault.as_str()),
                        "{plan}: blast says that {fault} takes {id} down, gaps do not"
                    );
                }
            }
        }
        for (id, single) in alone {
            for fault in single {
                let blast = ask(&plan, &["blast", fault]);
                let hit = list(&blast, "affected").iter();
                let down = hit.filter(|hit| hit["level"] == "down");
                assert!(
                    down.clone().any(|hit| text(hit, "id") == id),
                    "{plan}: gaps say that {fault} takes {id} down, blast does not"
                );
            }
        }
    }
}

#[test]
fn the_sheet_names_whom_the_blast_names() {
    for plan in plans() {
        for (fault, _) in ranking(&plan).into_iter().filter(|(_, down)| *down > 0) {
            let blast = ask(&plan, &["blast", &fault]);
            let sheet = ask(&plan, &["incident", &fault, "--now", "2026-11-23T12:00Z"]);
            let down: BTreeSet<&str> = list(&blast, "affected")
                .iter()
                .filter(|hit| judged(hit) && hit["level"] == "down")
                .map(|hit| text(hit, "id"))
                .collect();
            let told: BTreeSet<&str> = list(&sheet, "hits")
                .iter()
                .map(|hit| text(hit, "id"))
                .collect();
            for id in down {
                assert!(
                    told.contains(id),
                    "{plan}: {fault} takes {id} down, and the sheet does not name it"
                );
            }
        }
    }
}

#[test]
fn a_target_that_a_scenario_misses_is_a_finding_and_no_other_is() {
    for plan in plans() {
        let said = fs::read_to_string(repository().join(&plan).join("jurymast.toml")).unwrap();
        if !said.contains("[scenario.") {
            continue;
        }
        let runs = ask(&plan, &["simulate"]);
        let checked = ask(&plan, &["check"]);
        let found: BTreeSet<&str> = list(&checked, "findings")
            .iter()
            .filter(|one| one["rule"] == "rto-not-achievable")
            .flat_map(|one| {
                let places = list(one, "related").iter();
                let places = places.filter_map(|place| place["component"].as_str());
                places.chain(one["component"].as_str())
            })
            .collect();
        for run in list(&runs, "scenarios") {
            for one in list(run, "components") {
                let id = text(one, "id");
                let verdict = text(one, "rto_verdict");
                assert_eq!(
                    one["meets_rto"].as_bool(),
                    match verdict {
                        "met" => Some(true),
                        "missed" => Some(false),
                        _ => None,
                    },
                    "{plan}: {id}: the two words on one target"
                );
                if verdict == "missed" {
                    assert!(
                        found.contains(id),
                        "{plan}: {id} misses its RTO in {}, and check is silent",
                        run["id"]
                    );
                }
                if verdict == "unknown" {
                    assert!(
                        !list(one, "unknown_because").is_empty(),
                        "{plan}: {id}: unknown, and nothing says why"
                    );
                }
            }
        }
    }
}

#[test]
fn a_fallback_that_has_ended_holds_in_no_command() {
    let plan = Case::plan(
        r#"
[plan]
name = "Ended"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "first"
detect = "1m"
fallback = [{ to = "second", switch = "automatic", after = "5s", triggers = ["5xx"] }]
[ai.first]
provider = "acme"
model = "one"
[ai.second]
provider = "other"
model = "two"
[provider.acme]
[provider.other]
models = [{ id = "two", retires = 2026-03-01 }]
[scenario.lost]
fails = [{ what = "first", for = "2h", symptom = "5xx" }]
"#,
    );
    let json = |arguments: &[&str]| {
        let all = arguments.iter().copied().chain(["--format", "json"]);
        plan.run(all).json()
    };
    let blast = json(&["blast", "first"]);
    assert_eq!(blast["affected"][0]["level"], "down");
    let gaps = json(&["gaps", "shop"]);
    let sets = list(&gaps["components"][0], "sets");
    assert!(sets.contains(&serde_json::json!(["first"])), "{sets:?}");
    let run = json(&["simulate", "lost"]);
    assert_eq!(
        run["scenarios"][0]["components"][0]["rto_verdict"],
        "missed"
    );
    let sheet = json(&["incident", "first", "--now", "2026-11-23T12:00Z"]);
    assert_eq!(sheet["fallbacks"][0]["verdict"], "no-help");
    let checked = json(&["check"]);
    let rules: BTreeSet<&str> = list(&checked, "findings")
        .iter()
        .map(|one| text(one, "rule"))
        .collect();
    for rule in ["retired-model", "no-fallback", "rto-not-achievable"] {
        assert!(rules.contains(rule), "{rule} is not among {rules:?}");
    }
}

/// What `simulate` and the sheet say of a shop whose store is lost for good with its data:
/// the longest time down and the RTO. The sheet is asked a minute after the loss, which
/// is when `simulate` has it noticed, and counts from then on.
fn of_a_lost_store(keys: &str, rest: &str, lost: &str) -> [(Value, Value); 2] {
    let toml = format!(
        r#"
[plan]
name = "Shop"
[service.shop]
tier = 1
rto = "1h"
depends_on = [{{ on = "db", detect = "1m" }}]
[resource.db]
in = ["east"]
{keys}
[domain.east]
{rest}
[scenario.one]
fails = [{{ what = "{lost}", loses_data = true }}]
"#
    );
    let over_time = ["simulate", "one", "--format", "json"];
    let over_time = Case::plan(&toml).run(over_time).exit(0).json();
    let now = "2026-11-24T10:00Z";
    let sheet = [
        "incident", lost, "--now", now, "--since", "-1m", "--format", "json",
    ];
    let sheet = Case::plan(&toml).run(sheet).exit(0).json();
    let shop = |all: &Value| {
        all.as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == "shop")
            .cloned()
    };
    let simulated = shop(&over_time["scenarios"][0]["components"]).unwrap();
    let told = shop(&sheet["critical"]).unwrap();
    [
        (
            simulated["longest_down_s"].clone(),
            simulated["rto_verdict"].clone(),
        ),
        (
            told["at_least_s"].as_u64().map(|work| work + 60).into(),
            told["rto_verdict"].clone(),
        ),
    ]
}

#[test]
fn a_repair_takes_as_long_over_time_as_on_the_sheet() {
    let steps = "[runbook.db]\nstep = [{ do = \"mend it\", takes = \"10m\" }]\n";
    let long = "[runbook.db]\nstep = [{ do = \"mend it\", takes = \"2h\" }]\n";
    let moves = |first: &str, more: &str| {
        format!(
            "[runbook.db]\nstep = [{{ do = \"go west\", moves_to = [\"west\"], {first} }}, \
             {{ do = \"go north\", moves_to = [\"north\"], {more} }}]\n\
             [domain.west]\n[domain.north]\n"
        )
    };
    let [both, one_is_timed, mended] = [
        moves("takes = \"40m\"", "takes = \"30m\""),
        moves("takes = \"40m\"", "owner = \"ops\"") + "[team.ops]\n",
        moves("takes = \"2h\"", "takes = \"3h\""),
    ];
    let blocked = "[service.console]\nexpires = 2026-01-31\n\
        [runbook.db]\nstep = [{ do = \"mend it\", takes = \"10m\", needs = [\"console\"] }]\n";
    for (keys, rest, seconds, verdict) in [
        // The longer of the steps and the restore.
        ("backup = { restore = \"2h\" }", steps, Some(7260), "missed"),
        ("backup = { restore = \"5m\" }", steps, Some(660), "met"),
        // A restore brings back the data; of the repair nothing is said.
        ("backup = { restore = \"20m\" }", "", Some(1260), "unknown"),
        ("backup = { restore = \"2h\" }", "", Some(7260), "missed"),
        ("data = \"none\"", "", Some(60), "unknown"),
        ("data = \"persistent\"", "", Some(60), "unknown"),
        // Made anew elsewhere nothing need be repaired.
        (
            "backup = { restore = \"20m\", segregated = true }",
            "",
            Some(1260),
            "met",
        ),
        (
            "backup = [{ restore = \"20m\" }, { restore = \"30m\", segregated = true }]",
            "",
            Some(1260),
            "met",
        ),
        (
            "backup = [{ restore = \"20m\" }, { restore = \"2h\", segregated = true }]",
            "",
            Some(1260),
            "unknown",
        ),
        // An undeclared restore is unknown, and so is that of no backup.
        ("backup = { every = \"1h\" }", steps, Some(660), "unknown"),
        ("data = \"persistent\"", steps, Some(660), "unknown"),
        ("data = \"none\"", steps, Some(660), "met"),
        // It needs what is over.
        ("data = \"none\"", blocked, None, "missed"),
        // The first of several ways: mended where it stands, in one place or the other, made
        // anew from a backup elsewhere.
        ("data = \"none\"", &both, Some(1860), "met"),
        ("data = \"none\"", &one_is_timed, Some(60), "met"),
        ("data = \"none\"", &mended, Some(7260), "missed"),
        ("backup = { restore = \"10m\" }", &both, Some(2460), "met"),
        (
            "backup = { restore = \"20m\", segregated = true }",
            long,
            Some(1260),
            "met",
        ),
        (
            "backup = [{ restore = \"10m\" }, { restore = \"90m\", segregated = true }]",
            long,
            Some(5460),
            "missed",
        ),
        // A restore that needs what comes back only with it, and one that does not.
        (
            "backup = [{ restore = \"10m\", needs = [\"shop\"] }, { restore = \"20m\" }]",
            steps,
            Some(1260),
            "met",
        ),
    ] {
        let expected = (Value::from(seconds), Value::from(verdict));
        let found = of_a_lost_store(keys, rest, "db");
        assert_eq!(found, [expected.clone(), expected], "{keys}\n{rest}");
    }
}

#[test]
fn a_loss_of_data_is_the_same_over_time_as_on_the_sheet() {
    let steps = |takes: &str| {
        format!("[runbook.db]\nstep = [{{ do = \"mend it\", takes = \"{takes}\" }}]\n")
    };
    let apart = |restore: &str| {
        format!(
            "backup = [{{ every = \"1h\"{restore} }}, \
             {{ every = \"1d\", restore = \"30m\", segregated = true }}]"
        )
    };
    let quick = ", restore = \"20m\"";
    for (backup, steps, verdict) in [
        // Made anew elsewhere it is back before the steps are done.
        (apart(quick), steps("1h"), "missed"),
        (apart(""), steps("1h"), "missed"),
        (apart(quick), steps("10m"), "met"),
        (apart(quick), String::new(), "unknown"),
        (apart(""), steps("10m"), "unknown"),
        (apart(", restore = \"40m\""), steps("10m"), "missed"),
    ] {
        let toml = format!(
            "[plan]\nname = \"Data\"\n[service.shop]\ntier = 1\n\
             depends_on = [{{ on = \"db\", detect = \"1m\" }}]\n\
             [resource.db]\nrpo = \"2h\"\n{backup}\n{steps}\
             [scenario.one]\nfails = [{{ what = \"db\", loses_data = true }}]\n"
        );
        let case = Case::plan(&toml);
        let ran = case
            .run(["simulate", "one", "--format", "json"])
            .exit(0)
            .json();
        let all = list(&ran["scenarios"][0], "components").iter();
        let mut db = all.filter(|one| one["id"] == "db");
        assert_eq!(db.next().unwrap()["rpo_verdict"], verdict, "{toml}");
        let sheet = case.run(["incident", "db"]).exit(0).stdout;
        let words: Vec<&str> = sheet.split_whitespace().collect();
        let says = format!("(RPO 2h {verdict})");
        assert!(words.join(" ").contains(&says), "{says}: {toml}\n{sheet}");
    }
}

#[test]
fn a_place_that_is_over_is_no_way_back_in_any_command() {
    let moves = "[runbook.db]\nstep = [{ do = \"make it anew\", takes = \"20m\", moves_to = [\"west\"] }]\n[domain.west]\n";
    let keys = "data = \"none\"";
    let met = (Value::from(1260), Value::from("met"));
    assert_eq!(of_a_lost_store(keys, moves, "east"), [met.clone(), met]);
    let over = format!("{moves}expires = 2026-01-31\n");
    let [simulated, told] = of_a_lost_store(keys, &over, "east");
    assert_eq!(simulated, (Value::Null, Value::from("missed")));
    // The sheet does not know whether the zone comes back.
    assert_eq!(told.1, "unknown");
}

/// Small plans that leave out a piece of each kind: how the loss is noticed, how the store
/// is repaired, how its data are saved.
fn with_missing_pieces() -> Vec<String> {
    let detects = ["detect = \"1m\"", "needed = \"run\""];
    let backups = [
        "",
        "backup = { every = \"10m\", restore = \"20m\" }",
        "backup = { every = \"10m\", restore = \"2h\" }",
        "backup = { every = \"2h\" }",
        "backup = { every = \"2h\", restore = \"20m\", segregated = true }",
        "backup = [{ every = \"10m\", restore = \"2h\" }, { every = \"2h\", restore = \"20m\" }]",
    ];
    let steps = ["", "takes = \"10m\"", "takes = \"2h\"", "owner = \"ops\""];
    let mut all = Vec::new();
    for detect in detects {
        for backup in backups {
            for step in steps {
                let step = match step {
                    "" => String::new(),
                    keys => format!("[[runbook.db.step]]\ndo = \"mend it\"\n{keys}\n"),
                };
                all.push(format!(
                    "[plan]\nname = \"Pieces\"\n[team.ops]\n[service.shop]\ntier = 1\nrto = \"1h\"\n\
                     depends_on = [{{ on = \"db\", {detect} }}]\n\
                     [resource.db]\nrpo = \"1h\"\n{backup}\n{step}\
                     [scenario.one]\nfails = [{{ what = \"db\", loses_data = true }}]\n"
                ));
            }
        }
    }
    all
}

#[test]
fn every_command_says_the_same_of_what_a_plan_leaves_out() {
    let mut differences = Vec::new();
    for toml in with_missing_pieces() {
        let case = Case::plan(&toml);
        let json = |arguments: &[&str]| {
            let all = arguments.iter().copied().chain(["--format", "json"]);
            case.run(all).exit(0).json()
        };
        let of = |all: &Value, id: &str| {
            let mut all = all.as_array().unwrap().iter();
            all.find(|one| one["id"] == id).cloned()
        };
        let mut differs = |what: &str, found: &Value, expected: &Value| {
            if found != expected {
                differences.push(format!("{what}: {found}, not {expected}\n{toml}"));
            }
        };
        let run = json(&["simulate", "one"]);
        let run = &run["scenarios"][0]["components"];
        let rto = of(run, "shop").unwrap()["rto_verdict"].clone();
        let rpo = of(run, "db").unwrap()["rpo_verdict"].clone();
        // Packets tell whatever is missed or not known.
        let packet = json(&["exercise", "one"]);
        let hit = of(&packet["expected"], "shop").unwrap_or_default();
        for word in ["missed", "unknown"] {
            let is_named = list(&hit, word).contains(&"RTO".into());
            differs(word, &is_named.into(), &(rto == word).into());
        }
        // What is missed for certain is an error.
        let found = case.findings("rto-not-achievable");
        let is_found = found.iter().any(|one| one["component"] == "shop");
        differs("check", &is_found.into(), &(rto == "missed").into());
        let now = "2026-11-24T10:00Z";
        let sheet = json(&["incident", "db", "--now", now, "--since", "-1m"]);
        if toml.contains("detect") {
            // A minute after the loss it has just been noticed.
            let told = of(&sheet["critical"], "shop").unwrap();
            differs("sheet", &told["rto_verdict"], &rto);
        }
        let said = sheet.to_string();
        let at = said.find("(RPO 1h ").map_or("", |at| &said[at + 8..]);
        let word = at.split(')').next().unwrap_or_default();
        differs("RPO on the sheet", &word.into(), &rpo);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// A store with an RPO of an hour and copies of every kind, lost in every way.
fn with_copies() -> Vec<String> {
    let near = "{ every = \"15m\", restore = \"1h\" }";
    let far = "{ every = \"1d\", restore = \"5h\", in = [\"vault\"] }";
    let late = "{ every = \"1h\", restore = \"9h\", in = [\"vault\"] }";
    let backups = ["", near, far, late]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("{near}, {far}"), format!("{far}, {late}")]);
    let replicas = ["", "account 5m", "other 5m", "other 3h"];
    let faults = [
        "ledger",
        "account",
        "vault",
        "ledger vault",
        "account vault other",
    ];
    let mut plans = Vec::new();
    for backup in backups {
        for replica in replicas {
            for what in faults {
                let copy = replica.split_once(' ').map_or(String::new(), |(place, lag)| {
                    format!(
                        "[resource.copy]\nin = [\"{place}\"]\nreplica_of = {{ of = \"ledger\", lag = \"{lag}\" }}\n"
                    )
                });
                let fails: Vec<String> = what
                    .split(' ')
                    .map(|what| format!("{{ what = \"{what}\", loses_data = true }}"))
                    .collect();
                plans.push(format!(
                    "[plan]\nname = \"Copies\"\n[domain.account]\n[domain.vault]\n[domain.other]\n\
                     [service.s]\ntier = 1\nrto = \"3d\"\ndepends_on = [\"ledger\"]\n\
                     [resource.ledger]\nrpo = \"1h\"\nin = [\"account\"]\nbackup = [{backup}]\n{copy}\
                     [scenario.one]\nfails = [{}]\n",
                    fails.join(", ")
                ));
            }
        }
    }
    plans
}

#[test]
fn a_recovery_point_that_a_scenario_misses_is_a_finding() {
    let told = [
        "rpo-not-achievable",
        "rpo-below-backup",
        "replica-lag-above-rpo",
        "backup-not-segregated",
        "data-without-backup",
        "rpo-without-backup",
    ];
    for toml in with_copies() {
        let case = Case::plan(&toml);
        let run = case.run(["simulate", "--format", "json"]).json();
        let of = list(&run["scenarios"][0], "components").iter();
        let of = of.filter(|one| text(one, "id") == "ledger");
        let is_missed = of.clone().any(|one| text(one, "rpo_verdict") == "missed");
        let findings = case.run(["check", "--format", "json"]).json();
        let rules: Vec<&str> = list(&findings, "findings")
            .iter()
            .filter(|one| text(one, "severity") != "info")
            .map(|one| text(one, "rule"))
            .filter(|rule| told.contains(rule))
            .collect();
        let by_scenario = rules.contains(&"rpo-not-achievable");
        assert!(
            !is_missed || !rules.is_empty(),
            "missed, and check is silent\n{toml}"
        );
        assert!(
            is_missed || !by_scenario,
            "met, and check says that it is missed\n{toml}"
        );
        let shown = case.run(["simulate"]).stdout;
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            is_missed,
            shown.contains("RPO 1h MISSED"),
            "what is missed is drawn\n{shown}\n{toml}"
        );
    }
}

#[test]
fn copies_and_needs_of_restores_count_on_the_sheet_as_over_time() {
    let backups = "backup = [{ every = \"2h\", restore = \"1h\", segregated = true }, \
                   { every = \"15m\", restore = \"40m\", segregated = true, needs = [\"vault\"] }]";
    let hourly = "backup = [{ every = \"2h\", restore = \"1h\", segregated = true }]";
    let quarterly = "backup = [{ every = \"15m\", restore = \"1h\", segregated = true }]";
    let vault = "[service.vault]\ndepends_on = [\"db\"]\n";
    let free = "[service.vault]\n";
    let copy = |lag: &str| format!("[resource.rep]\nreplica_of = {{ of = \"db\"{lag} }}\n");
    let taken = ", fallback = [{ to = \"rep\", after = \"30s\" }]";
    for (keys, rest, fallback, verdict) in [
        // The newer one waits for what waits for the store itself.
        (backups, vault.to_owned(), "", "missed"),
        (backups, free.to_owned(), "", "met"),
        // Nobody falls back to the copy, and it survived.
        (hourly, copy(", lag = \"20m\""), "", "met"),
        ("", copy(", lag = \"20m\""), "", "met"),
        (hourly, copy(", lag = \"50m\""), "", "missed"),
        ("", copy(""), "", "unknown"),
        // Somebody does.
        (quarterly, copy(", lag = \"90m\""), taken, "missed"),
        (quarterly, copy(", lag = \"20m\""), taken, "met"),
        (quarterly, copy(""), taken, "unknown"),
    ] {
        let toml = format!(
            "[plan]\nname = \"Copies\"\n[service.shop]\ntier = 1\n\
             depends_on = [{{ on = \"db\", detect = \"1m\"{fallback} }}]\n\
             [resource.db]\nrpo = \"30m\"\n{keys}\n[runbook.db]\nstep = [{{ do = \"mend it\", takes = \"3h\" }}]\n{rest}\
             [scenario.one]\nfails = [{{ what = \"db\", loses_data = true }}]\n"
        );
        let case = Case::plan(&toml);
        let ran = case.run(["simulate", "one", "--format", "json"]);
        let ran = ran.exit(0).json();
        let all = list(&ran["scenarios"][0], "components").iter();
        let mut db = all.filter(|one| one["id"] == "db");
        assert_eq!(db.next().unwrap()["rpo_verdict"], verdict, "{toml}");
        let sheet = case.run(["incident", "db"]).exit(0).stdout;
        let words: Vec<&str> = sheet.split_whitespace().collect();
        let says = format!("(RPO 30m {verdict})");
        assert!(words.join(" ").contains(&says), "{says}: {toml}\n{sheet}");
    }
}
