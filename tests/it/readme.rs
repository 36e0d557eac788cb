//! What the README tells people to type works.
//!
//! Blocks marked `console` are read; lines that start with `jurymast` or
//! `cargo run -- `, with or without `$ ` in front, are run in the repository, in
//! order. Pages they write go to a folder of the test's own.

use std::fs;

use super::driver::{Case, repository};

/// The commands of all console blocks, as arguments of the program, with their lines.
fn commands(readme: &str) -> Vec<(usize, Vec<String>)> {
    let mut commands = Vec::new();
    let mut inside = false;
    for (at, line) in readme.lines().enumerate() {
        let line = line.trim();
        if let Some(language) = line.strip_prefix("```") {
            inside = !inside && language == "console";
            continue;
        }
        let line = line.strip_prefix("$ ").unwrap_or(line);
        let line = line.split(" # ").next().unwrap_or(line);
        let after = [
            "cargo run -q -- ",
            "cargo run --quiet -- ",
            "cargo run -- ",
            "jurymast ",
        ]
        .iter()
        .find_map(|start| line.strip_prefix(start));
        if let Some(arguments) = after.filter(|_| inside) {
            commands.push((
                at + 1,
                arguments.split_whitespace().map(str::to_owned).collect(),
            ));
        }
    }
    commands
}

#[test]
fn commands_are_found() {
    let found = commands(
        "```console\n$ jurymast check\njurymast blast a # all of it\nls\n```\n```sh\njurymast x\n```\n",
    );
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(found, [(2, words("check")), (3, words("blast a"))]);
}

#[test]
fn the_commands_of_the_readme_work() {
    let Ok(readme) = fs::read_to_string(repository().join("README.md")) else {
        assert!(std::env::var_os("CI").is_none(), "there is no README.md");
        return println!("skipped: there is no README.md yet");
    };
    let commands = commands(&readme);
    assert!(
        !commands.is_empty(),
        "README.md has no ```console block with a command"
    );
    let written = tempfile::tempdir().unwrap();
    for (line, mut arguments) in commands {
        if arguments[0] == "init" {
            arguments = vec![
                "init".to_owned(),
                written.path().join("init").to_str().unwrap().to_owned(),
            ];
        }
        for at in 1..arguments.len() {
            if matches!(
                arguments[at - 1].as_str(),
                "--out" | "-o" | "--single-file" | "--markdown"
            ) {
                arguments[at] = written
                    .path()
                    .join(format!("line-{line}"))
                    .to_str()
                    .unwrap()
                    .to_owned();
            }
        }
        let plain_render =
            arguments[0] == "render" && !arguments.iter().any(|a| a == "--out" || a == "-o");
        if plain_render {
            arguments.extend([
                "--out".to_owned(),
                written
                    .path()
                    .join(format!("line-{line}"))
                    .to_str()
                    .unwrap()
                    .to_owned(),
            ]);
        }
        // A plan of the reader's own: the first example stands for it.
        if !arguments.iter().any(|a| a == "--plan" || a == "-p") {
            arguments.extend(["--plan".to_owned(), "examples/first-plan".to_owned()]);
        }
        let ran = Case::at_repo().run(&arguments);
        assert!(matches!(ran.code, Some(0 | 1)), "README.md:{line}\n{ran}");
    }
}

/// A plan that the README or a document shows is one that can be read; a part of one is
/// not tried.
#[test]
fn the_plans_that_are_shown_can_be_read() {
    let docs = fs::read_dir(repository().join("docs")).unwrap();
    let docs = docs.map(|entry| entry.unwrap().path());
    let pages = docs.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let pages = pages.chain([repository().join("README.md")]);
    let mut plans = 0;
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let plan = block.split("```").next().unwrap();
            if plan.contains("[plan]\n") {
                plans += 1;
                Case::plan(plan)
                    .run(["check", "--fail-on", "never"])
                    .exit(0);
            }
        }
    }
    assert!(plans >= 3, "{plans}");
}
