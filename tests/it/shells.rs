//! What shells and readers of manuals get.

use std::collections::BTreeSet;

use super::driver::Case;

/// The commands, as `--help` lists them.
fn commands() -> BTreeSet<String> {
    let help = Case::new().run(["--help"]).stdout;
    let listed = help.split_once("Commands:").unwrap().1;
    let listed = listed.split_once("Options:").unwrap().0.lines();
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !name.is_empty() && *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = Case::new().run(["completions", shell]);
        assert_eq!(run.code, Some(0), "{shell}");
        for command in commands() {
            assert!(run.stdout.contains(&command), "{shell}: {command}");
        }
    }
    let run = Case::new().run(["completions", "csh"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("bash"), "{}", run.stderr);
}

#[test]
fn every_command_has_a_manual_page() {
    let whole = Case::new().run(["man"]);
    assert_eq!(whole.code, Some(0));
    assert!(whole.stdout.contains(".TH jurymast 1"), "{}", whole.stdout);
    let case = Case::new().may_write();
    let run = case.run(["man", "pages"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for command in commands() {
        let page = case.read(&format!("pages/jurymast-{command}.1"));
        assert!(
            page.contains(&format!("jurymast\\-{command} \\- ")),
            "{page}"
        );
    }
}
