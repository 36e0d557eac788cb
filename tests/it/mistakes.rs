//! One mistake, one message, at its place; and what is no mistake.

use std::time::{Duration, Instant};

use super::driver::{Case, Ran};

const PLAN: &str = "[plan]\nname = \"x\"\n";

fn check(text: &str) -> Ran {
    Case::plan(&format!("{PLAN}{text}")).check()
}

/// The lines of the report but for the summary, without the file.
#[track_caller]
fn all_said(text: &str, lines: &[&str]) {
    let ran = check(text).exit(2);
    let mut said: Vec<&str> = ran.stdout.lines().collect();
    said.pop();
    let said: Vec<&str> = said
        .iter()
        .map(|line| line.strip_prefix("jurymast.toml:").unwrap_or(line))
        .collect();
    assert_eq!(said, lines, "{ran}");
}

#[test]
fn a_list_is_no_table() {
    all_said(
        "[resource.db]\nname = \"Db\"\nlimit = [600, 5]\n",
        &["5:9: error[invalid-value] expected a table, found a list"],
    );
    all_said(
        "[resource.db]\n[scenario.s]\nfails = [[\"db\", \"1m\", \"5m\"]]\n",
        &["5:10: error[invalid-value] expected a table, found a list"],
    );
    all_said(
        "approved = [\"COO\", 2026-10-01]\n[resource.db]\n",
        &["3:12: error[invalid-value] expected a table, found a list"],
    );
    Case::plan("plan = [\"T\", \"described\"]\n")
        .check()
        .exit(2)
        .stdout_has("jurymast.toml:1:8: error[invalid-value] expected a table, found a list");
}

#[test]
fn what_is_there_and_wrong_is_not_missing_too() {
    let waiver = |lines: &str| format!("[service.a]\n[[waiver]]\nat = \"service.a\"\n{lines}");
    for (lines, said) in [
        (
            "rule = \"no-owner\"\nreason = \"r\"\nuntiI = 2026-01-31\n",
            "error[unknown-key] unknown key `untiI`",
        ),
        (
            "rule = \"no-owner\"\nreason = \"r\"\nuntil = \"2026-02-30\"\n",
            "error[invalid-value] expected a day",
        ),
        (
            "rule = \"no-owner\"\nuntil = 2027-01-31\nreason = \"  \"\n",
            "error[invalid-value] expected a text",
        ),
        (
            "until = 2027-01-31\nreason = \"r\"\nrule = \"no-ownr\"\n",
            "error[unknown-rule] unknown rule `no-ownr`",
        ),
    ] {
        let ran = check(&waiver(lines)).exit(2);
        ran.stdout_has(said)
            .stdout_lacks("is missing")
            .stdout_lacks("nothing to waive")
            .stdout_has("1 error, 1 warning\n");
    }
    let ran = check(
        "[service.a]\ntier = 1\ndepends_on = [{ on = \"p\", detect = \"1m\", fallback = [{ to = \"f\", \
         switch = \"manual\", after = \"0s\", tested = 2026-10-01 }] }]\n[resource.p]\n[resource.f]\n",
    )
    .exit(2);
    ran.stdout_has("a duration must be longer than zero")
        .stdout_lacks("does not say");
    let nothing = "found integer `0`";
    check("[resource.db]\nlimit = { rpm = 0 }\n")
        .exit(2)
        .stdout_has(nothing);
    check("[resource.db]\nrpo = \"1h\"\nbackup = 5\n")
        .exit(2)
        .stdout_lacks("rpo-without-backup");
}

#[test]
fn a_partial_fault_loses_no_data() {
    let fails = |keys: &str| {
        format!("[resource.db]\n[scenario.s]\nfails = [{{ what = \"db\", {keys} }}]\n")
    };
    check(&fails("level = \"degraded\", loses_data = true"))
        .exit(2)
        .stdout_has("5:19: error[contradiction] a partial fault loses no data: it strikes nobody");
    for keys in [
        "loses_data = true",
        "level = \"degraded\", loses_data = false",
    ] {
        check(&fails(keys)).exit(0);
    }
}

#[test]
fn a_place_stands_in_no_part_of_itself() {
    check("[domain.x]\nin = [\"x\"]\n")
        .exit(2)
        .stdout_has("jurymast.toml:4:7: error[needs-itself] `x` stands in itself")
        .stdout_lacks("expected a failure domain");
    check("[domain.x]\nin = [\"y\"]\n[domain.y]\nin = [\"x\"]\n[resource.r]\nin = [\"x\"]\n")
        .exit(1)
        .stdout_has("`x` and `y` stand in each other");
}

