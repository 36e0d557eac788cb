//! The ways in which people come to a command for the first time: names they half know,
//! folders that hold no plan, help they read.

use super::driver::{Case, repository};

const PLAN: &str = "[plan]\nname = \"x\"\n[service.shop]\nname = \"Web shop\"\ntier = 1\nrto = \"1h\"\n\
                    depends_on = [\"db\", \"support-llm\"]\n[resource.db]\n\
                    [ai.support-llm]\nprovider = \"openai\"\nmodel = \"gpt-4o\"\n";

/// A name that nobody declared, and what can be written instead.
#[test]
fn an_unknown_name_is_told_what_can_be_written() {
    let case = Case::plan(PLAN);
    let asked = |command: &str, name: &str| case.run([command, name]).exit(2).stderr;
    for command in ["incident", "blast", "gaps"] {
        let said = |name: &str| {
            let words: Vec<String> = asked(command, name)
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            words.join(" ")
        };
        for (name, help) in [
            ("shpo", "did you mean `shop`?"),
            ("web shop", "did you mean `shop`?"),
            ("DB", "did you mean `db`?"),
            ("shop,db", "write them apart: shop db"),
            (
                "gpt-4o",
                "it is a model: write `support-llm` or `model:gpt-4o` for its weights at every host",
            ),
            (
                "nothing-of-it",
                "components are named by id: this plan has shop, db and support-llm; or name a provider or place of the \
                 catalogue (openai, aws-us-east-1)",
            ),
        ] {
            let told = said(name);
            assert!(told.ends_with(help), "{command} {name}: {told}");
        }
    }
}

#[test]
fn the_activities_can_be_named_too() {
    let plan = "[plan]\nname = \"x\"\n[activity.take-orders]\nmtpd = \"4h\"\ndepends_on = [\"db\"]\n[resource.db]\n";
    Case::plan(plan)
        .run(["blast", "nothing-of-it"])
        .exit(2)
        .stderr_has("this plan has take-orders and db; or name");
}

/// At night nobody mends a waiver first.
#[test]
fn the_sheet_comes_whatever_is_wrong_with_a_waiver() {
    let waiver = "[[waiver]]\nrule = \"no-ownr\"\nat = \"nobody\"\nreason = \"r\"\nuntl = 2027-01-31\n\
                  [lint]\nrules = { no-owner = \"loud\" }\n";
    let broken = Case::plan(&format!("{PLAN}{waiver}"));
    let sheet = |case: &Case| case.run(["incident", "db", "--now", "2026-11-24T10:00Z"]);
    let ran = sheet(&broken).exit(0);
    assert_eq!(ran.stdout, sheet(&Case::plan(PLAN)).exit(0).stdout);
    let told = ran
        .stderr_has("unknown key `untl`")
        .stderr_has("error: the plan has errors; the sheet uses nothing of what is wrong");
    told.stderr_has("loud");
    // What the sheet speaks of must be right.
    let other = format!("{PLAN}{waiver}[service.other]\ndepends_on = [\"dbb\"]\n");
    sheet(&Case::plan(&other))
        .exit(2)
        .stdout_is_empty()
        .stderr_has("nothing was done");
    let hidden = format!("{PLAN}# [[waiver]]\nteam = \"nobody\"\n");
    sheet(&Case::plan(&hidden)).exit(2).stdout_is_empty();
    // No other answer rests on it either, but nobody needs that at night.
    broken.run(["blast", "db"]).exit(2);
}

#[test]
fn a_folder_that_is_called_like_a_plan_cannot_be_read() {
    let case = Case::new().file("jurymast.toml/notes.txt", "x");
    for arguments in [
        vec!["check"],
        vec!["check", "-p", "."],
        vec!["check", "-p", "jurymast.toml"],
    ] {
        case.run(&arguments)
            .exit(2)
            .stderr_has("cannot read `jurymast.toml`: it is a folder, not a file");
    }
    let inside = Case::new().file("jurymast.toml/jurymast.toml", PLAN);
    inside
        .run(["check", "-p", "jurymast.toml", "--fail-on", "never"])
        .exit(0);
    Case::new()
        .file("empty/x", "")
        .run(["check", "-p", "empty"])
        .exit(3);
}

