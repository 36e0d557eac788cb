//! What goes wrong and is said so: the place, what was expected, the right exit
//! code; nothing written, no panic (the driver sees to the last two).

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::driver::{Case, repository};

/// Checks one plan below `[plan] name = "x"` (line 1 of the text is line 3 of
/// the file) and expects each of the lines to be among what is said.
#[track_caller]
fn refused(text: &str, lines: &[&str]) {
    let ran = Case::plan(&format!("[plan]\nname = \"x\"\n{text}")).check();
    lines.iter().fold(ran.exit(2), |ran, line| {
        ran.stdout_has(&format!("jurymast.toml:{line}"))
    });
}

/// The same for the notes and the help of the full report.
#[track_caller]
fn refused_with_help(text: &str, parts: &[&str]) {
    let ran = Case::plan(&format!("[plan]\nname = \"x\"\n{text}")).run(["check"]);
    parts
        .iter()
        .fold(ran.exit(2), |ran, part| ran.stdout_has(part));
}

// --- Scenarios ---------------------------------------------------------------

#[test]
fn what_a_scenario_says_wrong_is_said_once_and_in_words() {
    let scenario = |line: &str| format!("[service.x]\n[scenario.s]\n{line}\n");
    for (times, found) in [("1.5", "`1.5`"), ("0", "`0`"), ("1e300", "000...`")] {
        let text = scenario(&format!("surges = [{{ what = \"x\", times = {times} }}]"));
        let ran = Case::plan(&format!("[plan]\nname = \"x\"\n{text}"))
            .run(["check", "--format", "concise"])
            .exit(2);
        assert!(!ran.stdout.contains("is missing"), "{}", ran.stdout);
        assert!(!ran.stdout.contains("u32"), "{}", ran.stdout);
        ran.stdout_has("expected a whole number from 1 up")
            .stdout_has(found);
    }
    refused_with_help(
        &scenario("fails = [{ what = \"x\", for = \"999999999d\" }]"),
        &["`999999999d` is too long"],
    );
    refused_with_help(
        &scenario("fails = [{ what = \"x\", for = \"0s\" }]"),
        &["longer than zero"],
    );
    // The start itself is a start.
    Case::plan(&format!(
        "[plan]\nname = \"x\"\n{}",
        scenario("fails = [{ what = \"x\", at = \"0s\", for = \"1h\" }]")
    ))
    .run(["check", "--format", "concise"])
    .exit(0);
    for empty in ["", "fails = []"] {
        Case::plan(&format!("[plan]\nname = \"x\"\n{}", scenario(empty)))
            .run(["check", "--format", "concise"])
            .stdout_has("jurymast.toml:4:11: warning[scenario-without-faults]");
    }
}

// --- The plan file itself --------------------------------------------------

#[test]
fn no_plan() {
    let ran = Case::new().run(["check"]).exit(3).stdout_is_empty();
    ran.stderr_has("no jurymast.toml here")
        .stderr_has("jurymast init");
    let ran = Case::new()
        .run(["check", "--plan", "plans/acme.toml"])
        .exit(3);
    ran.stderr_has("there is no plan at `plans/acme.toml`");
    let ran = Case::new()
        .file("plans/x", "")
        .run(["blast", "x", "-p", "plans"])
        .exit(3);
    ran.stderr_has("there is no plan at `plans/jurymast.toml`");
}

#[test]
fn the_nearest_plan_above_is_taken_but_none_beyond_the_repository() {
    let case = Case::plan("[plan]\nname = \"x\"\n[service.a]\n").file("a/b/c.txt", "");
    let mut command = case.command(["check", "-f", "json"]);
    let output = command.current_dir(case.path("a/b")).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("\"../../jurymast.toml\"")
    );
    fs::create_dir(case.path("a/.git")).unwrap();
    let mut command = case.command(["check"]);
    let output = command.current_dir(case.path("a/b")).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[cfg(unix)]
#[test]
fn a_plan_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let case = Case::plan("[plan]\nname = \"x\"\n");
    let locked = case.path("jurymast.toml");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&locked).is_ok() {
        return println!("skipped: permissions do not bind this user (root)");
    }
    let ran = case.run(["check"]).exit(2).stdout_is_empty();
    ran.stderr_has("cannot read `jurymast.toml`")
        .stderr_has("ermission denied");
}

#[test]
fn a_folder_where_a_plan_should_be() {
    let case = Case::new().file("jurymast.toml/x", "");
    case.run(["check", "-p", "jurymast.toml"])
        .exit(2)
        .stderr_has("cannot read `jurymast.toml`: it is a folder, not a file");
    let named = Case::new().file("folder/jurymast.toml/x", "");
    let ran = named.run(["check", "-p", "folder"]).exit(2);
    ran.stderr_has("cannot read `folder/jurymast.toml`: it is a folder, not a file");
}

