use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::waivers;

rule! {
    /// A waiver whose last day is over.
    ///
    /// ## What it finds
    /// A `[[waiver]]` or a comment `# jurymast: ignore[...]` of which `until` is past, and that
    /// something is still found for. It counts to the end of that day; from then on its findings
    /// are open again.
    ///
    /// ## Why it matters
    /// Somebody promised to mend this by a day, and it is not mended. The lines look as if it
    /// were still accepted.
    ///
    /// ## Fails
    /// ```toml
    /// [service.search]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2026-11-20
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.search]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2027-01-31
    /// ```
    ///
    /// ## What to do
    /// Mend what it was for and take it away, or decide anew: whoever accepts the risk sets a new
    /// day and says why it took longer.
    ///
    /// ## False alarms
    /// None: the day stands in the plan. A plan that is read on a day to come (`--today`) shows
    /// what will have expired by then.
    ///
    /// ## Ask
    /// Who accepted this, and what became of what they meant to do?
    ///
    /// ## Sources
    /// ISO 22301:2019, 10.1 (corrective action); practice of linters whose suppressions end.
    "expired-waiver", Waivers, Warning, after waivers check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (waiver, one) in cx.plan.waivers.iter().zip(cx.waiver_uses) {
        let until = waiver.until.value;
        if !one.is_used || until >= cx.today {
            continue;
        }
        let what = waivers::what(waiver);
        let rule = &waiver.rule.value;
        let at = waiver.at.words(cx.plan);
        let message = format!("the {what} of `{rule}` at {at} expired on {until}");
        found.of_waiver(cx.plan, waiver, waiver.until.span, message, |finding| {
            finding
                .label("the last day it was accepted")
                .note(format!("its reason: {}", waiver.reason))
                .help(format!(
                    "mend what it is for and remove this {what}, or decide anew until when"
                ))
        });
    }
}
