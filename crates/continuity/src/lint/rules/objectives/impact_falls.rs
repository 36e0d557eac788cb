use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::Detail;

rule! {
    /// An impact that gets milder the longer the disruption lasts.
    ///
    /// ## What it finds
    /// Two impacts of one activity and one kind, of which the later is milder than an
    /// earlier one; or two at one time that differ.
    ///
    /// ## Why it matters
    /// What was lost in the first hour is not given back in the fourth: impacts add up.
    /// A table that falls was filled in by two people, or for two events.
    ///
    /// ## Fails
    /// ```toml
    /// [activity.orders]
    /// impact = [
    ///   { after = "1h", level = "severe", kind = "revenue" },
    ///   { after = "4h", level = "minimal", kind = "revenue" },
    /// ]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [activity.orders]
    /// impact = [
    ///   { after = "1h", level = "severe", kind = "safety" },
    ///   { after = "1h", level = "minimal", kind = "revenue" },
    ///   { after = "4h", level = "moderate", kind = "revenue" },
    /// ]
    /// ```
    ///
    /// ## What to do
    /// Write from when on each level is reached; leave out what does not get worse.
    ///
    /// ## False alarms
    /// Two things that suffer differently: give each its own `kind`.
    ///
    /// ## Ask
    /// What happens between the two times that makes it better?
    ///
    /// ## Sources
    /// ISO/TS 22317, 5.4 (impacts over time); ISO 22301, 8.2.2.
    "impact-falls", Objectives, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Activity(activity) = &component.detail else {
            continue;
        };
        for (at, impact) in activity.impact.iter().enumerate() {
            let before = activity.impact[..at].iter();
            let mut before = before.filter(|one| one.kind == impact.kind);
            let worse = before.find(|one| {
                one.level > impact.level || one.after == impact.after && one.level != impact.level
            });
            let Some(worse) = worse else {
                continue;
            };
            let kind = impact.kind.as_deref().unwrap_or("kind not declared");
            let message = format!(
                "the impact of losing `{}` ({kind}) is {} after {} and {} after {}",
                component.id, worse.level, worse.after, impact.level, impact.after
            );
            found.about(cx.plan, id, impact.place, message, |finding| {
                finding
                    .detail(format!("{kind} {}", impact.after))
                    .label("no impact gets milder with time")
                    .related(worse.place, "worse here already")
                    .help("correct one of the two, or give each its own `kind`")
            });
        }
    }
}
