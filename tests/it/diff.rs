//! Two states of a plan, side by side.

use std::process::Command;

use serde_json::Value;

use super::driver::Case;

const BEFORE: &str = r#"
[plan]
name = "Shop"
[service.shop]
tier = 1
rto = "1h"
depends_on = [{ on = "cards", detect = "1m", fallback = [{ to = "invoice", after = "5m", tested = 2026-10-01 }] }]
[provider.cards]
[resource.invoice]
[resource.db]
[scenario.cards-lost]
fails = [{ what = "cards", for = "4h" }]
"#;

/// The fallback is gone, and a database is needed.
const AFTER: &str = r#"
[plan]
name = "Shop"
[service.shop]
tier = 1
rto = "1h"
depends_on = [{ on = "cards", detect = "1m" }, "db"]
[provider.cards]
[resource.invoice]
[resource.db]
[scenario.cards-lost]
fails = [{ what = "cards", for = "4h" }]
"#;

/// A repository whose first commit, `old`, holds the one text and whose working tree the
/// other, in a folder.
fn repository(before: &str, after: &str) -> Case {
    let case = Case::new().may_write().file("plans/jurymast.toml", before);
    let root = case.path("");
    std::fs::remove_dir(root.join(".git")).unwrap();
    Case::git(&root, &["init", "--quiet"]);
    Case::git(&root, &["add", "plans"]);
    Case::git(&root, &["commit", "--quiet", "-m", "one"]);
    Case::git(&root, &["tag", "old"]);
    case.file("plans/jurymast.toml", after)
}

fn ids<'a>(of: &'a Value, key: &str) -> Vec<&'a str> {
    let all = of[key].as_array().unwrap().iter();
    all.filter_map(|one| one.as_str()).collect()
}

#[test]
fn what_a_change_opens_is_named_with_numbers() {
    let case = repository(BEFORE, AFTER);
    let run = case.run(["diff", "old", "--plan", "plans", "--format", "json"]);
    let all = run.exit(0).json();
    let opened = all["gaps_opened"].as_array().unwrap();
    let sets: Vec<Vec<&str>> = opened.iter().map(|one| ids(one, "set")).collect();
    assert_eq!(sets, [["cards"], ["db"]], "{all:#}");
    assert_eq!(opened[0]["component"], "shop");
    // That the two together took it down is no gap that was closed: one is enough now.
    assert_eq!(all["gaps_closed"], Value::Array(Vec::new()));
    let grew = all["blast_grew"].as_array().unwrap();
    let grew: Vec<&str> = grew.iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(grew, ["cards", "db"]);
    let broken = &all["targets_broken"][0];
    assert_eq!(broken["target"], "RTO");
    assert_eq!(broken["scenario"], "cards-lost");
    assert_eq!(
        (&broken["before"], &broken["after"]),
        (&"met".into(), &"missed".into())
    );
    let rules = all["findings_opened"].as_array().unwrap().iter();
    let rules: Vec<&str> = rules.filter_map(|one| one["rule"].as_str()).collect();
    assert!(rules.contains(&"single-point-of-failure"), "{rules:?}");

    // The other way round.
    let folders = Case::new()
        .file("a/jurymast.toml", AFTER)
        .file("b/jurymast.toml", BEFORE);
    let all = folders
        .run(["diff", "a", "b", "--format", "json"])
        .exit(0)
        .json();
    // The pair that is left was a gap by one of it alone.
    assert_eq!(all["gaps_opened"], Value::Array(Vec::new()));
    assert_eq!(all["gaps_closed"].as_array().unwrap().len(), 2);
    assert_eq!(all["targets_met"][0]["before"], "missed");
    assert_eq!(all["blast_shrank"].as_array().unwrap().len(), 2);
}

#[test]
fn what_it_fails_on_is_chosen() {
    let case = repository(BEFORE, AFTER);
    let with = |fail_on: &str| {
        case.run(["diff", "old", "--plan", "plans", "--fail-on", fail_on])
            .code
    };
    for fail_on in [
        "new-gap",
        "wider-blast",
        "broken-target",
        "new-gap,broken-target",
    ] {
        assert_eq!(with(fail_on), Some(1), "{fail_on}");
    }
    let case = repository(BEFORE, BEFORE);
    for fail_on in ["new-gap", "wider-blast", "broken-target"] {
        let run = case.run(["diff", "old", "--plan", "plans", "--fail-on", fail_on]);
        run.exit(0)
            .stdout_has("nothing that the plan answers for is other.");
    }
    let run = case.run(["diff", "old", "--plan", "plans", "--fail-on", "gaps"]);
    run.exit(2).stderr_has("new-gap");
}