#[test]
fn text_that_is_no_utf_8() {
    let ran = Case::new()
        .file("jurymast.toml", b"[plan]\nname = \"\xff\"\n")
        .run(["check"]);
    let ran = ran.exit(2).stdout_is_empty();
    ran.stderr_has("`jurymast.toml` is not UTF-8 text: line 2")
        .stderr_has("help:");
}

#[test]
fn a_huge_file_is_refused_unread() {
    let case = Case::plan("");
    let file = fs::File::options()
        .write(true)
        .open(case.path("jurymast.toml"))
        .unwrap();
    file.set_len(100 << 20).unwrap();
    let start = Instant::now();
    let ran = case.run(["check"]).exit(2).stdout_is_empty();
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
    ran.stderr_has("`jurymast.toml` is too large: a file may have 64 MiB")
        .stderr_has("--max-file-size");
}

#[test]
fn an_empty_file_and_a_plan_of_nothing() {
    let ran = Case::plan("").check().exit(2);
    ran.stdout_has("jurymast.toml:1:1: error[empty-plan] `jurymast.toml` holds no plan");
    Case::plan("# only words\n")
        .run(["check"])
        .exit(2)
        .stdout_has("jurymast init");
    let ran = Case::plan("[plan]\nname = \"x\"\n").check().exit(2);
    ran.stdout_has(
        "jurymast.toml:1:1: error[empty-plan] the plan declares nothing that could fail",
    );
    let ran = Case::plan("[service.a]\n").check().exit(3);
    ran.stderr_has("`jurymast.toml` belongs to no plan: it has no [plan] table");
    let ran = Case::plan("[plan]\n[service.a]\n").check().exit(2);
    ran.stdout_has("jurymast.toml:1:1: error[missing-key] `name` is missing");
}

// --- Includes ----------------------------------------------------------------

fn including(pattern: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"x\"\ninclude = [\"{pattern}\"]\n[service.a]\n"
    ))
}

#[test]
fn includes_that_lead_nowhere_or_out() {
    // A regular expression made of it would be nested too deep for its reader.
    let deep = format!("{}a{}", "{a,".repeat(128), "}".repeat(128));
    let cases = [
        ("none.toml", "`none.toml` does not exist"),
        ("none/*.toml", "`none/*.toml` matches no file"),
        (
            "../secret.toml",
            "`../secret.toml` leaves the plan's folder through `..`",
        ),
        (
            "a/../../secret.toml",
            "`a/../../secret.toml` leaves the plan's folder through `..`",
        ),
        (
            "/etc/passwd",
            "`/etc/passwd` leaves the plan's folder through an absolute path",
        ),
        (
            "a[.toml",
            "`a[.toml` is not a glob: unclosed character class",
        ),
        (
            "a{.toml",
            "`a{.toml` is not a glob: unclosed brace expansion",
        ),
        (&deep, "`{a,{a,{a,"),
    ];
    for (pattern, message) in cases {
        let ran = including(pattern).check().exit(2);
        ran.stdout_has(&format!("jurymast.toml:3:12: error[include] {message}"));
    }
}

#[cfg(unix)]
#[test]
fn includes_through_a_link_that_leaves() {
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.toml");
    fs::write(&secret, "[service.hidden]\n").unwrap();
    for pattern in ["parts/*.toml", "parts/link.toml"] {
        let case = including(pattern).file("parts/x.txt", "");
        std::os::unix::fs::symlink(&secret, case.path("parts/link.toml")).unwrap();
        let ran = case.check().exit(2).stdout_lacks("hidden");
        ran.stdout_has("jurymast.toml:3:12: error[include]")
            .stdout_has("leaves the plan's folder through the link `parts/link.toml`");
        let ran = case.run(["blast", "hidden", "--follow-links"]).exit(0);
        ran.stdout_has("hidden fails (service)");
    }
}

#[test]
fn includes_in_a_loop() {
    let case = including("a.toml")
        .file("a.toml", "[plan]\nname = \"a\"\ninclude = [\"b.toml\"]\n")
        .file("b.toml", "[plan]\nname = \"b\"\ninclude = [\"a.toml\"]\n");
    let ran = case.run(["check"]).exit(2);
    ran.stdout_has("error[include]: the files include each other in a loop")
        .stdout_has("b.toml:3:12")
        .stdout_has("the loop: a.toml -> b.toml -> a.toml");
    including("jurymast.toml")
        .run(["check"])
        .exit(2)
        .stdout_has("in a loop");
    // A glob that covers its own file is no loop.
    including("*.toml").check().exit(0);
}

