use crate::lint::context::{Context, FindingSink};
use crate::lint::missed_targets;
use crate::lint::rule::rule;

rule! {
    /// A recovery time objective that the plan's own times cannot keep.
    ///
    /// ## What it finds
    /// A component that is down longer than its `rto` in one of the plan's scenarios,
    /// or between the loss of one thing for ever and the moment at which a fallback
    /// serves: the time to notice, to switch and to restart, along the whole chain.
    /// It names the worst run. An error for tier 1 and 2, else a warning;
    /// information for who only waits for another that breaks. Of a circle that waits for
    /// itself it is the one that was struck, or else the first.
    ///
    /// ## Why it matters
    /// The number is in the contract; the times that add up to more stand in other
    /// files, each harmless alone.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// rto = "15m"
    /// restart = "5m"
    /// depends_on = [{ on = "orders-db", detect = "2m", fallback = [{ to = "orders-copy", after = "15m" }] }]
    ///
    /// [resource.orders-db]
    ///
    /// [resource.orders-copy]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// tier = 1
    /// rto = "20m"
    /// restart = "5m"
    /// depends_on = [{ on = "orders-db", detect = "2m", fallback = [{ to = "orders-copy", after = "10m" }] }]
    ///
    /// [resource.orders-db]
    ///
    /// [resource.orders-copy]
    /// ```
    ///
    /// ## What to do
    /// Notice sooner, switch by software, restart faster, put a fallback where the
    /// scenario does not reach; or promise less.
    ///
    /// ## False alarms
    /// A scenario that nobody means to survive within the objective. Waive the
    /// finding with the reason, so that those who were promised the number know.
    ///
    /// ## Ask
    /// Who was told of this number, and who added up the times?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2.1; Regulation (EU) 2022/2554, article 12(6).
    "rto-not-achievable", Objectives, Error, check,
    says crate::lint::rule::STAND_INS
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    missed_targets::check(cx, found, "RTO", |targets| targets.rto);
}