#[test]
fn help_names_every_symptom() {
    for command in ["incident", "simulate"] {
        let help = Case::new()
            .any_day()
            .run([command, "--help"])
            .exit(0)
            .stdout;
        let words: Vec<&str> = help.split([' ', ',', '\n']).collect();
        for symptom in ["5xx", "402", "cut", "too-long", "refused", "substituted"] {
            assert!(words.contains(&symptom), "{command}: {symptom}\n{help}");
        }
    }
}

/// Prose is set for the terminal; code and commands are there to be copied.
#[test]
fn explanations_keep_to_80_columns() {
    let rules = Case::new()
        .run(["rules", "--format", "json"])
        .exit(0)
        .json();
    let rules = rules["rules"].as_array().unwrap();
    assert!(rules.len() > 40);
    for rule in rules {
        let name = rule["name"].as_str().unwrap();
        let text = Case::new().run(["explain", name]).exit(0).stdout;
        let mut is_code = false;
        for line in text.lines() {
            is_code ^= line.starts_with("```");
            let fits = line.chars().count() <= 80 || is_code || line.starts_with("$ ");
            assert!(fits, "{name}: {line}");
        }
        for heading in ["## What it finds", "## Fails", "```toml", "## Sources"] {
            assert!(
                text.lines().any(|line| line == heading),
                "{name}: {heading}\n{text}"
            );
        }
    }
}

#[test]
fn what_is_said_aside_keeps_to_80_columns() {
    let folder = repository().join("examples/first-plan");
    let folder = folder.to_str().unwrap();
    for arguments in [
        vec!["simulate", "no-such-scenario", "-p", folder],
        vec!["incident", "no-such-thing", "-p", folder],
        vec!["explain", "no-such-rule"],
        vec!["import", "compose", "nowhere.yaml"],
        vec!["check", "--format", "xml"],
        vec!["incident", "openai", "--now", "25:00"],
    ] {
        let ran = Case::at_repo().run(&arguments).exit(2);
        for line in ran.stderr.lines() {
            assert!(line.chars().count() <= 80, "{arguments:?}: {line}");
        }
        assert!(!ran.stderr.is_empty());
    }
}

/// The plan for teams that write code with assistants says something true as it stands.
#[test]
fn a_template_for_coding_assistants_is_a_plan() {
    let case = Case::new().may_write();
    case.run(["init", "--template", "coding-assistants"])
        .exit(0)
        .stderr_has("strike out what nobody uses");
    let found = case
        .run(["check", "--exit-zero", "--format", "json"])
        .exit(0);
    let found = found.json();
    assert_eq!(found["errors"].as_array().unwrap().len(), 0, "{found}");
    assert_eq!(found["summary"]["error"], 0, "{found}");
    // With the edge the first fallback goes too, and people still write code.
    let lost = case
        .run(["blast", "edge", "--format", "json"])
        .exit(0)
        .json();
    let hit = lost["affected"].as_array().unwrap().iter();
    let level = |id: &str| {
        let mut hit = hit.clone();
        hit.find(|one| one["id"] == id).unwrap()["level"].clone()
    };
    assert_eq!(level("codex"), "down");
    assert_eq!(level("write-code"), "degraded");
    case.run(["incident", "anthropic", "--now", "2026-11-23T10:00Z"])
        .exit(0)
        .stdout_has("Stop agents that run without anybody watching");
    case.run(["exercise", "assistant-lost"]).exit(0);
    case.run(["init", "--template", "coding-assistants"])
        .exit(2);
}

#[test]
fn who_runs_in_copies_needs_an_owner_too() {
    let case = Case::plan(
        "[plan]\nname = \"Copies\"\n[service.bot]\nreplicas = 3\n[service.both]\nown_failure = false\ndepends_on = [\"bot\"]\n",
    );
    let found = case.findings("no-owner").len();
    assert_eq!(found, 1, "the grouping has none of its own");
    let text = case.run(["check", "--format", "concise"]).stdout;
    assert!(text.contains("no team answers for `bot`"), "{text}");
}
