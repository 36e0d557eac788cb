//! The program's answer, and where it differs from the evaluator's.

use serde_json::Value;

use super::evaluator::{DataLoss, Outcome, Verdict};
use super::plan::{DEGRADED, DOWN, Plan};
use super::read::read;
use crate::driver::Case;

/// Each difference in a line: component, field, the program's answer, the
/// evaluator's.
pub(super) fn differences(toml: &str) -> Vec<String> {
    let plan = read(toml);
    let outcome = Outcome::of(&plan);
    let answer = Case::plan(toml)
        .run(["simulate", "one", "--format", "json"])
        .exit(0)
        .json();
    let scenario = &answer["scenarios"][0];
    let components = scenario["components"].as_array().unwrap();
    let mut differences = Vec::new();
    for (part, own) in plan.parts.iter().enumerate() {
        let Some(component) = components.iter().find(|one| one["id"] == *own.id) else {
            let expected = outcome.least.words(part);
            if !expected.is_empty() {
                differences.push(format!("{} is left out, not {expected}", own.id));
            }
            continue;
        };
        for (field, found, expected) in compared(&plan, &outcome, part, component) {
            if found != expected {
                differences.push(format!("{} {field}: {found}, not {expected}", own.id));
            }
        }
    }
    differences
}

/// Field, the program's answer, the evaluator's.
fn compared(
    plan: &Plan,
    outcome: &Outcome,
    part: usize,
    component: &Value,
) -> Vec<(&'static str, String, String)> {
    let own = &plan.parts[part];
    let least = &outcome.least;
    let seconds = |time: Option<u64>| time.map_or("null".to_owned(), |time| time.to_string());
    let met = |verdict: Verdict| match verdict {
        Verdict::Met => "true",
        Verdict::Missed => "false",
        Verdict::Unknown | Verdict::None => "null",
    };
    let mut all = vec![("intervals", intervals(component), least.words(part))];
    for (field, time) in [
        ("down_s", outcome.lesser(|one| one.total(part, DOWN))),
        ("degraded_s", least.total(part, DEGRADED)),
        (
            "longest_down_s",
            outcome.lesser(|one| one.longest_down(part)),
        ),
    ] {
        all.push((field, component[field].to_string(), seconds(time)));
    }
    for (verdict, meets, target) in [
        ("rto_verdict", "meets_rto", own.rto),
        ("mtpd_verdict", "meets_mtpd", own.mtpd),
    ] {
        let expected = outcome.verdict(part, target);
        all.push((
            meets,
            component[meets].to_string(),
            met(expected).to_owned(),
        ));
        let found = component[verdict].as_str().unwrap_or("null");
        all.push((verdict, found.to_owned(), expected.word().to_owned()));
    }
    all.extend(data(plan, outcome, part, component));
    all
}

/// What is lost of the data that a part works on, and its RPO.
fn data(
    plan: &Plan,
    outcome: &Outcome,
    part: usize,
    component: &Value,
) -> Vec<(&'static str, String, String)> {
    let lost = outcome.least.data_of(plan, part);
    let time = match lost {
        Some(DataLoss::Seconds(time)) => time.to_string(),
        _ => "null".to_owned(),
    };
    let all_lost = (lost == Some(DataLoss::All)).to_string();
    let verdict = outcome.rpo(plan, part).word().to_owned();
    let found = component["rpo_verdict"].as_str().unwrap_or("null");
    vec![
        ("data_loss_s", component["data_loss_s"].to_string(), time),
        (
            "all_data_lost",
            component["all_data_lost"].to_string(),
            all_lost,
        ),
        ("rpo_verdict", found.to_owned(), verdict),
    ]
}

fn intervals(component: &Value) -> String {
    let all = component["intervals"].as_array().unwrap();
    let words = all.iter().map(|one| {
        let until = one["until_s"].as_u64();
        let until = until.map_or(String::new(), |until| until.to_string());
        let level = one["level"].as_str().unwrap();
        format!("{level} {}-{until}", one["from_s"])
    });
    words.collect::<Vec<_>>().join(", ")
}