#[test]
fn a_bad_file_lets_the_good_ones_be_checked() {
    let case = including("*.toml").file("bad.toml", "[service.b\n").file(
        "good.toml",
        "[service.c]\ndepends_on = [\"m\", \"b\"]\n[ai.m]\nprovider = \"openai\"\n",
    );
    let value = case.run(["check", "-f", "json"]).exit(2).json();
    assert_eq!(value["errors"].as_array().unwrap().len(), 1, "{value:#}");
    assert_eq!(value["errors"][0]["file"], "bad.toml");
    assert_eq!(value["errors"][0]["line"], 1);
    let findings = value["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .any(|f| f["file"] == "good.toml" && f["component"] == "c"),
        "{value:#}"
    );
    let ran = case.run(["blast", "openai"]).exit(2).stdout_is_empty();
    ran.stderr_has("the plan has 1 error; nothing was done");
}

// --- Many errors, much text ------------------------------------------------

#[test]
fn a_thousand_errors_are_all_shown() {
    let mut text = String::from("[plan]\nname = \"x\"\n");
    for at in 0..500 {
        text.push_str(&format!("[service.s{at}]\nrto = \"soon\"\nteir = 1\n"));
    }
    let case = Case::plan(&text);
    let start = Instant::now();
    let value = case.run(["check", "-f", "json"]).exit(2).json();
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    let errors = value["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1_000);
    assert_eq!(value["summary"]["error"], 0, "the summary counts findings");
    for (at, pair) in errors.chunks(2).enumerate() {
        assert_eq!(
            (&pair[0]["line"], &pair[1]["line"]),
            (&(4 + 3 * at).into(), &(5 + 3 * at).into())
        );
    }
}

#[test]
fn deep_nesting_is_refused_without_running_out_of_stack() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let deep = format!("x = {}1{}\n", open.repeat(10_000), close.repeat(10_000));
        let ran = Case::plan(&format!("[plan]\nname = \"x\"\n[service.a]\n{deep}")).check();
        ran.exit(2).stdout_has("jurymast.toml:4:");
    }
    let unclosed = format!("x = {}", "[".repeat(10_000));
    Case::plan(&unclosed)
        .check()
        .exit(2)
        .stdout_has("jurymast.toml:1:");
    let dotted = format!("{}x = 1\n", "a.".repeat(10_000));
    Case::plan(&dotted)
        .check()
        .exit(2)
        .stdout_has("jurymast.toml:1:");
}

// --- Ids -----------------------------------------------------------------------

#[test]
fn ids_that_are_none() {
    refused(
        "[service.\"<script>alert(1)</script>\"]\n[service.\"../x\"]\n[service.\"two words\"]\n\
         [service.\"\"]\n[service.Shop]\n[service.-a]\n[team.\"a/b\"]\n",
        &[
            "3:10: error[invalid-id] `<script>alert(1)</script>` is not an id for this service",
            "4:10: error[invalid-id] `../x` is not an id",
            "5:10: error[invalid-id] `two words` is not an id",
            "6:10: error[invalid-id] `` is not an id",
            "7:10: error[invalid-id] `Shop` is not an id",
            "8:10: error[invalid-id] `-a` is not an id",
            "9:7: error[invalid-id] `a/b` is not an id for this team",
        ],
    );
    refused_with_help(
        "[service.\"Two Words\"]\n",
        &["an id is lower-case letters", "write `two-words`"],
    );
    let long = "a".repeat(101);
    refused(&format!("[service.{long}]\n"), &["3:10: error[invalid-id]"]);
    refused_with_help(
        &format!("[service.{long}]\n"),
        &["an id is lower-case letters"],
    );
    Case::plan(&format!(
        "[plan]\nname = \"x\"\n[service.{}]\n",
        &long[..100]
    ))
    .check()
    .exit(0);
}

#[test]
fn an_id_declared_twice_shows_both_places() {
    let twice = "[service.a]\n[resource.b]\n[resource.a]\n";
    refused(twice, &["5:11: error[duplicate-id] `a` is declared twice"]);
    refused_with_help(
        twice,
        &[
            "declared first here",
            "declared again here",
            "3 | [service.a]",
        ],
    );
    let same = "[service.a]\n[service.b]\n[service.a]\n";
    refused(same, &["5:10: error[duplicate-id] `a` is written twice"]);
    refused_with_help(same, &["written first here", "written again here"]);
    refused(
        "[team.t]\n[service.a]\n[team.t]\n",
        &["5:7: error[duplicate-id]"],
    );

    let case = including("more.toml").file("more.toml", "# more\n[domain.a]\n");
    let value = case.run(["check", "-f", "json"]).exit(2).json();
    let error = &value["errors"][0];
    assert_eq!(error["rule"], "duplicate-id");
    assert_eq!(
        (&error["file"], &error["line"]),
        (&"more.toml".into(), &2.into())
    );
    let first = &error["related"][0];
    assert_eq!(
        (&first["file"], &first["line"]),
        (&"jurymast.toml".into(), &4.into())
    );
}

