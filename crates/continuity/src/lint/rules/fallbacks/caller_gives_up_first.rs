use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{
    BindingRole, ComponentId, Fallback, Kind, Plan, Requirement, Switch, Symptom,
};
use jurymast_terms::source::{At, Span};
use jurymast_terms::units::Duration;

rule! {
    /// A caller gives a call up before what it calls has turned to its fallback.
    ///
    /// ## What it finds
    /// A dependency with a time-out of its own (`detect = { timeout = ... }`) on something
    /// whose own fallback, or that of a model that is called `via` it, is asked only after as
    /// long or longer; a fallback that software switches to when a call hangs.
    ///
    /// ## Why it matters
    /// A gateway that waits 30 s, and tries twice more, asks its fallback after a minute and a
    /// half. A proxy or a client in front of it that gives up after 60 s never sees that
    /// answer: every call fails while the fallback is healthy, and is paid for.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "chat", detect = { timeout = "60s" } }]
    ///
    /// [resource.chat]
    /// own_failure = false
    /// depends_on = [{ on = "primary", detect = { timeout = "90s" }, fallback = [
    ///   { to = "second", switch = "per-call" } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "chat", detect = { timeout = "60s" } }]
    ///
    /// [resource.chat]
    /// own_failure = false
    /// depends_on = [{ on = "primary", detect = { timeout = "20s" }, fallback = [
    ///   { to = "second", switch = "per-call" } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// ```
    ///
    /// ## What to do
    /// Shorten the time-out at the gateway, which counts once for each try, or let the
    /// caller wait longer than all tries together and an answer of the fallback.
    ///
    /// ## False alarms
    /// The caller asks again, and the gateway remembers by then that the first is ill. Then
    /// say how long it takes until an answer comes: `detect = { timeout = ... }` of the
    /// dependency.
    ///
    /// ## Ask
    /// What do the proxy's and the client's time-outs say, and how often does each try?
    ///
    /// ## Sources
    /// Reasoning on time-outs in a row: the outer one must outlast what the inner one does
    /// with its own.
    "caller-gives-up-first", Fallbacks, Warning, check,
    says &["detect", "timeout"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let through = through_gateways(plan);
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            let Some((waits, place)) = own_timeout(requirement) else {
                continue;
            };
            for called in requirement.group.iter().map(|one| one.value) {
                let own = plan.component(called).requirements.iter();
                let own = own.filter(|one| is_asked_by_each_call(plan, one));
                let through = through.get(&called).into_iter().flatten().copied();
                let late = own.chain(through).filter_map(|one| {
                    let (asked, fallback) = first_asked(one)?;
                    (waits <= asked).then_some((asked, fallback, one))
                });
                let Some((asked, fallback, inner)) = late.max_by_key(|(asked, ..)| *asked) else {
                    continue;
                };
                let ids = |id| plan.component(id).id.as_str();
                let (owner, called, to) = (ids(id), ids(called), ids(fallback.to.value));
                let message = format!(
                    "`{owner}` gives a call of `{called}` up after {waits}, and `{to}` is asked only after {asked}"
                );
                found.about(plan, id, place, message, |finding| {
                    finding
                        .detail(called)
                        .label(format!("gives up after {waits}"))
                        .related(
                            inner.detect.as_ref().map_or(inner.place, |one| one.place),
                            format!("asks `{to}` after {asked}"),
                        )
                        .help(format!(
                            "give it more than {asked}, or `{called}` a time-out that leaves time for `{to}`"
                        ))
                });
            }
        }
    }
}

/// What is asked through each gateway.
fn through_gateways(plan: &Plan) -> BTreeMap<ComponentId, Vec<&Requirement>> {
    let mut through: BTreeMap<ComponentId, Vec<&Requirement>> = BTreeMap::new();
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    for requirement in requirements.filter(|one| !one.fallbacks.is_empty()) {
        let Some(primary) = requirement.group.first() else {
            continue;
        };
        let bindings = &plan.component(primary.value).bindings;
        for one in bindings
            .iter()
            .filter(|one| one.role == BindingRole::Gateway)
        {
            through.entry(one.to).or_default().push(requirement);
        }
    }
    through
}

/// Whether each call tries the first and then the fallback: a gateway's does. A switch that is
/// made once answers all calls after it.
fn is_asked_by_each_call(plan: &Plan, requirement: &Requirement) -> bool {
    let is_ai = |one: &At<ComponentId>| plan.component(one.value).kind() == Kind::Ai;
    let is_per_call = |one: &Fallback| one.switch.is_some_and(|at| at.value == Switch::PerCall);
    requirement.group.iter().any(is_ai) || requirement.fallbacks.iter().any(is_per_call)
}

/// After how long a call that hangs is given up, where the plan says that by itself.
fn own_timeout(requirement: &Requirement) -> Option<(Duration, Span)> {
    let mut own = requirement.detect.as_ref()?.by_symptom.iter();
    let own = own.find(|(symptom, _)| *symptom == Symptom::Timeout);
    own.map(|(_, time)| (time.value, time.span))
}

/// After how long the first fallback is asked that software switches to when a call hangs.
fn first_asked(requirement: &Requirement) -> Option<(Duration, &Fallback)> {
    let noticed = requirement.detect.as_ref()?.of(Symptom::Timeout)?;
    let mut fallbacks = requirement.fallbacks.iter();
    let first = fallbacks.find(|one| one.fires_on(Symptom::Timeout))?;
    let takes = first.after.map_or(Duration::ZERO, |after| after.value);
    Some((noticed.saturating_add(takes), first))
}
