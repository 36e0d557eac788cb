//! What runs in several copies is held to what one copy is: its data, its runbook, what it
//! needs to start.

use super::driver::Case;

/// A store and who needs it; `copies` says in how many and where it runs.
fn plan(copies: &str, more: &str) -> String {
    format!(
        r#"
[plan]
name = "Bank"
[team.dba]
on_call = {{ phone = "+1 555 0100" }}
[domain.r1]
kind = "region"
[domain.r2]
kind = "region"
[domain.r1a]
kind = "zone"
in = ["r1"]
[domain.r1b]
kind = "zone"
in = ["r1"]
[domain.r1c]
kind = "zone"
in = ["r1"]
[service.ledger]
team = "dba"
tier = 1
rto = "4h"
rpo = "5m"
in = ["r2"]
depends_on = [{{ on = "db", detect = "1m" }}]
[resource.db]
team = "dba"
rpo = "5m"
restart = "10m"
{copies}
{more}
"#
    )
}

const ONE: &str = r#"in = ["r1"]"#;
const THREE: &str = r#"replicas = { count = 3, at_least = 2, over = ["r1a", "r1b", "r1c"] }"#;
const BACKUP: &str =
    r#"backup = { every = "1h", restore = "2h", in = ["r2"], verified = 2026-11-01 }"#;

/// What `simulate` says of `ledger` when these fail.
fn ledger(copies: &str, more: &str, fails: &str) -> serde_json::Value {
    let more = format!("{more}\n[scenario.x]\nfails = [{fails}]\n");
    let found = Case::plan(&plan(copies, &more))
        .run(["simulate", "x", "--format", "json"])
        .exit(0)
        .json();
    let all = found["scenarios"][0]["components"].as_array().unwrap();
    let found = all.iter().find(|one| one["id"] == "ledger");
    found.cloned().unwrap_or_default()
}

#[test]
fn as_many_copies_as_a_place_takes_are_no_better_than_one() {
    let runbook = |step: &str| format!("[[runbook.db.step]]\ndo = \"x\"\n{step}\n");
    let starts = "depends_on = [{ on = \"registry\", needed = \"start\" }]\n[resource.registry]\n";
    let moves = runbook("takes = \"1h\"\nmoves_to = [\"r2\"]");
    let moves_with_data = format!("{BACKUP}\n{moves}");
    for (more, fails) in [
        // Its data: from the backup, or gone.
        (BACKUP, "{ what = \"r1\" }"),
        (BACKUP, "{ what = \"r1\", for = \"1h\", loses_data = true }"),
        (
            "data = \"persistent\"",
            "{ what = \"r1\", for = \"3h\", loses_data = true }",
        ),
        (
            "backup = { every = \"1h\", restore = \"2h\" }",
            "{ what = \"r1\" }",
        ),
        (BACKUP, "{ what = \"r1\", for = \"6h\" }"),
        // Its runbook, once its place is back, or to another one.
        (
            &runbook("takes = \"5h\""),
            "{ what = \"r1\", for = \"1h\" }",
        ),
        (&runbook(""), "{ what = \"r1\", for = \"1h\" }"),
        (&moves, "{ what = \"r1\", for = \"6h\" }"),
        (&moves_with_data, "{ what = \"r1\" }"),
        // What it needs to start.
        (
            starts,
            "{ what = \"r1\", for = \"30m\" }, { what = \"registry\", for = \"5h\" }",
        ),
        // All of it at once.
        (BACKUP, "{ what = \"db\", loses_data = true }"),
    ] {
        let one = ledger(ONE, more, fails);
        let several = ledger(THREE, more, fails);
        let of = |value: &serde_json::Value| {
            let keys = ["down_s", "rto_verdict", "data_loss_s", "rpo_verdict"];
            keys.map(|key| value[key].clone())
        };
        assert_eq!(of(&several), of(&one), "{more} when {fails} fail");
    }
}

/// Each copy waits for what it needs to start, though enough of them are left.
#[test]
fn a_copy_that_cannot_start_is_no_help_when_the_next_is_lost() {
    let two = r#"replicas = { count = 2, over = ["r1a", "r1b"] }"#;
    let starts = "depends_on = [{ on = \"registry\", needed = \"start\" }]\n[resource.registry]\n";
    let fails = "{ what = \"r1a\", for = \"30m\" }, { what = \"registry\", for = \"5h\" }, \
                 { what = \"r1b\", at = \"1h\", for = \"30m\" }";
    // From the loss of the second until both the registry and a restart of 10m are over.
    assert_eq!(ledger(two, starts, fails)["down_s"], 4 * 3600 + 10 * 60);
    let alone = "{ what = \"r1a\", for = \"30m\" }";
    assert_eq!(ledger(two, BACKUP, alone)["down_s"], 0);
}