#[test]
fn references_that_lead_nowhere() {
    refused(
        "[service.shop]\nteam = \"pamyents\"\nin = [\"eu-est\"]\ndepends_on = [\"ordres\"]\n\
         [service.orders]\n[team.payments]\n[domain.eu-east]\n[ai.m]\nprovider = \"opneai\"\n\
         [ai.n]\nprovider = \"openai\"\nvia = \"gatewya\"\n[service.gateway]\n",
        &[
            "4:8: error[unknown-id] unknown team `pamyents`",
            "5:7: error[unknown-id] unknown domain `eu-est`",
            "6:15: error[unknown-id] unknown component `ordres`",
            "11:12: error[unknown-id] unknown provider `opneai`",
            "14:7: error[unknown-id] unknown component `gatewya`",
        ],
    );
    let help = |text: &str, near: &str| {
        refused_with_help(text, &[&format!("did you mean `{near}`?")]);
    };
    help(
        "[service.orders]\n[service.a]\ndepends_on = [\"ordres\"]\n",
        "orders",
    );
    help("[ai.m]\nprovider = \"opneai\"\n", "openai");
    help(
        "[team.payments]\n[service.a]\nteam = \"pamyents\"\n",
        "payments",
    );
    help(
        "[service.a]\n[scenario.s]\nfails = [{ what = \"cloudflar\" }]\n",
        "cloudflare",
    );
    refused_with_help(
        "[service.a]\ndepends_on = [\"something-else-altogether\"]\n",
        &["declare it: [service.something-else-altogether]"],
    );
}

#[test]
fn references_to_the_wrong_kind_of_thing() {
    refused(
        "[team.ops]\n[domain.zone]\n[service.a]\ndepends_on = [\"ops\", \"zone\"]\nin = [\"b\"]\n\
         team = \"zone\"\n[service.b]\n[ai.m]\nprovider = \"b\"\n",
        &[
            "6:15: error[wrong-kind] `ops` is a team, expected a component",
            "6:22: error[wrong-kind] `zone` is a failure domain",
            "7:7: error[wrong-kind] `b` is a service, expected a failure domain",
            "8:8: error[wrong-kind] `zone` is a failure domain, expected a team",
            "11:12: error[wrong-kind] `b` is a service, expected a provider",
        ],
    );
    refused_with_help(
        "[domain.zone]\n[service.a]\ndepends_on = [\"zone\"]\n",
        &["say where it stands: in = [\"zone\"]"],
    );
}

// --- Keys and values -----------------------------------------------------------

#[test]
fn unknown_keys_and_tables() {
    refused(
        "[service.a]\nteir = 1\n[servcie.b]\n[plan.aproved]\n",
        &[
            "4:1: error[unknown-key] unknown key `teir`",
            "5:2: error[unknown-key] unknown table `servcie`",
            "6:7: error[unknown-key] unknown key `aproved`",
        ],
    );
    refused_with_help("[service.a]\nteir = 1\n", &["did you mean `tier`?"]);
    refused_with_help("[servcie.b]\n", &["did you mean `service`?"]);
    refused_with_help(
        "[service.a]\nx = 1\n",
        &["expected one of: name, description"],
    );
    refused(
        "[service.a]\ndepends_on = [{ on = \"b\", mod = \"hard\", fallback = [{ whom = \"b\" }] }]\n[service.b]\n",
        &[
            "4:27: error[unknown-key] unknown key `mod`",
            "4:53: error[missing-key] `to` is missing",
            "4:55: error[unknown-key] unknown key `whom`",
        ],
    );
}

#[test]
fn values_of_the_wrong_type() {
    refused(
        "[service.a]\nname = 3\ntier = \"one\"\ndepends_on = \"b\"\nown_failure = \"no\"\nlinks = { }\n\
         [resource.b]\nbackup = 5\n[ai.m]\nprovider = [\"openai\"]\n[service]\nc = 1\n",
        &[
            "4:8: error[invalid-value] expected a text, found integer `3`",
            "5:8: error[invalid-value] expected a tier from 1 (the most critical) to 4",
            "6:14: error[invalid-value] expected a list, found string \"b\"",
            "7:15: error[invalid-value] expected true or false, found string \"no\"",
            "8:9: error[invalid-value] expected a list, found a table",
            "10:10: error[invalid-value] expected a table such as",
            "12:12: error[invalid-value] expected a string, found",
        ],
    );
    refused(
        "[service.a]\ntier = 1.5\n[scenario.s]\nfails = [{ what = \"a\", level = \"up\" }]\n",
        &[
            "4:8: error[invalid-value] expected a tier from 1 (the most critical) to 4",
            "6:32: error[invalid-value] unknown value `up`",
        ],
    );
}

