use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::catalogue::{self, Habit};
use jurymast_plan::model::{ComponentId, Detail, Plan, Requirement, Switch, Symptom};

rule! {
    /// Answers come piece by piece, and nothing takes over when one breaks off.
    ///
    /// ## What it finds
    /// A fallback that software switches to, without `steps` by hand, for an AI dependency
    /// that streams (`needs = { streaming = true }`), behind a gateway that is known not
    /// to turn to a fallback once part of an answer has gone out.
    ///
    /// ## Why it matters
    /// An outage that begins in the middle of answers breaks all of them off. The caller
    /// has half an answer and an error; no gateway that was measured takes it up again.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = [
    ///   { to = "second", switch = "automatic", triggers = ["5xx", "timeout", "cut"] } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    /// needs = { streaming = true }
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = [
    ///   { to = "second", switch = "automatic", triggers = ["5xx", "timeout"], steps = "The page offers to ask again, which goes to the second" } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    /// needs = { streaming = true }
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ## What to do
    /// Let the caller notice the end that is missing and ask again, from the start; write
    /// that down as the `steps`.
    ///
    /// ## False alarms
    /// A client of your own that begins anew by itself: its `steps` say so.
    ///
    /// ## Ask
    /// What does a reader see when an answer stops in the middle of a word?
    ///
    /// ## Sources
    /// `jurymast catalogue show litellm`, `show openrouter`; BerriAI/litellm issues 40404
    /// and 28216.
    "stream-cut-uncovered", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            let Some(primary) = streams(plan, requirement) else {
                continue;
            };
            for fallback in &requirement.fallbacks {
                let by_software = fallback
                    .switch
                    .is_some_and(|at| matches!(at.value, Switch::Automatic | Switch::PerCall));
                if !by_software || fallback.steps.is_some() {
                    continue;
                }
                let gateway = catalogue::switching_gateway(plan, requirement, fallback);
                let Some(gateway) = gateway else { continue };
                if gateway.record.falls_back_on(Symptom::Cut) != Habit::No {
                    continue;
                }
                let to = &plan.component(fallback.to.value).id;
                let message = format!(
                    "an answer of `{}` that breaks off is not taken up by `{to}`",
                    plan.component(primary).id
                );
                let habit = gateway.record.habit(Symptom::Cut);
                found.about(plan, id, fallback.place, message, |finding| {
                    let finding = finding.detail(to.as_str()).label(format!(
                        "{} turns to no fallback once part of an answer has gone out",
                        gateway.component.name
                    ));
                    let finding = finding.help(
                        "let the caller ask again from the start, and write that down as the `steps`",
                    );
                    match habit {
                        Some(row) => {
                            finding.note(format!("{} ({})", row.source, row.confidence))
                        }
                        None => finding,
                    }
                });
            }
        }
    }
}

/// A member of the group whose answers come piece by piece.
fn streams(plan: &Plan, requirement: &Requirement) -> Option<ComponentId> {
    let mut group = requirement.group.iter().map(|one| one.value);
    group.find(|id| match &plan.component(*id).detail {
        Detail::Ai(ai) => ai.needs.streaming == Some(true),
        _ => false,
    })
}
