use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::SpareCapacity;
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::wording;

rule! {
    /// What is left when one of several is lost does not carry the load.
    ///
    /// ## What it finds
    /// A requirement with a `demand` and an alternative (a group, or a fallback) that is
    /// met when one of its members is lost, and of whose demand the others carry too
    /// little then: less than the dependent accepts at least (`mbco`), or where it says
    /// nothing of that, less than all, as information. All who move at the same time
    /// count. What declares no limit is taken to carry all.
    ///
    /// ## Why it matters
    /// Half the places are gone, the other half gets twice the load, turns away a part of
    /// it or falls over: the alternative that was paid for does not help on the day.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// mbco = "80%"
    /// depends_on = [{ any_of = ["east", "west"], at_least = 1, demand = { rpm = 1000 } }]
    ///
    /// [resource.east]
    /// limit = { rpm = 600 }
    ///
    /// [resource.west]
    /// limit = { rpm = 600 }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// mbco = "80%"
    /// depends_on = [{ any_of = ["east", "west"], at_least = 1, demand = { rpm = 1000 } }]
    ///
    /// [resource.east]
    /// limit = { rpm = 900 }
    ///
    /// [resource.west]
    /// limit = { rpm = 900 }
    /// ```
    ///
    /// ## What to do
    /// Size each for the loss of one, shed load first and say which, or add one more. A
    /// lower `mbco` says that less is acceptable.
    ///
    /// ## False alarms
    /// Limits that are raised within minutes: say so with the higher limit and a fallback
    /// that takes time.
    ///
    /// ## Ask
    /// When was one of them last taken away at the busiest hour?
    ///
    /// ## Sources
    /// AWS Well-Architected, Reliability pillar (static stability); Google SRE book,
    /// chapter 22; Regulation (EU) 2022/2554, article 7 (capacity).
    "no-spare-capacity", Dependencies, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for one in cx.analysis.spare_capacity() {
        // A share that nobody knows is told of where it matters, by what goes down with it.
        if one.left.is_enough(cx.plan) == Some(false) {
            report(cx, found, one);
        }
    }
}

fn report(cx: &Context<'_>, found: &mut FindingSink<'_>, one: &SpareCapacity) {
    let plan = cx.plan;
    let component = plan.component(one.component);
    let requirement = &component.requirements[one.requirement];
    let lost = &plan.component(one.lost).id;
    let carried = wording::share(one.left.share);
    let others = if requirement.group.len() > 1 {
        "the others carry"
    } else {
        "its fallback carries"
    };
    let mbco = one.left.mbco(plan);
    let least = match mbco {
        Some(mbco) => format!(", below its MBCO of {}", mbco.value),
        None => String::new(),
    };
    let message = format!(
        "with `{lost}` lost {others} {carried} of what `{}` asks for{least}",
        component.id
    );
    found.about(plan, one.component, requirement.place, message, |mut finding| {
        match mbco {
            Some(mbco) => finding = finding.related(mbco.span, "accepted at least"),
            None => finding.severity = finding.severity.min(Severity::Info),
        }
        finding
            .detail(lost.as_str())
            .label(format!("{carried} with one lost"))
            .help("size each for the loss of one, add another, or say what is switched off first; `jurymast blast` shows the load for any loss")
    });
}
