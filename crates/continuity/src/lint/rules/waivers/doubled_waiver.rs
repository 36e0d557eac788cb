use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::waivers;

rule! {
    /// One thing waived twice.
    ///
    /// ## What it finds
    /// Two waivers of one rule at one component and of one cause, or two comments
    /// `# jurymast: ignore[...]` of one rule on one line.
    ///
    /// ## Why it matters
    /// Whoever mends the risk removes one and the other goes on hiding it; whoever reads one has
    /// not read the reason, or the day, of the other.
    ///
    /// ## Fails
    /// ```toml
    /// [service.search]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2027-03-31
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Nobody has time"
    /// until = 2027-06-30
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
    /// until = 2027-03-31
    /// ```
    ///
    /// ## What to do
    /// Keep the one whose reason and day hold.
    ///
    /// ## False alarms
    /// None: what is said twice is said by one of them already.
    ///
    /// ## Ask
    /// Which of the two did somebody decide?
    ///
    /// ## Sources
    /// Practice of linters that report doubled suppressions.
    "doubled-waiver", Waivers, Warning, after waivers check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let firsts = waivers::firsts(&cx.plan.waivers);
    for (waiver, first) in cx.plan.waivers.iter().zip(firsts) {
        let Some(first) = first else {
            continue;
        };
        let rule = &waiver.rule.value;
        let at = waiver.at.words(cx.plan);
        let message = format!("`{rule}` at {at} is waived twice");
        found.of_waiver(cx.plan, waiver, waiver.rule.span, message, |finding| {
            let finding = finding
                .label("waived again here")
                .related(first.rule.span, "waived first here");
            finding.help("keep the one whose reason and day hold")
        });
    }
}