/// Two of three lost their data, and two are needed: the third may have all of them.
#[test]
fn what_one_copy_still_has_is_not_known() {
    let fails = "{ what = \"r1a\", loses_data = true }, { what = \"r1b\", loses_data = true }";
    let found = ledger(THREE, BACKUP, fails);
    assert_eq!(found["rpo_verdict"], "unknown");
    let why = found["unknown_because"].to_string();
    assert!(
        why.contains("whether db/3, which is left, has all data of db"),
        "{why}"
    );
    let one = "{ what = \"r1a\", loses_data = true }";
    assert_eq!(ledger(THREE, BACKUP, one)["down_s"], 0);
}

#[test]
fn the_sheet_has_the_steps_and_the_restore_of_the_whole() {
    let steps = "[[runbook.db.step]]\ndo = \"Elect a leader\"\ntakes = \"5h\"\n";
    let case = Case::plan(&plan(THREE, steps));
    let sheet = case
        .run(["incident", "r1", "--now", "2026-11-23T12:00Z"])
        .exit(0);
    sheet
        .stdout_has("[ ] Elect a leader")
        .stdout_has("RTO 16:00 UTC missed by at least 1h")
        .stdout_lacks("db (1 of 3) serves again");
    // One zone takes no more than it may.
    let sheet = case.run(["incident", "r1a"]).exit(0);
    sheet.stdout_lacks("Elect a leader");
    let case = Case::plan(&plan(THREE, BACKUP));
    for lost in ["r1", "db"] {
        let sheet = case.run(["incident", lost]).exit(0);
        sheet.stdout_has("estore db");
    }
    let sheet = case.run(["incident", "--all"]).exit(0);
    sheet.stdout_has("estore db").stdout_lacks("repair of db/1");
}

#[test]
fn a_cure_that_falls_with_all_copies_is_found() {
    let steps = "[[runbook.db.step]]\ndo = \"x\"\ntakes = \"5m\"\nneeds = [\"wiki\"]\n\
                 [service.wiki]\nteam = \"dba\"\nin = [\"r1\"]\n";
    let check = |copies: &str| {
        let case = Case::plan(&plan(copies, steps));
        case.run(["check", "--select", "shared-fate-cure", "-f", "concise"])
    };
    check(ONE).stdout_has("the repair of `db` needs `wiki`");
    check(THREE).stdout_has("the repair of `db` needs `wiki`");
}

/// A wrong setting takes all copies at once: whoever says so has a component that fails whole.
#[test]
fn copies_that_can_fail_together_are_a_component_that_can() {
    let gaps = |own: &str| {
        let case = Case::plan(&plan(THREE, own));
        case.run(["gaps", "ledger", "--format", "json"])
            .exit(0)
            .json()
    };
    let holds_db = |found: &serde_json::Value| {
        let sets = found["components"][0]["sets"].as_array().unwrap();
        sets.contains(&serde_json::json!(["db"]))
    };
    assert!(!holds_db(&gaps("")));
    assert!(holds_db(&gaps("own_failure = true")));
}

/// How long one that has started again takes to get them from the others nobody says.
#[test]
fn a_copy_that_may_be_catching_up_is_not_known_to_have_all() {
    let two = r#"replicas = { count = 2, over = ["r1a", "r1b"] }"#;
    let second = "{ what = \"r1b\", at = \"3h\", loses_data = true }";
    let lost = format!("{{ what = \"r1a\", for = \"20m\", loses_data = true }}, {second}");
    let found = ledger(two, BACKUP, &lost);
    assert_eq!(found["rpo_verdict"], "unknown");
    let why = found["unknown_because"].to_string();
    assert!(why.contains("how long db/1 takes to catch up"), "{why}");
    // One that lost none of its data has them.
    let kept = format!("{{ what = \"r1a\", for = \"20m\" }}, {second}");
    assert_eq!(ledger(two, BACKUP, &kept)["rpo_verdict"], "none");
}

/// A copy that is restarting without its data is none to fetch them from.
#[test]
fn a_copy_that_has_not_its_data_back_holds_none() {
    let two = r#"replicas = { count = 2, over = ["r1a", "r1b"] }"#;
    let fails = |at: &str| {
        format!(
            "{{ what = \"r1a\", for = \"20m\", loses_data = true }}, \
             {{ what = \"r1b\", at = \"{at}\", loses_data = true }}"
        )
    };
    // Of the 10m of its restart 5 are over.
    for at in ["19m", "25m"] {
        let found = ledger(two, BACKUP, &fails(at));
        assert_eq!(found["data_loss_s"], 3600, "{at}");
        assert_eq!(found["rpo_verdict"], "missed", "{at}");
    }
}

