use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{ComponentId, Mode, Plan};

rule! {
    /// A fallback of which nobody says how long it takes, below an RTO.
    ///
    /// ## What it finds
    /// A hard requirement with a fallback whose `detect` is left out, or a fallback
    /// whose `after` is, where the component, or one that needs it, has an `rto`.
    /// What is left out counts as zero seconds.
    ///
    /// ## Why it matters
    /// The time to notice is most of many outages. Without it every RTO above looks
    /// kept.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// rto = "30m"
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", after = "1m" }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// rto = "30m"
    /// depends_on = [{ on = "fraud-model", detect = "2m", fallback = [{ to = "fraud-rules", after = "1m" }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## What to do
    /// Write down how long it takes until somebody or something knows (`detect`), and
    /// from then until the fallback serves (`after`). Take the times from the last
    /// exercise, not from the alert's settings.
    ///
    /// ## False alarms
    /// A client that tries the second at once. Write `detect = "1s"`.
    ///
    /// ## Ask
    /// The last time it failed, who noticed, and after how long?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 4.2.1; Google SRE workbook, chapter 5 (detection
    /// time of an alert).
    "detection-undeclared", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let judged = judged(plan);
    for (id, component) in plan.enumerate() {
        let Some(whose) = judged.get(&id) else {
            continue;
        };
        let promised = plan.component(*whose);
        let because = |finding: jurymast_terms::diagnostic::Diagnostic| match promised.targets.rto {
            Some(rto) => finding.related(
                rto.span,
                format!("the RTO of `{}` ({}) rests on it", promised.id, rto.value),
            ),
            None => finding,
        };
        for requirement in &component.requirements {
            let Some(first) = requirement.fallbacks.first() else {
                continue;
            };
            if requirement.mode == Mode::Soft {
                continue;
            }
            let to = |at: ComponentId| plan.component(at).id.as_str();
            let primary = requirement.group.first().map_or("", |at| to(at.value));
            if requirement.detect.is_none() {
                let message = format!(
                    "`{}` does not say how long until the loss of `{primary}` is noticed",
                    component.id
                );
                found.about(plan, id, requirement.place, message, |finding| {
                    because(finding)
                        .detail(primary)
                        .label("no `detect`: counts as zero")
                        .help("write the time until somebody or something knows: detect = \"2m\"")
                });
            }
            let silent = requirement
                .fallbacks
                .iter()
                .filter(|one| one.after.is_none());
            for fallback in silent {
                let target = to(fallback.to.value);
                let message = format!(
                    "`{}` does not say how long the switch to `{target}` takes",
                    component.id
                );
                let place = if requirement.fallbacks.len() == 1 {
                    first.place
                } else {
                    fallback.place
                };
                found.about(plan, id, place, message, |finding| {
                    because(finding)
                        .detail(format!("{primary} -> {target}"))
                        .label("no `after`: counts as zero")
                        .help("write the time from noticing to serving: after = \"10m\"")
                });
            }
        }
    }
}

/// Every component on whose times an RTO rests, with whose RTO: its own, or that
/// of one that cannot do without it.
fn judged(plan: &Plan) -> BTreeMap<ComponentId, ComponentId> {
    let promises = plan
        .enumerate()
        .filter(|(_, one)| one.targets.rto.is_some());
    let mut judged: BTreeMap<ComponentId, ComponentId> = promises.map(|(id, _)| (id, id)).collect();
    let mut stack: Vec<ComponentId> = judged.keys().copied().collect();
    while let Some(at) = stack.pop() {
        let whose = judged[&at];
        let component = plan.component(at);
        let hard = component
            .requirements
            .iter()
            .filter(|one| one.mode == Mode::Hard);
        let needs = hard.flat_map(|one| one.group.iter().map(|to| to.value));
        for to in needs.chain(component.bindings.iter().map(|one| one.to)) {
            if let std::collections::btree_map::Entry::Vacant(free) = judged.entry(to) {
                free.insert(whose);
                stack.push(to);
            }
        }
    }
    judged
}
