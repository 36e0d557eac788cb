//! A plan whose every text drives the terminal, forges lines and turns the writing
//! round, shown by every command in every format.

use std::fs;
use std::path::Path;

use jurymast_terms::text::{self, PAGE_WIDTH};
use serde_json::Value;

use super::driver::Case;

/// What the browser is shown too; `@` stands for a text.
const TEMPLATE: &str = include_str!("../pages/hostile-plan.txt");
const URL: &str = "https://example.org/a-page-that-says-more";
const NAME: &str = "Plan \u{1b}[31m\nFORGED \u{202e}";

/// Everything that a text can do wrong; the number tells it from others.
fn hostile(number: usize) -> String {
    let wide = "障害復旧。".repeat(10);
    format!(
        "t{number} \u{1b}]0;x\u{7}\u{1b}[31m\u{9b}2J\r\nFORGED \u{202e}\u{2066}\u{200b}\u{ad}\
         \u{feff}\u{e0041}\tx {wide}"
    )
}

/// What people copy may hold no hidden character: that is an error of its own.
const COPIED: [&str; 6] = ["channel", "phone", "email", "steps", "hosts", "run"];

fn plan() -> Case {
    let mut plan = String::new();
    let body = TEMPLATE.split_once('\n').unwrap().1;
    for (number, part) in body.split('@').enumerate() {
        if number > 0 {
            let text = hostile(number);
            let is_copied = |key: &&str| plan.trim_end_matches('[').ends_with(&format!("{key} = "));
            plan += &quoted(&if COPIED.iter().any(is_copied) {
                text.replace(|c| !text::is_shown(c) && c != '\n', "")
            } else {
                text
            });
        }
        plan += &part
            .replace("include = [\"*/*.toml\"]\n", "")
            .replace("URL", &quoted(URL))
            .replace("PLAN-NAME", &quoted(NAME))
            .replace("\"MODEL\"", "\"a-model\"");
    }
    Case::plan(&plan).file("src/<b>.py", "import stripe\n")
}

/// A JSON string is a TOML string, but for one control character.
fn quoted(text: &str) -> String {
    serde_json::to_string(text)
        .unwrap()
        .replace('\u{9b}', "\\u009b")
}

const TEXTS: [&[&str]; 22] = [
    &["check", "--exit-zero", "--pedantic"],
    &["check", "--exit-zero", "-f", "concise"],
    &["check", "--exit-zero", "-f", "github"],
    &["blast", "acme"],
    &["blast", "store", "people", "mail"],
    &["blast", "--all"],
    &["gaps", "--probability"],
    &["gaps", "sell", "--level", "degraded"],
    &["advise"],
    &["advise", "--toml"],
    &["simulate", "--explain"],
    &["simulate", "--recorded", "--explain"],
    &["simulate", "--what-if", "store:down:4h", "--explain"],
    &["incident", "store", "--now", "2026-11-24T11:00Z", "--full"],
    &["incident", "--all", "--now", "2026-11-24T11:00Z"],
    &[
        "incident",
        "acme",
        "--now",
        "2026-11-24T11:00Z",
        "--format",
        "markdown",
    ],
    &["exercise", "dark"],
    &["exercise", "dark", "--format", "markdown"],
    &["explain", "no-fallback"],
    &["catalogue", "list", "outages"],
    &["catalogue", "show", "openai"],
    &["blast", "\u{1b}[31mnobody\nFORGED"],
];

const PAGES: [&[&str]; 2] = [
    &[
        "incident",
        "store",
        "--now",
        "2026-11-24T11:00Z",
        "--format",
        "html",
    ],
    &["exercise", "dark", "--format", "html"],
];

const JSON: [&[&str]; 9] = [
    &["check", "--exit-zero", "-f", "json"],
    &["check", "--exit-zero", "-f", "sarif"],
    &["blast", "acme", "--format", "json"],
    &["blast", "--all", "--format", "json"],
    &["gaps", "--format", "json"],
    &["advise", "--format", "json"],
    &["simulate", "--explain", "--format", "json"],
    &[
        "incident",
        "store",
        "--now",
        "2026-11-24T11:00Z",
        "--format",
        "json",
    ],
    &["exercise", "dark", "--format", "json"],
];

