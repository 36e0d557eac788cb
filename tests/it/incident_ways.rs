//! Of several ways in which something comes back the sheet leads with the one that counts, and
//! gives one time for it wherever it stands.

use serde_json::Value;

use super::driver::Case;

const PLAN: &str = r#"
[plan]
name = "Harbour"
[domain.dc1]
kind = "site"
name = "Dc1"
[domain.dc2]
kind = "site"
name = "Dc2"
[service.shop]
tier = 1
rto = "6h"
depends_on = [{ on = "db", detect = "1m" }]
[resource.db]
in = ["dc1"]
restart = "5m"
"#;

fn sheet(plan: &str, lost: &str) -> Value {
    let now = ["--now", "2026-11-24T10:00Z", "--format", "json"];
    let ran = Case::plan(plan).run(["incident", lost].into_iter().chain(now));
    ran.exit(0).json()
}

/// Title, why, time and the steps with their times of each lane of the store.
fn lanes(sheet: &Value) -> Vec<(String, String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let of_stage = |stage: &Value| stage["lanes"].as_array().unwrap().clone();
    let bring_back = sheet["stages"].as_array().unwrap().iter();
    let bring_back = bring_back.filter(|stage| text(&stage["title"]).starts_with("Bring back"));
    let all = bring_back.flat_map(of_stage);
    let of_store = all.filter(|lane| text(&lane["title"]).starts_with("db"));
    let told = of_store.map(|lane| {
        let steps = lane["actions"].as_array().unwrap().iter();
        let steps = steps.map(|step| {
            let words = text(&step["text"]);
            let first: Vec<&str> = words.split_whitespace().take(2).collect();
            format!("{}: {}", first.join(" "), text(&step["takes"]))
        });
        (
            text(&lane["title"]),
            text(&lane["why"]),
            text(&lane["takes"]),
            steps.collect(),
        )
    });
    told.collect()
}

const MOVED: &str = r#"
data = "none"
[runbook.db]
step = [
  { do = "Fence it.", takes = "2h30m" },
  { do = "Promote it.", takes = "2h", moves_to = ["dc2"] },
  { do = "Warm it.", takes = "20m" },
]
[scenario.one]
fails = [{ what = "dc1" }]
"#;

/// By the rule the step that moves it counts, and no other of its runbook.
#[test]
fn a_move_takes_as_long_in_its_lane_as_where_it_is_back() {
    let plan = format!("{PLAN}{MOVED}");
    let of_place = sheet(&plan, "dc1");
    let steps = [
        "Fence it.: 2h 30m, not counted",
        "Promote it.: 2h",
        "Warm it.: 20m, not counted",
        "See that: 5m",
    ];
    let why = "made anew elsewhere: do not wait for where it stood; by its move to Dc2";
    let expected = ("db".to_owned(), why.to_owned(), "2h 5m".to_owned());
    let found = lanes(&of_place);
    assert_eq!(found.len(), 1, "{found:#?}");
    let (title, told, takes, done) = found[0].clone();
    assert_eq!((title, told, takes), expected);
    assert_eq!(done, steps);
    let back = of_place["critical"][0]["back"].as_str().unwrap();
    assert!(back.contains("2h 5m of work"), "{back}");
    // Of the store alone it may also be repaired where it stands, by all the steps.
    let (_, why, takes, done) = lanes(&sheet(&plan, "db")).remove(0);
    assert_eq!(
        why,
        "shop waits for it; by its move to Dc2, else its repair where it stands in 4h 50m"
    );
    assert_eq!(
        (takes.as_str(), done),
        ("2h 5m", steps.map(String::from).to_vec())
    );
    // Over time it is back with the notice of a minute before.
    let ran = Case::plan(&plan).run(["simulate", "one", "--format", "json"]);
    let shop = &ran.exit(0).json()["scenarios"][0]["components"][0];
    assert_eq!(shop["down_s"], 2 * 3600 + 6 * 60, "{shop:#}");
}

/// What is made anew elsewhere is not told by the steps that mend the old one.
#[test]
fn a_restore_elsewhere_is_not_told_with_the_repair_of_what_burnt() {
    let plan = format!(
        "{PLAN}backup = {{ every = \"30m\", restore = \"4h\", in = [\"dc2\"] }}\n\
         [runbook.db]\nstep = [{{ do = \"Replace the disk.\", takes = \"8h\" }}]\n"
    );
    for (lost, aside) in [
        ("dc1", "its repair where it stood, once that place is back"),
        ("db", "its repair where it stands"),
    ] {
        let sheet = sheet(&plan, lost);
        let found = lanes(&sheet);
        assert_eq!(found.len(), 2, "{lost}: {found:#?}");
        let (title, why, takes, steps) = &found[0];
        assert_eq!((title.as_str(), takes.as_str()), ("db", "4h 5m"), "{why}");
        assert!(steps[0].ends_with(": 4h") && steps.len() == 2, "{steps:?}");
        let (title, why, takes, steps) = &found[1];
        let told = (title.as_str(), takes.as_str());
        assert_eq!(told, ("db: another way", "8h"));
        assert!(why.starts_with(aside), "{why}");
        assert_eq!(steps, &["Replace the: 8h"]);
        // Nobody waits for the other way.
        let notes = sheet["stages"][1]["notes"].to_string();
        assert!(notes.contains("the longest is db (4h 5m)"), "{notes}");
    }
}

