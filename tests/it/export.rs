//! `jurymast export` as calendar programs read it.

use std::collections::BTreeMap;

use icalendar::{Calendar, Component as _, DatePerhapsTime};

use super::driver::Case;

const PLAN: &str = r##"
[plan]
name = "Acme, \\ & Söhne; a name that is long enough to be folded in the calendar's own name"
owner = "office"
review_every = "180d"
approved = { by = "COO", on = 2026-09-01 }

[lint]
exercised_within = "200d"

[team.office]
name = "Office"

[service.shop]
tier = 1

[scenario.old]
name = "An old one; with, signs \\ of its own"
fails = [{ what = "shop", for = "1h" }]

[scenario.new]
fails = [{ what = "shop", for = "2h" }]

[exercise.spring]
kind = "tabletop"
scenario = "old"
on = 2026-03-01
result = "passed-with-actions"
actions = [
  { do = "Print the list\nand ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ", owner = "office", due = 2026-12-24 },
  { do = "Done already", owner = "office", due = 2026-05-01, done = 2026-04-30 },
]

[exercise.winter]
kind = "switchover"
scenario = "old"
on = 2027-01-12

[[waiver]]
rule = "no-owner"
at = "service.shop"
reason = "Sold in spring"
until = 2027-02-28
"##;

fn read(text: &str) -> Calendar {
    text.parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Summary, day, and UID of each event, by summary.
fn events(text: &str) -> BTreeMap<String, (String, String)> {
    let calendar = read(text);
    let events = calendar.components.iter().filter_map(|one| one.as_event());
    events
        .map(|event| {
            let Some(DatePerhapsTime::Date(day)) = event.get_start() else {
                panic!("no day: {event:?}");
            };
            let end = event.get_end();
            let next = day.succ_opt().unwrap();
            assert_eq!(end, Some(DatePerhapsTime::Date(next)), "{event:?}");
            let summary = event.get_summary().unwrap().to_owned();
            (
                summary,
                (day.to_string(), event.get_uid().unwrap().to_owned()),
            )
        })
        .collect()
}

#[test]
fn a_library_reads_every_date_of_the_plan() {
    let ran = Case::plan(PLAN)
        .run(["export", "ics"])
        .exit(0)
        .stderr_is_empty();
    let found = events(&ran.stdout);
    let days: BTreeMap<&str, &str> = found
        .iter()
        .map(|(summary, (day, _))| (summary.as_str(), day.as_str()))
        .collect();
    // 2026-03-01 and 200 days; 2026-09-01 and 200, and 180 days.
    assert_eq!(
        days,
        BTreeMap::from([
            (
                "Exercise due: An old one; with, signs \\ of its own",
                "2026-09-17"
            ),
            ("Exercise due: new", "2027-03-20"),
            ("Exercise (switchover): winter", "2027-01-12"),
            (
                "Action due: Print the list\nand ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ",
                "2026-12-24"
            ),
            (
                "Review the continuity plan of Acme, \\ & Söhne; a name that is long enough to be folded in the calendar's own name",
                "2027-02-28"
            ),
            ("Waiver ends: no-owner at shop", "2027-02-28"),
        ])
    );
    let uids: std::collections::BTreeSet<&String> = found.values().map(|(_, uid)| uid).collect();
    assert_eq!(uids.len(), found.len(), "each event has a name of its own");
}

#[test]
fn lines_end_and_fold_as_calendars_must() {
    let text = Case::plan(PLAN).run(["export", "ics"]).exit(0).stdout;
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert!(lines.iter().all(|line| !line.contains(['\r', '\n'])));
    assert!(lines.iter().all(|line| line.len() <= 75));
    assert!(
        lines.iter().any(|line| line.starts_with(' ')),
        "something is folded"
    );
    let calendar = read(&text);
    for event in calendar.components.iter().filter_map(|one| one.as_event()) {
        let stamp = event.get_timestamp().unwrap();
        assert_eq!(stamp.to_string(), "2026-11-23 00:00:00 UTC");
    }
    assert_eq!(text.matches("BEGIN:VALARM").count(), 6);
}

#[test]
fn the_same_day_gives_the_same_bytes_and_events_keep_their_names() {
    let case = Case::plan(PLAN);
    let text = case.run(["export", "ics"]).exit(0).stdout;
    assert_eq!(text, case.run(["export", "ics"]).exit(0).stdout);
    // An exercise more: the event moves and stays the same event.
    let later = PLAN.replace("on = 2026-03-01", "on = 2026-11-02");
    let moved = events(&Case::plan(&later).run(["export", "ics"]).exit(0).stdout);
    let name = "Exercise due: An old one; with, signs \\ of its own";
    let before = events(&text);
    assert_eq!(moved[name].0, "2027-05-21");
    assert_eq!(moved[name].1, before[name].1);
}

#[test]
fn a_file_is_written() {
    let plan = "[plan]\nname = \"x\"\nreview_every = \"90d\"\n\
                approved = { by = \"COO\", on = 2026-11-01 }\n[service.a]\n\
                [scenario.s]\nfails = [{ what = \"a\" }]\n";
    let case = Case::plan(plan).may_write();
    case.run(["export", "ics", "--out", "dates/plan.ics"])
        .exit(0)
        .stdout_is_empty()
        .stderr_has("wrote 2 events: dates/plan.ics");
    let written = case.read("dates/plan.ics");
    assert_eq!(read(&written).components.len(), 2);
    Case::plan(plan).run(["export"]).exit(2).stdout_is_empty();
}

#[test]
fn an_empty_calendar_is_not_written() {
    let plan = "[plan]\nname = \"x\"\n[service.a]\n[scenario.s]\nfails = [{ what = \"a\" }]\n";
    for arguments in [&["export", "ics"][..], &["export", "ics", "--out", "x.ics"]] {
        let ran = Case::plan(plan).run(arguments).exit(0).stdout_is_empty();
        assert_eq!(ran.stderr.lines().count(), 1, "{ran}");
        ran.stderr_has("nothing to enter, no calendar was written; no day for")
            .stderr_has("the exercise of `s`: it was never exercised");
    }
}

/// Two actions may have the same words; a calendar takes one UID for one event.
#[test]
fn the_same_words_twice_are_two_events_that_keep_their_names() {
    let plan = |first: &str, second: &str| {
        format!(
            r#"
[plan]
name = "Acme"
[service.x]
tier = 1
[exercise.e]
kind = "tabletop"
on = 2026-10-01
result = "passed-with-actions"
actions = [{{ do = "same", due = {first} }}, {{ do = "same", due = {second} }}]
"#
        )
    };
    let uids = |plan: &str| -> Vec<String> {
        let text = Case::plan(plan).run(["export", "ics"]).exit(0).stdout;
        let mut all: Vec<String> = text
            .replace("\r\n ", "")
            .lines()
            .filter_map(|line| Some(line.strip_prefix("UID:")?.to_owned()))
            .collect();
        all.sort();
        all
    };
    let before = uids(&plan("2026-12-09", "2026-12-02"));
    let distinct: std::collections::BTreeSet<&String> = before.iter().collect();
    assert_eq!(distinct.len(), before.len());
    assert_eq!(before, uids(&plan("2026-12-01", "2027-01-02")));
    // The one that is done leaves, and the other keeps its name.
    let left = uids(&plan("2026-12-09, done = 2026-11-01", "2026-12-02"));
    assert!(left.len() == before.len() - 1 && left.iter().all(|one| before.contains(one)));
}

const PROXY: &str = "# ours
model_list:
  - {model_name: chat, litellm_params: {model: openai/gpt-5.2}}
  - {model_name: small, litellm_params: {model: mistral/mistral-large-2512}}
router_settings:
  timeout: 30 # seconds
  fallbacks: [{chat: [small]}]
";

#[test]
fn a_gateway_gets_the_fallbacks_of_its_plan() {
    let case = Case::new().file("proxy.yaml", PROXY).may_write();
    let draft = case.run(["import", "litellm", "proxy.yaml"]).exit(0).stdout;
    let again = case.again().may_write();
    std::fs::write(again.path("jurymast.toml"), &draft).unwrap();
    let same = again.run(["export", "litellm", "--into", "proxy.yaml"]);
    assert_eq!(same.exit(0).stderr_is_empty().stdout, PROXY);
    let turned = draft.replace("on = \"chat\"", "on = \"small\"");
    let turned = turned.replace("to = \"small\"", "to = \"chat\"");
    std::fs::write(again.path("jurymast.toml"), turned).unwrap();
    let ran = again.run(["export", "litellm", "--into", "proxy.yaml"]);
    ran.exit(0)
        .stdout_has("  timeout: 30 # seconds\n  fallbacks: [{\"chat\": [\"small\"]}, {\"small\": [\"chat\"]}]\n")
        .stderr_has("`chat`: nobody needs it in the plan; its fallbacks are left as they are");
}

#[test]
fn what_is_no_gateway_is_refused() {
    let case = Case::plan("[plan]\nname = \"x\"\n[service.a]\n")
        .file("compose.yaml", "services: {web: {image: nginx}}\n");
    case.run(["export", "litellm", "--into", "compose.yaml"])
        .exit(2)
        .stdout_is_empty()
        .stderr_has("compose.yaml is no LiteLLM proxy configuration");
    case.run(["export", "litellm", "--into", "absent.yaml"])
        .exit(2)
        .stdout_is_empty();
}

#[test]
fn a_dash_is_standard_output() {
    let plain = Case::plan(PLAN).run(["export", "ics"]).exit(0).stdout;
    let case = Case::plan(PLAN).may_write();
    let dash = case.run(["export", "ics", "--out", "-"]).exit(0);
    assert_eq!(dash.stdout, plain);
    dash.stderr_is_empty();
}