#[test]
fn no_text_drives_a_terminal_or_forges_a_line() {
    let case = plan();
    for arguments in TEXTS.iter().chain(&PAGES) {
        let ran = case.run(arguments.iter().copied());
        for said in [&ran.stdout, &ran.stderr] {
            clean(said, arguments);
        }
        assert!(
            !(ran.stdout.is_empty() && ran.stderr.is_empty()),
            "{arguments:?}"
        );
    }
    for arguments in TEXTS {
        let ran = case.run(arguments.iter().copied());
        unforged(&ran.stdout, arguments);
        unforged(&ran.stderr, arguments);
        if !matches!(arguments[0], "check" | "explain" | "advise") {
            narrow(&ran.stdout, arguments);
        }
    }
}

#[test]
fn arguments_are_repeated_cleaned() {
    let hostile = "x\u{9b}31m\u{202e}\u{1b}[2J\nFORGED";
    let case = Case::plan("[plan]\nname = \"x\"\n");
    for arguments in [
        &["check", "-f", hostile][..],
        &["check", "--fail-on", hostile],
        &["incident", "--now", hostile],
        &["gaps", "--max-order", hostile],
        &["blast", hostile],
        &[hostile],
    ] {
        let ran = case.run(arguments.iter().copied()).exit(2);
        clean(&ran.stdout, arguments);
        clean(&ran.stderr, arguments);
        unforged(&ran.stderr, arguments);
    }
}

#[test]
fn json_shows_nothing_and_loses_nothing() {
    let case = plan();
    for arguments in JSON {
        let ran = case.run(arguments.iter().copied());
        clean(&ran.stdout, arguments);
        let value: Value = serde_json::from_str(&ran.stdout).unwrap();
        if let Some(name) = value["plan"].as_str() {
            assert_eq!(name, NAME, "{arguments:?}");
        }
    }
    let packet = case.run(["exercise", "dark", "--format", "json"]);
    let value: Value = serde_json::from_str(&packet.stdout).unwrap();
    let name = value["scenario"]["name"].as_str().unwrap();
    assert!((1..200).any(|number| name == hostile(number)), "{name:?}");
}

#[test]
fn files_are_as_clean_as_the_terminal() {
    let case = plan().may_write();
    case.run(["render", "--out", "site"]);
    case.run(["export", "ics", "--out", "dates.ics"]);
    case.run([
        "exercise",
        "dark",
        "--format",
        "markdown",
        "--out",
        "packet.md",
    ]);
    let mut seen = 0;
    for file in ["dates.ics", "packet.md", "site"] {
        seen += files(&case.path(file));
    }
    assert!(seen > 10, "{seen} files");
}

fn files(path: &Path) -> usize {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        return entries.map(|entry| files(&entry.unwrap().path())).sum();
    }
    let said = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    clean(&said, &[&path.display().to_string()]);
    1
}

fn clean(said: &str, arguments: &[&str]) {
    let odd = said.chars().find(|c| *c != '\n' && !text::is_shown(*c));
    let at = odd.and_then(|c| said.lines().find(|line| line.contains(c)));
    assert_eq!(odd, None, "{arguments:?}: {at:?}");
}

/// A line may begin with the words where the one above has no room for them.
fn unforged(said: &str, arguments: &[&str]) {
    let mut above = PAGE_WIDTH;
    for line in said.lines() {
        let forged = line.starts_with("FORGED") && above + " FORGED".len() <= PAGE_WIDTH;
        assert!(!forged, "{arguments:?}: {said}");
        above = text::width(line);
    }
}

/// Commands are copied as they are.
fn narrow(said: &str, arguments: &[&str]) {
    let is_markdown = arguments.contains(&"markdown");
    let is_copied = |line: &str| is_markdown || line.starts_with("      $ ");
    for line in said.lines().filter(|line| !is_copied(line)) {
        assert!(text::width(line) <= PAGE_WIDTH, "{arguments:?}: {line}");
    }
}
