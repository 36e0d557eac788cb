use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jurymast_plan::model::{ComponentId, Waiver, WaiverScope};
use jurymast_terms::source::Span;

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
    let mut known: BTreeMap<Key<'_>, &Waiver> = BTreeMap::new();
    for waiver in &cx.plan.waivers {
        let first = match known.entry(key(waiver)) {
            Entry::Vacant(free) => {
                free.insert(waiver);
                continue;
            }
            Entry::Occupied(first) => *first.get(),
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

/// Rule, component or line, and cause.
type Key<'a> = (
    &'a str,
    Option<ComponentId>,
    Option<Span>,
    Option<ComponentId>,
);

fn key(waiver: &Waiver) -> Key<'_> {
    let (component, line) = match &waiver.at {
        WaiverScope::Component(at) => (Some(at.value), None),
        WaiverScope::Line(line) => (None, Some(line.line)),
    };
    let of = waiver.of.map(|of| of.value);
    (waiver.rule.value.as_str(), component, line, of)
}
