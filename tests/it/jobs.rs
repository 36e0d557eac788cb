//! Jobs that come and go: what falls out while they are down.

use super::driver::Case;

fn plan(job: &str, scenario: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Jobs\"\n[service.invoices]\ntier = 2\n{job}\ndepends_on = [\"db\"]\n\
         [resource.db]\n[scenario.one]\nfails = [{scenario}]\n"
    ))
}

/// Of every stretch down at least the whole times in it fall out, and at most one more for
/// what is left of it.
#[test]
fn runs_that_fall_out_are_counted() {
    let every = "every = \"1h\"\nmissed = \"skipped\"";
    let missed = |scenario: &str| {
        let case = plan(every, scenario);
        let found = case.run(["simulate", "-f", "json"]).exit(0).json();
        let found = found["scenarios"][0]["components"]
            .as_array()
            .unwrap()
            .iter();
        let job = found
            .into_iter()
            .find(|one| one["id"] == "invoices")
            .unwrap();
        let runs = &job["missed_runs"];
        (runs["least"].as_u64(), runs["most"].as_u64())
    };
    let db = |times: &str| format!("{{ what = \"db\", {times} }}");
    assert_eq!(missed(&db("for = \"20m\"")), (Some(0), Some(1)));
    assert_eq!(missed(&db("for = \"1h\"")), (Some(1), Some(1)));
    assert_eq!(missed(&db("for = \"2h 30m\"")), (Some(2), Some(3)));
    let twice = [db("for = \"90m\""), db("at = \"4h\", for = \"10m\"")].join(", ");
    assert_eq!(missed(&twice), (Some(1), Some(3)));
    // No end of it: the repair of db is not declared, so it may be at once.
    assert_eq!(missed("{ what = \"db\" }"), (Some(0), None));
    let text = plan(every, &db("for = \"2h 30m\""))
        .run(["simulate"])
        .exit(0);
    text.stdout_has("runs every 1h: misses 2 to 3 runs, and nothing makes up for it");
}

#[test]
fn a_run_that_nothing_makes_up_for_is_found() {
    let messages = |job: &str, lasts: &str| -> Vec<String> {
        let case = plan(job, &format!("{{ what = \"db\", for = \"{lasts}\" }}"));
        let found = case.findings("missed-run").into_iter();
        found
            .map(|one| one["message"].as_str().unwrap().to_owned())
            .collect()
    };
    let skips = "every = \"1h\"\nmissed = \"skipped\"";
    assert_eq!(
        messages(skips, "3h"),
        ["`invoices` misses 3 runs in scenario `one`, and nothing makes up for it"]
    );
    assert_eq!(
        messages(skips, "59m"),
        [""; 0],
        "it may run before or after"
    );
    let catches_up = "every = \"1h\"\nmissed = \"caught-up\"";
    assert_eq!(messages(catches_up, "3h"), [""; 0]);
    assert_eq!(
        messages("every = \"1h\"", "3h"),
        ["nothing says what a missed run of `invoices` means"]
    );
}

#[test]
fn a_schedule_that_is_none_is_an_error() {
    let refused = |job: &str, says: &str| {
        let case = plan(job, "{ what = \"db\", for = \"1h\" }");
        case.check().exit(2).stdout_has(says);
    };
    refused("every = \"0s\"", "must be longer than zero");
    refused("missed = \"skipped\"", "nothing says how often it runs");
    refused("every = \"1h\"\nmissed = \"late\"", "unknown value `late`");
}

/// On the sheet a job that fell is a step of the way back, unless it makes up by itself.
#[test]
fn the_sheet_says_which_runs_to_make_up_for() {
    let sheet = |job: &str| {
        let case = plan(job, "{ what = \"db\", for = \"1h\" }");
        let now = [
            "incident",
            "db",
            "--now",
            "2026-11-28T12:00Z",
            "--since",
            "-5m",
        ];
        case.run(now).exit(0)
    };
    let step = "See which runs of invoices fell out (it runs every 1h)";
    sheet("every = \"1h\"\nmissed = \"skipped\"").stdout_has(step);
    sheet("every = \"1h\"").stdout_has(step);
    sheet("every = \"1h\"\nmissed = \"caught-up\"").stdout_lacks(step);
}
