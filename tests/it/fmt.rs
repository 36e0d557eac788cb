//! One layout for plan files.

use std::fs;
use std::path::{Path, PathBuf};

use jurymast_plan::language::formatted;

use super::driver::{Case, repository};

const UNTIDY: &str = "[plan]\nname=\"x\"\n\n\n[service.a]   # words\n  tier=1\n";
const TIDY: &str = "[plan]\nname = \"x\"\n\n[service.a]   # words\ntier = 1\n";

fn plans(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            plans(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn what_the_plans_here_say_stays_and_twice_is_once() {
    let mut all = Vec::new();
    for folder in ["examples", "tests/golden", "crates/plan/src/catalogue/data"] {
        plans(&repository().join(folder), &mut all);
    }
    let mut changed = 0;
    for path in &all {
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        let Ok(once) = formatted(&text) else {
            continue;
        };
        let read = |text: &str| text.parse::<toml::Table>().unwrap();
        let shown = path.display();
        assert_eq!(read(&text), read(&once), "{shown}");
        assert_eq!(formatted(&once).unwrap(), once, "{shown}");
        let comments = |text: &str| {
            let words = text.split_whitespace().filter(|word| word.starts_with('#'));
            words.count()
        };
        assert_eq!(comments(&text), comments(&once), "{shown}");
        changed += usize::from(once != text);
    }
    assert!(
        all.len() > 60 && changed < all.len(),
        "{} {changed}",
        all.len()
    );
}

#[test]
fn files_are_written_once_and_whole() {
    let case = Case::plan(UNTIDY)
        .file("parts/b.toml", "[service.b]\n")
        .may_write();
    case.run(["fmt"])
        .exit(0)
        .stderr_has("formatted: jurymast.toml")
        .stdout_is_empty();
    assert_eq!(case.read("jurymast.toml"), TIDY);
    case.run(["fmt"]).exit(0).stderr_is_empty();
}

#[test]
fn looking_writes_nothing() {
    let case = Case::plan(UNTIDY);
    case.run(["fmt", "--check"])
        .exit(1)
        .stderr_has("would change: jurymast.toml");
    case.run(["fmt", "--diff"])
        .exit(1)
        .stdout_has("-name=\"x\"\n")
        .stdout_has("+name = \"x\"\n");
    Case::plan(TIDY)
        .run(["fmt", "--check"])
        .exit(0)
        .stderr_is_empty();
}

#[test]
fn a_plan_means_all_its_files_and_a_name_that_file() {
    let whole = "[plan]\nname=\"x\"\ninclude=[\"parts/*.toml\"]\n[service.a]\n";
    let case = || {
        Case::plan(whole)
            .file("parts/b.toml", "[service.b]\ntier=2\n")
            .may_write()
    };
    let all = case();
    all.run(["fmt", "."]).exit(0);
    assert!(all.read("parts/b.toml").contains("tier = 2"));
    assert!(all.read("jurymast.toml").contains("name = \"x\""));
    let one = case();
    one.run(["fmt", "parts/b.toml"]).exit(0);
    assert!(one.read("parts/b.toml").contains("tier = 2"));
    assert_eq!(one.read("jurymast.toml"), whole);
}

#[test]
fn a_file_that_is_no_toml_is_left_and_said() {
    let case = Case::plan(UNTIDY)
        .file("b.toml", "[service.b\ntier=2\n")
        .may_write();
    let ran = case.run(["fmt", "b.toml", "jurymast.toml"]).exit(2);
    ran.stderr_has("error[syntax]")
        .stderr_has("b.toml:1")
        .stderr_has("formatted: jurymast.toml");
    assert_eq!(case.read("b.toml"), "[service.b\ntier=2\n");
    assert_eq!(case.read("jurymast.toml"), TIDY);
    case.run(["fmt", "gone.toml"])
        .exit(2)
        .stderr_has("cannot read `gone.toml`");
    Case::new().run(["fmt"]).exit(3);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let case = Case::new();
    let ran = case.piped(&["fmt", "-"], UNTIDY).exit(0);
    assert_eq!(ran.stdout, TIDY);
    case.piped(&["fmt", "-", "--check"], UNTIDY)
        .exit(1)
        .stdout_is_empty();
    case.piped(&["fmt", "-", "--check"], TIDY)
        .exit(0)
        .stdout_is_empty();
    case.piped(&["fmt", "-"], "[plan\n").exit(2);
}
