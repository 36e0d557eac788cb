use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::Mode;

rule! {
    /// A critical component that cannot do without a less critical one.
    ///
    /// ## What it finds
    /// A component of tier 1 or 2 with a hard dependency, with nothing that stands in, on
    /// one that declares a tier that is less critical. What declares no tier is not found:
    /// nobody said that it is less. Where the recovery time objectives of the two
    /// contradict each other, `rto-below-dependency` says so instead.
    ///
    /// ## Why it matters
    /// The tier decides who is called, how fast, and what is mended first. What carries
    /// tier 1 is of tier 1, whatever is written there; until then it is mended last.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = ["recommendations"]
    ///
    /// [service.recommendations]
    /// tier = 3
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// depends_on = [{ on = "recommendations", mode = "soft", degraded = "no recommendations are shown" }]
    ///
    /// [service.recommendations]
    /// tier = 3
    /// ```
    ///
    /// ## What to do
    /// Go on without it (`mode = "soft"`, with what users see then), put something in its
    /// place, or give it the tier that it has in truth.
    ///
    /// ## False alarms
    /// The dependency is needed for a part of the work only. Make it soft.
    ///
    /// ## Ask
    /// Does its team know that checkout stops when it does?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2 (dependencies of prioritized activities); NIST SP 800-34 rev. 1,
    /// section 3.2.3 (recovery priorities).
    "hard-on-lower-tier", Objectives, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(own) = component.tier.filter(|tier| tier.value.is_critical()) else {
            continue;
        };
        for requirement in &component.requirements {
            let runs = requirement.needed.counts_while_running();
            if !runs || requirement.mode == Mode::Soft || !cx.plan.is_sole(requirement) {
                continue;
            }
            for to in &requirement.group {
                let target = cx.plan.component(to.value);
                let lower = target.tier.filter(|tier| tier.value > own.value);
                let Some(theirs) = lower else { continue };
                let rtos = component.targets.rto.zip(target.targets.rto);
                if rtos.is_some_and(|(own, theirs)| theirs.value > own.value) {
                    continue;
                }
                let message = format!(
                    "`{}` of tier {} cannot do without `{}` of tier {}",
                    component.id, own.value, target.id, theirs.value
                );
                found.about(cx.plan, id, requirement.place, message, |finding| {
                    finding
                        .detail(target.id.as_str())
                        .label("hard, and nothing stands in")
                        .related(theirs.span, format!("tier {}", theirs.value))
                        .help(
                            "make it soft, add a fallback, or give it the tier of what it carries",
                        )
                });
            }
        }
    }
}
