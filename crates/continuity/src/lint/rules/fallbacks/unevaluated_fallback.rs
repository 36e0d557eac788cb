use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::Switchovers;
use jurymast_plan::model::{Fallback, Plan, Requirement, Tier};

rule! {
    /// A model as a fallback whose answers nobody compared with those of the first.
    ///
    /// ## What it finds
    /// For a component of tier 1 or 2, an AI dependency with another model as its fallback and
    /// neither `eval` (where the comparison is kept) nor `evaluated` (its day), or one that is
    /// of a day further back than `lint.fallback_tested_within`, or to come. The same weights
    /// at another host need none.
    ///
    /// ## Why it matters
    /// The switch works, every call is answered, and the answers are wrong in a way that the
    /// prompt was never tuned against. Nothing fails, so nobody is paged.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = [{ on = "main", fallback = ["second"] }]
    ///
    /// [ai.main]
    /// provider = "openai"
    /// model = "gpt-5.2"
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = [{ on = "main", fallback = [
    ///   { to = "second", eval = "evals/support.md", evaluated = 2026-10-01 } ] }]
    ///
    /// [ai.main]
    /// provider = "openai"
    /// model = "gpt-5.2"
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// ```
    ///
    /// ## What to do
    /// Run one suite of your own cases with the prompt of today against both, and write down
    /// where the result is and of which day: `eval`, `evaluated`.
    ///
    /// ## False alarms
    /// A fallback that is meant to be worse and says so to its users: `serves = "degraded"`
    /// does not answer how much worse.
    ///
    /// ## Ask
    /// On how many of our cases do both answer the same, and with which version of the prompt?
    ///
    /// ## Sources
    /// NIST AI 600-1, GV-6.2-006 and MS-2.5-005.
    "unevaluated-fallback", Fallbacks, Warning, check,
    says &["eval", "evaluated"], confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let within = Switchovers::within(plan);
    for (id, component) in plan.enumerate() {
        if !component.counted_tier().is_some_and(Tier::is_critical) {
            continue;
        }
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let Some(from) = other_model(plan, requirement, fallback) else {
                    continue;
                };
                let to = plan.component(fallback.to.value).id.as_str();
                let said = match fallback.evaluated {
                    None if fallback.evaluation.is_none() => {
                        "were never compared with those of".to_owned()
                    }
                    None => "were compared on a day that is not said with those of".to_owned(),
                    Some(on) if on.value > cx.today => {
                        format!("will be compared on {} with those of", on.value)
                    }
                    Some(on) => {
                        let last = on.value.plus(within);
                        if last.is_none_or(|last| cx.today <= last) {
                            continue;
                        }
                        format!("were last compared on {} with those of", on.value)
                    }
                };
                let message = format!("the answers of `{to}` {said} `{from}`");
                let place = fallback.evaluated.map_or(fallback.to.span, |at| at.span);
                found.about(plan, id, place, message, |mut finding| {
                    words::say_if_provisional(&mut finding, component);
                    finding
                        .detail(format!("{from} -> {to}"))
                        .label("nobody knows how good its answers are here")
                        .help("run your own cases against both, and write the day: evaluated = 2026-01-31")
                });
            }
        }
    }
}

/// The model that a fallback stands in for with other weights, or with weights that may be
/// others.
fn other_model<'a>(
    plan: &'a Plan,
    requirement: &Requirement,
    fallback: &Fallback,
) -> Option<&'a str> {
    let given = plan.component(fallback.to.value).ai()?;
    let mut members = requirement.group.iter();
    members.find_map(|member| {
        let component = plan.component(member.value);
        let asked = component.ai()?;
        let same = asked.lineage.is_some() && asked.lineage == given.lineage;
        (!same).then_some(component.id.as_str())
    })
}
