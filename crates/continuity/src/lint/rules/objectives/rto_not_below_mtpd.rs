use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;

rule! {
    /// A recovery time objective that leaves no time before disruption is intolerable.
    ///
    /// ## What it finds
    /// An `rto` that is as long as the `mtpd` of the same component, or longer.
    ///
    /// ## Why it matters
    /// The MTPD is the end of what can be borne; the RTO must leave time to check
    /// the data and catch up before it.
    ///
    /// ## Fails
    /// ```toml
    /// [activity.take-orders]
    /// rto = "4h"
    /// mtpd = "4h"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [activity.take-orders]
    /// rto = "2h"
    /// mtpd = "4h"
    /// ```
    ///
    /// ## What to do
    /// Shorten the RTO, or find out whether the MTPD is truly that short.
    ///
    /// ## False alarms
    /// None.
    ///
    /// ## Ask
    /// Once it is back, how long until the backlog is worked off?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2.1; ISO 22301, 8.2.2.
    "rto-not-below-mtpd", Objectives, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let (Some(rto), Some(mtpd)) = (component.targets.rto, component.targets.mtpd) else {
            continue;
        };
        if rto.value < mtpd.value {
            continue;
        }
        let message = format!(
            "the RTO of `{}` ({}) is not below its MTPD ({})",
            component.id, rto.value, mtpd.value
        );
        found.about(cx.plan, id, rto.span, message, |finding| {
            finding
                .label("too long")
                .related(mtpd.span, "the longest disruption that can be borne")
                .help("leave time between the two to check data and catch up")
        });
    }
}
