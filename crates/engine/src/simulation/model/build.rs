use std::collections::BTreeMap;

use jurymast_plan::catalogue::{self, Habit};
use jurymast_plan::model::{
    BindingRole, Component, ComponentId, Demand, Fallback, Kind, Level, Mode, Plan, Requirement,
    Switch, Symptom,
};
use jurymast_terms::units::Duration;

use super::component::BindingModel;
use super::coupling::mark_coupled;
use super::data_copy;
use super::{
    ComponentModel, DetectModel, FallbackModel, LevelGraph, LimitModel, LoadSource,
    RequirementModel, SimulationModel, Slot, Trigger,
};
use crate::failure::csr::Csr;
use crate::simulation::Symptoms;
use crate::simulation::rest::RestState;
use crate::{load, restoration};

/// All but the state at rest.
pub(super) fn build(plan: &Plan) -> SimulationModel<'_> {
    let limited = limits(plan);
    let mut limits = limited
        .values()
        .map(|one| one.1)
        .map(|(of, limit)| LimitModel {
            of,
            limit,
            copies: {
                let replicas = plan.components[of as usize].replicas.iter();
                let copies = replicas.flat_map(|one| &one.members);
                copies.map(|copy| copy.0).collect()
            },
            sources: Vec::new(),
        });
    let mut limits: Vec<LimitModel> = limits.by_ref().collect();
    let mut components = Vec::with_capacity(plan.components.len());
    let mut requirements: Vec<RequirementModel> = Vec::new();
    for (id, component) in plan.enumerate() {
        let first = requirements.len();
        let all = component.requirements.iter().enumerate();
        requirements.extend(all.map(|(index, one)| requirement(plan, id, index, one)));
        components.push(ComponentModel {
            restart: component.restart.map_or(Duration::ZERO, |at| at.value),
            restart_assumed: component.restart.is_none()
                && matches!(component.kind(), Kind::Service | Kind::Resource),
            mbco: least(component),
            requirements: first..requirements.len(),
            bindings: bindings(plan, id, component),
            path: path(plan, id, &limited),
            has_work: plan.keeps_data(id)
                || !component.backups.is_empty()
                || !restoration::recovery_steps(plan, id, |_| true).is_empty(),
            is_repaired: plan.is_repaired_here(id),
        });
    }
    mark_unknown_shares(plan, &components, &mut requirements);
    mark_limited(&components, &mut requirements);
    for (at, requirement) in requirements.iter().enumerate() {
        if requirement.is_limited && requirement.has_demand() {
            note_sources(&mut limits, &components, requirement, at);
        }
    }
    let graph = LevelGraph::of(&components, &requirements, &limits);
    mark_coupled(&components, &mut requirements, &limits, &graph);
    let (watchers, namers) = turned(&components, &requirements);
    SimulationModel {
        plan,
        components,
        requirements,
        limits,
        graph,
        watchers,
        namers,
        copies: data_copy::copies(plan),
        rest: RestState::default(),
        endings: Vec::new(),
    }
}

/// By component: the index of its limit, and the limit.
fn limits(plan: &Plan) -> BTreeMap<u32, (u32, (u32, Demand))> {
    let limited = plan
        .enumerate()
        .filter_map(|(id, one)| Some((id.0, one.limit?.value)));
    (0u32..)
        .zip(limited)
        .map(|(at, (id, limit))| (id, (at, (id, limit))))
        .collect()
}

/// The limits on the way of a call: its target's own, and of all that it goes through.
fn path(
    plan: &Plan,
    target: ComponentId,
    limited: &BTreeMap<u32, (u32, (u32, Demand))>,
) -> Vec<u32> {
    if limited.is_empty() {
        return Vec::new();
    }
    let passed = load::limited_on_the_way(plan, target).into_iter();
    let limits = passed.filter_map(|id| limited.get(&id.0));
    limits.map(|(at, _)| *at).collect()
}

