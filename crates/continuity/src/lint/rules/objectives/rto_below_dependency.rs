use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::Mode;
use jurymast_terms::units::Duration;

rule! {
    /// A recovery time objective shorter than that of something it cannot do without.
    ///
    /// ## What it finds
    /// A component with an `rto` whose hard dependency, with nothing that stands in,
    /// has a longer one, the time it can go on without (`holds`) counted; for an AI
    /// dependency, also the RTO in the provider's contract.
    ///
    /// ## Why it matters
    /// A service is back no earlier than what it needs. One of the two numbers is
    /// a wish.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// rto = "30m"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// rto = "2h"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// rto = "2h"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// rto = "1h"
    /// ```
    ///
    /// ## What to do
    /// Make the dependency recover faster, put something in its place meanwhile, or
    /// promise less.
    ///
    /// ## False alarms
    /// A dependency that is needed for part of the work only. Make it soft.
    ///
    /// ## Ask
    /// Which of the two teams knows of the other's number?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2; FFIEC Business Continuity Management, III.A.3.
    "rto-below-dependency", Objectives, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(own) = component.targets.rto else {
            continue;
        };
        for requirement in &component.requirements {
            let runs = requirement.needed.counts_while_running();
            if !runs || requirement.mode == Mode::Soft || !cx.plan.is_sole(requirement) {
                continue;
            }
            for to in &requirement.group {
                let Some((theirs, whose)) = words::slowest(cx.plan, to.value) else {
                    continue;
                };
                let holds = requirement.holds.map_or(Duration::ZERO, |at| at.value);
                if theirs.value <= own.value.saturating_add(holds) {
                    continue;
                }
                let target = &cx.plan.component(to.value).id;
                let message = format!(
                    "the RTO of `{}` ({}) is shorter than that of {whose} ({})",
                    component.id, own.value, theirs.value
                );
                found.about(cx.plan, id, own.span, message, |finding| {
                    finding
                        .detail(target.as_str())
                        .label("cannot be met")
                        .related(requirement.place, format!("needs `{target}`"))
                        .related(theirs.span, format!("back after {}", theirs.value))
                        .help("let the dependency recover faster, add a fallback, or promise less")
                });
            }
        }
    }
}
