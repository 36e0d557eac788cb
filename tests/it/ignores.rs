//! Comments that accept a finding on their line, and how long.

use serde_json::{Value, json};

use super::driver::Case;

/// A plan whose service has no owner, with these words behind its header, and above it.
fn plan(above: &str, behind: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Shop\"\n{above}\n[service.a]{behind}\ntier = 3\ndepends_on = [\"db\"]\n\n[resource.db]\n"
    ))
}

fn ignore(until: &str) -> String {
    format!("# jurymast: ignore[no-owner] until={until} reason=\"moves out\"")
}

/// Rules of what is open, by the alphabet.
fn open(case: &Case) -> Vec<String> {
    let report = case.run(["check", "-f", "json", "--exit-zero"]).json();
    let all = report["findings"].as_array().unwrap().iter();
    let open = all.filter(|one| one["waived"] == false && one["rule"] != "place-undeclared");
    let mut open: Vec<String> = open
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect();
    open.sort();
    open
}

#[test]
fn on_the_line_or_above_it_and_to_the_end_of_its_last_day() {
    let words = ignore("2027-01-31");
    for case in [plan("", &format!(" {words}")), plan(&words, "")] {
        assert_eq!(open(&case), [] as [&str; 0]);
        let found = &case.findings("no-owner")[0];
        assert_eq!(found["waived"], true);
        assert_eq!(
            found["waiver"],
            json!({ "reason": "moves out", "until": "2027-01-31", "in_source": true })
        );
        assert_eq!(open(&case.again().today("2027-01-31")), ["expiring-waiver"]);
        let over = case.again().today("2027-02-01");
        assert_eq!(
            open(&over),
            ["expired-waiver", "no-owner"].map(String::from).to_vec()
        );
        let note = &over.findings("no-owner")[0]["notes"][0];
        assert_eq!(note, "the ignore for this expired on 2027-01-31");
    }
}

#[test]
fn it_hides_its_own_line_alone() {
    let case = Case::plan(&format!(
        "[plan]\nname = \"x\"\n{}\n\n[service.a]\n[service.b] {}\ntier = 3\n",
        ignore("2027-01-31"),
        ignore("2027-01-31")
    ));
    // A gap: the comment above is about no line that says something.
    assert_eq!(open(&case), ["no-owner", "unused-waiver"]);
    let unused = &case.findings("unused-waiver")[0];
    assert_eq!(unused["line"], 3);
    assert_eq!(
        unused["message"],
        "nothing to ignore: `no-owner` finds nothing on line 4 of jurymast.toml"
    );
    let places = case.findings("no-owner")[0]["related"]
        .as_array()
        .unwrap()
        .clone();
    let waived: Vec<&Value> = places.iter().map(|one| &one["waived"]).collect();
    assert_eq!(waived, [false, true]);
}

#[test]
fn one_for_a_cause_leaves_the_others_open() {
    let of = |of: &str| {
        let words = format!(
            "# jurymast: ignore[single-point-of-failure]{of} until=2027-01-31 reason=\"one until March\""
        );
        let case = Case::plan(&format!(
            "[plan]\nname = \"x\"\n[team.t]\n[service.a]\nteam = \"t\"\ntier = 1\nrto = \"1h\"\n{words}\n\
             depends_on = [\"db\", \"cache\"]\n[resource.db]\n[resource.cache]\n"
        ));
        let all = case.findings("single-point-of-failure");
        let mut found: Vec<(String, bool)> = all
            .iter()
            .map(|one| {
                (
                    one["causes"][0].as_str().unwrap().to_owned(),
                    one["waived"] == true,
                )
            })
            .collect();
        found.sort();
        found
    };
    let waived = |cache, db| vec![("cache".to_owned(), cache), ("db".to_owned(), db)];
    assert_eq!(of(" of=db"), waived(false, true));
    assert_eq!(of(""), waived(true, true));
}

