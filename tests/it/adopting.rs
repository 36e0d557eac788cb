//! The walk of `docs/adopting.md`, on a plan of more than five hundred findings.

use std::fmt::Write;
use std::fs;

use super::driver::{Case, repository};

/// Seventy services that nobody looked after: no owners, no targets, one of everything.
fn untidy() -> Case {
    let mut case = Case::new().may_write().file(
        "jurymast.toml",
        "[plan]\nname=\"Untidy\"\ninclude=[\"services/**/*.toml\"]\n\n[team.platform]\non_call = { phone = \"+1 555 0100\", channel = \"#platform\" }\nescalate_to = [\"board\"]\n\n[team.board]\non_call = { phone = \"+1 555 0101\" }\n\n\n\n\
         [resource.shared-db]\n[resource.queue]\n[resource.cache]\n[resource.files]\n[resource.search-index]\n\
         [ai.llm]\nprovider=\"openai\"\nmodel=\"gpt-5.2\"\n\n\
         [[waiver]]\nrule = \"no-owner\"\nat = \"team-less\"\nreason = \"gone soon\"\nuntil = 2027-01-31\n\n\
         [service.team-less]\nteam=\"platform\"\n",
    );
    for (folder, count) in [("shop", 30), ("back", 30), ("legacy", 10)] {
        for at in 1..=count {
            let needs = "\"shared-db\",\"queue\",\"cache\",\"files\",\"search-index\",\"llm\"";
            let text = format!("[service.{folder}-{at:02}]\ntier=1\ndepends_on=[{needs}]\n");
            case = case.file(&format!("services/{folder}/s{at:02}.toml"), text);
        }
    }
    let root = case.path("");
    fs::remove_dir(root.join(".git")).unwrap();
    case
}

/// A step of the walk.
enum Step {
    /// A command and how it ends, with its line.
    Run(usize, Vec<String>, i32),
    /// What is added to the plan, or is a file from then on.
    Write(String, String),
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut block: Option<(String, String)> = None;
    for (at, line) in text.lines().enumerate() {
        if let Some(kind) = line.strip_prefix("```") {
            block = match block.take() {
                None => Some((kind.to_owned(), String::new())),
                Some((kind, text)) => {
                    if let Some(file) = kind.strip_prefix("toml ") {
                        steps.push(Step::Write(file.to_owned(), text));
                    }
                    None
                }
            };
        } else if let Some((kind, text)) = &mut block {
            let _ = writeln!(text, "{line}");
            if kind == "console" {
                let command = line.strip_prefix("$ ").unwrap();
                let (command, code) = command.split_once(" # ").unwrap_or((command, "0"));
                let mut words = vec![String::new()];
                let mut quoted = false;
                for c in command.chars() {
                    match c {
                        '"' => quoted = !quoted,
                        ' ' if !quoted => words.push(String::new()),
                        c => words.last_mut().unwrap().push(c),
                    }
                }
                steps.push(Step::Run(at + 1, words, code.parse().unwrap()));
            }
        }
    }
    steps
}

/// Findings by places, what waivers hide left out.
fn open_places(case: &Case, more: &[&str]) -> u64 {
    let arguments = ["check", "--statistics", "-f", "json", "--exit-zero"];
    let report = case.run(arguments.iter().chain(more)).exit(0).json();
    let all = report["statistics"].as_array().unwrap().iter();
    let count = |key: &str, one: &serde_json::Value| one[key].as_u64().unwrap();
    all.map(|one| count("places", one) - count("waived", one))
        .sum()
}

#[test]
fn the_walk_goes_from_five_hundred_findings_to_green() {
    let mut case = untidy();
    Case::git(&case.path(""), &["init", "--quiet"]);
    let before = open_places(&case, &[]);
    assert!(before >= 500, "{before}");
    let text = fs::read_to_string(repository().join("docs/adopting.md")).unwrap();
    let mut runs = 0;
    for step in steps(&text) {
        match step {
            Step::Write(file, text) if file == "jurymast.toml" => {
                let whole = format!("{}\n{text}", case.read(&file));
                case = case.file(&file, whole);
            }
            Step::Write(file, text) => case = case.file(&file, text),
            Step::Run(line, words, code) => {
                let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
                match words[0].as_str() {
                    "git" => Case::git(&case.path(""), &arguments),
                    "jurymast" => {
                        let ran = case.run(&arguments);
                        assert_eq!(ran.code, Some(code), "docs/adopting.md:{line}\n{ran}");
                        runs += 1;
                    }
                    other => panic!("docs/adopting.md:{line}: {other}"),
                }
            }
        }
    }
    assert!(runs >= 14, "{runs}");
    // Green, and every fault of before is either mended, or known and counted.
    assert_eq!(open_places(&case, &["--baseline"]), 0);
    let known = case
        .read("jurymast-baseline.json")
        .matches("\"rule\"")
        .count();
    assert!(known > 300, "{known}");
    assert!(
        !case.read("jurymast.toml").contains("[[waiver]]"),
        "the idle waiver is gone"
    );
}
