//! Where losses that last lead, with load: what `blast` says and every command with it,
//! against the second reading once all has come to rest.

use std::collections::BTreeMap;

use jurymast_engine::analysis::{Completeness, Gaps, Limits, MaxOrder, Question};
use jurymast_plan::model::{ComponentId, Level};
use proptest::prelude::*;

use super::evaluator::Course;
use super::plan::{DEGRADED, DOWN, Detect, Fault, Kind, Needed, Plan};
use super::read::read;
use super::{draw, random};
use crate::system::{Loaded, config, load, number};

/// The plan as losses that last find it: no time passes, whoever can switch does on what is
/// seen, nobody repairs, and what serves for a while only is used up.
pub(super) fn without_time(toml: &str) -> Plan {
    let mut plan = with_times(toml);
    let requirements = plan.parts.iter_mut().flat_map(|one| &mut one.requirements);
    for requirement in requirements {
        requirement.detect.within = Some(0);
        let fallbacks = requirement.fallbacks.iter_mut();
        fallbacks.for_each(|one| one.after = Some(0));
    }
    plan
}

/// The same with the times that switches take: who is there first stays there.
fn with_times(toml: &str) -> Plan {
    let mut plan = read(toml);
    plan.surges.clear();
    for part in &mut plan.parts {
        part.restart = Some(0);
        part.steps.clear();
        part.backups.clear();
        part.replica_of = None;
        part.persistent = Some(false);
        part.requirements.retain(|one| one.needed != Needed::Start);
        for requirement in &mut part.requirements {
            requirement.needed = Needed::Run;
            requirement.fail_back = 0;
            requirement.holds = 0;
            requirement.detect = Detect {
                within: Some(requirement.detect.within.unwrap_or(0)),
                by: requirement.detect.by.clone(),
                ..Detect::default()
            };
            requirement.fallbacks.retain(|one| one.holds.is_none());
            for fallback in &mut requirement.fallbacks {
                fallback.after = Some(fallback.after.unwrap_or(0));
            }
        }
    }
    plan
}

/// The levels that some losses lead to in the end, and those at rest.
pub(super) fn in_the_end(plan: &Plan, lost: &BTreeMap<usize, u8>) -> (Vec<u8>, Vec<u8>) {
    let mut plan = plan.clone();
    let fault = |(part, level): (&usize, &u8)| Fault {
        what: *part,
        at: 0,
        lasts: None,
        degraded: *level == DEGRADED,
        symptom: None,
        loses_data: false,
    };
    plan.faults = lost.iter().map(fault).collect();
    // Who switched stays where it is; who is first is not said, so both ends count.
    let [first, at_once] = [Course::of(&plan, true), Course::all_at_once(&plan, true)];
    let [one, other] = [&first, &at_once].map(|course| course.rows.last().unwrap());
    let worst = one.iter().zip(other).map(|(one, other)| *one.max(other));
    (worst.collect(), first.rest)
}

/// Two or three of the parts.
pub(super) fn picked(plan: &Plan, picks: &[u8]) -> BTreeMap<usize, u8> {
    let can = |at: &usize| plan.parts[*at].kind != Kind::Implied;
    let all: Vec<usize> = (0..plan.parts.len()).filter(can).collect();
    let pick = |at: &u8| (all[usize::from(*at) % all.len()], DOWN);
    picks.iter().map(pick).collect()
}

fn ids(loaded: &Loaded, plan: &Plan, of: &BTreeMap<usize, u8>) -> Vec<ComponentId> {
    of.keys()
        .map(|at| loaded.ids[&plan.parts[*at].id])
        .collect()
}

proptest! {
    #![proptest_config(config(300))]

    /// Nothing is better in `blast` than it is once all that can be switched is.
    #[test]
    fn lasting_losses_are_never_told_as_less(
        raw in draw::raw(false),
        picks in prop::collection::vec(any::<u8>(), 1..4),
    ) {
        let toml = random::toml(&raw);
        let loaded = load(&toml);
        for plan in [without_time(&toml), with_times(&toml)] {
            let lost = picked(&plan, &picks);
            let (last, rest) = in_the_end(&plan, &lost);
            let blast = loaded.analysis().blast(&ids(&loaded, &plan, &lost));
            for (at, part) in plan.parts.iter().enumerate() {
                let found = number(blast.level(loaded.ids[&part.id]));
                prop_assert!(
                    last[at] <= rest[at] || found >= last[at],
                    "{} is {found}, not {} when {:?} fail in\n{toml}",
                    part.id, last[at], lost.keys()
                );
            }
        }
    }
}

pub(super) const LIMITS: Limits = Limits {
    memory: 1 << 26,
    listed: 10_000,
    deadline: None,
};

/// Whether one of some sets is within the lost.
pub(super) fn has_a_set(gaps: &Gaps, lost: &[ComponentId]) -> bool {
    let mut sets = gaps.sets.iter();
    sets.any(|set| set.iter().all(|one| lost.contains(one)))
}

proptest! {
    #![proptest_config(config(40))]

    /// What brings a part down by the second reading has a minimal cut set in it, as far as
    /// they are complete; and each of these brings it down in `blast`.
    #[test]
    fn gaps_are_those_of_lasting_losses(raw in draw::raw(false)) {
        let toml = random::toml(&raw);
        let plan = without_time(&toml);
        let loaded = load(&toml);
        let analysis = loaded.analysis();
        let id = |at: usize| loaded.ids[&plan.parts[at].id];
        let all: Vec<ComponentId> = (0..plan.parts.len()).map(id).collect();
        let question = Question {
            level: Level::Down,
            max_order: MaxOrder::All,
            list: 1000,
            probability: false,
        };
        let gaps = analysis.gaps(&all, &question, &LIMITS);
        for one in &gaps {
            for set in one.sets.iter().take(20).filter(|_| !one.at_rest) {
                let blast = analysis.blast(set);
                prop_assert!(
                    blast.level(one.component) == Level::Down,
                    "{} with {set:?} in\n{toml}", loaded.name(one.component)
                );
            }
        }
        let can_fail = |at: &usize| loaded.plan.component(id(*at)).own_failure;
        let faults: Vec<usize> = (0..plan.parts.len()).filter(can_fail).take(5).collect();
        for (nth, first) in faults.iter().enumerate() {
            for second in &faults[nth..] {
                let lost = BTreeMap::from([(*first, DOWN), (*second, DOWN)]);
                let (last, rest) = in_the_end(&plan, &lost);
                let ids = ids(&loaded, &plan, &lost);
                for (at, one) in gaps.iter().enumerate() {
                    let known = match one.reach {
                        Completeness::Outright => usize::MAX,
                        Completeness::UpTo(order) | Completeness::Stopped(order) => order,
                    };
                    let is_told = lost.contains_key(&at)
                        || lost.len() > known
                        || rest[at] == DOWN
                        || has_a_set(one, &ids);
                    prop_assert!(
                        last[at] < DOWN || is_told,
                        "{} has no gap in {:?} of\n{toml}", plan.parts[at].id, lost.keys()
                    );
                }
            }
        }
    }
}
