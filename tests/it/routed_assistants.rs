//! An assistant that picks its lab itself, and fallbacks to which people go by themselves: one
//! answer in every command.

use super::driver::Case;

fn assistants() -> Case {
    let case = Case::new().may_write();
    case.run(["init", "--template", "coding-assistants", "."])
        .exit(0);
    case
}

#[test]
fn nobody_knows_whether_a_router_is_hit() {
    let case = assistants();
    case.run(["blast", "anthropic"])
        .exit(0)
        .stdout_has("because of anthropic, if a gateway that picks its hosts itself");
    case.run(["incident", "anthropic", "--now", "2026-11-23T10:00Z"])
        .exit(0)
        .stdout_has("GitHub Copilot (may be down)")
        .stdout_lacks("GitHub Copilot (down)");
    case.run(["exercise", "assistant-lost"])
        .exit(0)
        .stdout_has("is GitHub Copilot hit?");
    case.run(["render", "--out", "site"]).exit(0);
    assert!(
        case.read("site/providers/anthropic.html")
            .contains("only if a gateway that picks its hosts itself uses what is lost")
    );
}

#[test]
fn people_go_where_the_plan_sends_them_first() {
    let sheet = assistants()
        .run(["incident", "anthropic", "--now", "2026-11-23T10:00Z"])
        .exit(0)
        .stdout;
    let words = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = "[ ] Tell those who use Write and review code to go to Codex meanwhile";
    let then = "If that does not help: tell those who use Write and review code to go to People";
    let (first, then) = (words.find(first).unwrap(), words.find(then).unwrap());
    assert!(first < then);
}

/// A template whose words go on after what is said of the impact.
#[test]
fn what_is_said_of_the_impact_ends_with_a_full_stop() {
    let sheet = assistants()
        .run(["incident", "anthropic", "--now", "2026-11-23T10:00Z"])
        .exit(0)
        .stdout;
    let words = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("and write and review code. Use another assistant"),
        "{words}"
    );
}
