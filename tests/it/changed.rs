//! `check --changed`: what a change has to do with, of the whole.

use super::driver::Case;

const WHOLE: &str = "[plan]\nname = \"Shop\"\ninclude = [\"parts/*.toml\"]\n\n[resource.db]\nin = [\"hall\"]\n\n[domain.hall]\n\n[service.old]\n";
const CART: &str = "[service.cart]\ntier = 1\ndepends_on = [\"db\"]\n";
const MAIL: &str = "[service.mail]\ntier = 3\n";

/// A commit of these files; what follows is not committed.
fn repository() -> Case {
    let case = Case::new()
        .may_write()
        .file("plans/jurymast.toml", WHOLE)
        .file("plans/parts/cart.toml", CART)
        .file("plans/parts/mail.toml", MAIL);
    let root = case.path("");
    std::fs::remove_dir(root.join(".git")).unwrap();
    Case::git(&root, &["init", "--quiet"]);
    Case::git(&root, &["add", "."]);
    Case::git(&root, &["commit", "--quiet", "-m", "one"]);
    Case::git(&root, &["tag", "old"]);
    case
}

fn changed(case: &Case, more: &[&str]) -> (Vec<String>, u64) {
    let arguments = ["check", "plans", "-f", "json", "--exit-zero", "--changed"];
    let report = case.run(arguments.iter().chain(more)).exit(0).json();
    let findings = report["findings"].as_array().unwrap().iter();
    let mut rules: Vec<String> = findings
        .map(|one| {
            let file = one["file"].as_str().unwrap();
            format!(
                "{} {}",
                one["rule"].as_str().unwrap(),
                file.rsplit('/').next().unwrap()
            )
        })
        .collect();
    rules.sort();
    (rules, report["unchanged"].as_u64().unwrap())
}

#[test]
fn nothing_changed_leaves_nothing_and_says_how_much() {
    let case = repository();
    let all = case.run(["check", "plans", "-f", "concise"]).exit(1).stdout;
    assert!(all.contains("error["), "{all}");
    let ran = case
        .run(["check", "plans", "-f", "concise", "--changed"])
        .exit(0);
    ran.stdout_has("no findings, ")
        .stdout_has(" left out as unchanged");
    let (rules, unchanged) = changed(&case, &[]);
    assert!(rules.is_empty() && unchanged > 3, "{rules:?} {unchanged}");
}

#[test]
fn what_stands_on_changed_lines_is_told_though_it_is_old() {
    let case = repository().file(
        "plans/parts/mail.toml",
        "# words\n[service.mail]\ntier = 4\n",
    );
    let (rules, unchanged) = changed(&case, &[]);
    assert_eq!(rules, ["no-owner mail.toml"]);
    assert!(unchanged > 2);
}

#[test]
fn what_a_change_elsewhere_opens_is_told_at_its_place() {
    // Nothing in the part of the cart changed, and it lost what it stood on.
    let case = repository().file(
        "plans/jurymast.toml",
        WHOLE.replace(
            "[resource.db]\nin = [\"hall\"]\n",
            "[resource.db]\nin = [\"hall\"]\nexpires = 2026-11-01\n",
        ),
    );
    let (rules, _) = changed(&case, &[]);
    assert!(
        rules.contains(&"expired-component jurymast.toml".to_owned()),
        "{rules:?}"
    );
    // The culprit's table changed: who hangs on it is told with it.
    assert!(
        rules
            .iter()
            .any(|one| one == "single-point-of-failure jurymast.toml"
                || one == "single-point-of-failure cart.toml"),
        "{rules:?}"
    );
    assert!(
        !rules.iter().any(|one| one.ends_with("mail.toml")),
        "{rules:?}"
    );
}

#[test]
fn a_part_that_is_gone_or_new_and_a_lost_waiver_are_changes() {
    let case = repository();
    std::fs::remove_file(case.path("plans/parts/mail.toml")).unwrap();
    let (rules, _) = changed(&case, &[]);
    assert!(
        !rules.iter().any(|one| one.starts_with("no-owner")),
        "{rules:?}"
    );
    let case = repository().file("plans/parts/new.toml", "[service.new]\n");
    let (rules, _) = changed(&case, &[]);
    assert_eq!(rules, ["no-owner new.toml"]);

    let waiver =
        "[[waiver]]\nrule = \"no-owner\"\nat = \"mail\"\nreason = \"x\"\nuntil = 2027-01-31\n";
    let case = repository().file("plans/jurymast.toml", format!("{WHOLE}{waiver}"));
    Case::git(&case.path(""), &["add", "."]);
    Case::git(&case.path(""), &["commit", "--quiet", "-m", "two"]);
    let case = case.file("plans/jurymast.toml", WHOLE);
    let (rules, _) = changed(&case, &[]);
    assert!(
        rules.contains(&"no-owner mail.toml".to_owned()),
        "{rules:?}"
    );
    // Since the first commit nothing changed.
    let arguments = ["check", "plans", "-f", "concise", "--changed=old"];
    case.run(arguments).exit(0).stdout_has("no findings, ");
}

#[test]
fn what_cannot_be_compared_hides_nothing() {
    let case = repository();
    let at = |reference: &str| format!("--changed={reference}");
    case.run(["check", "plans", &at("no-such")])
        .exit(2)
        .stderr_has("git knows no `no-such` here");
    // A broken new side is an error as ever.
    let broken = repository().file("plans/parts/mail.toml", "[service.mail\n");
    broken
        .run(["check", "plans", "--changed"])
        .exit(2)
        .stdout_has("error[syntax]");
    // A broken old side: all is told.
    Case::git(&broken.path(""), &["add", "."]);
    Case::git(&broken.path(""), &["commit", "--quiet", "-m", "broken"]);
    let mended = broken.file("plans/parts/mail.toml", MAIL);
    let ran = mended
        .run(["check", "plans", "--changed", "-f", "concise"])
        .exit(1);
    ran.stderr_has("the plan of HEAD cannot be read in full: nothing is left out")
        .stdout_has(", 0 left out as unchanged");
    // A plan that was not there.
    let new = repository().file("other/jurymast.toml", "[plan]\nname = \"y\"\n[service.y]\n");
    let ran = new
        .run(["check", "other", "--changed", "-f", "concise"])
        .exit(0);
    ran.stderr_has("the plan of HEAD is not there")
        .stdout_has("no team answers for `y`");
    Case::plan("[plan]\nname = \"x\"\n[service.a]\n")
        .run(["check", "--changed"])
        .exit(2);
    case.run(["check", "plans", "--changed", "--write-baseline"])
        .exit(2)
        .stderr_has("would forget all else");
}

#[test]
fn a_baseline_and_what_changed_go_together() {
    let case = repository();
    case.run(["check", "plans", "--write-baseline"]).exit(0);
    let case = case.file(
        "plans/parts/new.toml",
        "[service.new]\ntier = 1\ndepends_on = [\"db\"]\n",
    );
    let ran = case
        .run(["check", "plans", "--baseline", "--changed", "-f", "concise"])
        .exit(1);
    ran.stdout_has("`new`")
        .stdout_has("in the baseline, 0 left out as unchanged")
        .stdout_lacks("`mail`");
}
