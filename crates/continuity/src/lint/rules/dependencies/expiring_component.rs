use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_terms::wording;

rule! {
    /// A certificate, a domain name, a contract or a key that expires soon.
    ///
    /// ## What it finds
    /// A component whose `expires` lies within `lint.retiring_within` (180 days when
    /// left out).
    ///
    /// ## Why it matters
    /// Most that expires is renewed by itself, until one day it is not. A day in the
    /// plan is the second pair of eyes.
    ///
    /// ## Fails
    /// ```toml
    /// [resource.card-contract]
    /// expires = 2027-01-31
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [resource.card-contract]
    /// expires = 2028-01-31
    /// ```
    ///
    /// ## What to do
    /// Renew it, or see that what renews it is watched; then write the new day.
    ///
    /// ## False alarms
    /// Certificates that live for weeks: name here what renews them, or set
    /// `lint.retiring_within` to the time in which somebody must act.
    ///
    /// ## Ask
    /// Who renews it when the one who did so last time has left?
    ///
    /// ## Sources
    /// CA/Browser Forum Baseline Requirements, section 6.3.2; Regulation (EU) 2022/2554,
    /// article 28(8) (exit from contracts).
    "expiring-component", Dependencies, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let within = cx.settings.retiring_within;
    for (id, component) in cx.plan.enumerate() {
        let Some(day) = component.expires.filter(|day| day.value > cx.today) else {
            continue;
        };
        let days = cx.today.days_until(day.value).unsigned_abs();
        if days * 86_400 > within.seconds() {
            continue;
        }
        let message = format!(
            "`{}` expires on {}, in {}",
            component.id,
            day.value,
            wording::days(days)
        );
        found.about(cx.plan, id, day.span, message, |mut finding| {
            finding.notes.extend(words::takes(cx, id));
            finding
                .label("lost from that day on")
                .help("renew it in time, then write the new day")
        });
    }
}
