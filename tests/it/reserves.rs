//! Reserves in a circle of starts: the sheet and `simulate` say the same of who is back.

use super::driver::Case;

/// `shop` and `a` need each other to run and to start, each with a reserve of 3h.
fn case(takes: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Shop\"\n\
         [service.shop]\ntier = 1\nrto = \"4h\"\nrestart = \"2m\"\n\
         depends_on = [{{ on = \"a\", needed = \"both\", holds = \"3h\" }}]\n\
         [service.a]\nrestart = \"2m\"\n\
         depends_on = [{{ on = \"shop\", needed = \"both\", holds = \"3h\" }}]\n\
         [[runbook.a.step]]\ndo = \"Mend it\"\n{}\n\
         [scenario.one]\nfails = [{{ what = \"a\", for = \"{}\" }}]\n",
        match takes {
            "" => String::new(),
            takes => format!("takes = \"{takes}\""),
        },
        if takes.is_empty() { "1h" } else { takes },
    ))
}

/// The verdict of the sheet made at `now`, the loss being of 10:00, and the least seconds from
/// now until `shop` is back.
fn sheet(case: &Case, now: &str) -> (String, Option<u64>) {
    let now = format!("2026-11-23T{now}Z");
    let since = "2026-11-23T10:00Z";
    let sheet = [
        "incident", "a", "--now", &now, "--since", since, "--format", "json",
    ];
    let sheet = case.run(sheet).json();
    let shop = &sheet["critical"][0];
    let verdict = shop["rto_verdict"].as_str().unwrap().to_owned();
    (verdict, shop["at_least_s"].as_u64())
}

/// The verdict over time, and the last second in which `shop` is down.
fn run(case: &Case) -> (String, u64) {
    let run = case.run(["simulate", "one", "--format", "json"]).json();
    let all = run["scenarios"][0]["components"]
        .as_array()
        .unwrap()
        .clone();
    let Some(shop) = all.iter().find(|one| one["id"] == "shop") else {
        return ("met".to_owned(), 0);
    };
    let until = shop["intervals"][0]["until_s"].as_u64();
    (
        shop["rto_verdict"].as_str().unwrap().to_owned(),
        until.unwrap_or_default(),
    )
}

#[test]
fn a_reserve_that_lasts_until_the_repair_opens_the_circle() {
    // Back before the reserve is used up: nobody but `a` falls.
    assert_eq!(run(&case("20m")), ("met".to_owned(), 0));
    assert_eq!(
        sheet(&case("20m"), "10:00"),
        ("met".to_owned(), Some(22 * 60))
    );
    // `shop` falls, and `a` starts on its own reserve.
    let back = (4 * 60 + 4) * 60;
    assert_eq!(run(&case("4h")), ("met".to_owned(), back));
    assert_eq!(sheet(&case("4h"), "10:00"), ("met".to_owned(), Some(back)));
    // Begun later the repair ends later: all reserves are used up, and neither starts.
    assert_eq!(
        sheet(&case("20m"), "14:00"),
        ("met".to_owned(), Some(24 * 60))
    );
    assert_eq!(sheet(&case("20m"), "16:30"), ("missed".to_owned(), None));
    assert_eq!(run(&case("7h")).0, "missed");
    assert_eq!(sheet(&case("7h"), "10:00"), ("missed".to_owned(), None));
}

#[test]
fn a_repair_of_unknown_length_may_outlast_the_reserve() {
    assert_eq!(sheet(&case(""), "10:00").0, "unknown");
}