/// Of two ways that take as long the restore alone leads, and a move is told as one.
#[test]
fn a_move_beside_a_restore_is_no_repair_where_it_stood() {
    let plan = format!(
        "{PLAN}backup = {{ every = \"6h\", restore = \"3h\", in = [\"dc2\"] }}\n\
         [runbook.db]\nstep = [{{ do = \"Fail over.\", takes = \"45m\", moves_to = [\"dc2\"] }}]\n"
    );
    for lost in ["dc1", "db"] {
        let found = lanes(&sheet(&plan, lost));
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|(title, _, takes, _)| (title.as_str(), takes.as_str()))
            .collect();
        assert_eq!(
            told,
            [("db", "3h 5m"), ("db: another way", "45m")],
            "{lost}"
        );
        let why = &found[1].1;
        assert!(why.starts_with("its move to Dc2; "), "{lost}: {why}");
    }
}

/// Whichever way counts, the lanes of a store add up to the time when it is back.
#[test]
fn the_lanes_of_a_store_take_as_long_as_it_does() {
    let backups = [
        "data = \"none\"",
        "backup = { every = \"1h\", restore = \"40m\" }",
        "backup = { every = \"1h\", restore = \"3h\", segregated = true }",
        "backup = [{ every = \"1h\", restore = \"10m\" }, { every = \"1h\", restore = \"90m\", in = [\"dc2\"] }]",
    ];
    let books = [
        "",
        "{ do = \"Mend it.\", takes = \"1h\" }",
        "{ do = \"Fence it.\", takes = \"1h\" }, { do = \"Go.\", takes = \"30m\", moves_to = [\"dc2\"] }",
        "{ do = \"Restore it from its backup.\", takes = \"2h\" }, { do = \"Warm it.\", takes = \"5m\" }",
        "{ do = \"Restore it from its backup.\", takes = \"20m\", moves_to = [\"dc2\"] }",
        "{ do = \"Restore it from its backup.\", takes = \"20m\" }, { do = \"Go.\", takes = \"7m\", moves_to = [\"dc2\"] }",
    ];
    let seconds = |words: &str| {
        let parts = words.trim_start_matches("at least ").split(' ');
        let one = |part: &str| {
            let (number, unit) = part.split_at(part.len() - 1);
            number.parse::<u64>().unwrap() * if unit == "h" { 3600 } else { 60 }
        };
        parts.map(one).sum::<u64>()
    };
    let restart = 5 * 60;
    for backup in backups {
        for book in books {
            let plan = format!("{PLAN}{backup}\n[runbook.db]\nstep = [{book}]\n");
            for lost in ["dc1", "db"] {
                let sheet = sheet(&plan, lost);
                let recovery = sheet["recovery"].as_array().unwrap().iter();
                let mut own = recovery.filter(|one| one["id"] == "db");
                // Its backup burnt with it.
                let Some(ready) = own.next().and_then(|one| one["ready_s"].as_u64()) else {
                    assert_eq!((lost, backup), ("dc1", backups[1]));
                    continue;
                };
                let found = lanes(&sheet);
                let counted = found
                    .iter()
                    .filter(|(title, ..)| title != "db: another way");
                let longest = counted.map(|(title, _, takes, _)| {
                    let own = if title == "db" { restart } else { 0 };
                    seconds(takes).saturating_sub(own)
                });
                // What stood there and has no work of its own comes with its place.
                let Some(longest) = longest.max() else {
                    assert_eq!((lost, book, backup), ("dc1", "", backups[0]));
                    continue;
                };
                let longest = longest + restart;
                assert_eq!(longest, ready, "{lost}: {backup}\n{book}\n{found:#?}");
            }
        }
    }
}

/// A loss of which nobody says when it is noticed takes what leans on it down all the same, and
/// the way to it is told.
#[test]
fn what_serves_again_at_a_time_that_nobody_says_is_told_so() {
    let plan = "[plan]\nname = \"x\"\n[activity.sell]\nname = \"Sell\"\ntier = 1\nrto = \"1h\"\n\
                depends_on = [\"shop\"]\n[service.shop]\nname = \"Shop\"\ntier = 1\nrto = \"1h\"\n\
                depends_on = [{ on = \"stripe\", fallback = [\
                { to = \"adyen\", switch = \"automatic\", triggers = [\"5xx\"] }] }]\n\
                [provider.stripe]\n[provider.adyen]\n";
    let case = Case::plan(plan);
    let all = [
        "incident",
        "stripe",
        "--symptom",
        "5xx",
        "--now",
        "2026-11-24T10:00Z",
    ];
    let text = case.run(all).exit(0).stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "nobody says when it serves by itself, and not before 10:00 UTC.",
        "because: Stripe -> Shop",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("it serves by itself from"), "{text}");
}
