use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::waivers;
use jurymast_terms::wording;

rule! {
    /// A waiver that ends later than the plan allows.
    ///
    /// ## What it finds
    /// With `longest_waiver` in `[lint]`: a `[[waiver]]` or a comment `# jurymast: ignore[...]`
    /// whose last day is further ahead than that. Nothing without it.
    ///
    /// ## Why it matters
    /// A risk that is accepted for years is one that nobody looks at again.
    ///
    /// ## Fails
    /// ```toml
    /// [lint]
    /// longest_waiver = "90d"
    ///
    /// [service.search]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2027-03-31
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [lint]
    /// longest_waiver = "90d"
    ///
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
    /// Set an earlier day; on it, decide anew.
    ///
    /// ## False alarms
    /// A risk that cannot be mended sooner for a reason outside: accept it in steps, each with
    /// its own decision.
    ///
    /// ## Ask
    /// Who will remember why, on that day?
    ///
    /// ## Sources
    /// NIST SP 800-37 rev. 2, task R-4 (risk acceptance is for a time, and reviewed).
    "overlong-waiver", Waivers, Error, after waivers check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let Some(longest) = cx.settings.longest_waiver else {
        return;
    };
    for waiver in &cx.plan.waivers {
        let until = waiver.until.value;
        if cx.today.plus(longest).is_none_or(|latest| until <= latest) {
            continue;
        }
        let what = waivers::what(waiver);
        let rule = &waiver.rule.value;
        let at = waiver.at.words(cx.plan);
        let days = wording::days(cx.today.days_until(until).unsigned_abs());
        let message =
            format!("the {what} of `{rule}` at {at} ends in {days}; the plan allows {longest}");
        found.of_waiver(cx.plan, waiver, waiver.until.span, message, |finding| {
            finding
                .label("too far ahead")
                .note(format!("its reason: {}", waiver.reason))
                .help("set an earlier day, and decide anew on it (`longest_waiver` of [lint])")
        });
    }
}
