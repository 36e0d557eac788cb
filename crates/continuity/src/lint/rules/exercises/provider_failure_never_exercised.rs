use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::ExerciseEvidence;
use jurymast_plan::model::{ComponentId, Detail, Kind, Level, Mode, Plan, Scenario};

rule! {
    /// A provider that critical services lean on, lost in no exercise.
    ///
    /// ## What it finds
    /// A provider that a service of tier 1 or 2 leans on for something it cannot do
    /// without, whether or not a fallback is declared, where no exercise with a day
    /// and a result ran a scenario in which it, one of its endpoints, or something
    /// that takes it down fails. Soft requirements, providers that only stand in, and
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
    "provider-failure-never-exercised", Exercises, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let lost = lost_in_exercises(cx);
    for (provider, service) in leaned_on(cx.plan) {
        if was_lost(cx.plan, provider, &lost) {
            continue;
        }
        let component = cx.plan.component(provider);
        let service = cx.plan.component(service);
        let tier = service.tier.map_or(0, |tier| tier.value.number());
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
        found.about(cx.plan, provider, component.place, message, |finding| {
            finding
                .label("no exercise lost it")
                .related(service.place, format!("tier {tier}, and leans on it"))
                .help(help)
        });
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

/// The providers that services of tier 1 or 2 lean on by hard requirements, each
/// with the first service, by tier, that leads to it.
fn leaned_on(plan: &Plan) -> Vec<(ComponentId, ComponentId)> {
    let critical = plan.critical_components().into_iter();
    let critical = critical.filter(|id| plan.component(*id).is_critical());
    let mut seen = vec![false; plan.components.len()];
    let mut providers = Vec::new();
    for service in critical {
        let mut stack = vec![service];
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut seen[at.index()], true) {
                continue;
            }
            let component = plan.component(at);
            if component.kind() == Kind::Provider && component.own_failure {
                providers.push((at, service));
                continue;
            }
            let hard = component
                .requirements
                .iter()
                .filter(|one| one.mode == Mode::Hard && one.needed.counts_while_running());
            stack.extend(hard.flat_map(|one| &one.group).map(|to| to.value));
            let bound = component
                .bindings
                .iter()
                .filter(|one| one.effect == Level::Down);
            stack.extend(bound.map(|one| one.to));
        }
    }
    providers.sort_unstable();
    providers
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
