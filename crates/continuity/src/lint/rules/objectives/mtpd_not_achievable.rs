use crate::lint::context::{Context, FindingSink};
use crate::lint::missed_targets;
use crate::lint::rule::rule;

rule! {
    /// A disruption that lasts longer than the business can bear.
    ///
    /// ## What it finds
    /// A component that is down longer than its `mtpd` in one of the plan's
    /// scenarios, or until a fallback serves after the loss of one thing for ever.
    /// It names the worst run. An error for tier 1 and 2, else a warning;
    /// information for who only waits for another that breaks.
    ///
    /// ## Why it matters
    /// A missed RTO is a bad day. Past the MTPD the harm is one that the business
    /// said it cannot bear, and this plan leads there.
    ///
    /// ## Fails
    /// ```toml
    /// [activity.take-orders]
    /// tier = 1
    /// mtpd = "4h"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    ///
    /// [scenario.disk]
    /// fails = [{ what = "orders-db", for = "5h" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [activity.take-orders]
    /// tier = 1
    /// mtpd = "4h"
    /// depends_on = [{ on = "orders-db", detect = "5m", fallback = [{ to = "paper", after = "1h", serves = "degraded" }] }]
    ///
    /// [resource.orders-db]
    ///
    /// [resource.paper]
    ///
    /// [scenario.disk]
    /// fails = [{ what = "orders-db", for = "5h" }]
    /// ```
    ///
    /// ## What to do
    /// Give it another way, if a poor one: people, paper, a queue. Less than the
    /// usual for a day is better than nothing.
    ///
    /// ## False alarms
    /// An MTPD that was guessed. Ask again before it is raised.
    ///
    /// ## Ask
    /// What happens to the business one hour past this time?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2; NIST SP 800-34 rev. 1, section 3.2.1.
    "mtpd-not-achievable", Objectives, Error, check,
    says crate::lint::rule::STAND_INS
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    missed_targets::check(cx, found, "MTPD", |targets| targets.mtpd);
}
