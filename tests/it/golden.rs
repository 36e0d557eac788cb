//! Output to the letter. Each folder of `tests/golden/` holds a plan (or none), a
//! file `commands` (`name: arguments` a line) and what they print in `expected/`.
//!
//! `JURYMAST_BLESS=1` writes `expected/` anew: read the difference before it is
//! committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
        let text = text.replace(env!("CARGO_PKG_VERSION"), "VERSION");
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
