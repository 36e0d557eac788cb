//! Pages of `docs` that the program writes, and plans in them.

use std::fs;

use super::driver::{Case, repository};

fn is_blessing() -> bool {
    std::env::var_os("JURYMAST_BLESS").is_some_and(|value| value == "1")
}

#[test]
fn the_page_of_the_language_is_what_the_program_prints() {
    let file = repository().join("docs/language.md");
    let printed = Case::new().run(["schema", "--markdown"]).exit(0).stdout;
    if is_blessing() {
        fs::write(&file, &printed).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap();
    assert!(there == printed, "JURYMAST_BLESS=1 writes it anew");
}

#[test]
fn the_page_of_outputs_is_what_the_program_prints() {
    let file = repository().join("docs/json.md");
    let case = Case::new();
    let printed = case.run(["schema", "outputs", "--markdown"]).exit(0).stdout;
    if is_blessing() {
        fs::write(&file, &printed).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap();
    assert!(there == printed, "JURYMAST_BLESS=1 writes it anew");
    let unknown = case.run(["schema", "output", "--markdown"]).exit(2);
    assert!(
        unknown.stderr.contains("did you mean `outputs`?"),
        "{unknown}"
    );
}

/// Every command below a plan prints the lines that stand there, in that order.
#[test]
fn patterns_are_as_the_page_says() {
    let page = fs::read_to_string(repository().join("docs/patterns.md")).unwrap();
    let mut ran = 0;
    for section in page.split("\n## ").skip(1) {
        let block = |kind: &str| {
            let start = section.split(&format!("```{kind}\n")).nth(1);
            let start = start.unwrap_or_else(|| panic!("no {kind} in {section}"));
            start.split("```").next().unwrap().to_owned()
        };
        let case = Case::plan(&block("toml"));
        for command in block("console").split("$ jurymast ").skip(1) {
            let mut lines = command.lines();
            let words = lines.next().unwrap().split_whitespace();
            let found = case.run(words);
            let mut rest = found.stdout.as_str();
            for line in lines.filter(|line| !line.is_empty()) {
                let at = rest.find(line);
                let at = at.unwrap_or_else(|| panic!("{line:?} is not there\n{found}"));
                rest = &rest[at + line.len()..];
            }
            ran += 1;
        }
    }
    assert!(ran >= 8, "{ran}");
}
