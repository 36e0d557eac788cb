//! Findings that a baseline holds back, and what becomes of its entries.

use jurymast_continuity::lint;
use serde_json::json;

use super::driver::{Case, Ran};

const FILE: &str = "jurymast-baseline.json";

const HEAD: &str = "\
[plan]
name = \"Shop\"
[lint]
rules = { place-undeclared = \"off\", tier-undeclared = \"off\" }
";

/// Two services without an owner; more may follow.
const PLAN: &str = "\
[plan]
name = \"Shop\"
[lint]
rules = { place-undeclared = \"off\", tier-undeclared = \"off\" }
[service.search]
[service.cart]
";

fn rules(ran: &Ran) -> Vec<String> {
    let findings = ran.json()["findings"].clone();
    let rules = findings.as_array().unwrap().iter();
    rules
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect()
}

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let all = ["check", "--fail-on", "info"];
    all.into_iter().chain(more.iter().copied()).collect()
}

/// A case with the baseline of all that is open.
fn held() -> Case {
    let case = Case::plan(PLAN).may_write();
    case.run(check(&[])).exit(1);
    case.run(check(&["--write-baseline"]))
        .exit(0)
        .stdout_is_empty()
        .stderr_has("wrote");
    case
}

#[test]
fn what_was_there_is_held_back_and_counted() {
    let case = held();
    case.run(check(&["--baseline"]))
        .exit(0)
        .stdout_has("no findings, 2 in the baseline");
    let report = case.run(check(&["--baseline", "-f", "json"])).exit(0);
    assert_eq!(report.json()["baselined"], 2);
    assert_eq!(report.json()["findings"], json!([]));
    // Without it nothing is held back.
    let report = case.run(check(&["-f", "json"])).exit(1);
    assert_eq!(report.json()["baselined"], json!(null));
    assert_eq!(rules(&report), ["no-owner"]);
    let places = report.json()["findings"][0]["related"].clone();
    let who = |at: usize| places[at]["component"].clone();
    assert_eq!((who(0), who(1)), (json!("search"), json!("cart")));
}

#[test]
fn the_file_is_sorted_an_entry_a_line_and_counts_from_the_plan() {
    let case = held();
    let expected = "\
{
  \"version\": 1,
  \"entries\": [
    {\"rule\":\"no-owner\",\"component\":\"cart\",\"cause\":null,\"severity\":\"warning\",\"file\":\"jurymast.toml\"},
    {\"rule\":\"no-owner\",\"component\":\"search\",\"cause\":null,\"severity\":\"warning\",\"file\":\"jurymast.toml\"}
  ]
}
";
    assert_eq!(case.read(FILE), expected);
    // Written from another folder it is the same, and lies beside the plan.
    let below = Case::plan(PLAN).file("deep/er/x", "").may_write();
    let mut command = below.command(["check", "--write-baseline"]);
    assert!(
        command
            .current_dir(below.path("deep/er"))
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(below.read(FILE), expected);
    // Twice is the same as once.
    case.run(check(&["--write-baseline"])).exit(0);
    assert_eq!(case.read(FILE), expected);
}

#[test]
fn lines_may_move_and_what_is_new_is_found() {
    let case = held().file("jurymast.toml", format!("# moved\n\n{PLAN}[service.pay]\n"));
    let report = case.run(check(&["--baseline", "-f", "json"])).exit(1);
    assert_eq!(report.json()["findings"][0]["component"], "pay");
    assert_eq!(report.json()["baselined"], 2);
    assert_eq!(rules(&report), ["no-owner"]);
}

/// A further cause of an old finding is new.
#[test]
fn a_new_cause_of_what_is_known_is_found() {
    let plan = |more: &str| {
        format!(
            "{HEAD}[team.t]\n[service.a]\nteam = \"t\"\ntier = 1\nrto = \"1h\"\n\
             depends_on = [\"x\"{more}]\n[resource.x]\nteam = \"t\"\n[resource.y]\nteam = \"t\"\n"
        )
    };
    let case = Case::plan(&plan("")).may_write();
    case.run(check(&["--write-baseline"])).exit(0);
    case.run(check(&["--baseline"])).exit(0);
    let case = case.file("jurymast.toml", plan(", \"y\""));
    let report = case.run(check(&["--baseline", "-f", "json"])).exit(1);
    let found = report.json()["findings"].clone();
    let of_y = |one: &&serde_json::Value| one.to_string().contains("`y`");
    assert!(
        found.as_array().unwrap().iter().any(|one| of_y(&one)),
        "{found}"
    );
}

#[test]
fn an_entry_that_matches_nothing_is_an_error_until_it_is_pruned() {
    let case = held().file(
        "jurymast.toml",
        format!("{HEAD}[team.web]\n[service.search]\nteam = \"web\"\n[service.cart]\n"),
    );
    let report = case
        .run(["check", "--baseline", "-f", "json"])
        .exit(1)
        .json();
    let stale = report["findings"].as_array().unwrap().last().unwrap();
    assert_eq!(stale["rule"], "stale-baseline");
    assert_eq!(stale["severity"], "error");
    assert_eq!((&stale["file"], &stale["line"]), (&json!(FILE), &json!(5)));
    assert_eq!(
        stale["message"],
        "`no-owner` of `search` matches nothing any more"
    );
    // Pruning takes out and puts nothing in.
    let new = case.file(
        "jurymast.toml",
        format!(
            "{HEAD}[team.web]\n[service.search]\nteam = \"web\"\n[service.cart]\n[service.pay]\n"
        ),
    );
    let new = new.may_write();
    let report = new.run(check(&["--prune-baseline", "-f", "json"])).exit(1);
    assert!(!rules(&report).contains(&"stale-baseline".to_owned()));
    assert_eq!(report.json()["baselined"], 1);
    let text = new.read(FILE);
    assert!(text.contains("\"cart\""), "{text}");
    assert!(
        !text.contains("\"search\"") && !text.contains("\"pay\""),
        "{text}"
    );
}

#[test]
fn the_level_of_stale_entries_is_the_plans() {
    let case = held().file(
        "jurymast.toml",
        "[plan]\nname = \"Shop\"\n[lint]\nrules = { stale-baseline = \"off\", place-undeclared = \"off\", tier-undeclared = \"off\" }\n[team.w]\n[service.search]\nteam = \"w\"\n[service.cart]\n",
    );
    let report = case.run(["check", "--baseline", "-f", "json"]).exit(0);
    assert!(!rules(&report).contains(&"stale-baseline".to_owned()));
}

/// One file serves both commands: each judges and rewrites what is its own.
#[test]
fn check_and_drift_share_a_file() {
    let seen = r#"{"data": [{"parent": "search", "child": "cart", "callCount": 5}]}"#;
    let case = held().file("seen.json", seen);
    let drift = |more: &[&str]| {
        let all = ["drift", "--observed", "seen.json", "--fail-on", "info"];
        case.run(all.iter().chain(more).copied().collect::<Vec<_>>())
    };
    drift(&[]).exit(1);
    // Those of `check` are not judged here.
    let report = drift(&["--baseline", "-f", "json"]).exit(1);
    assert_eq!(rules(&report), ["undeclared-edge"]);
    drift(&["--write-baseline"])
        .exit(0)
        .stderr_has("wrote 3 entries");
    drift(&["--baseline"])
        .exit(0)
        .stdout_has("no findings, 1 in the baseline");
    case.run(check(&["--baseline"])).exit(0);
    case.run(check(&["--write-baseline"])).exit(0);
    assert!(case.read(FILE).contains("undeclared-edge"));
    // What is called no longer is stale for `drift` alone.
    let case = case.again().may_write();
    std::fs::write(
        case.path("seen.json"),
        r#"{"data": [{"parent": "web", "child": "cart", "callCount": 5}]}"#,
    )
    .unwrap();
    let report = case.run([
        "drift",
        "--observed",
        "seen.json",
        "--baseline",
        "-f",
        "json",
    ]);
    assert!(rules(&report.exit(1)).contains(&"stale-baseline".to_owned()));
    case.run(check(&["--baseline"])).exit(0);
}

/// What concerns no component of the plan can be accepted too.
#[test]
fn a_flaw_without_a_component_is_held_back() {
    let gateway = "\
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-5.2, timeout: 30 }
  - model_name: b
    litellm_params: { model: anthropic/claude-opus-5-5, timeout: 30 }
router_settings:
  fallbacks: [{ a: [b] }, { b: [a] }]
";
    let case = Case::plan(PLAN).file("litellm.yaml", gateway).may_write();
    let run = |more: &[&str]| {
        let all = ["drift", "litellm.yaml", "--fail-on", "info"];
        case.run(all.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let report = run(&["-f", "json"]).exit(1);
    let findings = report.json()["findings"].clone();
    let mut findings = findings.as_array().unwrap().iter();
    assert!(findings.any(|one| one["rule"] == "gateway-loop" && one["component"].is_null()));
    run(&["--write-baseline"]).exit(0);
    run(&["--baseline"]).exit(0).stdout_has("in the baseline");
}

#[test]
fn a_file_that_cannot_be_read_is_no_silent_pass() {
    for (text, told) in [
        ("", "empty"),
        (
            "{\"version\": 1, \"entries\": [\n{\"rule\": \"no-ow",
            "no JSON",
        ),
        ("{\"version\": 2, \"entries\": []}", "version 1"),
        ("{\"version\": 1}", "no list of entries"),
        (
            "{\"version\": 1, \"entries\": [{\"component\": \"a\"}]}",
            "names no rule",
        ),
        (
            "{\"version\": 1, \"entries\": [{\"rule\": \"no-owner\", \"line\": 3}]}",
            "no key `line`",
        ),
        (
            "{\"version\": 1, \"entries\": [\n<<<<<<< HEAD\n=======\n>>>>>>> other\n]}",
            "conflict marks",
        ),
    ] {
        let case = Case::plan(PLAN).file(FILE, text).may_write();
        for option in ["--baseline", "--write-baseline", "--prune-baseline"] {
            case.run(["check", option])
                .exit(2)
                .stdout_is_empty()
                .stderr_has(told)
                .stderr_has(FILE);
            assert_eq!(case.read(FILE), text, "{option}");
        }
    }
    Case::plan(PLAN)
        .run(["check", "--baseline"])
        .exit(2)
        .stderr_has("--write-baseline writes one");
    Case::plan(PLAN)
        .run(["check", "--baseline", "--write-baseline"])
        .exit(2);
}

#[test]
fn an_unknown_rule_and_an_entry_twice_are_stale() {
    let text = r#"{"version": 1, "entries": [
{"rule": "no-ownr", "component": "cart", "cause": null, "file": ""},
{"rule": "no-owner", "component": "cart", "cause": null, "file": ""},
{"rule": "no-owner", "component": "cart", "cause": null, "file": ""},
{"rule": "no-owner", "component": "search", "cause": null, "file": ""}
]}"#;
    let case = Case::plan(PLAN).file(FILE, text);
    let ran = case.run(["check", "--baseline", "-f", "concise"]).exit(1);
    ran.stdout_has("jurymast-baseline.json:2:1: error[stale-baseline]")
        .stdout_has("is of a rule that there is not")
        .stdout_has("jurymast-baseline.json:4:1: error[stale-baseline]")
        .stdout_has("stands in the baseline twice");
}

/// Half of a plan shows half of the findings: no entry is gone for that, and none is written.
#[test]
fn a_plan_with_errors_proves_nothing() {
    let case = held().file(
        "jurymast.toml",
        "[plan]\nname = \"Shop\"\n[servce.search]\n",
    );
    let before = case.read(FILE);
    let report = case.run(["check", "--baseline", "-f", "json"]).exit(2);
    assert!(rules(&report).is_empty());
    for option in ["--write-baseline", "--prune-baseline"] {
        case.run(["check", option]).exit(2).stderr_has("as it was");
    }
    assert_eq!(case.read(FILE), before);
}

#[test]
fn the_examples_of_the_rule_do_what_they_say() {
    let docs = lint::find("stale-baseline").unwrap().docs();
    for (heading, is_found) in [("Fails", true), ("Passes", false)] {
        let body = docs.section(heading).unwrap();
        let mut blocks = body.split("```").skip(1).step_by(2);
        let mut block = |language: &str| blocks.next().unwrap().strip_prefix(language).unwrap();
        let plan = format!("[plan]\nname = \"x\"\n{}", block("toml\n"));
        let case = Case::plan(&plan).file(FILE, block("json\n"));
        let report = case.run(["check", "--baseline", "-f", "json", "--exit-zero"]);
        let found = rules(&report.exit(0)).contains(&"stale-baseline".to_owned());
        assert_eq!(found, is_found, "{heading}");
    }
}

/// What is said of files can be looked up, as rules can.
#[test]
fn codes_of_files_are_explained() {
    let case = Case::new();
    for code in [
        "unreadable-baseline",
        "unreadable",
        "gateway-refuses",
        "cut-short",
        "missing-file",
    ] {
        let ran = case.run(["explain", code]).exit(0);
        assert!(ran.stdout.starts_with(&format!("# {code} ")), "{ran}");
    }
}

/// What a finding tells for another rule is known too, once the finding is mended.
#[test]
fn what_was_told_by_another_is_held_back_when_it_stands_alone() {
    let plan = |fallback: &str| {
        format!(
            "{HEAD}[service.a]\ntier = 1\nrto = \"1h\"\ndepends_on = [{{ on = \"llm\"{fallback} }}]\n\
             [ai.llm]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n\
             [ai.other]\nprovider = \"mistral\"\nmodel = \"mistral-large-latest\"\n"
        )
    };
    let only = ["--select", "no-fallback,tier-one-without-non-ai-floor"];
    let with = |more: &[&'static str]| check(&[more, &only].concat());
    let case = Case::plan(&plan("")).may_write();
    assert_eq!(rules(&case.run(with(&["-f", "json"]))), ["no-fallback"]);
    case.run(with(&["--write-baseline"])).exit(0);
    case.run(with(&["--baseline"])).exit(0);
    let mended = Case::plan(&plan(", fallback = [\"other\"]"))
        .file(FILE, case.read(FILE))
        .may_write();
    let floor = ["tier-one-without-non-ai-floor"];
    assert_eq!(rules(&mended.run(with(&["-f", "json"]))), floor);
    let held = rules(&mended.run(with(&["--baseline", "-f", "json"])));
    assert!(!held.contains(&floor[0].to_owned()), "{held:?}");
}

const CHAIN: &str = "\
[plan]
name = \"Shop\"
[lint]
rules = { place-undeclared = \"off\", no-owner = \"off\", tier-one-without-rto = \"off\" }
[service.web]
tier = 1
depends_on = [\"api\"]
[service.api]
";

const BEHIND: &str = "depends_on = [\"db\"]
[resource.db]
depends_on = [\"disk\"]
[resource.disk]
";

/// What it says of single points, each with its culprit.
fn single_points(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let findings = report["findings"].as_array().unwrap().iter();
    let points = findings.filter(|one| one["rule"] == "single-point-of-failure");
    let open = points.filter(|one| one["waived"] == false);
    open.map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

/// Who accepts that one thing takes down a service has not accepted what is put behind it.
#[test]
fn what_comes_behind_a_single_point_that_is_held_back_is_found() {
    let case = Case::plan(CHAIN).may_write();
    case.run(check(&["--write-baseline"])).exit(0);
    let case = case.file("jurymast.toml", format!("{CHAIN}{BEHIND}"));
    let ran = case.run(check(&["--baseline", "-f", "json"])).exit(1);
    let db = "`api` goes down with `db` alone: nothing stands in for it";
    // The disk is behind it: one cause is told once.
    assert_eq!(single_points(&ran), [db]);
    // It says what it costs, as any finding.
    let text = ran.stdout;
    assert!(
        text.contains("the loss of `db` takes 1 of tier 1 or 2 down: `web`"),
        "{text}"
    );
    case.run(check(&["--write-baseline"])).exit(0);
    case.run(check(&["--baseline", "-f", "json"])).exit(0);
}

/// The same of one that a waiver accepts.
#[test]
fn what_is_behind_a_single_point_that_is_accepted_speaks() {
    let waiver = "[[waiver]]\nrule = \"single-point-of-failure\"\nat = \"service.web\"\n\
                  of = \"api\"\nreason = \"three copies\"\nuntil = 2027-01-31\n";
    let open = |waivers: &str| {
        let case = Case::plan(&format!("{CHAIN}{BEHIND}{waivers}"));
        single_points(&case.run(check(&["-f", "json"])))
    };
    let [api, db, disk] = [("web", "api"), ("api", "db"), ("db", "disk")]
        .map(|(of, by)| format!("`{of}` goes down with `{by}` alone: nothing stands in for it"));
    assert_eq!(open(""), [api]);
    assert_eq!(open(waiver), [db]);
    let both = waiver
        .replace("service.web", "service.api")
        .replace("\"api\"", "\"db\"");
    assert_eq!(open(&format!("{waiver}{both}")), [disk]);
    // In a circle too, and in whatever order the tables stand.
    let circle = "depends_on = [\"db\"]\n[resource.db]\ndepends_on = [{ on = \"api\" }]\n";
    let case = Case::plan(&format!("{CHAIN}{circle}{waiver}"));
    let open = single_points(&case.run(check(&["-f", "json"])));
    assert_eq!(
        open,
        ["`api` goes down with `db` alone: nothing stands in for it"]
    );
}

/// What was a warning and is an error now is no longer what was accepted.
#[test]
fn what_grew_graver_is_found_again() {
    let plan = |tier: u8| {
        format!(
            "[plan]\nname = \"A\"\n[service.chat]\ntier = {tier}\ndepends_on = [\"llm\"]\n\
             [ai.llm]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n"
        )
    };
    let case = Case::plan(&plan(3)).may_write();
    let select = ["--select", "no-fallback"];
    case.run([&["check", "--write-baseline"][..], &select].concat())
        .exit(0);
    let held = [&["check", "--baseline"][..], &select].concat();
    case.run(held.clone()).exit(0);
    let case = case.file("jurymast.toml", plan(1));
    case.run(held)
        .exit(1)
        .stdout_has("in the baseline it is milder: warning");
}

/// The order of the tables is nothing to know a finding by, and each of several places is
/// known for itself.
#[test]
fn tables_may_change_places() {
    let table = |name: &str| {
        format!(
            "[service.{name}]\ntier = 1\nrto = \"1h\"\ndepends_on = [{{ on = \"db\", needed = \"both\" }}]\n"
        )
    };
    let rest = "[resource.db]\ndepends_on = [{ on = \"pg\", needed = \"start\" }]\n\
                [resource.pg]\ndepends_on = [{ on = \"db\", needed = \"start\" }]\n";
    let head = "[plan]\nname = \"A\"\n";
    let plan = format!("{head}{}{}{rest}", table("a"), table("b"));
    let case = Case::plan(&plan).may_write();
    case.run(check(&["--pedantic", "--write-baseline"])).exit(0);
    let (db, pg) = rest.split_at(rest.find("[resource.pg]").unwrap());
    let turned = format!("{head}{pg}{db}{}{}", table("b"), table("a"));
    let case = case.file("jurymast.toml", &turned);
    let held = ["--pedantic", "--baseline", "-f", "json"];
    let report = case.run(check(&held)).exit(0).json();
    assert_eq!(report["findings"], json!([]), "{report:#}");
    // One more of the kind is new, wherever it stands.
    let rest = format!("{}{}{rest}", table("a"), table("b"));
    let mut case = case;
    for plan in [
        format!("{head}{}{rest}", table("first")),
        format!("{head}{rest}{}", table("last")),
    ] {
        case = case.file("jurymast.toml", &plan);
        let report = case.run(check(&held)).exit(1).json();
        let found = report["findings"].as_array().unwrap().iter();
        let rules: Vec<&str> = found.map(|one| one["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&"repair-time-undeclared"), "{report:#}");
        assert!(!rules.contains(&"stale-baseline"), "{report:#}");
    }
}
