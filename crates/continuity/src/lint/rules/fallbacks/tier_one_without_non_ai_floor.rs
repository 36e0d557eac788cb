use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Plan};

rule! {
    /// A tier 1 service that is down when all AI is.
    ///
    /// ## What it finds
    /// A service or activity of tier 1 that goes down when every AI dependency of
    /// the plan fails at once: its last fallback is one more model. A warning where it is
    /// of tier 1 provisionally (`tier-undeclared`). Where there is no alternative at all, or one fault takes all of them, `no-fallback` and
    /// `shared-fate-fallback` say so, and this with it.
    ///
    /// ## Why it matters
    /// Several labs have failed on one day, behind one edge network (Cloudflare,
    /// 2025-11-18), and one provider's users become the next one's load. Rules, a
    /// cache, a queue or people are the floor below that.
    ///
    /// ## Fails
    /// ```toml
    /// [service.triage]
    /// tier = 1
    /// depends_on = [{ on = "model-a", fallback = ["model-b"] }]
    ///
    /// [ai.model-a]
    /// provider = "openai"
    ///
    /// [ai.model-b]
    /// provider = "mistral"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.triage]
    /// tier = 1
    /// depends_on = [{ on = "model-a", fallback = ["model-b", "nurse-desk"] }]
    ///
    /// [resource.nurse-desk]
    /// kind = "people"
    ///
    /// [ai.model-a]
    /// provider = "openai"
    ///
    /// [ai.model-b]
    /// provider = "mistral"
    /// ```
    ///
    /// ## What to do
    /// Add a last fallback without AI, even a poor one: `serves = "degraded"`.
    ///
    /// ## False alarms
    /// A product that is nothing but the model. Waive it, and say what customers
    /// are told.
    ///
    /// ## Ask
    /// What could people still do with the service if no model answered anywhere?
    ///
    /// ## Sources
    /// NIST AI RMF, MANAGE 2.1; Cloudflare's report on 2025-11-18.
    "tier-one-without-non-ai-floor", Fallbacks, Error, check,
    says crate::lint::rule::STAND_INS, confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let floor = &cx.analysis.floor;
    let fails = |id| {
        let component = plan.component(id);
        component.is_first_service() && floor.is_lost_with_ai(id)
    };
    for (id, component) in plan.enumerate() {
        let via = floor.via(id);
        // The component nearest to the AI is the one to mend.
        if !fails(id) || via.iter().any(|nearer| fails(*nearer)) {
            continue;
        }
        let last = via.last().copied();
        let place = component
            .requirements
            .iter()
            .find(|needed| needed.group.iter().any(|to| Some(to.value) == last))
            .map_or(component.place, |needed| needed.place);
        let message = format!("`{}` is down when every AI dependency is", component.id);
        let milder = component.provisional_tier.map(|_| found.at_most_warning());
        found.about(plan, id, place, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            words::say_if_provisional(&mut finding, component);
            // Who names an alternative to the one on the way without AI mends both.
            let mut from = None;
            for at in via.iter().copied().chain([id]) {
                let component = plan.component(at);
                let mut needs = component.requirements.iter();
                let way = needs.find(|one| one.group.iter().any(|to| Some(to.value) == from));
                if let Some(way) = way {
                    finding = finding
                        .yields_to("no-fallback", component.id.as_str(), way.place)
                        .yields_to("shared-fate-fallback", component.id.as_str(), way.place);
                }
                from = Some(at);
            }
            finding
                .label("nothing here works without AI")
                .note(way(plan, &via, id))
                .help("add a last fallback that needs no AI: rules, a cache, a queue, people")
        });
    }
}

/// How the loss comes there; where one of several would do, how many go with it.
fn way(plan: &Plan, via: &[ComponentId], id: ComponentId) -> String {
    let hops: Vec<ComponentId> = via.iter().copied().chain([id]).collect();
    let steps = hops.windows(2).map(|pair| {
        let mut needs = plan.component(pair[1]).requirements.iter();
        let need = needs.find(|one| one.group.iter().any(|to| to.value == pair[0]));
        let others = need.map_or(0, |one| one.group.len() - 1);
        let from = &plan.component(pair[0]).id;
        match others {
            0 => from.clone(),
            1 => format!("{from} and the other one of its group"),
            _ => format!("{from} and all {others} others of its group"),
        }
    });
    let mut steps: Vec<String> = steps.collect();
    steps.push(plan.component(id).id.clone());
    steps.join(" -> ")
}
