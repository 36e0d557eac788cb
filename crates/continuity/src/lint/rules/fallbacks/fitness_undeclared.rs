use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::catalogue::{misfits, undeclared};
use jurymast_plan::model::{ComponentId, Fallback, Plan, Requirement};
use jurymast_terms::wording;

rule! {
    /// A model as a fallback of which nobody says that it can do the work.
    ///
    /// ## What it finds
    /// An AI dependency with another as its fallback, where the calls to the first ask
    /// for something (`needs`, `residency`, or work other than text by its model or
    /// endpoint) and neither the plan nor a list of models that it names says that the second
    /// gives it; or the callers declare a `demand`, and neither the second nor what it goes
    /// through has a `limit`, nor the fallback a `capacity`. Nothing is known against it, so that it still counts as a fallback, in doubt.
    ///
    /// What the plan says the second does not give is `unfit-fallback`.
    ///
    /// ## Why it matters
    /// A model that does not take the prompt, the tools or the pictures answers every
    /// call with a bad request, and that is seen first in the hour in which it is
    /// needed.
    ///
    /// ## Fails
    /// ```toml
    /// [service.agent]
    /// depends_on = [{ on = "main", fallback = ["second"] }]
    ///
    /// [ai.main]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// needs = { context = "200k", tools = true }
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.agent]
    /// depends_on = [{ on = "main", fallback = ["second"] }]
    ///
    /// [ai.main]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// needs = { context = "200k", tools = true }
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// needs = { context = "200k", tools = true }
    /// ```
    ///
    /// ## What to do
    /// Look it up at the provider, send it a day's longest and oddest calls, and write
    /// what it gives into its `needs` and `residency`; what it does not give too
    /// (`tools = false`).
    ///
    /// ## False alarms
    /// A fallback that is asked for less on purpose: put what asks it for less into the
    /// plan as a service that serves `degraded`, and let that be the fallback.
    ///
    /// ## Ask
    /// Who has sent it one of our own calls, and what came back?
    ///
    /// ## Sources
    /// NIST AI 600-1, GV-6.2-006; reports of chains in which a model could never hold
    /// the prompt (openclaw#73687, hermes-agent#109698).
    "fitness-undeclared", Fallbacks, Warning, check,
    says &["capacity", "endpoint", "limit", "model", "needs", "residency"]
}

/// Askers shown beside the fallback.
const MOST_NAMED: usize = 4;

/// What is asked of a fallback and not said of it, and who asks.
#[derive(Default)]
struct Unsaid {
    what: Vec<String>,
    by: Vec<ComponentId>,
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (to, unsaid) in unsaid(plan) {
        let component = plan.component(to);
        let message = format!(
            "`{}` stands in for {} and is not known to give {}",
            component.id,
            words::list(plan, &unsaid.by),
            wording::and(&unsaid.what)
        );
        found.about(plan, to, component.place, message, |mut finding| {
            for asked in unsaid.by.iter().take(MOST_NAMED) {
                let asked = plan.component(*asked);
                finding = finding.related(asked.place, "what its calls need");
            }
            finding
                .detail(unsaid.what.join(", "))
                .label("nothing says whether it can do the work")
                .help("write what it gives and what it does not, as `endpoint`, `residency` and needs = { context = \"200k\", tools = true }")
        });
    }
}

/// What is asked for in a minute, where nobody says how much the fallback may be asked for.
fn quota(plan: &Plan, requirement: &Requirement, fallback: &Fallback) -> Option<String> {
    let demand = requirement.demand?;
    let to = plan.component(fallback.to.value);
    let behind = to.bindings.iter().map(|one| one.to);
    let behind = behind.chain(plan.provider_of(fallback.to.value));
    let is_limited = std::iter::once(to)
        .chain(behind.map(|one| plan.component(one)))
        .any(|one| one.limit.is_some());
    if is_limited || fallback.capacity.is_some() {
        return None;
    }
    let of = |count: Option<u64>, what: &str| count.map(|count| format!("{count} {what}"));
    let asked = of(demand.rpm, "requests").or_else(|| of(demand.tpm, "tokens"))?;
    Some(format!("a quota for {asked} a minute"))
}

/// By fallback, those left out that `unfit-fallback` speaks of.
fn unsaid(plan: &Plan) -> BTreeMap<ComponentId, Unsaid> {
    let mut all: BTreeMap<ComponentId, Unsaid> = BTreeMap::new();
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    for requirement in requirements {
        for fallback in &requirement.fallbacks {
            let to = fallback.to.value;
            let Some(given) = plan.component(to).ai() else {
                continue;
            };
            for member in &requirement.group {
                let Some(asked) = plan.component(member.value).ai() else {
                    continue;
                };
                let mut missing = undeclared(plan, asked, given);
                missing.extend(quota(plan, requirement, fallback));
                if missing.is_empty() || !misfits(plan, asked, given).is_empty() {
                    continue;
                }
                let one = all.entry(to).or_default();
                let is_new = |what: &String| !one.what.contains(what);
                let missing: Vec<String> = missing.into_iter().filter(is_new).collect();
                one.what.extend(missing);
                if !one.by.contains(&member.value) {
                    one.by.push(member.value);
                }
            }
        }
    }
    all
}
