//! Every `--help` ends with commands that run as they stand.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::driver::{Case, repository};

const COMPOSE: &str =
    "services:\n  shop:\n    image: shop\n    depends_on: [db]\n  db:\n    image: postgres:17\n";

const LITELLM: &str =
    "model_list:\n  - model_name: shop-llm\n    litellm_params:\n      model: openai/gpt-5.2\n";

const CALLS: &str = r#"{"data": [{"parent": "checkout", "child": "payment", "callCount": 900}]}"#;

/// The commands of a help text that ask for another one: those below, and how it ends.
fn help(path: &[&str]) -> (Vec<String>, String) {
    let case = Case::new();
    let run = case.run([path, &["--help"]].concat()).exit(0);
    let (_, commands) = run.stdout.split_once("\nCommands:\n").unwrap_or_default();
    let commands = commands.lines().take_while(|line| !line.is_empty());
    // What goes on from the line above stands further in.
    let names = commands.filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| *name != "help").map(str::to_owned);
    let end = run.stdout.split_once("\nExamples:\n").unwrap_or_default().1;
    (names.collect(), end.to_owned())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => _ = fs::copy(entry.path(), to).unwrap(),
        }
    }
}

/// A plan in a repository, with what the examples read beside it.
fn folder() -> Case {
    let case = Case::new().may_write();
    let root = case.path("");
    fs::remove_dir(root.join(".git")).unwrap();
    copy(&repository().join("examples/astronomy-shop"), &root);
    let given = repository().join("tests/gateway-files");
    for name in ["portkey.json", "envoy.yaml"] {
        fs::copy(given.join(name), root.join(name)).unwrap();
    }
    let case = case
        .file("compose.yaml", COMPOSE)
        .file("litellm.yaml", LITELLM)
        .file("calls.json", CALLS);
    Case::git(&root, &["init", "--quiet", "--initial-branch", "main"]);
    Case::git(&root, &["add", "."]);
    Case::git(&root, &["commit", "--quiet", "-m", "one"]);
    Case::git(&root, &["tag", "v1.2"]);
    case
}

/// How the commands of one help text end, in a folder of their own.
fn run(text: &str) -> Vec<String> {
    let case = folder();
    let program = Path::new(env!("CARGO_BIN_EXE_jurymast")).parent().unwrap();
    let text = text.replace("\\\n    ", "");
    let lines = text.lines().filter(|line| line.starts_with("  jurymast "));
    let lines = lines.map(|line| line.trim().split("  ").next().unwrap());
    let wrong = lines.filter_map(|line| {
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let done = Command::new("sh")
            .args(["-c", line])
            .current_dir(case.path(""))
            .env("PATH", path)
            .env("SOURCE_DATE_EPOCH", "1795392000")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (!matches!(done.status.code(), Some(0 | 1)) || said.contains("error: "))
            .then(|| format!("{line}: {:?}: {said}", done.status.code()))
    });
    wrong.collect()
}

#[test]
fn every_help_has_examples_that_run() {
    let (commands, _) = help(&[]);
    assert!(commands.len() > 20, "{commands:?}");
    let mut wrong = Vec::new();
    for command in &commands {
        let (below, end) = help(&[command]);
        let mut ends = vec![(command.clone(), end)];
        for name in &below {
            ends.push((format!("{command} {name}"), help(&[command, name]).1));
        }
        for (name, end) in ends {
            match end.contains("  jurymast ") {
                true => wrong.extend(run(&end)),
                false => wrong.push(format!("{name} --help has no example")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn quiet_says_what_is_wrong_and_no_more() {
    let plan =
        "[plan]\nname = \"Shop\"\n[service.web]\ntier = 1\ndepends_on = [\"db\"]\n[resource.db]\n";
    let case = Case::plan(plan).may_write();
    for format in ["full", "concise"] {
        let loud = case.run(["check", "--format", format]).stdout;
        let run = case.run(["check", "-q", "--format", format]);
        assert!(loud.starts_with(&run.stdout), "{format}");
        let rest = &loud[run.stdout.len()..];
        assert!(
            rest.trim_start()
                .lines()
                .next()
                .unwrap()
                .contains("warning"),
            "{rest}"
        );
        run.stdout_has("single-point-of-failure").stderr_is_empty();
    }
    // What is nothing wrong is nothing at all, and the exit codes stay.
    let clean = case.run(["check", "--quiet", "--select", "no-fallback"]);
    clean.exit(0).stdout_is_empty().stderr_is_empty();
    let fails = case.run(["check", "--quiet", "--fail-on", "info"]);
    fails.exit(1);
    let written = case.run(["check", "--quiet", "--write-baseline"]);
    written.exit(0).stdout_is_empty().stderr_is_empty();
    let wrong = case.run(["blast", "no-such-thing", "--quiet"]);
    wrong.exit(2).stderr_has("error: ");
}

#[test]
fn each_rule_says_how_sure_it_is_and_since_when() {
    let case = Case::new();
    let rules = case.run(["rules", "--format", "json"]).exit(0).json();
    let known = ["very-high", "high", "medium", "low"];
    for rule in rules["rules"].as_array().unwrap() {
        let confidence = rule["confidence"].as_str().unwrap();
        assert!(known.contains(&confidence), "{rule:#}");
        assert_eq!(rule["since"], "0.1.0");
    }
    let explained = case.run(["explain", "floating-model"]).exit(0);
    explained
        .stdout_has("Confidence medium: ")
        .stdout_has("Since 0.1.0.");
    let plan = Case::plan(
        "[plan]\nname = \"Shop\"\n[service.web]\ntier = 1\ndepends_on = [\"db\"]\n[resource.db]\n",
    );
    let sarif = plan.run(["check", "--format", "sarif"]).json();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let precision = |name: &str| {
        let mut rules = rules.iter();
        rules
            .find(|rule| rule["id"] == name)
            .map(|rule| rule["properties"]["precision"].clone())
    };
    assert_eq!(precision("single-point-of-failure").unwrap(), "high");
    assert_eq!(precision("no-owner").unwrap(), "very-high");
}