/// Finds the fallbacks of which nobody says what share they serve, where that may be less than
/// somebody's least acceptable capacity.
fn mark_unknown_shares(
    plan: &Plan,
    components: &[ComponentModel],
    requirements: &mut [RequirementModel],
) {
    let is_unknown = |one: &RequirementModel, nth: usize| {
        let of = &plan.components[one.of as usize].requirements[one.index];
        of.is_share_unknown(&of.fallbacks[nth])
    };
    let has_any = |one: &RequirementModel| (0..one.fallbacks.len()).any(|nth| is_unknown(one, nth));
    if !requirements.iter().any(has_any) {
        return;
    }
    // Those whose share somebody's least acceptable capacity is held against.
    let judged = components.iter().zip(0u32..);
    let judged = judged.filter(|(one, _)| one.mbco > 0.0);
    let mut open: Vec<u32> = judged.map(|(_, at)| at).collect();
    let mut is_judged = vec![false; components.len()];
    while let Some(of) = open.pop() {
        if std::mem::replace(&mut is_judged[of as usize], true) {
            continue;
        }
        let component = &components[of as usize];
        let carriers = component.bindings.iter().filter(|one| one.carries);
        open.extend(carriers.map(|one| one.to));
        let hard = requirements[component.requirements.clone()].iter();
        let hard = hard.filter(|one| one.needed.counts_while_running() && !one.soft);
        open.extend(hard.flat_map(RequirementModel::targets));
    }
    for one in requirements
        .iter_mut()
        .filter(|one| is_judged[one.of as usize])
    {
        for nth in 0..one.fallbacks.len() {
            one.fallbacks[nth].is_share_unknown = is_unknown(one, nth);
        }
    }
}

/// Finds the requirements whose targets may serve less than all that is asked of them: by a
/// limit, or because less is served to them.
fn mark_limited(components: &[ComponentModel], requirements: &mut [RequirementModel]) {
    let has_limit = |to: u32| !components[to as usize].path.is_empty();
    let felt = |one: &RequirementModel| one.needed.counts_while_running();
    // Those that may serve less than their load, and who is served by them.
    let mut open: Vec<u32> = Vec::new();
    let mut is_less = vec![false; components.len()];
    let mut less = |of: u32, open: &mut Vec<u32>| {
        if !std::mem::replace(&mut is_less[of as usize], true) {
            open.push(of);
        }
    };
    for one in requirements.iter_mut().filter(|one| felt(one)) {
        let is_limited = one.targets().any(has_limit);
        one.is_limited = is_limited;
        let gives_less = one.fallbacks.iter().any(FallbackModel::gives_part);
        if !one.soft && (one.is_limited || gives_less) {
            less(one.of, &mut open);
        }
    }
    if open.is_empty() {
        return;
    }
    let callers = Csr::gather(components.len(), |pair| {
        for (one, at) in requirements.iter().zip(0..) {
            one.targets().for_each(|to| pair(to, at));
        }
    });
    let carried = Csr::gather(components.len(), |pair| {
        for (component, at) in components.iter().zip(0..) {
            let bindings = component.bindings.iter().filter(|one| one.carries);
            bindings.for_each(|one| pair(one.to, at));
        }
    });
    while let Some(of) = open.pop() {
        carried.get(of).iter().for_each(|at| less(*at, &mut open));
        for at in callers.get(of) {
            let one = &mut requirements[*at as usize];
            one.is_limited |= felt(one);
            if one.is_limited && !one.soft {
                less(one.of, &mut open);
            }
        }
    }
}

fn note_sources(
    limits: &mut [LimitModel],
    components: &[ComponentModel],
    requirement: &RequirementModel,
    at: usize,
) {
    let members = (0..).zip(&requirement.group);
    let members = members.map(|(nth, to)| (Slot::Member(nth), *to));
    let standby = (0..).zip(&requirement.fallbacks);
    let standby = standby.map(|(nth, one)| (Slot::Fallback(nth), one.to));
    for (slot, to) in members.chain(standby) {
        for limit in &components[to as usize].path {
            limits[*limit as usize].sources.push(LoadSource {
                requirement: at,
                slot,
            });
        }
    }
}

/// Whose actions need a component, and which requirements name it.
fn turned(
    components: &[ComponentModel],
    requirements: &[RequirementModel],
) -> (BTreeMap<u32, Vec<usize>>, BTreeMap<u32, Vec<usize>>) {
    let mut watchers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut namers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, requirement) in requirements.iter().enumerate() {
        let fallbacks = requirement.fallbacks.iter();
        let needs = fallbacks.flat_map(|one| one.needs.iter().chain(&one.called_through));
        for id in needs.chain(&requirement.detect.by) {
            let all = watchers.entry(*id).or_default();
            if all.last() != Some(&at) {
                all.push(at);
            }
        }
        for to in &requirement.group {
            let to_component = &components[*to as usize];
            if to_component.has_work || to_component.is_repaired {
                namers.entry(*to).or_default().push(at);
            }
        }
    }
    (watchers, namers)
}

fn least(component: &Component) -> f64 {
    let mbco = component.targets.mbco;
    mbco.map_or(0.0, |mbco| mbco.value.value())
}

