use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{ComponentId, Level, Phase, Plan, TeamId};
use jurymast_terms::source::At;

use super::faults::{SingleFaults, by_hand, meanwhile, strikes};
use super::lost_cures::Hit;
use super::what_if::WhatIf;
use super::{Cure, LostCure};

/// A loss that a team must act on, and what is down until it has.
type Duty = (ComponentId, Option<(ComponentId, Level)>);

/// The teams that cannot be called, and nobody behind them, for what they must mend.
pub(super) fn lost(plan: &Plan, faults: &SingleFaults, what_if: &mut WhatIf<'_>) -> Vec<LostCure> {
    let mut lost = Vec::new();
    let teams = (0..plan.teams.len() as u32).map(TeamId);
    let ways = teams.filter_map(|team| Some((team, plan.ways_to_call(team)?)));
    let ways: BTreeMap<TeamId, Vec<At<ComponentId>>> = ways.collect();
    if ways.is_empty() {
        return lost;
    }
    for (team, duties) in duties(plan, faults) {
        let Some(ways) = ways.get(&team) else {
            continue;
        };
        let mut hits = Vec::new();
        for (fault, until) in duties {
            let beside: Vec<(ComponentId, Level)> = until.into_iter().collect();
            let Some(struck) = what_if.strike(fault, &beside) else {
                break;
            };
            let needs = struck.lost(ways);
            if needs.len() < ways.len() {
                continue;
            }
            let never = needs.iter().all(|need| {
                let held = until.map(|(id, _)| id);
                need.chain.first() == Some(&fault)
                    || held.is_some_and(|id| need.chain.contains(&id))
            });
            hits.push(Hit {
                fault,
                needs,
                never,
            });
        }
        lost.extend(LostCure::of(Cure::Call(team), hits));
    }
    lost
}

/// By team: what strikes its components, what the steps that it does are for, and what
/// it switches by hand.
fn duties(plan: &Plan, faults: &SingleFaults) -> BTreeMap<TeamId, BTreeSet<Duty>> {
    let mut duties: BTreeMap<TeamId, BTreeSet<Duty>> = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        let Some(team) = component.team.map(|team| team.value) else {
            continue;
        };
        let struck = strikes(plan, id).into_iter().map(|fault| (fault, None));
        duties.entry(team).or_default().extend(struck);
        for requirement in component.requirements.iter().filter(|one| by_hand(one)) {
            let until = meanwhile(id, requirement);
            let faults = faults.of_group(requirement).into_iter();
            let faults = faults.map(|fault| (fault, Some(until)));
            duties.entry(team).or_default().extend(faults);
        }
    }
    for book in &plan.runbooks {
        let work = book.steps.iter();
        let work = work.filter(|step| step.phase != Phase::Reconstitution);
        for owner in work.filter_map(|step| step.owner) {
            let struck = strikes(plan, book.of.value).into_iter();
            let struck = struck.map(|fault| (fault, None));
            duties.entry(owner).or_default().extend(struck);
        }
    }
    duties
}