#[test]
fn one_need_said_twice_is_found() {
    let twice = |second: &str| {
        check(&format!(
            "[service.a]\ndepends_on = [\"db\", {second}]\n[resource.db]\n"
        ))
    };
    let both = "jurymast.toml:4:28: warning[duplicate-member] `db` is needed twice";
    twice("{ on = \"db\", mode = \"soft\", degraded = \"slower\" }").stdout_has(both);
    twice("{ on = \"db\", needed = \"both\" }").stdout_has(both);
    twice("{ on = \"db\", needed = \"start\" }").stdout_lacks("duplicate-member");
}

#[test]
fn what_people_copy_holds_no_hidden_character() {
    let step = |run: &str| {
        format!("[service.a]\n[runbook.a]\n[[runbook.a.step]]\ndo = \"x\"\nrun = {run}\n")
    };
    check(&step(r#""db \u202egnp""#))
        .exit(2)
        .stdout_has("jurymast.toml:7:11: error[hidden-character] `run` holds a character that cannot be seen, U+202E");
    check(&step("'a\u{2066}b'"))
        .exit(2)
        .stdout_has("jurymast.toml:7:9: error[hidden-character]");
    check(&step("'שלום می\u{200c}خواهم 👩\u{200d}💻'")).stdout_lacks("error");
    check("[service.a]\nname = \"a\\u202eb\u{200b}\"\n")
        .exit(0)
        .stdout_lacks("\u{200b}");
    all_said(
        "[service.a]\nteam = \"t\"\ndepends_on = [\"d\u{200b}b\"]\n[resource.db]\nin = [\"d\"]\n[domain.d]\n[team.t]\non_call = { phone = \"1\" }\nescalate_to = [\"t\"]\n",
        &[
            "5:17: error[hidden-character] `depends_on` holds a character that cannot be seen, U+200B",
        ],
    );
}

#[test]
fn the_same_words_twice_are_one_declaration() {
    let root = "[plan]\nname = \"x\"\ninclude = [\"*/platform.toml\"]\n[team.ops]\n";
    let api = "[service.payments-api]\nteam = \"ops\"\ntier = 2\n";
    let two = |first: &str, second: &str| {
        let case = Case::plan(root).file("a/platform.toml", first);
        case.file("b/platform.toml", second).check()
    };
    let other_order = "# vendored\n[service.payments-api]\ntier = 0x2\nteam = 'ops'\n";
    two(api, other_order).stdout_lacks("duplicate-id");
    two(api, &api.replace("tier = 2", "tier = 1"))
        .exit(2)
        .stdout_has("b/platform.toml:1:10: error[duplicate-id] `payments-api` is declared twice");
    two(api, &api.replace("service", "resource"))
        .exit(2)
        .stdout_has("duplicate-id");
}

#[test]
fn mistakes_by_the_thousand_are_all_counted_and_cost_little() {
    let name = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
    let references: String = (0..500)
        .map(|at| format!("[service.s{at}{name}]\ndepends_on=[\"t{at}{name}\"]\n"))
        .collect();
    let links = "{name=\"x\",url=\"x\"},".repeat(5_000);
    let fallbacks = "\"f\",".repeat(5_000);
    for (text, errors) in [
        (references, "500 errors"),
        (format!("[service.a]\nlinks=[{links}]\n"), "5000 errors"),
        (
            format!(
                "[service.a]\ndepends_on=[{{on=\"p\",fallback=[{fallbacks}]}}]\n[resource.p]\n[resource.f]\n"
            ),
            "warnings",
        ),
    ] {
        let case = Case::plan(&format!("{PLAN}{text}"));
        let begun = Instant::now();
        case.run(["check"]).stdout_has(errors).stdout_has(" more: ");
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn a_key_of_too_many_parts_is_told_at_its_place() {
    let key = vec!["k"; 200].join(".");
    let message = "error[syntax] a key of 200 parts goes too deep";
    all_said(
        &format!("scope = \"all\"\n{key} = 1\n"),
        &[&format!("4:1: {message}")],
    );
    let header = format!("[resource.a]\n[{key}]\n");
    let said = check(&header).exit(2);
    said.stdout_has(&format!("jurymast.toml:4:2: {message}"));
}

#[test]
fn a_wrong_key_silences_only_what_it_leaves_out() {
    let said = check(
        "[service.shop]\nteir = 1\nrto = \"soon\"\n[ai.bot]\nprovider = \"openai\"\n\
         model = \"gpt-3.5-turbo-0301\"\ntaem = \"ops\"\n",
    )
    .exit(2);
    // The tier is meant to be there, the team is not; the end of the model is true anyhow.
    let said = said
        .stdout_has("no team answers for `shop`")
        .stdout_has("error[retired-model]");
    assert!(!said.stdout.contains("has no RTO"), "{said}");
}

#[test]
fn words_of_the_field_lead_to_the_keys() {
    for (text, help) in [
        (
            "[service.a]\ndepends_on = [{ on = \"b\", survives = \"20m\" }]\n[resource.b]\n",
            "did you mean `holds`?",
        ),
        ("[service.a]\nowner = \"ops\"\n", "did you mean `team`?"),
        (
            "[resource.b]\n[scenario.s]\nfails = [{ what = \"b\", symptom = \"stream-cut\" }]\n",
            "did you mean `cut`?",
        ),
    ] {
        let case = Case::plan(&format!("{PLAN}{text}"));
        case.run(["check"]).exit(2).stdout_has(help);
    }
}

#[test]
fn the_same_waiver_counts_once() {
    let waiver = "[[waiver]]\nrule = \"no-owner\"\nat = \"b\"\nreason = \"soon gone\"\n\
                  until = 2027-03-31\n";
    let plan = format!("{PLAN}[resource.b]\n{waiver}{waiver}");
    let said = Case::plan(&plan).check().exit(0);
    assert_eq!(said.stdout.matches("[unused-waiver]").count(), 1, "{said}");
}

/// A scenario that strikes a model which nobody calls would test nothing.
#[test]
fn a_model_that_nobody_calls_cannot_fail() {
    let plan = |model: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\ndepends_on = [\"b\"]\n[ai.b]\nprovider = \"openai\"\n\
             model = \"gpt-5.2\"\n[scenario.s]\nfails = [{{ what = \"model:{model}\", for = \"4h\" }}]\n"
        ))
    };
    plan("gpt-5.2").run(["check", "--fail-on", "never"]).exit(0);
    let asked = plan("gpt-5.22").run(["check"]).exit(2);
    asked.stdout_has("did you mean `model:gpt-5.2`?");
    plan("llama-3.3-70b")
        .check()
        .exit(2)
        .stdout_has("unknown model `model:llama-3.3-70b`");
}

#[test]
fn what_defaults_say_wrongly_is_said_once() {
    all_said(
        "[defaults]\nteam = \"t\"\nin = [\"nowhere\"]\n[team.t]\non_call = { channel = \"#t\" }\n\
         escalate_to = [\"t\"]\n[service.a]\n[service.b]\n",
        &["5:7: error[unknown-id] unknown domain `nowhere`"],
    );
}

#[test]
fn a_name_that_leads_nowhere_is_not_missing_too() {
    let ran = check(
        "[service.a]\nteam = \"nobody\"\n[scenario.s]\nfails = [{ what = \"zz\", for = \"1h\" }]\n\
         [scenario.t]\nfails = [{ wat = \"a\", for = \"1h\" }]\n",
    )
    .exit(2);
    ran.stdout_has("unknown team `nobody`")
        .stdout_has("unknown component `zz`")
        .stdout_has("unknown key `wat`")
        .stdout_lacks("no team answers")
        .stdout_lacks("nothing fails in");
}

#[test]
fn what_is_said_of_a_file_is_explained_as_rules_are() {
    let explain = |code: &str| Case::new().run(["explain", code]);
    explain("unknown-id")
        .exit(0)
        .stdout_has("A name leads nowhere");
    explain("unknown-idd")
        .exit(2)
        .stderr_has("did you mean `unknown-id`?");
}

/// Three errors of TOML are one merge that nobody settled.
#[test]
fn the_marks_of_a_merge_are_one_mistake() {
    let plan =
        "[plan]\nname = \"A\"\n<<<<<<< HEAD\n[service.a]\n=======\n[service.a]\n>>>>>>> other\n";
    let ran = Case::plan(plan)
        .run(["check", "--format", "concise"])
        .exit(2);
    let ran = ran.stdout_has("3:1: error[syntax] this file has conflict marks");
    assert_eq!(ran.stdout.matches("error[").count(), 1, "{}", ran.stdout);
}

/// Zones of one region are three places, and none of them is a slip of its name.
#[test]
fn an_unknown_zone_is_declared_and_not_made_its_region() {
    let plan = "[plan]\nname = \"A\"\n[service.a]\nin = [\"aws-eu-west-1a\"]\n[service.b]\nin = [\"aws-eu-wst-1\"]\n";
    let case = Case::plan(plan);
    case.run(["check"])
        .stdout_has("declare the zone: [domain.aws-eu-west-1a] with in = [\"aws-eu-west-1\"]")
        .stdout_has("did you mean `aws-eu-west-1`?");
    case.run(["check", "--fix", "--unsafe-fixes", "--diff"])
        .stdout_lacks("-in = [\"aws-eu-west-1a\"]")
        .stdout_has("-in = [\"aws-eu-wst-1\"]");
}
