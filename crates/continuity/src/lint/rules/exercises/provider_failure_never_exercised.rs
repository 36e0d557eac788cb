use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::ExerciseEvidence;
use jurymast_plan::model::{
    Component, ComponentId, Detail, Kind, Level, Mode, Plan, Requirement, Scenario,
};

rule! {
    /// A provider that critical services lean on, lost in no exercise.
    ///
    /// ## What it finds
    /// A provider that a service of tier 1 or 2 leans on for something it cannot do
    /// without, whether or not a fallback is declared, where no exercise with a day
    /// and a result ran a scenario in which it, one of its endpoints, or something
    /// that takes it down fails. Soft requirements, providers that only stand in, one of
    /// several (`any_of`) of which the others are enough, and
    /// runtimes, which one runs oneself, do not count.
    ///
    /// ## Why it matters
    /// A provider's outage is the one failure that nobody here can mend. What is left
    /// is to switch, to do without, and to tell people: all of it is learned by
    /// doing it once. A fallback that nobody ever switched to is a hope.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "openai"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "openai"
    ///
    /// [scenario.provider-lost]
    /// fails = [{ what = "openai", for = "15h", symptom = "5xx" }]
    ///
    /// [exercise.autumn]
    /// kind = "tabletop"
    /// scenario = "provider-lost"
    /// on = 2026-10-14
    /// result = "passed"
    /// ```
    ///
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "openai"
    ///
    /// [exercise.winter]
    /// kind = "tabletop"
    /// scenario = "openai-2024-12-11"
    /// on = 2026-10-14
    /// result = "passed"
    /// ```
    ///
    /// ## What to do
    /// Declare a scenario in which the provider fails, or take one of the catalogue
    /// (`jurymast catalogue list outages`, `jurymast catalogue list scenarios`). Print
    /// `jurymast exercise SCENARIO`, hold it, and paste its result into the plan.
    ///
    /// ## False alarms
    /// A scenario in which only your own AI dependency fails, not its provider: it
    /// says nothing of what else the provider takes with it.
    ///
    /// ## Ask
    /// It is gone for a day. What do we tell customers at noon?
    ///
    /// ## Sources
    /// Delegated Regulation (EU) 2024/1774, article 25(2); NIST AI 600-1, GV-6.2-003.
    "provider-failure-never-exercised", Exercises, Warning, check, confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let lost = lost_in_exercises(cx);
    for (provider, service) in leaned_on(cx.plan) {
        if was_lost(cx.plan, provider, &lost) {
            continue;
        }
        let component = cx.plan.component(provider);
        let service = cx.plan.component(service);
        let self_hosted =
            words::provider_detail(component).is_some_and(|provider| provider.self_hosted);
        let ready = if self_hosted {
            "gateway-down"
        } else {
            "account-suspended"
        };
        let loses = |one: &&Scenario| {
            let faults = one.faults.iter().map(|fault| fault.what.value);
            was_lost(cx.plan, provider, &faults.collect())
        };
        let help = match cx.plan.scenarios.iter().find(loses) {
            Some(scenario) => format!(
                "`jurymast exercise {}` writes a packet: hold it, and paste its result into the plan",
                scenario.id
            ),
            None => format!(
                "`jurymast exercise {ready}@{0}` writes a packet, or declare a [scenario] with fails = [{{ what = \"{0}\", for = \"4h\", symptom = \"5xx\" }}] and exercise that",
                component.id
            ),
        };
        let message = format!("the loss of `{}` was never exercised", component.id);
        found.about(
            cx.plan,
            provider,
            component.place,
            message,
            |mut finding| {
                words::say_if_provisional(&mut finding, service);
                finding
                    .label("no exercise lost it")
                    .related(
                        service.place,
                        format!("{}, and leans on it", words::tier(service)),
                    )
                    .help(help)
            },
        );
    }
}

