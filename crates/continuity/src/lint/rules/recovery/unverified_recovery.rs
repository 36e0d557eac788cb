use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Phase, Step};

rule! {
    /// A recovery of which nothing says how to see that it worked.
    ///
    /// ## What it finds
    /// A `[runbook]` with steps of recovery and none, in recovery or reconstitution, that says how to `verify`
    /// it. Runs with `check --pedantic`, or where `[lint]` gives the rule a level.
    ///
    /// ## Why it matters
    /// A service that answers again is not one that is right again: rows are missing, a job
    /// ran twice, the cache is of yesterday. Without a test the end of the outage is a
    /// feeling.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.orders-db]
    ///
    /// [runbook.orders-db]
    /// step = [{ do = "Restore last night's backup", takes = "40m" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.orders-db]
    ///
    /// [runbook.orders-db]
    /// step = [{ do = "Restore last night's backup", takes = "40m", verify = "The newest order is of last night" }]
    /// ```
    ///
    /// ## What to do
    /// Write a query, a page or a number that is only there when all is well.
    ///
    /// ## False alarms
    /// A `check` or `health` of the component that looks at the data too: name it in `verify`.
    ///
    /// ## Ask
    /// How do you know that you may say it is over?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 4.4 (reconstitution: validation testing); Regulation (EU) 2024/1774,
    /// article 26(1).
    "unverified-recovery", Recovery, Info, pedantic check,
    says &["verify"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for book in &cx.plan.runbooks {
        let late = |step: &&Step| matches!(step.phase, Phase::Recovery | Phase::Reconstitution);
        let is_recovery = |step: &&Step| step.phase == Phase::Recovery;
        let steps = || book.steps.iter();
        let Some(last) = steps().rfind(is_recovery) else {
            continue;
        };
        if steps().filter(late).any(|step| step.verify.is_some()) {
            continue;
        }
        let component = cx.plan.component(book.of.value);
        let message = format!(
            "nothing says how to see that the recovery of `{}` worked",
            component.id
        );
        found.about(cx.plan, book.of.value, last.place, message, |finding| {
            finding
                .label("and then?")
                .help("write how to see it: verify = \"the newest order is of last night\"")
        });
    }
}
