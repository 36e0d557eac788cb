use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::Detail;

rule! {
    /// Targets of an activity that no impact stands behind, or one time alone.
    ///
    /// ## What it finds
    /// An activity with an `rto`, an `mtpd` or a tier of 1 or 2, and no `impact`, or
    /// impacts that all begin after the same time: nothing says how they grow.
    ///
    /// ## Why it matters
    /// The time that can be borne is where the impact turns unbearable. Without impacts over
    /// several times the targets are somebody's guess, and nobody can defend what they cost.
    ///
    /// ## Fails
    /// ```toml
    /// [activity.payroll]
    /// mtpd = "3d"
    /// ```
    ///
    /// ```toml
    /// [activity.payroll]
    /// mtpd = "3d"
    /// impact = [{ after = "3d", level = "severe" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [activity.payroll]
    /// mtpd = "3d"
    /// impact = [
    ///   { after = "1d", level = "minimal", note = "Questions to the pay office" },
    ///   { after = "3d", level = "severe", note = "Rents are not paid" },
    /// ]
    /// ```
    ///
    /// ## What to do
    /// Ask those who do the work what an outage of an hour, a day and a week costs, and
    /// write each.
    ///
    /// ## False alarms
    /// A business impact analysis that is kept elsewhere: its three lines fit here too.
    ///
    /// ## Ask
    /// What is worse on the second day than on the first?
    ///
    /// ## Sources
    /// ISO 22301, 8.2.2; ISO/TS 22317, 5.4; Regulation (EU) 2022/2554, article 11(5).
    "impact-undeclared", Objectives, Info, check,
    says &["after", "impact"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        let Detail::Activity(activity) = &component.detail else {
            continue;
        };
        let targets = &component.targets;
        let is_judged = component.is_critical() || targets.rto.or(targets.mtpd).is_some();
        let times = activity.impact.iter().map(|one| one.after);
        let first = times.clone().next();
        let said = match first {
            None => "no impact stands behind",
            Some(first) if times.clone().all(|time| time == first) => {
                "the impact at one time alone stands behind"
            }
            Some(_) => continue,
        };
        if !is_judged {
            continue;
        }
        let what = match targets.rto.or(targets.mtpd) {
            Some(_) => "the targets",
            None => "the tier",
        };
        let message = format!("{said} {what} of `{}`", component.id);
        let place = activity
            .impact
            .first()
            .map_or(component.place, |one| one.place);
        found.about(cx.plan, id, place, message, |finding| {
            finding
                .label("how does it grow?")
                .help("write what it costs after an hour, a day, a week: impact = [{ after = \"1d\", level = \"moderate\" }, { after = \"3d\", level = \"severe\" }]")
        });
    }
}