#[test]
fn durations_that_are_none() {
    for (bad, why) in [
        ("0s", "a duration must be longer than zero, found `0s`"),
        ("-1h", "a duration must be longer than zero, found `-1h`"),
        ("5", "found `5` without a unit"),
        ("1mo", "months and years have no fixed length"),
        ("P1M", "months and years have no fixed length"),
        ("1y", "months and years have no fixed length"),
        ("500ms", "durations are whole seconds, found `500ms`"),
        (
            "soon",
            "expected a duration such as \"30s\", \"4h\", \"1d 12h\" or \"PT4H\", found `soon`",
        ),
        ("", "expected a duration such as"),
        ("999999999999h", "`999999999999h` is too long"),
    ] {
        let ran = Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\nrto = \"{bad}\"\n"
        ))
        .check();
        ran.exit(2)
            .stdout_has("jurymast.toml:4:7: error[invalid-value]")
            .stdout_has(why);
    }
    refused(
        "[service.a]\nrto = 5\n",
        &[
            "4:7: error[invalid-value] expected a duration such as \"30s\", \"4h\", \"1d 12h\" or \"PT4H\", found integer `5`",
        ],
    );
}

#[test]
fn days_that_are_none() {
    for bad in [
        "\"2026-13-01\"",
        "\"2026-02-30\"",
        "\"01.10.2026\"",
        "\"soon\"",
        "2026-10-01T10:00:00Z",
        "10:30:00",
        "7",
    ] {
        let text = format!(
            "[service.a]\ndepends_on = [{{ on = \"b\", fallback = [{{ to = \"c\", tested = {bad} }}] }}]\n\
             [service.b]\n[service.c]\n"
        );
        refused(
            &text,
            &["4:60: error[invalid-value] expected a day such as 2026-10-01"],
        );
    }
    // No TOML at all.
    refused("[service.a]\nx = 2026-02-30\n", &["4:"]);
}

/// Words of other formats lead to what they are called here, and are one mistake each.
#[test]
fn habits_of_other_formats() {
    refused(
        "[service.a]\ndepends_on = [{ id = \"b\", type = \"soft\", fallback = [{ on = \"c\" }] }]\n\
         [service.b]\n[database.c]\nbackups = []\n[scenario.s]\nfails = [{ component = \"b\", duration = \"1h\" }]\n\
         [[waiver]]\nid = \"no-fallback\"\ncomponent = \"a\"\nexpires = 2027-01-01\n",
        &[
            "4:17: error[unknown-key] unknown key `id`; did you mean `on`?",
            "4:27: error[unknown-key] unknown key `type`; did you mean `mode`?",
            "4:56: error[unknown-key] unknown key `on`; did you mean `to`?",
            "6:2: error[unknown-key] unknown table `database`; did you mean `resource`?",
            "9:12: error[unknown-key] unknown key `component`; did you mean `what`?",
            "9:29: error[unknown-key] unknown key `duration`; did you mean `for`?",
            "11:1: error[unknown-key] unknown key `id`; did you mean `rule`?",
            "12:1: error[unknown-key] unknown key `component`; did you mean `of`?",
            "13:1: error[unknown-key] unknown key `expires`; did you mean `until`?",
        ],
    );
    refused_with_help(
        "[service.a]\ntier = \"high\"\n",
        &["write it as a number: 2"],
    );
    refused_with_help("[service.a]\nslo = 99.9\n", &["write it as \"99.9%\""]);
    refused_with_help(
        "[service.a]\ndepends_on = \"b\"\n",
        &["write it so: depends_on = [\"b\"]"],
    );
    refused_with_help(
        "[scenario.s]\nfails = [\"a\"]\n",
        &["write it so: fails = [{ what = \"a\", for = \"4h\" }]"],
    );
}

#[test]
fn numbers_out_of_range_and_contradictions() {
    refused(
        "[service.a]\ntier = 9\n",
        &[
            "4:8: error[invalid-value] expected a tier from 1 (the most critical) to 4, found integer `9`",
        ],
    );
    refused(
        "[service.a]\ntier = 0\n",
        &[
            "4:8: error[invalid-value] expected a tier from 1 (the most critical) to 4, found integer `0`",
        ],
    );
    refused(
        "[service.a]\ntier = -1\n",
        &["4:8: error[invalid-value] expected a tier from 1 (the most critical) to 4"],
    );
    refused(
        "[service.a]\navailability = 1.5\n[service.b]\nunavailability = \"101%\"\n[service.c]\nslo = 99.9\n\
         [service.d]\navailability = nan\n",
        &[
            "4:16: error[invalid-value] expected a number from 0 to 1, found 1.5",
            "6:18: error[invalid-value] expected a share such as \"99.9%\", from 0% to 100%, found `101%`",
            "8:7: error[invalid-value] expected a share such as \"99.9%\"",
            "10:16: error[invalid-value] expected a number from 0 to 1",
        ],
    );
    let both = "[service.a]\navailability = 0.9\nunavailability = 0.2\n";
    refused(
        both,
        &["5:18: error[contradiction] `availability` and `unavailability` do not add up to 1"],
    );
    refused_with_help(both, &["write one of the two"]);
    Case::plan(
        "[plan]\nname = \"x\"\n[service.a]\navailability = \"99.9%\"\nunavailability = 0.001\n",
    )
    .check()
    .exit(0);
}

