use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;

rule! {
    /// A certificate, a domain name, a contract or a key that has expired.
    ///
    /// ## What it finds
    /// A component whose `expires` is today or past: from that day on it counts as lost,
    /// in every answer.
    ///
    /// ## Why it matters
    /// What expired fails everywhere at once, at midnight, with every copy of it, and
    /// no restart helps.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// depends_on = ["shop-certificate"]
    ///
    /// [resource.shop-certificate]
    /// expires = 2026-10-01
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// depends_on = ["shop-certificate"]
    ///
    /// [resource.shop-certificate]
    /// expires = 2027-11-30
    /// ```
    ///
    /// ## What to do
    /// Renew it, and write the new day; or take it out of the plan.
    ///
    /// ## False alarms
    /// It was renewed, and nobody wrote the day down.
    ///
    /// ## Ask
    /// What renews it, and who would know if that had stopped?
    ///
    /// ## Sources
    /// CA/Browser Forum Baseline Requirements, section 6.3.2 (certificates that live 200
    /// days from 2026-03-15 on, 47 from 2029-03-15 on).
    "expired-component", Dependencies, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Some(day) = component.expires.filter(|day| day.value <= cx.today) else {
            continue;
        };
        let message = format!("`{}` expired on {}", component.id, day.value);
        found.about(cx.plan, id, day.span, message, |mut finding| {
            finding.notes.extend(words::takes(cx, id));
            finding
                .label("lost from that day on")
                .help("renew it, then write the new day")
        });
    }
}