/// The backup burnt, and one of three copies did not: whether it has all of the data nobody
/// says, over time and on the sheet. With the last copy gone nothing brings them back.
#[test]
fn a_copy_that_is_left_may_bring_the_data_back() {
    let beside = "backup = { every = \"1h\", restore = \"30m\" }\nown_failure = true\n\
                  [[runbook.db.step]]\ndo = \"Elect a leader\"\ntakes = \"1h\"\n";
    let burn = |zones: &[&str]| {
        let fails = zones
            .iter()
            .map(|zone| format!("{{ what = \"{zone}\", for = \"1h\", loses_data = true }}"));
        fails.collect::<Vec<_>>().join(", ")
    };
    let two = ledger(THREE, beside, &burn(&["r1a", "r1b"]));
    assert_eq!(two["rto_verdict"], "unknown", "{two:#}");
    assert_eq!(two["down_s"], 2 * 3600 + 10 * 60);
    let why = two["unknown_because"].to_string();
    let is_open = "whether db/3, which is left, has all data of db";
    assert!(why.contains(is_open), "{why}");
    let all = ledger(THREE, beside, &burn(&["r1a", "r1b", "r1c"]));
    assert_eq!(
        (&all["rto_verdict"], all["down_s"].as_u64()),
        (&"missed".into(), None)
    );

    let case = Case::plan(&plan(THREE, beside));
    let sheet = |lost: &[&str]| {
        let all = ["incident", "--now", "2026-11-23T12:00Z"]
            .iter()
            .chain(lost);
        let text = case.run(all.copied()).exit(0).stdout;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = sheet(&["r1a", "r1b"]);
    assert!(text.contains("RTO 16:00 UTC unknown"), "{text}");
    assert!(text.contains("Bring the data of db back from db (3 of 3), which is left"));
    assert!(text.contains(is_open) && !text.contains("never,"), "{text}");
    let text = sheet(&["r1"]);
    let never = "never, by what the plan says: no backup of db survived";
    assert!(
        text.contains(never) && !text.contains("which is left"),
        "{text}"
    );
    // A fault of the whole leaves no copy with its data.
    let whole = ledger(
        THREE,
        "own_failure = true",
        "{ what = \"db\", loses_data = true }",
    );
    assert_eq!(whole["rpo_verdict"], "missed", "{whole:#}");
    assert!(!sheet(&["db"]).contains("which is left"));
}

/// Too many copies are lost each by itself: the steps of the whole count, after enough of them
/// are back, and before what waits for all.
#[test]
fn the_sheet_has_the_steps_of_the_whole_where_its_copies_are_lost() {
    let steps = "data = \"none\"\n[[runbook.db.step]]\ndo = \"Elect a leader\"\ntakes = \"1h\"\n";
    let found = |lost: &[&str]| {
        let all = ["incident", "--now", "2026-11-23T12:00Z", "--format", "json"];
        let all = all.iter().chain(lost);
        let sheet = Case::plan(&plan(THREE, steps))
            .run(all.copied())
            .exit(0)
            .json();
        sheet["critical"][0].clone()
    };
    let fails = "{ what = \"db/1\" }, { what = \"db/2\" }";
    let over_time = ledger(THREE, steps, fails);
    assert_eq!(over_time["down_s"], 3600 + 10 * 60, "{over_time:#}");
    let told = found(&["db/1", "db/2"]);
    assert_eq!(told["at_least_s"], over_time["down_s"], "{told:#}");
    assert_eq!(told["rto_verdict"], over_time["rto_verdict"]);
    // One of them leaves enough.
    assert!(found(&["db/1"]).is_null());
}

/// A limit is that of all copies: with some of them lost the others carry their part of it.
#[test]
fn a_limit_is_no_more_than_the_copies_that_are_left_carry() {
    let case = Case::plan(
        r#"
[plan]
name = "Copies"
[service.shop]
tier = 1
rto = "1h"
mbco = "80%"
depends_on = [{ on = "db", demand = { rpm = 100 }, detect = "1m" }]
[resource.db]
limit = { rpm = 120 }
replicas = { count = 3, over = ["a", "b", "c"] }
[domain.a]
[domain.b]
[domain.c]
[scenario.one]
fails = [{ what = "a", for = "4h" }]
[scenario.two]
fails = [{ what = "a", for = "4h" }, { what = "b", for = "4h" }]
"#,
    );
    let shop = |scenario: &str| {
        let run = case.answer(&["simulate", scenario]);
        run["scenarios"][0]["components"][0].clone()
    };
    let one = shop("one");
    assert_eq!(
        (&one["degraded_s"], &one["down_s"]),
        (&14_400.into(), &0.into())
    );
    assert_eq!(one["serving_capacity"], 0.8);
    assert_eq!(shop("two")["down_s"], 14_400);
    for (lost, level) in [
        (vec!["a"], "degraded"),
        (vec!["db/2"], "degraded"),
        (vec!["a", "c"], "down"),
    ] {
        let blast = case.answer(&[&["blast"][..], &lost].concat());
        let all = blast["affected"].as_array().unwrap();
        let shop = all.iter().find(|one| one["id"] == "shop").unwrap();
        assert_eq!(shop["level"], level, "{lost:?}");
    }
    let gaps = case.answer(&["gaps", "shop"]);
    assert_eq!(
        gaps["components"][0]["orders"],
        serde_json::json!({ "1": 0, "2": 12 })
    );
    case.run(["blast", "a"])
        .stdout_has("shop for db: 80% of 100 requests a minute is carried");
}
