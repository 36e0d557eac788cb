//! What `check --fix` mends, and what it leaves to people.

use super::driver::Case;

const WAIVER: &str =
    "[[waiver]]\nrule = \"no-owner\"\nat = \"a\"\nreason = \"x\"\nuntil = 2027-01-31\n";

/// A plan with this at its end.
fn plan(more: &str) -> Case {
    let text = format!(
        "[plan]\nname = \"x\"\n\n[team.t]\n\n# the only one\n[service.a]\nteam = \"t\"\n\n{more}"
    );
    Case::plan(&text).may_write()
}

/// The plan after the fixes, which then has no more of them, and which a look foretells.
fn mended(case: &Case, more: &[&str]) -> String {
    let arguments = ["check", "--fix", "--exit-zero"];
    let before = case.read("jurymast.toml");
    let foretold = case.run(["check", "--diff"].iter().chain(more)).stdout;
    case.run(arguments.iter().chain(more));
    let once = case.read("jurymast.toml");
    let changes = similar::TextDiff::from_lines(&before, &once);
    let mut changes = changes.unified_diff();
    let changes = changes.header("a/jurymast.toml", "b/jurymast.toml");
    assert_eq!(foretold, changes.to_string());
    let again = case.run(arguments.iter().chain(more));
    assert_eq!(case.read("jurymast.toml"), once, "twice is once");
    assert!(!again.stderr.contains("mended:"), "{again}");
    once
}

#[test]
fn what_hides_nothing_goes_and_comments_stay() {
    let case = plan(&format!("{WAIVER}\n# of the store\n[resource.db]\n"));
    let text = mended(&case, &[]);
    assert!(
        text.ends_with("team = \"t\"\n\n# of the store\n[resource.db]\n"),
        "{text}"
    );
    // At the end of a file.
    let case = plan(&format!("[resource.db]\n\n{WAIVER}"));
    assert!(mended(&case, &[]).ends_with("team = \"t\"\n\n[resource.db]\n"));
    // One that hides something stays.
    let case = plan(&format!(
        "[service.b]\n\n{}",
        WAIVER.replace("\"a\"", "\"b\"")
    ));
    let before = case.read("jurymast.toml");
    assert_eq!(mended(&case, &[]), before);
}

#[test]
fn ignores_go_alone_or_by_the_rule() {
    let end = "until=2027-01-31 reason=\"x\"";
    let case = plan(&format!(
        "[resource.db] # jurymast: ignore[no-owner] {end}\n"
    ));
    assert!(mended(&case, &[]).ends_with("\n[resource.db]\n"));
    let case = plan(&format!(
        "# jurymast: ignore[no-owner] {end}\n[resource.db]\n"
    ));
    assert!(mended(&case, &[]).ends_with("\n\n[resource.db]\n"));
    for rules in ["no-fallback, no-owner", "no-owner, no-fallback"] {
        let case = plan(&format!("[service.b] # jurymast: ignore[{rules}] {end}\n"));
        let wanted = format!("[service.b] # jurymast: ignore[no-owner] {end}\n");
        assert!(
            mended(&case, &[]).ends_with(&wanted),
            "{}",
            case.read("jurymast.toml")
        );
    }
}

#[test]
fn the_same_waiver_twice_is_one_but_two_decisions_are_for_people() {
    let b = WAIVER.replace("\"a\"", "\"b\"");
    let case = plan(&format!("[service.b]\n\n{b}\n{b}"));
    assert_eq!(mended(&case, &[]).matches("[[waiver]]").count(), 1);
    let other = b.replace("2027-01-31", "2027-02-28");
    let case = plan(&format!("[service.b]\n\n{b}\n{other}"));
    assert_eq!(mended(&case, &[]).matches("[[waiver]]").count(), 2);
}

#[test]
fn words_that_were_likely_meant_need_to_be_asked_for() {
    let case = plan(
        "[service.b]\nteam = \"t\"\ndepends_on = [\"order-db\"]\n\n[resource.orders-db]\ndescripton = \"x\"\n",
    );
    let before = case.read("jurymast.toml");
    assert_eq!(mended(&case, &[]), before);
    let text = mended(&case, &["--unsafe-fixes"]);
    assert!(
        !text.contains("descripton") && text.contains("description = \"x\""),
        "{text}"
    );
    assert!(text.contains("depends_on = [\"orders-db\"]"), "{text}");
    case.run(["check"]).stdout_lacks("unknown-");
    case.run(["check", "--unsafe-fixes"])
        .exit(2)
        .stderr_has("mends nothing by itself");
}

#[test]
fn a_rule_that_is_misspelt_in_a_comment_or_a_table() {
    let case = plan("[service.b] # jurymast: ignore[no-ownr] until=2027-01-31 reason=\"x\"\n");
    assert!(mended(&case, &["--unsafe-fixes"]).contains("ignore[no-owner]"));
    let case = plan(&format!(
        "[service.b]\n\n{}",
        WAIVER
            .replace("no-owner", "no-ownr")
            .replace("\"a\"", "\"b\"")
    ));
    assert!(mended(&case, &["--unsafe-fixes"]).contains("rule = \"no-owner\""));
}

#[test]
fn a_look_writes_nothing() {
    let case = Case::plan(&plan(WAIVER).read("jurymast.toml"));
    case.run(["check", "--diff"])
        .exit(1)
        .stdout_has("-[[waiver]]")
        .stderr_has("would mend: jurymast.toml:12: the waiver of `no-owner` is gone");
    Case::plan("[plan]\nname = \"x\"\n[service.a]\n")
        .run(["check", "--diff"])
        .exit(0)
        .stdout_is_empty();
}

