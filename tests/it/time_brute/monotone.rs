//! What never makes an outage shorter, by the second reading.

use proptest::prelude::*;

use super::evaluator::Course;
use super::plan::{DOWN, Kind, Part, Plan};
use super::read::read;
use super::{draw, random};
use crate::system::config;

/// Whole faults that start together; no limits, no hold-overs. Where `greatest` is not
/// meant everything is seen: a loss that nothing sees is noticed at once in the least run.
fn whole(raw: &draw::Raw, greatest: bool) -> Plan {
    let mut plan = read(&random::toml(raw));
    for fault in &mut plan.faults {
        fault.at = 0;
        fault.degraded = false;
    }
    plan.surges.clear();
    for part in &mut plan.parts {
        part.limit = Default::default();
        for requirement in &mut part.requirements {
            requirement.holds = 0;
            if !greatest {
                requirement.detect.by.clear();
            }
            requirement
                .fallbacks
                .iter_mut()
                .for_each(|one| one.holds = None);
        }
    }
    plan
}

/// A plan in which load makes nobody switch: who may has one fallback, goes home at
/// once, and a primary without limits that leans on nothing.
fn loaded(raw: &draw::Raw) -> Plan {
    let mut plan = read(&random::toml(raw));
    let is_alone = |part: &Part| {
        let leans = part.within.len() + part.calls.len() + part.via.len();
        leans == 0 && part.requirements.is_empty() && part.limit.is_none()
    };
    let alone: Vec<bool> = plan.parts.iter().map(is_alone).collect();
    for part in &mut plan.parts {
        for requirement in &mut part.requirements {
            requirement.fail_back = 0;
            requirement.fallbacks.truncate(1);
            if !requirement.members.iter().all(|one| alone[one.0]) {
                requirement.fallbacks.clear();
            }
        }
    }
    plan
}

/// Whether everything is down in `longer` whenever it is in `shorter`.
fn covers(
    longer: &Plan,
    shorter: &Course,
    greatest: bool,
    said: &str,
) -> Result<(), TestCaseError> {
    let course = Course::of(longer, greatest);
    for second in 0..=course.rows.len().max(shorter.rows.len()) {
        for (part, own) in longer.parts.iter().enumerate() {
            let is_lost = shorter.level(part, second) == DOWN;
            prop_assert!(
                !is_lost || course.level(part, second) == DOWN,
                "{said}: {} at {second}",
                own.id
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn longer_slower_and_more_never_shorten_an_outage(
        raw in draw::raw(true),
        more in any::<(u8, u8, u8)>(),
        greatest in any::<bool>(),
    ) {
        let plan = whole(&raw, greatest);
        let before = Course::of(&plan, greatest);
        let covers = |longer: &Plan, said: &str| covers(longer, &before, greatest, said);
        let pick = usize::from(more.0);
        let longer_by = 1 + u64::from(more.1 % 20);

        let mut longer = plan.clone();
        let fault = pick % plan.faults.len();
        longer.faults[fault].lasts = plan.faults[fault].lasts.map(|lasts| lasts + longer_by);
        covers(&longer, "a longer outage")?;

        let mut grown = plan.clone();
        let mut fault = plan.faults[0].clone();
        fault.what = pick % plan.parts.len();
        if plan.parts[fault.what].kind != Kind::Implied {
            grown.faults.push(fault);
            covers(&grown, "one more fault")?;
        }

        let mut slower = plan.clone();
        for requirement in slower.parts.iter_mut().flat_map(|part| &mut part.requirements) {
            let detect = &mut requirement.detect;
            for time in detect.per.values_mut().chain(&mut detect.within) {
                *time += u64::from(more.2 % 7);
            }
            for fallback in &mut requirement.fallbacks {
                fallback.after = fallback.after.map(|after| after + u64::from(more.1 % 5));
            }
        }
        covers(&slower, "slower detection and switches")?;

        let mut restarts = plan.clone();
        let part = pick % plan.parts.len();
        restarts.parts[part].restart = Some(plan.parts[part].restart.unwrap_or(0) + longer_by);
        covers(&restarts, "a slower restart")?;
    }

    #[test]
    fn more_demand_never_shortens_an_outage(raw in draw::raw(true), times in 2..5u64) {
        let plan = loaded(&raw);
        let before = Course::of(&plan, false);
        let mut more = plan.clone();
        let all = more.parts.iter_mut().flat_map(|part| &mut part.requirements);
        for requirement in all {
            let demand = &mut requirement.demand;
            for rate in [&mut demand.rpm, &mut demand.tpm].into_iter().flatten() {
                *rate *= times;
            }
        }
        let said = format!("{times} times the demand in\n{}", random::toml(&raw));
        covers(&more, &before, false, &said)?;
    }
}