/// What takes it along now, and where a step can make it anew.
fn bindings(plan: &Plan, id: ComponentId, component: &Component) -> Vec<BindingModel> {
    let own = component.bindings.iter().map(|binding| BindingModel {
        to: binding.to.0,
        worst: binding.effect,
        is_place: binding.role == BindingRole::Domain,
        is_sure: binding.role != BindingRole::MayUse,
        carries: binding.effect == Level::Down && load::carries(binding.role),
        is_elsewhere: false,
    });
    let steps = plan.runbook(id).into_iter().flat_map(|book| &book.steps);
    let moved = steps.flat_map(|step| step.moves_to.iter().copied());
    let backups = component.backups.iter();
    let made_anew = backups.flat_map(|one| one.within.iter().map(|at| at.value));
    let elsewhere = moved.chain(made_anew).map(|to| BindingModel {
        to: to.0,
        worst: Level::Down,
        is_place: true,
        is_sure: true,
        carries: false,
        is_elsewhere: true,
    });
    own.chain(elsewhere).collect()
}

fn requirement(
    plan: &Plan,
    of: ComponentId,
    index: usize,
    requirement: &Requirement,
) -> RequirementModel {
    let detect = requirement.detect.as_ref();
    let rate = |rate: Option<u64>| rate.unwrap_or(0) as f64;
    let demand = requirement.demand.unwrap_or_default();
    RequirementModel {
        of: of.0,
        index,
        needed: requirement.needed,
        soft: requirement.mode == Mode::Soft,
        group: requirement.group.iter().map(|to| to.value.0).collect(),
        at_least: requirement.at_least,
        sharing: requirement.sharing.clone(),
        holds: requirement.holds.map(|at| at.value),
        fail_back: requirement.fail_back.map_or(Duration::ZERO, |at| at.value),
        demand: [rate(demand.rpm), rate(demand.tpm)],
        detect: detect.map_or_else(DetectModel::default, |detect| DetectModel {
            within: detect.within.map(|at| at.value),
            by_symptom: detect
                .by_symptom
                .iter()
                .map(|(one, at)| (*one, at.value))
                .collect(),
            by: detect.by.iter().map(|at| at.value.0).collect(),
        }),
        fallbacks: requirement
            .fallbacks
            .iter()
            .map(|one| fallback(plan, of, requirement, one))
            .collect(),
        is_limited: false,
        is_coupled: false,
    }
}

fn fallback(
    plan: &Plan,
    of: ComponentId,
    requirement: &Requirement,
    fallback: &Fallback,
) -> FallbackModel {
    let share = fallback.capacity.map_or(1.0, |share| share.value.value());
    let per_call = fallback
        .switch
        .is_some_and(|at| at.value == Switch::PerCall);
    let tries = if per_call { Level::Degraded } else { Level::Up };
    FallbackModel {
        to: fallback.to.value.0,
        best: fallback
            .serves
            .max(tries)
            .max(catalogue::fitness(plan, requirement, fallback.to.value).0)
            .max(load::level(share, least(plan.component(of)))),
        after: fallback.after.map(|at| at.value),
        by_hand: plan.switched_by_hand_in(of, fallback),
        trigger: trigger(plan, requirement, fallback),
        needs: plan
            .switch_needs(of, fallback)
            .iter()
            .map(|at| at.value.0)
            .collect(),
        called_through: called_through(plan, of, fallback),
        holds: fallback.holds.map(|at| at.value),
        per_call,
        share,
        is_share_unknown: false,
    }
}

/// What carries calls to whoever switches; a user of it need not be called.
fn called_through(plan: &Plan, of: ComponentId, fallback: &Fallback) -> Vec<u32> {
    if fallback.switch.is_some_and(|at| at.value == Switch::User) {
        return Vec::new();
    }
    let team = plan.switched_by(of, fallback);
    let ways = team.and_then(|team| plan.ways_to_call(team));
    let mut ways: Vec<u32> = ways.into_iter().flatten().map(|at| at.value.0).collect();
    ways.sort_unstable();
    ways.dedup();
    ways
}

/// What sets it off: its own triggers, or else the habits of the gateway that passes the
/// calls on, or else every symptom.
fn trigger(plan: &Plan, requirement: &Requirement, fallback: &Fallback) -> Trigger {
    let switch = fallback.switch.map(|at| at.value);
    if !matches!(switch, Some(Switch::Automatic | Switch::PerCall)) {
        return Trigger::Person;
    }
    let steps = fallback.steps.is_some();
    if let Some(triggers) = &fallback.triggers {
        return Trigger::On {
            covered: triggers.iter().copied().collect(),
            unsure: Symptoms::default(),
            steps,
        };
    }
    let Some(gateway) = catalogue::switching_gateway(plan, requirement, fallback) else {
        return Trigger::Any;
    };
    let with = |habit: Habit| {
        let all = Symptom::ALL.into_iter();
        all.filter(|one| gateway.record.falls_back_on(*one) == habit)
            .collect()
    };
    Trigger::On {
        covered: with(Habit::Yes),
        unsure: with(Habit::Unknown),
        steps,
    }
}