#[test]
fn a_comment_is_found_again_by_its_first_line() {
    let case = repository(BEFORE, AFTER);
    let run = case.run(["diff", "old", "--plan", "plans", "--format", "markdown"]);
    let run = run.exit(0);
    assert!(
        run.stdout.starts_with("<!-- jurymast diff -->\n# "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("## Gaps opened (2)"), "{}", run.stdout);
    let twice = case.run(["diff", "old", "--plan", "plans", "--format", "markdown"]);
    assert_eq!(run.stdout, twice.stdout);
}

#[test]
fn a_reference_is_read_as_it_was_with_its_parts() {
    let root = "[plan]\nname = \"Shop\"\ninclude = [\"parts/*.toml\"]\n";
    let part = "[service.shop]\ntier = 1\nrto = \"1h\"\ndepends_on = [\"db\"]\n[resource.db]\n";
    let case = Case::new()
        .may_write()
        .file("jurymast.toml", root)
        .file("parts/shop.toml", part);
    let top = case.path("");
    std::fs::remove_dir(top.join(".git")).unwrap();
    Case::git(&top, &["init", "--quiet"]);
    Case::git(&top, &["add", "."]);
    Case::git(&top, &["commit", "--quiet", "-m", "one"]);
    Case::git(&top, &["rm", "--quiet", "parts/shop.toml"]);
    let case = case.file(
        "parts/other.toml",
        "[service.other]\ntier = 1\nrto = \"1h\"\n",
    );
    Case::git(&top, &["add", "."]);
    Case::git(&top, &["commit", "--quiet", "-m", "two"]);
    let all = case.run(["diff", "HEAD~1", "HEAD", "--format", "json"]);
    let all = all.exit(0).json();
    assert_eq!(all["gaps_closed"][0]["component"], "shop");
    assert_eq!(all["gaps_closed"][0]["component_is_new_or_gone"], true);
    let plan = case.path("jurymast.toml");
    let plan = plan.to_str().unwrap();
    let by_path = case.run(["diff", "HEAD~1", "HEAD", "--format", "json", "--plan", plan]);
    assert_eq!(
        by_path.json(),
        all,
        "a path from the root means the same file of the commit"
    );
}

/// No scenario, and times that the plan declares itself.
const RESTORED: &str = r#"
[plan]
name = "Shop"
[service.shop]
tier = 1
rto = "1h"
depends_on = ["db"]
[resource.db]
rto = "1h"
data = "persistent"
backup = { every = "1h", restore = "30m", verified = 2026-10-01, in = "elsewhere" }
[domain.elsewhere]
kind = "region"
"#;

#[test]
fn a_target_that_the_declared_times_cannot_keep_is_broken_without_a_scenario() {
    let slower = RESTORED.replace("restore = \"30m\"", "restore = \"10h\"");
    let case = repository(RESTORED, &slower);
    let arguments = [
        "diff",
        "old",
        "--plan",
        "plans",
        "--fail-on",
        "broken-target",
    ];
    let run = case.run(arguments).exit(1);
    run.stdout_has("TARGETS BROKEN")
        .stdout_has("restore-above-rto")
        .stdout_has("No scenario of the plan judges its targets");
    let all = case.run([&arguments[..4], &["--format", "json"]].concat());
    let all = all.exit(0).json();
    assert_eq!(all["targets_broken"][0]["rule"], "restore-above-rto");
    assert_eq!(all["targets_broken"][0]["scenario"], Value::Null);
    assert_eq!(all["targets_judged_by_scenarios"], false);
    let same = repository(RESTORED, RESTORED);
    same.run(arguments).exit(0);
}

#[test]
fn a_finding_that_is_gone_since_less_is_asked_is_not_mended() {
    let milder = AFTER
        .replace("tier = 1", "tier = 4")
        .replace("rto = \"1h\"", "rto = \"30d\"");
    let case = repository(AFTER, &milder);
    let run = case.run(["diff", "old", "--plan", "plans"]).exit(0);
    run.stdout_has("ASKED FOR LESS (2)")
        .stdout_has("shop: tier 1 before, 4 now")
        .stdout_has("shop: RTO 1h before, 30d now")
        .stdout_has("FINDINGS GONE SINCE LESS IS ASKED, NOT MENDED")
        .stdout_lacks("FINDINGS GONE (");
    let silent = format!("{AFTER}[lint.rules]\nno-owner = \"off\"\n");
    let case = repository(AFTER, &silent);
    let all = case.run(["diff", "old", "--plan", "plans", "--format", "json"]);
    let all = all.exit(0).json();
    assert_eq!(all["switched_off"][0], "no-owner everywhere");
    assert_eq!(all["findings_closed"], Value::Array(Vec::new()), "{all:#}");
    let unasked = all["findings_unasked"].as_array().unwrap();
    let rules: Vec<&Value> = unasked.iter().map(|one| &one["rule"]).collect();
    assert_eq!(rules, ["no-owner"]);
    // What is mended beside it is gone for good.
    let mended = silent.replace(", \"db\"]", "]");
    let case = repository(AFTER, &mended);
    let run = case.run(["diff", "old", "--plan", "plans"]).exit(0);
    run.stdout_has("NOT LOOKED FOR ANY MORE (1)")
        .stdout_has("FINDINGS GONE (")
        .stdout_has("`db`");
}

#[test]
fn a_plan_that_moved_is_compared_with_itself() {
    let case = repository(BEFORE, BEFORE);
    let root = case.path("");
    Case::git(&root, &["mv", "plans", "dr"]);
    let case = case.file("dr/jurymast.toml", AFTER);
    let opened = |arguments: &[&str]| {
        let run = case.run([&["diff", "old", "--format", "json"], arguments].concat());
        run.exit(0).json()["gaps_opened"].as_array().unwrap().len()
    };
    // In the working tree, by either place.
    assert_eq!(opened(&["--plan", "dr"]), 2);
    assert_eq!(opened(&["--plan", "plans"]), 2);
    assert_eq!(opened(&["--plan", "dr", "--old-plan", "plans"]), 2);
    Case::git(&root, &["add", "."]);
    Case::git(&root, &["commit", "--quiet", "-m", "two"]);
    assert_eq!(opened(&["HEAD", "--plan", "dr"]), 2);
    assert_eq!(opened(&["HEAD", "--plan", "plans"]), 2);
    // Another plan above the new place is not the one that moved.
    let above = case.file("jurymast.toml", "[plan]\nname = \"Another\"\n");
    Case::git(&root, &["add", "."]);
    Case::git(&root, &["commit", "--quiet", "-m", "three"]);
    let run = above.again_in("dr");
    let run = run.run(["diff", "old", "HEAD", "--format", "json"]);
    let opened = run.exit(0).json()["gaps_opened"].as_array().unwrap().len();
    assert_eq!(opened, 2);
}

#[test]
fn a_place_that_is_known_on_neither_side_is_asked_for() {
    let case = repository(BEFORE, AFTER);
    let run = case.run(["diff", "old", "--plan", "elsewhere"]).exit(2);
    run.stderr_has("the plan of old: there is no plan")
        .stderr_has("--old-plan");
    // A plan that is new was nowhere.
    let new = case.file("new/jurymast.toml", BEFORE);
    let run = new.run(["diff", "old", "--plan", "new"]).exit(2);
    run.stderr_has("`jurymast check` takes a plan that is new");
}

/// A place that somebody names is the place that counts, or an error.
#[test]
fn a_place_that_is_named_is_not_looked_past() {
    let case = repository(BEFORE, AFTER);
    let wrong = ["diff", "old", "--plan", "plans", "--old-plan", "elsewhere"];
    case.run(wrong)
        .exit(2)
        .stdout_is_empty()
        .stderr_has("--old-plan says another place");
    let folders = ["diff", "plans", "plans", "--old-plan", "elsewhere"];
    case.run(folders)
        .exit(2)
        .stdout_is_empty()
        .stderr_has("`plans` is no commit");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let case = repository(BEFORE, AFTER);
    let run = case.run(["diff", "olt", "--plan", "plans"]).exit(2);
    run.stderr_has("git knows no `olt`")
        .stderr_has("did you mean `old`?");
    let run = case.run(["diff", "old", "--plan", "elsewhere"]);
    run.exit(2).stderr_has("there is no plan");
    let broken = repository("[plan]\nname = 7\n", AFTER);
    let run = broken.run(["diff", "old", "--plan", "plans"]).exit(2);
    run.stderr_has("the plan of old").stdout_is_empty();
    let settings = repository(
        &format!("{BEFORE}[lint.rules]\nno-such-rule = \"off\"\n"),
        AFTER,
    );
    settings.run(["diff", "old", "--plan", "plans"]).exit(2);
    let outside = Case::plan(BEFORE);
    outside.run(["diff", "main"]).exit(2).stderr_has("git");

    // A clone without its past.
    let clone = Case::new().may_write();
    let from = format!("file://{}", case.path("").display());
    let shallow = clone.path("shallow");
    Case::git(&case.path(""), &["commit", "--quiet", "--all", "-m", "two"]);
    Case::git(
        &clone.path(""),
        &[
            "clone",
            "--quiet",
            "--depth",
            "1",
            "--no-tags",
            &from,
            shallow.to_str().unwrap(),
        ],
    );
    let plan = shallow.join("plans");
    let run = Command::new(env!("CARGO_BIN_EXE_jurymast"))
        .current_dir(&shallow)
        .args(["diff", "HEAD~1", "--plan", plan.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(said.contains("this clone is shallow"), "{said}");
}

#[test]
fn git_and_the_working_tree_stay_as_they_are() {
    let case = repository(BEFORE, AFTER);
    let root = case.path("");
    let state = || {
        let run = Command::new("git")
            .arg("-C")
            .arg(&root)
            .args(["status", "--porcelain=v2", "--branch"])
            .output()
            .unwrap();
        (
            String::from_utf8(run.stdout).unwrap(),
            std::fs::read(root.join(".git/index")).unwrap(),
        )
    };
    let before = state();
    case.run(["diff", "old", "--plan", "plans"]).exit(0);
    assert_eq!(state(), before);
}

#[test]
fn what_another_rule_tells_now_is_not_gone() {
    let plan = |need: &str| {
        format!(
            "[plan]\nname = \"Shop\"\n[activity.sell]\ntier = 1\ndepends_on = [\"shop\"]\n\
             [service.shop]\ntier = 1\ndepends_on = [{need}]\n[provider.cards]\n\
             [resource.invoice]\n"
        )
    };
    let before = plan("{ on = \"cards\", fallback = [\"invoice\"] }");
    let gone = |after: &str| {
        let case = Case::plan(after).file("before.toml", &before);
        let all = case.run(["diff", "before.toml", "jurymast.toml", "--format", "json"]);
        let all = all.json()["findings_closed"].clone();
        let each = all.as_array().unwrap().iter();
        let rules: Vec<String> = each
            .map(|one| one["rule"].as_str().unwrap().into())
            .collect();
        rules
    };
    // `sell` still goes down with `shop`, of which `no-fallback` speaks now.
    assert_eq!(gone(&plan("\"cards\"")), ["untested-fallback"]);
    let soft = before.replace("[\"shop\"]", "[{ on = \"shop\", mode = \"soft\" }]");
    assert!(gone(&soft).contains(&"single-point-of-failure".to_owned()));
}

/// Whoever is called less critical is down with the same as before.
#[test]
fn a_lower_tier_closes_no_gap() {
    let plan = |tier: u8| {
        let plan = format!(
            "[plan]\nname = \"x\"\n[service.web]\ntier = {tier}\ndepends_on = [\"db\"]\n\
             [service.other]\ntier = 2\ndepends_on = [\"db\"]\n[resource.db]\n"
        );
        Case::plan(&plan)
    };
    for (before, after) in [(1, 3), (2, 3), (2, 4)] {
        let (before, after) = (plan(before), plan(after));
        let [old, new] = [&before, &after].map(|one| one.path("").display().to_string());
        let to = ["diff", &old, &new, "--format", "json"];
        let found = before.run(to).exit(0).json();
        assert_eq!(found["gaps_closed"].as_array().unwrap().len(), 0, "{found}");
        assert_eq!(found["gaps_opened"].as_array().unwrap().len(), 0, "{found}");
        assert_eq!(
            found["blast_shrank"].as_array().unwrap().len(),
            0,
            "{found}"
        );
    }
}