#[test]
fn what_cannot_be_read_or_names_nothing_is_an_error_at_its_place() {
    let said = |words: &str, code: i32, wanted: &str| {
        let case = plan("", &format!(" {words}"));
        let ran = case.run(["check", "-f", "concise"]).exit(code);
        ran.stdout_has(wanted).stdout_has("warning[no-owner]");
    };
    let at = "jurymast.toml:4:15: error[malformed-ignore]";
    said(
        "# jurymast: ignore[no-owner] until=2027-01-31",
        2,
        &format!("{at} an ignore needs a `reason`"),
    );
    said(
        "# jurymast: ignore[no-owner] reason=\"x\"",
        2,
        &format!("{at} an ignore needs `until`"),
    );
    said("# jurymast: ignore", 2, at);
    said(
        "# jurymast: ignore[no-owner] until=2027-02-30 reason=\"x\"",
        2,
        "jurymast.toml:4:48: error[malformed-ignore] `2027-02-30` is no day",
    );
    said(
        "# jurymast: ignore[no-ownr] until=2027-01-31 reason=\"x\"",
        2,
        "jurymast.toml:4:32: error[unknown-rule] unknown rule `no-ownr`",
    );
    said(
        "# jurymast: ignore[no-owner] of=dbb until=2027-01-31 reason=\"x\"",
        2,
        "error[unknown-id]",
    );
    said(
        "# jurymast: ignore[no-owner, no-owner] until=2027-01-31 reason=\"x\"",
        2,
        "error[malformed-ignore] `no-owner` is named twice",
    );
}

#[test]
fn twice_on_one_line_is_a_finding() {
    let case = plan(&ignore("2027-01-31"), &format!(" {}", ignore("2027-02-28")));
    assert_eq!(open(&case), ["doubled-waiver"]);
    let found = &case.findings("doubled-waiver")[0];
    assert_eq!(
        found["message"],
        "`no-owner` at line 4 of jurymast.toml is waived twice"
    );
    // The same of tables with the same words in one file.
    let waiver =
        "[[waiver]]\nrule = \"no-owner\"\nat = \"a\"\nreason = \"x\"\nuntil = 2027-01-31\n";
    let case = Case::plan(&format!(
        "[plan]\nname = \"x\"\n[service.a]\n{waiver}{waiver}"
    ));
    assert_eq!(open(&case), ["doubled-waiver"]);
}

#[test]
fn the_longest_span_is_settable_for_both() {
    let lint = "[lint]\nlongest_waiver = \"30d\"";
    let case = |until: &str| {
        let words = ignore(until);
        plan(lint, &format!(" {words}"))
    };
    assert_eq!(open(&case("2026-12-23")), [] as [&str; 0]);
    assert_eq!(open(&case("2026-12-24")), ["overlong-waiver"]);
    case("2026-12-24")
        .check()
        .exit(1)
        .stdout_has("ends in 31 days; the plan allows 30d");
}

#[test]
fn without_ignores_all_that_they_hide_is_shown() {
    let waiver =
        "[[waiver]]\nrule = \"no-owner\"\nat = \"b\"\nreason = \"x\"\nuntil = 2027-01-31\n";
    let case = Case::plan(&format!(
        "[plan]\nname = \"x\"\n[service.a] {}\n[service.b]\ntier = 3\n{waiver}",
        ignore("2027-01-31")
    ));
    case.check().exit(0).stdout_has("1 info, 1 waived");
    let ran = case.run(["check", "-f", "concise", "--no-ignores"]).exit(0);
    ran.stdout_has("no team answers for `a` and `b`")
        .stdout_lacks("waived");
}

#[test]
fn accepted_risks_stand_in_the_pages_and_the_calendar() {
    let case = plan("", &format!(" {}", ignore("2027-01-31"))).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    for page in ["site/waived.html", "site/plan.html"] {
        let page = case.read(page);
        assert!(
            page.contains("line 4 of jurymast.toml") && page.contains("moves out"),
            "{page}"
        );
    }
    case.run(["export", "ics"])
        .exit(0)
        .stdout_has("no-owner at line 4 of");
}

#[test]
fn in_a_part_it_is_about_that_file() {
    let case = Case::plan("[plan]\nname = \"x\"\ninclude = [\"parts/*.toml\"]\n\n[service.a]\n")
        .file(
            "parts/b.toml",
            format!("{}\n[service.b]\n", ignore("2027-01-31")),
        )
        .file("parts/c.toml", "\n[service.c]\n");
    let found = case.findings("no-owner");
    let open: Vec<&Value> = found.iter().filter(|one| one["waived"] == false).collect();
    let open: Vec<&str> = open
        .iter()
        .map(|one| one["file"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["jurymast.toml", "parts/c.toml"]);
}

/// What could not be read may hold the finding.
#[test]
fn beside_what_cannot_be_read_no_ignore_is_unused() {
    let ignore = ignore("2099-01-01").replace("no-owner", "tier-one-without-rto");
    let whole = plan("", &format!(" {ignore}"));
    whole.run(["check"]).stdout_has("unused-waiver");
    let broken = plan("<<<<<<< HEAD\n", &format!(" {ignore}"));
    broken.run(["check"]).exit(2).stdout_lacks("unused-waiver");
}
