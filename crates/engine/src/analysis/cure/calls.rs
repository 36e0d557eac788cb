use std::collections::{BTreeMap, BTreeSet};

use crate::failure::Network;
use jurymast_plan::model::{ComponentId, Fallback, Phase, Plan, TeamId};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

use super::faults::{SingleFaults, meanwhile, strikes};
use super::lost_cures::Hit;
use super::what_if::{Struck, WhatIf, lost_while_held};
use super::{Cure, LostCure};

/// A loss that a team must act on: by a switch of one of these requirements, by component and
/// index, or by a repair.
type Duty = (ComponentId, Option<(ComponentId, usize)>);

/// The teams that cannot be called, and nobody behind them, for what they must mend.
pub(super) fn lost(
    plan: &Plan,
    network: &Network,
    faults: &SingleFaults,
    what_if: &mut WhatIf<'_>,
) -> Vec<LostCure> {
    let mut lost = Vec::new();
    let teams = (0..plan.teams.len() as u32).map(TeamId);
    let ways = teams.filter_map(|team| Some((team, plan.ways_to_call(team)?)));
    let ways: BTreeMap<TeamId, Vec<At<ComponentId>>> = ways.collect();
    if ways.is_empty() {
        return lost;
    }
    let noticed = noticed(plan);
    for (team, duties) in duties(plan, faults) {
        let Some(ways) = ways.get(&team) else {
            continue;
        };
        let mut hits = Vec::new();
        for (fault, switch) in duties {
            let until = switch.map(|(id, at)| meanwhile(id, &plan.component(id).requirements[at]));
            let Some(struck) = what_if.strike(fault, until.as_slice()) else {
                break;
            };
            // Who mends it is called once somebody knows, who switches is until it is done.
            let takes = match switch {
                Some(place) => switched_within(plan, place),
                None => noticed.get(&fault).copied(),
            };
            let mut needs = struck.lost_after(plan, ways, takes);
            let by_itself =
                switch.is_some_and(|place| serves_by_itself(plan, faults, place, &struck));
            if needs.len() < ways.len() || by_itself {
                continue;
            }
            if let Some(place) = switch.filter(|place| {
                let (id, at) = *place;
                let requirement = &plan.component(id).requirements[at];
                takes.is_some_and(|takes| requirement.is_held(takes))
                    && Struck::lead_back(&needs, id)
            }) {
                needs = lost_while_held(plan, network, place, fault, ways);
                if needs.len() < ways.len() {
                    continue;
                }
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
/// takes that which it switches by hand.
fn duties(plan: &Plan, faults: &SingleFaults) -> BTreeMap<TeamId, BTreeSet<Duty>> {
    let mut duties: BTreeMap<TeamId, BTreeSet<Duty>> = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        if let Some(team) = component.team {
            let struck = strikes(plan, id).into_iter().map(|fault| (fault, None));
            duties.entry(team.value).or_default().extend(struck);
        }
        for (at, requirement) in component.requirements.iter().enumerate() {
            let by_hand = requirement.fallbacks.iter().filter(|one| one.is_by_hand());
            let teams = by_hand.filter_map(|one| plan.switched_by(id, one));
            let teams: BTreeSet<TeamId> = teams.collect();
            if teams.is_empty() {
                continue;
            }
            let served = faults.of_served(plan, (id, at)).into_iter();
            let served: Vec<Duty> = served.map(|fault| (fault, Some((id, at)))).collect();
            for team in teams {
                duties
                    .entry(team)
                    .or_default()
                    .extend(served.iter().copied());
            }
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

/// Whether a fallback that nobody must be called for serves: the one in use, or one that the
/// fault leaves, with all that its switch needs.
fn serves_by_itself(
    plan: &Plan,
    faults: &SingleFaults,
    (id, requirement): (ComponentId, usize),
    struck: &Struck<'_>,
) -> bool {
    let used = faults.in_use(id, requirement);
    let declared = &plan.component(id).requirements[requirement];
    let all = declared.fallbacks.iter();
    let is_ready = |(at, one): (usize, &Fallback)| {
        let needs = plan.switch_needs(id, one);
        let served = plan.served_in(id, declared, one);
        let is_doable = || struck.lost_after(plan, &needs, served).is_empty();
        let is_made = used == Some(at) || !one.is_by_hand() && is_doable();
        is_made && !struck.is_down(one.to.value)
    };
    all.enumerate().any(is_ready)
}

/// In which time each switch by hand of a requirement is made; `None`: of one nobody says it.
fn switched_within(plan: &Plan, (id, requirement): (ComponentId, usize)) -> Option<Duration> {
    let requirement = &plan.component(id).requirements[requirement];
    let mut by_hand = requirement.fallbacks.iter().filter(|one| one.is_by_hand());
    by_hand.try_fold(Duration::ZERO, |most, one| {
        Some(most.max(plan.served_in(id, requirement, one)?))
    })
}

/// In which time the loss of a component is known to somebody: the least by which a requirement
/// that names it notices it, where that is declared.
fn noticed(plan: &Plan) -> BTreeMap<ComponentId, Duration> {
    let mut noticed: BTreeMap<ComponentId, Duration> = BTreeMap::new();
    for requirement in plan.components.iter().flat_map(|one| &one.requirements) {
        let Some(within) = requirement.noticed_within() else {
            continue;
        };
        for to in &requirement.group {
            let known = noticed.entry(to.value).or_insert(within);
            *known = within.min(*known);
        }
    }
    noticed
}
