//! The ladder of evidence: declared, configured, observed, drilled.

use serde_json::json;

use super::driver::Case;

/// A fallback with this evidence, in a plan that asks tier 1 for drills.
fn shop(evidence: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Shop\"\n[lint]\nleast_rung = {{ tier_1 = \"drilled\", tier_2 = \"observed\" }}\n\
         [service.shop]\ntier = 1\n\
         depends_on = [{{ on = \"db\", fallback = [{{ to = \"spare\", {evidence} }}] }}]\n\
         [resource.db]\n[resource.spare]\n"
    ))
}

fn message(case: &Case) -> Vec<String> {
    let found = case.findings("evidence-below-rung").into_iter();
    found
        .map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn check_counts_by_rung_and_asks_for_one_by_tier() {
    let only = |rung: &str| {
        [format!(
            "the fallback of `shop` on `spare` is {rung} only, and tier 1 asks for drilled"
        )]
    };
    let bare = shop("switch = \"manual\"");
    assert_eq!(message(&bare), only("declared"));
    bare.run(["check", "--exit-zero"])
        .exit(0)
        .stdout_has("1 fallback: 1 declared only");
    let observed = shop(
        "evidence = [{ rung = \"observed\", on = 2026-10-01 }, { rung = \"configured\", on = 2026-11-01 }]",
    );
    assert_eq!(message(&observed), only("observed"));
    let counts = observed.run(["check", "--exit-zero", "--format", "json"]);
    assert_eq!(
        counts.exit(0).json()["evidence"],
        json!({"declared": 0, "configured": 0, "observed": 1, "drilled": 0, "ended": 0})
    );
    let drilled = shop("evidence = [{ rung = \"drilled\", on = 2026-10-01, how = \"real\" }]");
    assert!(message(&drilled).is_empty());
    assert!(drilled.findings("untested-fallback").is_empty());
    assert!(message(&shop("tested = 2026-10-01")).is_empty());
}

#[test]
fn evidence_grows_old_and_does_not_count_before_its_day() {
    // Its own last day, the setting's, and a day that is to come.
    for evidence in [
        "evidence = [{ rung = \"drilled\", on = 2026-10-01, until = 2026-11-01 }]",
        "evidence = [{ rung = \"drilled\", on = 2025-10-01 }]",
        "evidence = [{ rung = \"drilled\", on = 2026-12-24 }]",
    ] {
        let case = shop(evidence);
        assert_eq!(message(&case).len(), 1, "{evidence}");
    }
    shop("evidence = [{ rung = \"drilled\", on = 2026-10-01, until = 2026-11-01 }]")
        .run(["check", "--exit-zero"])
        .exit(0)
        .stdout_has("drilled until 2026-11-01, and no longer");
}

#[test]
fn a_step_stands_on_a_rung_of_its_own() {
    let plan = |evidence: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"Shop\"\n[lint]\nleast_rung = {{ tier_1 = \"drilled\" }}\n\
             [resource.db]\ntier = 1\n[[runbook.db.step]]\ndo = \"Restore the database\"\n{evidence}"
        ))
    };
    assert_eq!(
        message(&plan("")),
        ["a step that brings back `db` is declared only, and tier 1 asks for drilled"]
    );
    let drilled = plan("evidence = [{ rung = \"drilled\", on = 2026-10-01, seen = \"41m\" }]");
    assert!(message(&drilled).is_empty());
}

/// What nobody tried is said once, by the rule that knows what the plan asks for, and no
/// milder than the other would say it.
#[test]
fn a_fallback_below_its_rung_is_one_finding() {
    let case = shop("switch = \"manual\"");
    assert_eq!(message(&case).len(), 1);
    assert!(case.findings("untested-fallback").is_empty());
    let to_come = shop("tested = 2026-12-24");
    assert_eq!(message(&to_come).len(), 1);
    assert!(to_come.findings("untested-fallback").is_empty());
    to_come
        .run(["check", "--exit-zero"])
        .stdout_has("a test on 2026-12-24, which has not come");
    let levels = |rules: &str| {
        let plan = shop("switch = \"manual\"").read("jurymast.toml");
        let lint = format!("[lint]\nrules = {{ {rules} }}\n");
        Case::plan(&plan.replace("[lint]\n", &lint))
    };
    let graver = levels("untested-fallback = \"error\"");
    assert_eq!(
        graver.findings("evidence-below-rung")[0]["severity"],
        "error"
    );
    // Where the one is off the other speaks.
    let off = levels("evidence-below-rung = \"off\"");
    assert_eq!(off.findings("untested-fallback").len(), 1);
    // A tier of which nothing is asked keeps the usual rule.
    let plan = shop("switch = \"manual\"").read("jurymast.toml");
    let of_tier_3 = Case::plan(&plan.replace("tier = 1", "tier = 3"));
    assert!(message(&of_tier_3).is_empty());
    assert_eq!(of_tier_3.findings("untested-fallback").len(), 1);
}

