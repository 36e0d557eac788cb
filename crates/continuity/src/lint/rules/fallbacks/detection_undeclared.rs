use crate::lint::context::{Context, FindingSink};
use crate::lint::promises::{because, rests_on};
use crate::lint::rule::rule;
use jurymast_plan::model::{ComponentId, Mode, Switch};
use jurymast_terms::diagnostic::Severity;

rule! {
    /// A fallback of which nobody says how long it takes, below an RTO.
    ///
    /// ## What it finds
    /// A hard requirement with a fallback whose `detect` is left out, or a fallback
    /// whose `after` is, where the component, or one that needs it, has an `rto`. What
    /// is left out is unknown, and no target that rests on it counts as met. The
    /// `after` of an automatic switch is the exception: left out it is zero, and the
    /// finding is information.
    ///
    /// ## Why it matters
    /// The time to notice is most of many outages. Without it nobody can say of any
    /// RTO above that it will be kept.
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
    "detection-undeclared", Fallbacks, Warning, check,
    says &["detect", "within", "after"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let judged = rests_on(plan, |_| true);
    for (id, component) in plan.enumerate() {
        let Some(promised) = judged.get(&id).copied() else {
            continue;
        };
        for requirement in &component.requirements {
            let Some(first) = requirement.fallbacks.first() else {
                continue;
            };
            if requirement.mode == Mode::Soft || !requirement.needed.counts_while_running() {
                continue;
            }
            let to = |at: ComponentId| plan.component(at).id.as_str();
            let primary = requirement.group.first().map_or("", |at| to(at.value));
            let detect = requirement.detect.as_ref();
            if !detect.is_some_and(|one| one.has_time(None)) {
                let seen = detect.filter(|one| !one.by_symptom.is_empty());
                let seen = seen.map_or("", |_| " by other symptoms than those it names");
                let message = format!(
                    "`{}` does not say how long until the loss of `{primary}` is noticed{seen}",
                    component.id
                );
                found.about(plan, id, requirement.place, message, |finding| {
                    because(finding, plan, promised)
                        .detail(primary)
                        .label("no `detect`: unknown")
                        .help("write the time until somebody or something knows: detect = \"2m\"")
                });
            }
            let silent = requirement
                .fallbacks
                .iter()
                .filter(|one| plan.switched_in(id, one).is_none());
            for fallback in silent {
                let target = to(fallback.to.value);
                let message = format!(
                    "`{}` does not say how long the switch to `{target}` takes",
                    component.id
                );
                let by_itself = fallback.switch.is_some_and(|switch| {
                    matches!(switch.value, Switch::Automatic | Switch::PerCall)
                });
                let place = if requirement.fallbacks.len() == 1 {
                    first.place
                } else {
                    fallback.place
                };
                let severity = found.severity;
                found.about(plan, id, place, message, |mut finding| {
                    let label = if by_itself {
                        finding.severity = severity.min(Severity::Info);
                        "no `after`: counts as zero"
                    } else {
                        "no `after`: unknown"
                    };
                    because(finding, plan, promised)
                        .detail(format!("{primary} -> {target}"))
                        .label(label)
                        .help("write the time from noticing to serving: after = \"10m\"")
                });
            }
        }
    }
}