#[test]
fn dependencies_that_make_no_sense() {
    let with =
        |entry: &str| format!("[service.a]\ndepends_on = [{entry}]\n[service.b]\n[service.c]\n");
    for (entry, line) in [
        (
            "{ any_of = [\"b\", \"c\"], at_least = 0 }",
            "4:49: error[invalid-value] at least one member must be needed",
        ),
        (
            "{ any_of = [\"b\", \"c\"], at_least = 3 }",
            "4:49: error[invalid-value] 3 of 2 can never be met",
        ),
        (
            "{ any_of = [\"b\", \"c\"], at_least = -1 }",
            "4:49: error[invalid-value] expected a whole number",
        ),
        (
            "{ on = \"b\", at_least = 1 }",
            "4:38: error[invalid-value] `at_least` goes with `any_of`",
        ),
        (
            "{ any_of = [] }",
            "4:15: error[invalid-dependency] `any_of` is empty",
        ),
        (
            "{ any_of = [\"b\", \"b\"] }",
            "4:32: error[duplicate-member] `b` is named twice: that is no redundancy",
        ),
        (
            "{ on = \"b\", any_of = [\"c\"] }",
            "4:15: error[invalid-dependency] `on` and `any_of` exclude each other",
        ),
        (
            "{ mode = \"hard\" }",
            "4:15: error[invalid-dependency] this dependency names nothing",
        ),
        (
            "{ on = \"b\", mode = \"weak\" }",
            "4:34: error[invalid-value] unknown value `weak`",
        ),
        ("\"a\"", "4:15: error[needs-itself] `a` depends on itself"),
        (
            "{ any_of = [\"a\", \"b\"] }",
            "4:27: error[needs-itself] `a` depends on itself",
        ),
        (
            "{ on = \"b\", fallback = [\"a\"] }",
            "4:39: error[needs-itself] `a` depends on itself",
        ),
        (
            "{ on = \"b\", fallback = [{ switch = \"manual\" }] }",
            "4:39: error[missing-key] `to` is missing",
        ),
        (
            "{ on = \"b\", fallback = [{ to = \"c\", triggers = [\"503\"] }] }",
            "error[invalid-value] unknown value `503`",
        ),
        (
            "5",
            "4:15: error[invalid-value] expected the id of a component, or a table",
        ),
    ] {
        let ran = Case::plan(&format!("[plan]\nname = \"x\"\n{}", with(entry))).check();
        ran.exit(2).stdout_has(line);
    }
}