#[test]
fn what_is_left_is_told_and_decides_how_it_ends() {
    let case = plan(&format!(
        "[service.b]\nteam = \"t\"\ntier = 1\ndepends_on = [\"db\"]\n[resource.db]\n\n{WAIVER}"
    ));
    let ran = case.run(["check", "--fix", "-f", "concise"]).exit(1);
    ran.stdout_has("single-point-of-failure")
        .stdout_lacks("unused-waiver")
        .stderr_has("mended: ");
}

#[test]
fn parts_are_mended_where_they_stand() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\ninclude = [\"parts/*.toml\"]\n[team.t]\n[service.a]\nteam = \"t\"\n",
    )
    .file("parts/w.toml", WAIVER)
    .may_write();
    case.run(["check", "parts/w.toml", "--fix", "--exit-zero"])
        .stderr_has("mended: parts/w.toml:3");
    assert_eq!(case.read("parts/w.toml").trim(), "");
}

#[test]
fn while_there_are_errors_no_waiver_is_taken_away() {
    let text = format!(
        "[plan]\nname = \"x\"\n[team.t]\n[service.a]\nteam = \"t\"\ntier = 1\n\
         depends_on = [\"orders_db\"]\n[resource.orders-db]\nteam = \"t\"\n\n{}",
        WAIVER.replace("no-owner", "single-point-of-failure")
    );
    let case = Case::plan(&text).may_write();
    let ran = case.run(["check", "--fix", "-f", "concise"]).exit(2);
    ran.stdout_has("error[");
    assert_eq!(case.read("jurymast.toml"), text);
}

#[test]
fn no_report_is_written_over_the_plan() {
    let case = plan(WAIVER);
    let before = case.read("jurymast.toml");
    case.run(["check", "-f", "sarif=./jurymast.toml"])
        .exit(2)
        .stderr_has("`./jurymast.toml` was read");
    case.run(["export", "ics", "--out", "jurymast.toml"])
        .exit(2)
        .stderr_has("`jurymast.toml` was read");
    assert_eq!(case.read("jurymast.toml"), before);
}

#[test]
fn doubled_members_go_and_what_cannot_be_mended_is_counted() {
    let case = plan(
        "[team.u]\nescalate_to = [\"t\", \"t\"]\n[service.b]\nteam = \"t\"\ndepends_on = [\"a\", \"a\"]\n",
    );
    case.run(["check", "-f", "concise"])
        .stdout_has("`t` is named twice")
        .stdout_has("`a` is needed twice");
    let text = mended(&case, &[]);
    assert!(text.contains("escalate_to = [\"t\"]\n"), "{text}");
    assert!(text.contains("depends_on = [\"a\"]\n"), "{text}");
    // One of these says more: which one is to stay is for people.
    let more = [
        r#"{ on = "a", mode = "soft" }, "a""#,
        r#"{ any_of = ["a"], holds = "5m" }, "a""#,
        r#""a", { on = "a", holds = "5m" }"#,
    ];
    for entries in more {
        let text =
            format!("[plan]\nname = \"x\"\n[service.a]\n[service.b]\ndepends_on = [{entries}]\n");
        let case = Case::plan(&text).may_write();
        let ran = case.run(["check", "--fix", "--exit-zero", "-f", "concise"]);
        assert!(ran.stdout.contains("is needed twice"), "{ran}");
        let summary = ran
            .stdout
            .lines()
            .filter(|line| line.contains(": "))
            .count();
        let ran = ran.stderr_has(&format!("0 of {summary} mended"));
        assert_eq!(case.read("jurymast.toml"), text, "{ran}");
        case.run(["check", "--diff"])
            .exit(0)
            .stderr_has("would be mended");
    }
}

#[test]
fn a_diff_of_a_file_beside_the_working_directory_can_be_applied() {
    let text = plan(WAIVER).read("jurymast.toml");
    let case = Case::new()
        .file("plans/jurymast.toml", &text)
        .file("here/x", "");
    let there = case.again_in("here");
    there
        .run(["check", "--diff", "../plans/jurymast.toml"])
        .exit(1)
        .stdout_has("--- a/plans/jurymast.toml\n+++ b/plans/jurymast.toml\n");
}

#[test]
fn a_look_shows_what_the_fixes_lay_bare() {
    // Only once the include is read it is known what the waiver accepts.
    let text =
        "[plan]\nname = \"x\"\ninclud = [\"more.toml\"]\n\n[team.t]\n\n[service.a]\nteam = \"t\"\n";
    let part = format!("[resource.db]\nteam = \"t\"\nnam = \"Data\"\n\n{WAIVER}");
    let case = Case::plan(text).file("more.toml", &part).may_write();
    let look = ["check", "--diff", "--unsafe-fixes"];
    case.run(look)
        .exit(1)
        .stdout_has("+include = [\"more.toml\"]")
        .stdout_has("+name = \"Data\"")
        .stdout_has("-[[waiver]]");
    assert_eq!(case.read("more.toml"), part);
    case.run(["check", "--fix", "--unsafe-fixes", "--exit-zero"]);
    assert_eq!(
        case.read("more.toml"),
        "[resource.db]\nteam = \"t\"\nname = \"Data\"\n"
    );
    case.run(look).exit(0).stdout_is_empty();
}
