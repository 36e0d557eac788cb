//! Losses without end, and what ends on a day after they began.

use serde_json::Value;

use super::driver::Case;

fn plan(rest: &str) -> Case {
    let text = format!(
        "[plan]\nname = \"Ends\"\n[service.web]\ntier = 1\nrto = \"1h\"\ndepends_on = [{{ on = \"cdn\", \
         detect = \"1m\", fallback = [{{ to = \"spare\", switch = \"automatic\", after = \"1m\" }}] }}]\n{rest}\n"
    );
    Case::plan(&text).today("2026-12-01")
}

/// The only component of the only scenario whose id it is.
fn simulated(case: &Case, id: &str) -> Value {
    let found = case.answer(&["simulate"]);
    let all = found["scenarios"][0]["components"].as_array().unwrap();
    all.iter().find(|one| one["id"] == id).unwrap().clone()
}

const LOST: &str = "[scenario.lost]\nfails = [{ what = \"cdn\" }]";

#[test]
fn a_loss_without_end_goes_on_over_the_day_its_fallback_expires() {
    let case = plan(&format!(
        "[provider.cdn]\n[resource.spare]\nexpires = 2026-12-03\n{LOST}"
    ));
    let web = simulated(&case, "web");
    assert_eq!(web["rto_verdict"], "missed");
    assert!(web["down_s"].is_null(), "{web}");
    assert_eq!(web["intervals"][1]["from_s"], 2 * 24 * 3600);
    let sheet = case.answer(&["incident", "cdn", "--now", "2026-12-01T12:00:00Z"]);
    let critical = &sheet["critical"][0];
    assert_eq!(critical["rto_verdict"], "unknown");
    assert_eq!(
        critical["unknown_because"][0],
        "spare expires on 2026-12-03, and nothing says that what is lost is back by then"
    );
    let course = sheet["hits"][0]["course"].as_str().unwrap();
    assert!(
        course.ends_with("down again from 3 Dec 00:00 UTC, as spare expires on 2026-12-03"),
        "{course}"
    );
    case.check()
        .stdout_has("`web` never comes back in scenario `lost`");
}

/// What brings it back before the day makes the fallback last long enough.
#[test]
fn what_is_mended_before_that_day_meets_its_target() {
    let book = "[runbook.cdn]\nstep = [{ do = \"Build it anew.\", takes = \"5h\" }]";
    let case = plan(&format!(
        "[resource.cdn]\n[resource.spare]\nexpires = 2026-12-03\n{book}\n{LOST}"
    ));
    assert_eq!(simulated(&case, "web")["rto_verdict"], "met");
    let sheet = case.answer(&["incident", "cdn", "--now", "2026-12-01T12:00:00Z"]);
    assert_eq!(sheet["critical"][0]["rto_verdict"], "met");
}

/// Neither what nobody leans on who goes on without something, nor what ends for those that are
/// down for ever anyway, lets a scenario go on.
#[test]
fn what_ends_for_others_is_no_part_of_it() {
    let case = plan(&format!(
        "[provider.cdn]\n[resource.spare]\n[service.mail]\ntier = 1\nrto = \"1h\"\n\
         depends_on = [\"smtp\"]\n[resource.smtp]\nexpires = 2026-12-03\n{LOST}"
    ));
    assert_eq!(simulated(&case, "web")["rto_verdict"], "met");
    let found = case.answer(&["simulate"]);
    let all = found["scenarios"][0]["components"].as_array().unwrap();
    assert!(
        all.iter()
            .all(|one| one["id"] != "mail" || one["rto_verdict"] != "missed")
    );
}

/// The second of two ends comes after all that the scenario set going, and is felt by whoever
/// the first one sent there.
#[test]
fn an_end_after_an_end_counts() {
    let case = plan(
        "[resource.cdn]\nexpires = 2026-12-10\n[resource.spare]\nexpires = 2026-12-12\n\
         [resource.other]\n[scenario.long]\nfails = [{ what = \"other\", for = \"10d\" }]",
    );
    let web = simulated(&case, "web");
    assert_eq!(web["rto_verdict"], "missed");
    assert_eq!(web["intervals"][1]["from_s"], 11 * 24 * 3600);
}