/// Every mistake of one file, each at its place, with the line and what would do.
#[test]
fn all_mistakes_of_one_file_at_once() {
    let text = "[service.a]
availability = 1.2
[service.b]
availability = -0.1
[service.c]
availability = \"abc%\"
[service.d]
availability = \"99%\"
unavailability = \"5%\"
[service.e]
depends_on = [{ any_of = [\"a\", \"b\"], at_least = 3 }]
[service.f]
depends_on = [{ any_of = [\"a\", \"b\"], at_least = 0 }]
[service.g]
depends_on = [\"g\"]
[service.h]
depends_on = [{ on = \"a\", fallback = [\"h\"] }]
[service.i]
depends_on = [{ any_of = [] }]
[service.j]
depends_on = [{ on = \"a\", fallback = [\"a\"] }]
";
    refused(
        text,
        &[
            "4:16: error[invalid-value] expected a number from 0 to 1, found 1.2",
            "6:16: error[invalid-value] expected a number from 0 to 1, found -0.1",
            "8:16: error[invalid-value] expected a share such as \"99.9%\", from 0% to 100%, found `abc%`",
            "11:18: error[contradiction] `availability` and `unavailability` do not add up to 1",
            "13:49: error[invalid-value] 3 of 2 can never be met",
            "15:49: error[invalid-value] at least one member must be needed",
            "17:15: error[needs-itself] `g` depends on itself",
            "19:39: error[needs-itself] `h` depends on itself",
            "21:15: error[invalid-dependency] `any_of` is empty",
            "23:39: warning[duplicate-member] `a` stands in for itself",
        ],
    );
    refused_with_help(
        text,
        &[
            "4 | availability = 1.2",
            "6 | availability = -0.1",
            "8 | availability = \"abc%\"",
            "13 | depends_on = [{ any_of = [\"a\", \"b\"], at_least = 3 }]",
            "17 | depends_on = [\"g\"]",
            "21 | depends_on = [{ any_of = [] }]",
            "write one of the two",
        ],
    );
    let value = Case::plan(&format!("[plan]\nname = \"x\"\n{text}"))
        .run(["check", "-f", "json"])
        .exit(2)
        .json();
    let errors = value["errors"].as_array().unwrap().iter();
    let errors = errors.filter(|one| one["severity"] != "warning");
    assert_eq!(errors.count(), 9, "{value:#}");
}

#[test]
fn rules_that_do_not_exist() {
    refused(
        "[lint]\nrules = { no-falback = \"off\" }\n[service.a]\n[[waiver]]\nrule = \"no-ownr\"\nat = \"a\"\n\
         reason = \"x\"\nuntil = 2027-01-01\n",
        &[
            "4:11: error[unknown-rule] unknown rule `no-falback`",
            "7:8: error[unknown-rule] unknown rule `no-ownr`",
        ],
    );
    refused_with_help(
        "[lint]\nrules = { no-falback = \"off\" }\n[service.a]\n",
        &["did you mean `no-fallback`?"],
    );
    refused(
        "[service.a]\n[lint.rules]\nno-fallback = \"never\"\n",
        &["5:15: error[invalid-value] unknown value `never`"],
    );
}

#[test]
fn waivers_that_are_none() {
    let waiver = |rest: &str| format!("[service.a]\n[[waiver]]\nrule = \"no-owner\"\n{rest}");
    refused(
        &waiver("at = \"a\"\nreason = \"x\"\nuntil = \"next year\"\n"),
        &["8:9: error[invalid-value] expected a day such as 2026-10-01, found `next year`"],
    );
    refused(
        &waiver("at = \"a\"\nuntil = 2027-01-01\n"),
        &["4:1: error[missing-key] `reason` is missing"],
    );
    refused(
        &waiver("at = \"a\"\nreason = \" \"\nuntil = 2027-01-01\n"),
        &["7:10: error[invalid-value] expected a text, found an empty one"],
    );
    refused(
        &waiver("at = \"service.b\"\nreason = \"x\"\nuntil = 2027-01-01\n"),
        &["6:6: error[unknown-id]"],
    );
}

#[test]
fn an_address_that_could_run_something() {
    for bad in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//a.example",
    ] {
        refused(
            &format!("[service.a]\nhealth = \"{bad}\"\n"),
            &[
                "4:10: error[invalid-value] expected an address that starts with https://, http://, mailto: or tel:",
            ],
        );
    }
    refused(
        "[service.a]\nlinks = [{ name = \"x\", url = \"javascript:x\" }]\n[provider.p]\nstatus_page = \"file:///etc\"\n\
         [team.t]\non_call = { page = \"javascript:x\" }\n",
        &[
            "4:30: error[invalid-value]",
            "6:15: error[invalid-value]",
            "8:20: error[invalid-value]",
        ],
    );
}

// --- TOML itself -----------------------------------------------------------------

#[test]
fn syntax_errors_each_on_its_line() {
    refused(
        "[service.a]\ntier = = 1\nrto = \"1h\n[service.b]\nname = \"x\"\nname = \"y\"\n",
        &[
            "4:8: error[syntax]",
            "5:",
            "8:1: error[duplicate-key] `name` is written twice",
        ],
    );
}

#[test]
fn a_value_that_is_no_toml_is_one_error() {
    for line in [
        "tier = = 1",
        "team = = 1",
        "rto = ",
        "rto = 1h",
        "in = ",
        "availability = = 3",
        "own_failure = yes",
        "depends_on = [ = ]",
        "depends_on = [{ on = }]",
        "name = \"a",
        "tier = 1 1",
        "x = @",
    ] {
        let text = format!("[plan]\nname = \"x\"\n[service.b]\n[service.a]\n{line}\n");
        let value = Case::plan(&text)
            .run(["check", "-f", "json"])
            .exit(2)
            .json();
        let errors = value["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{line}: {errors:#?}");
        assert_eq!(
            (&errors[0]["rule"], &errors[0]["line"]),
            (&"syntax".into(), &5.into()),
            "{line}"
        );
    }
}

#[test]
fn toml_1_1_warns_and_works() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[service.a]\ndepends_on = [{\n  on = \"b\",\n  mode = \"soft\",\n  degraded = \"slow\",\n}]\n[service.b]\n",
    );
    let ran = case.check().exit(0);
    ran.stdout_has("jurymast.toml:4:15: warning[toml-1-1]")
        .stdout_lacks("error");
    let ran = case.run(["blast", "b"]).exit(0);
    ran.stdout_has("DEGRADED 1").stderr_has("toml-1-1");
    // The line break stands behind a letter of two bytes, and behind CR.
    for text in [
        "[plan] # {\nname = \"x\"\n[service.a]\nlinks = [{ # é\nname = \"é\", url = \"https://x\"}]\n",
        "[plan]\r\nname = \"x\"\r\n[service.a]\r\nlinks = [{ \r\nname = \"é\", url = \"https://x\"}]\r\n",
    ] {
        Case::plan(text)
            .run(["check"])
            .exit(0)
            .stdout_has("warning[toml-1-1]")
            .stdout_has("jurymast.toml:4:");
    }
}

// --- Arguments ---------------------------------------------------------------------

fn small() -> Case {
    Case::plan(
        "[plan]\nname = \"x\"\n[service.shop]\ndepends_on = [\"m\"]\n[ai.m]\nprovider = \"openai\"\n",
    )
}

#[test]
fn faults_that_are_unknown_or_beside_the_point() {
    let ran = small().run(["blast", "shpo"]).exit(2).stdout_is_empty();
    ran.stderr_has("nothing in the plan or the catalogue is called `shpo`")
        .stderr_has("did you mean `shop`?");
    small()
        .run(["blast", "shop", "nonsense-altogether"])
        .exit(2)
        .stderr_has("components are named by id");
    small().run(["blast", ""]).exit(2).stdout_is_empty();
    small().run(["blast"]).exit(2).stderr_has("<ID>");
    let ran = small().run(["blast", "mistral"]).exit(0);
    ran.stdout_has("mistral fails: nothing in this plan leans on it")
        .stdout_has("DOWN 0");
    let value = small()
        .run(["blast", "mistral", "--format", "json"])
        .exit(0)
        .json();
    assert_eq!(value["faults"], serde_json::json!(["mistral"]));
    assert_eq!(value["affected"], serde_json::json!([]));
}

#[test]
fn arguments_that_are_none() {
    let formats = ["full", "concise", "json", "github", "sarif"];
    let ran = small()
        .run(["check", "--format", "nonsense"])
        .exit(2)
        .stdout_is_empty();
    formats
        .iter()
        .fold(ran.stderr_has("nonsense"), |ran, format| {
            ran.stderr_has(format)
        });
    small()
        .run(["check", "--format", "json="])
        .exit(2)
        .stderr_has("file name");
    small()
        .run(["check", "--fail-on", "sometimes"])
        .exit(2)
        .stderr_has("warning");
    small()
        .run(["blast", "m", "--format", "yaml"])
        .exit(2)
        .stderr_has("json");
    for day in ["2026-13-01", "yesterday", "20261123", ""] {
        small()
            .today(day)
            .run(["check"])
            .exit(2)
            .stderr_has("expected a day such as 2026-10-01");
    }
    for epoch in ["soon", "", "1e9", "99999999999999999999"] {
        let ran = small()
            .any_day()
            .env("SOURCE_DATE_EPOCH", epoch)
            .run(["check"])
            .exit(2);
        ran.stdout_is_empty()
            .stderr_has("SOURCE_DATE_EPOCH is no time");
    }
    let far = small()
        .any_day()
        .env("SOURCE_DATE_EPOCH", "9223372036854775807")
        .run(["check"]);
    far.exit(2)
        .stderr_has("SOURCE_DATE_EPOCH is no time: `9223372036854775807`");
    small().run(["check", "--max-file-size", "0"]).exit(2);
    small().run(["chekc"]).exit(2).stderr_has("check");
    small()
        .run(["explain", "no-falback"])
        .exit(2)
        .stderr_has("did you mean `no-fallback`?");
    small()
        .run(["catalogue", "show", "opnai"])
        .exit(2)
        .stdout_is_empty()
        .stderr_has("openai");
}

#[test]
fn the_day_comes_from_the_option_then_the_epoch() {
    let plan = "[plan]\nname = \"x\"\n[ai.m]\nprovider = \"p\"\nmodel = \"zed\"\n[provider.p]\n\
                models = [{ id = \"zed\", retires = 2030-01-01 }]\n";
    let before = Case::plan(plan)
        .any_day()
        .env("SOURCE_DATE_EPOCH", "1893455999");
    before.check().stdout_lacks("retired-model");
    let on = Case::plan(plan)
        .any_day()
        .env("SOURCE_DATE_EPOCH", "1893456000");
    on.check().exit(1).stdout_has("retired-model");
    // 2029-12-31 by option wins over the variable.
    let option = Case::plan(plan)
        .env("SOURCE_DATE_EPOCH", "1893456000")
        .today("2029-12-31");
    option.check().stdout_lacks("retired-model");
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let case = Case::at_repo();
    let before = repository().join("examples/astronomy-shop");
    for arguments in [
        vec![
            "check",
            "-f",
            "json",
            "-p",
            before.to_str().unwrap(),
            "--fail-on",
            "never",
        ],
        vec!["rules"],
        vec!["schema"],
        vec!["catalogue", "list"],
    ] {
        let mut child = case
            .command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(said.is_empty(), "{arguments:?}: {said}");
    }
}

#[test]
fn a_report_that_cannot_be_written() {
    let case = small().file("occupied/x", "");
    let ran = case.run(["check", "-f", "json=occupied"]).exit(2);
    ran.stderr_has("cannot write `occupied`");
}

#[test]
fn what_a_plan_says_cannot_drive_the_terminal() {
    let ran = Case::plan("[plan]\nname = \"x\"\n[service.\"\\u001b[2J\"]\n")
        .run(["check"])
        .exit(2);
    assert!(!ran.stdout.contains('\u{1b}'), "{ran}");
}
