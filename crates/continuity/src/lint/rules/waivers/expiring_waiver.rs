use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::waivers;

rule! {
    /// A waiver whose last day is near.
    ///
    /// ## What it finds
    /// A `[[waiver]]` or a comment `# jurymast: ignore[...]` that ends within 14 days, that day
    /// included, and that silences something.
    ///
    /// ## Why it matters
    /// What it silences fails the check on the day after. That should not be the first that
    /// those hear of it who promised to mend it.
    ///
    /// ## Fails
    /// ```toml
    /// [service.search]
    ///
    /// [[waiver]]
    /// rule = "no-owner"
    /// at = "service.search"
    /// reason = "Search is decommissioned in March"
    /// until = 2026-12-07
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
    /// until = 2026-12-08
    /// ```
    ///
    /// ## What to do
    /// Mend what it is for, or decide anew and set a new day.
    ///
    /// ## False alarms
    /// None: the day stands in the plan.
    ///
    /// ## Ask
    /// Will it be mended by that day, and who says so?
    ///
    /// ## Sources
    /// Practice of certificates and contracts, which are announced before they end.
    "expiring-waiver", Waivers, Warning, after waivers check
}

/// So many days before its last one it is told.
const NOTICE: i64 = 14;

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (waiver, one) in cx.plan.waivers.iter().zip(cx.waiver_uses) {
        let until = waiver.until.value;
        let left = cx.today.days_until(until);
        if !one.is_used || !(0..=NOTICE).contains(&left) {
            continue;
        }
        let when = match left {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} days"),
        };
        let what = waivers::what(waiver);
        let rule = &waiver.rule.value;
        let at = waiver.at.words(cx.plan);
        let message = format!("the {what} of `{rule}` at {at} ends {when}");
        found.of_waiver(cx.plan, waiver, waiver.until.span, message, |finding| {
            finding
                .label("the last day it is accepted")
                .note(format!("its reason: {}", waiver.reason))
                .help("mend what it is for, or decide anew until when it is accepted")
        });
    }
}