/// What failed in scenarios that were exercised; for an endpoint its provider too.
fn lost_in_exercises(cx: &Context<'_>) -> BTreeSet<ComponentId> {
    let exercised = ExerciseEvidence::of(cx.plan, cx.today).exercised(cx.plan);
    let faults = exercised.iter().flat_map(|one| &one.scenario.faults);
    let mut lost = BTreeSet::new();
    for fault in faults {
        lost.insert(fault.component);
        if let Detail::Endpoint(endpoint) = &cx.plan.component(fault.component).detail {
            lost.insert(endpoint.provider);
        }
    }
    lost
}

/// The providers whose loss takes services of tier 1 or 2 down as long as nothing stands in,
/// each with the first of these, by tier. One of several of which the others are enough takes
/// nothing.
fn leaned_on(plan: &Plan) -> Vec<(ComponentId, ComponentId)> {
    let critical = plan.critical_components().into_iter();
    let critical = critical.filter(|id| plan.component(*id).is_critical_service());
    let critical: Vec<ComponentId> = critical.collect();
    let dependents = HardDependents::of(plan);
    let providers = plan
        .enumerate()
        .filter(|(_, one)| one.kind() == Kind::Provider && one.own_failure);
    let hit = |(id, _): (ComponentId, &Component)| {
        let down = dependents.down_with(plan, id);
        let first = critical.iter().find(|one| down.contains(one))?;
        Some((id, *first))
    };
    providers.filter_map(hit).collect()
}

/// For each component those that name it in a hard requirement, or stand in it.
struct HardDependents(Vec<Vec<ComponentId>>);

impl HardDependents {
    fn of(plan: &Plan) -> Self {
        let mut of = vec![Vec::new(); plan.components.len()];
        for (id, component) in plan.enumerate() {
            let group = hard(component).flat_map(|one| &one.group);
            let bound = bound(component);
            for to in group.map(|to| to.value).chain(bound) {
                of[to.index()].push(id);
            }
        }
        Self(of)
    }

    /// What the loss of one takes down, fallbacks left out of account.
    fn down_with(&self, plan: &Plan, lost: ComponentId) -> BTreeSet<ComponentId> {
        let mut down = BTreeSet::from([lost]);
        let mut stack = vec![lost];
        while let Some(at) = stack.pop() {
            for &who in &self.0[at.index()] {
                if down.contains(&who) {
                    continue;
                }
                let component = plan.component(who);
                // What a provider leans on by itself is its own to exercise.
                if component.kind() == Kind::Provider && component.own_failure {
                    continue;
                }
                let falls = hard(component).any(|one| {
                    let members = one.group.iter();
                    let left = members.filter(|to| !down.contains(&to.value));
                    left.count() < one.at_least
                }) || bound(component).any(|to| down.contains(&to));
                if falls {
                    down.insert(who);
                    stack.push(who);
                }
            }
        }
        down
    }
}

fn hard(component: &Component) -> impl Iterator<Item = &Requirement> {
    let needs = component.requirements.iter();
    needs.filter(|one| one.mode == Mode::Hard && one.needed.counts_while_running())
}

fn bound(component: &Component) -> impl Iterator<Item = ComponentId> {
    let bindings = component.bindings.iter();
    let takes_down = bindings.filter(|one| one.effect == Level::Down);
    takes_down.map(|one| one.to)
}

/// Whether it, or something that takes it down, is among what was lost.
fn was_lost(plan: &Plan, provider: ComponentId, lost: &BTreeSet<ComponentId>) -> bool {
    let mut seen = BTreeSet::from([provider]);
    let mut stack = vec![provider];
    while let Some(at) = stack.pop() {
        if lost.contains(&at) {
            return true;
        }
        let bound = plan.component(at).bindings.iter();
        let takes_down = bound.filter(|one| one.effect == Level::Down);
        stack.extend(takes_down.map(|one| one.to).filter(|to| seen.insert(*to)));
    }
    false
}
