//! Output to the letter. Each folder of `tests/golden/` holds a plan (or none), a
//! file `commands` (`name: arguments` a line) and what they print in `expected/`.
//!
//! `JURYMAST_BLESS=1` writes `expected/` anew: read the difference before it is
//! committed.
//!
//! SARIF carries the text of every rule. What is pinned are the results; that all rules
//! are there, and whole, is a test of its own, so that a new rule changes no golden but
//! the list of rules.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jurymast_continuity::lint;
use serde_json::Value;

use super::driver::{Case, repository};

/// What is asked of every plan: all formats of `check`.
const OF_EVERY_PLAN: [(&str, &str); 5] = [
    ("check.txt", "check"),
    ("check.concise.txt", "check --format concise"),
    ("check.json", "check --format json"),
    ("check.github.txt", "check --format github"),
    ("check.sarif", "check --format sarif"),
];

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(repository().join("tests/golden"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases
}

/// The files of a case, `expected/` and `commands` left out, by path.
fn inputs(case: &Path, below: &str, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(case.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        if entry.path().is_dir() {
            if path != "expected" {
                inputs(case, &path, found);
            }
        } else if path != "commands" {
            found.push((path, fs::read(entry.path()).unwrap()));
        }
    }
}

/// What the commands of a case print, by file name; `exits` lists the exit codes.
fn print(case: &Path) -> BTreeMap<String, String> {
    let mut files = Vec::new();
    inputs(case, "", &mut files);
    let has_plan = files.iter().any(|(path, _)| path == "jurymast.toml");
    let folder = files
        .iter()
        .fold(Case::new(), |folder, (path, text)| folder.file(path, text));
    let list = fs::read_to_string(case.join("commands")).unwrap();
    let own = list.lines().map(|line| {
        line.split_once(": ")
            .unwrap_or_else(|| panic!("{}: {line:?}", case.display()))
    });
    let always: &[(&str, &str)] = if has_plan { &OF_EVERY_PLAN } else { &[] };
    let mut printed = BTreeMap::new();
    let mut exits = String::new();
    for (name, arguments) in always.iter().copied().chain(own) {
        let folder = if arguments.contains("--today") {
            folder.again().any_day()
        } else {
            folder.again()
        };
        let ran = folder.run(arguments.split(' '));
        exits.push_str(&format!("{} {name}\n", ran.code.unwrap()));
        let mut text = ran.stdout;
        if !ran.stderr.is_empty() {
            text.push_str("--- standard error\n");
            text.push_str(&ran.stderr);
        }
        if name == "check.txt" {
            assert!(text.is_ascii(), "{}: not ASCII:\n{text}", case.display());
            // Frames (with `|`) show lines of the plan and labels as they are.
            let wide = text
                .lines()
                .find(|line| line.len() > 80 && !line.contains(" | "));
            assert_eq!(wide, None, "{}: wider than 80 columns", case.display());
        }
        let mut text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        if name.ends_with(".sarif") {
            text = without_rules(&text);
        }
        let earlier = printed.insert(name.to_owned(), text);
        assert!(
            earlier.is_none(),
            "{}: two commands write {name}",
            case.display()
        );
    }
    printed.insert("exits".to_owned(), exits);
    printed
}

/// SARIF without what is in its table of rules, and without places in it.
fn without_rules(sarif: &str) -> String {
    let mut kept = String::new();
    let mut in_rules = false;
    for line in sarif.lines() {
        in_rules &= line != "          ]";
        if !in_rules && !line.trim_start().starts_with("\"ruleIndex\":") {
            kept.push_str(line);
            kept.push('\n');
        }
        in_rules |= line == "          \"rules\": [";
    }
    kept
}

/// The first line that differs, for a start.
fn difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (a, b))| a != b) {
        Some((at, (a, b))) => format!("line {}:\n  expected: {a}\n  found:    {b}", at + 1),
        None => format!(
            "{} lines expected, {} found, or the last line break differs",
            expected.lines().count(),
            found.lines().count()
        ),
    }
}

#[test]
fn output_is_as_expected() {
    let bless = std::env::var_os("JURYMAST_BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for case in cases() {
        let printed = print(&case);
        let folder = case.join("expected");
        let name = case.file_name().unwrap().to_string_lossy();
        if bless {
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            fs::create_dir(&folder).unwrap();
            for (file, text) in &printed {
                fs::write(folder.join(file), text).unwrap();
            }
            continue;
        }
        for (file, text) in &printed {
            match fs::read_to_string(folder.join(file)) {
                Err(_) => wrong.push(format!("{name}/expected/{file} is missing")),
                Ok(expected) if expected != *text => {
                    wrong.push(format!(
                        "{name}/expected/{file}, {}",
                        difference(&expected, text)
                    ));
                }
                Ok(_) => {}
            }
        }
        let there = fs::read_dir(&folder).into_iter().flatten();
        for entry in there {
            let file = entry.unwrap().file_name().into_string().unwrap();
            if !printed.contains_key(&file) {
                wrong.push(format!(
                    "{name}/expected/{file} is left over: no command writes it"
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "\n{}\n\nJURYMAST_BLESS=1 writes them anew; read the difference then\n",
        wrong.join("\n")
    );
}

#[test]
fn sarif_explains_every_rule_and_points_at_it() {
    let names: Vec<String> = Case::new()
        .run(["rules"])
        .stdout
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect();
    assert!(names.len() > 30, "{names:?}");
    // What looks at files beside the plan is another command's to find.
    let of_check = |name: &String| lint::find(name).is_some_and(|rule| rule.is_of_check());
    let names: Vec<String> = names.into_iter().filter(of_check).collect();
    let plan =
        fs::read_to_string(repository().join("tests/golden/first-plan/jurymast.toml")).unwrap();
    let ran = Case::plan(&plan).run(["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&ran.stdout).unwrap();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    // As SARIF 2.1.0 asks of a reportingDescriptor (section 3.49).
    for rule in rules {
        let text = |key: &str| rule[key]["text"].as_str().unwrap_or_default();
        assert!(!text("shortDescription").is_empty(), "{rule}");
        assert!(!text("fullDescription").is_empty(), "{rule}");
        for part in ["What it finds", "## Fails", "## Passes", "## Sources"] {
            assert!(text("help").contains(part), "{part}: {rule}");
        }
        assert_eq!(rule["help"]["markdown"], rule["help"]["text"], "{rule}");
        let level = rule["defaultConfiguration"]["level"].as_str();
        let levels = ["none", "note", "warning", "error"];
        assert!(level.is_some_and(|level| levels.contains(&level)), "{rule}");
    }
    let ids: Vec<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, names);
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[at]["id"], "{result}");
    }
}

#[test]
fn a_difference_is_shown() {
    assert_eq!(
        difference("a\nb\n", "a\nc\n"),
        "line 2:\n  expected: b\n  found:    c"
    );
    assert!(difference("a\n", "a").contains("1 lines expected, 1 found"));
}

#[test]
fn the_same_plan_prints_the_same_bytes() {
    for example in ["astronomy-shop", "chat-and-video/before"] {
        let plan = format!("examples/{example}");
        for arguments in [
            vec!["check", "-f", "json"],
            vec!["check"],
            vec!["blast", "openai", "aws"],
        ] {
            let mut arguments = arguments;
            arguments.extend(["-p", plan.as_str()]);
            let once = Case::at_repo().run(&arguments).stdout;
            assert_eq!(
                Case::at_repo().run(&arguments).stdout,
                once,
                "{arguments:?}"
            );
        }
    }
}
