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
