//! Drawn plans of a few services: commands agree on who is down or degraded, on targets and
//! data; the sheet comforts nobody whom `simulate` and `check` do not, and says one thing.
//!
//! The sheet takes what is lost as lost and counts from now, so that it may be worse than a
//! run: a switch by hand that nobody is known to have made is unknown there, and a fallback
//! that is switched to is told with its own time, though its primary may be back before.
//!
//! `PROPTEST_RNG_SEED=7 PROPTEST_CASES=500` draws so many others.

mod compare;
mod draw;

use std::env;
use std::fmt::Write as _;

use compare::differences;
use draw::{Drawn, SERVICES};

use super::driver::Case;

/// Plans of each test where nothing else is asked for.
const PLANS: u64 = 100;
/// Tests, which run beside each other.
const TESTS: u64 = 4;

fn asked(variable: &str) -> Option<u64> {
    let said = env::var(variable).ok()?;
    said.parse().ok()
}

/// The plans of one of the tests: every so many of those from a seed on.
fn agree(test: u64) {
    // Only who asks for other plans gets others, so that a run answers for a change.
    let count = asked("PROPTEST_CASES");
    let seed = count.and_then(|_| asked("PROPTEST_RNG_SEED")).unwrap_or(0);
    let plans = count.map_or(PLANS, |count| count.div_ceil(TESTS));
    let first = seed.wrapping_mul(1_000_003);
    let mut found = Vec::new();
    for nth in 0..plans {
        let seed = first.wrapping_add(nth * TESTS + test);
        let drawn = Drawn::of(seed);
        for one in differences(&drawn) {
            found.push(format!("{seed}: {one}\n{}", drawn.toml));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn commands_agree_on_drawn_plans() {
    agree(0);
}

#[test]
fn commands_agree_on_more_drawn_plans() {
    agree(1);
}

#[test]
fn commands_agree_on_still_more_drawn_plans() {
    agree(2);
}

#[test]
fn commands_agree_on_the_last_drawn_plans() {
    agree(3);
}

/// Scenarios run one after the other, each as if it were the only one.
#[test]
fn what_was_run_before_changes_nothing() {
    for seed in 0..PLANS {
        let mut toml = Drawn::of(seed).toml;
        let there = SERVICES
            .iter()
            .filter(|id| toml.contains(&format!("[service.{id}]")));
        let ids: Vec<&str> = there.copied().collect();
        for id in &ids {
            let fails = format!("fails = [{{ what = \"{id}\", symptom = \"5xx\", for = \"8h\" }}]");
            writeln!(toml, "[scenario.of-{id}]\n{fails}").unwrap();
        }
        let case = Case::plan(&toml);
        let names: Vec<String> = ids.iter().map(|id| format!("of-{id}")).collect();
        let run = |names: &[String]| {
            let all = names.iter().map(String::as_str);
            let all: Vec<&str> = ["simulate"].into_iter().chain(all).collect();
            let found = case.run(all.iter().copied().chain(["--format", "json"]));
            found.code.filter(|code| *code == 0).map(|_| found.json())
        };
        let Some(together) = run(&names) else {
            continue;
        };
        for (nth, name) in names.iter().enumerate() {
            let alone = run(std::slice::from_ref(name)).unwrap();
            let (found, expected) = (&together["scenarios"][nth], &alone["scenarios"][0]);
            assert_eq!(found, expected, "{seed}: {name} after others in\n{toml}");
        }
    }
}