#[test]
fn steps_are_one_finding_and_telling_needs_no_drill() {
    let plan = |steps: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"Shop\"\n[lint]\nleast_rung = {{ tier_1 = \"drilled\" }}\n\
             [resource.db]\ntier = 1\n[runbook.db]\nstep = [{steps}]\n"
        ))
    };
    let case = plan(
        "{ do = \"Decide\", phase = \"activation\" }, { do = \"Say it in #incidents\" }, \
         { do = \"Restore\" }, { do = \"Verify\", run = \"check\" }, \
         { do = \"Say so\", phase = \"reconstitution\" }",
    );
    assert_eq!(
        message(&case),
        ["2 steps that bring back `db` are below drilled, which tier 1 asks for"]
    );
    assert_eq!(
        case.findings("evidence-below-rung")[0]["related"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let tells = plan("{ do = \"Notify the bank\" }, { do = \"Decide\", phase = \"activation\" }");
    assert!(message(&tells).is_empty());
    // What runs something is tried, whatever it is called.
    let acts = plan("{ do = \"Say it to the balancer\", run = \"drain\" }");
    assert_eq!(message(&acts).len(), 1);
}

#[test]
fn bad_evidence_is_told_at_its_place() {
    shop("evidence = [{ rung = \"drilled\", on = 2026-10-01, until = 2026-09-01 }]")
        .run(["check"])
        .exit(2)
        .stdout_has("this evidence ends on 2026-09-01 and is of 2026-10-01");
    shop("evidence = [{ rung = \"driled\", on = 2026-10-01 }]")
        .run(["check"])
        .exit(2)
        .stdout_has("drilled");
    shop("evidence = [{ rung = \"drilled\" }]")
        .run(["check"])
        .exit(2)
        .stdout_has("missing");
}

const HELD: &str = "\
[plan]
name = \"Shop\"
[team.ops]
[service.shop]
depends_on = [{ on = \"db\", detect = \"1m\", fallback = [{ to = \"spare\", after = \"5m\" }] }] # both in the east
[resource.db]
[resource.spare]
[scenario.db-lost]
fails = [{ what = \"db\", for = \"1h\" }]
";

fn record<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let all = ["exercise", "record", "db-lost", "--seen", "12 minutes"];
    all.into_iter().chain(more.iter().copied()).collect()
}

/// A switchover that passed is a drill of each fallback that had to serve.
#[test]
fn what_is_recorded_counts() {
    let case = Case::plan(HELD).may_write();
    let held = ["--on", "2026-11-20", "--by", "ops", "--result", "passed"];
    let tabletop = record(&held);
    case.run(&tabletop)
        .exit(0)
        .stdout_is_empty()
        .stderr_has("wrote it into jurymast.toml");
    let text = case.read("jurymast.toml");
    let added = text.strip_prefix(HELD).unwrap();
    assert!(added.contains("kind = \"tabletop\""), "{added}");
    let found = |case: &Case| {
        case.run(["check", "--exit-zero", "--format", "json"])
            .json()
    };
    assert_eq!(found(&case)["evidence"]["drilled"], 0);
    let switched: Vec<&str> = tabletop
        .into_iter()
        .chain(["--kind", "switchover"])
        .collect();
    case.run(&switched).exit(0);
    assert_eq!(found(&case)["evidence"]["drilled"], 1);
    assert!(
        case.read("jurymast.toml")
            .contains("[exercise.db-lost-2026-11-20-2]")
    );
}

#[test]
fn a_record_is_refused_whole_or_written_whole() {
    let case = Case::plan(HELD).may_write();
    for (held, told) in [
        (
            ["--on", "2026-11-20", "--by", "op", "--result", "passed"],
            "one of ops",
        ),
        (
            ["--on", "2027-01-01", "--by", "ops", "--result", "passed"],
            "2027-01-01 has not come",
        ),
        (
            ["--on", "2026-11-20", "--by", "ops", "--result", "pased"],
            "passed",
        ),
    ] {
        let ran = case.run(record(&held)).stderr_has(told);
        assert!(ran.code != Some(0), "{held:?}");
    }
    let ok = ["--on", "2026-11-20", "--by", "ops", "--result", "failed"];
    let diff: Vec<&str> = record(&ok).into_iter().chain(["--diff"]).collect();
    case.run(diff).exit(0).stdout_has("+result = \"failed\"");
    case.run([
        "exercise",
        "record",
        "db-gone",
        "--on",
        "2026-11-20",
        "--by",
        "ops",
        "--result",
        "failed",
        "--seen",
        "x",
    ])
    .exit(2);
    assert_eq!(case.read("jurymast.toml"), HELD);
}

/// A fallback that was drilled, then failed, then was drilled again.
#[test]
fn a_failed_exercise_takes_back_the_drills_before_it() {
    let shop = |own: &str, exercises: &[(&str, &str, &str)]| {
        let mut toml = format!(
            "[plan]\nname = \"Shop\"\n[lint]\nleast_rung = {{ tier_1 = \"drilled\" }}\n\
             [service.shop]\ntier = 1\ndepends_on = [{{ on = \"db\", detect = \"1m\", fallback = [\
             {{ to = \"spare\", switch = \"manual\", after = \"5m\", {own} }}] }}]\n\
             [resource.db]\n[resource.spare]\n\
             [scenario.db-lost]\nfails = [{{ what = \"db\", for = \"1h\" }}]\n"
        );
        for (at, (kind, on, result)) in exercises.iter().enumerate() {
            toml.push_str(&format!(
                "[exercise.e{at}]\nkind = \"{kind}\"\nscenario = \"db-lost\"\non = {on}\nresult = \"{result}\"\n"
            ));
        }
        Case::plan(&toml).may_write()
    };
    let drilled = |case: &Case| {
        let found = case.run(["check", "--exit-zero", "--format", "json"]);
        found.json()["evidence"]["drilled"] == 1
    };
    let passed = ("switchover", "2026-09-01", "passed");
    let failed = ("switchover", "2026-10-01", "failed");
    let own = "tested = 2026-09-15, evidence = [{ rung = \"observed\", on = 2026-08-01 }]";
    assert!(drilled(&shop(own, &[passed])));
    for exercises in [
        &[passed, failed][..],
        &[("functional", "2026-10-01", "failed")],
    ] {
        let case = shop(own, exercises);
        assert!(!drilled(&case), "{exercises:?}");
        assert_eq!(
            message(&case),
            ["the fallback of `shop` on `spare` is observed only, and tier 1 asks for drilled"]
        );
        let asks = case.read("jurymast.toml");
        let asks = Case::plan(&asks.replace("tier_1 =", "tier_4 ="));
        let untested = asks.findings("untested-fallback");
        assert_eq!(
            untested[0]["message"],
            "the last exercise of the fallback of `shop` on `spare` failed, on 2026-10-01"
        );
    }
    let case = shop(own, &[passed, failed]);
    let check = case.run(["check", "--exit-zero"]);
    check.stdout_has("exercise `e1` failed on 2026-10-01: no drill counts");
    let sheet = case.run(["incident", "db", "--now", "2026-11-23T10:00Z"]);
    sheet.stdout_has("which it had to serve, FAILED on 2026-10-01");
    case.run(["render", "--out", "site"]).exit(0);
    assert!(
        case.read("site/services/shop.html")
            .contains("the exercise e1 failed")
    );
    // A talk shows nothing either way; what is to come, or passed since, decides nothing else.
    for (own, more) in [
        (own, ("tabletop", "2026-10-01", "failed")),
        (own, ("switchover", "2026-12-24", "failed")),
        ("tested = 2026-10-02", failed),
    ] {
        assert!(drilled(&shop(own, &[passed, more])), "{own} {more:?}");
    }
    // Of one day the safe side counts, or the order of the exercises.
    assert!(!drilled(&shop("tested = 2026-10-01", &[failed])));
    let again = ("switchover", "2026-10-01", "passed");
    assert!(drilled(&shop("", &[failed, again])));
    assert!(!drilled(&shop("", &[again, failed])));
}

#[test]
fn a_fallback_that_has_ended_stands_on_no_rung() {
    let plan = r#"
[plan]
name = "x"
[service.a]
depends_on = [{ on = "db", fallback = [
  { to = "old", evidence = [{ rung = "drilled", on = 2026-11-01 }] },
  { to = "new", evidence = [{ rung = "drilled", on = 2026-11-01 }] },
] }]
[resource.db]
[service.old]
expires = 2026-11-02
[resource.new]
"#;
    let case = Case::plan(plan).today("2026-11-28");
    case.run(["check"])
        .stdout_has("2 fallbacks: 1 drilled, 1 ended");
    let json = case.run(["check", "-f", "json"]).json();
    assert_eq!(json["evidence"]["drilled"], 1);
    assert_eq!(json["evidence"]["ended"], 1);
}

/// A drill that failed is no silence: whatever counts on that fallback says so.
#[test]
fn what_failed_when_last_exercised_is_said_wherever_it_is_counted_on() {
    let plan = |result: &str| {
        let plan = format!(
            r#"
[plan]
name = "x"
[service.chat]
tier = 1
rto = "1h"
depends_on = [{{ on = "main", detect = "1m", fallback = [{{ to = "second", switch = "automatic", after = "1m", triggers = ["5xx"] }}] }}]
[resource.main]
[resource.second]
[scenario.out]
fails = [{{ what = "main", symptom = "5xx", for = "4h" }}]
[exercise.drill]
kind = "switchover"
scenario = "out"
on = 2026-11-01
result = "{result}"
"#
        );
        Case::plan(&plan)
    };
    let failed = plan("failed");
    failed
        .run(["blast", "main"])
        .stdout_has("held  chat for main: second; it failed when last exercised, on 2026-11-01");
    failed
        .run(["simulate", "out"])
        .stdout_has("It counts on switches that failed when last exercised: chat to second, on");
    let passed = plan("passed");
    passed.run(["blast", "main"]).stdout_lacks("it failed");
    passed.run(["simulate", "out"]).stdout_lacks("that failed");
}
