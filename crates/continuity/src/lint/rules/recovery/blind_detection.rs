use crate::lint::context::{Context, FindingSink};
use crate::lint::lost_cures::{self, needs, with};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::Cure;
use jurymast_plan::model::ComponentId;

rule! {
    /// A loss that nothing is left to see.
    ///
    /// ## What it finds
    /// A requirement all of whose detectors (`detect = { by = [...] }`) are down with
    /// what they watch, for some single fault. Where there is no fallback and somebody
    /// else notices the same loss, it is none. By the plan's own word such a loss is
    /// never noticed, and every target that waits for it is unknown. An error where tier
    /// 1 or 2 rests on it, else a warning.
    ///
    /// ## Why it matters
    /// Alerts and dashboards that stand on what fails are silent, and silence looks like
    /// health (Roblox, 2021-10-28; Slack, 2021-01-04).
    ///
    /// ## Fails
    /// ```toml
    /// [service.web]
    /// tier = 1
    /// depends_on = [{ on = "gateway-a", detect = { within = "1m", by = ["alerting"] }, fallback = ["gateway-b"] }]
    ///
    /// [resource.gateway-a]
    ///
    /// [resource.gateway-b]
    ///
    /// [service.alerting]
    /// depends_on = ["gateway-a"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.web]
    /// tier = 1
    /// depends_on = [{ on = "gateway-a", detect = { within = "1m", by = ["alerting", "outside-probe"] }, fallback = ["gateway-b"] }]
    ///
    /// [resource.gateway-a]
    ///
    /// [resource.gateway-b]
    ///
    /// [service.alerting]
    /// depends_on = ["gateway-a"]
    ///
    /// [service.outside-probe]
    /// ```
    ///
    /// ## What to do
    /// Let something that stands elsewhere look too: a probe from outside, an alarm when
    /// the alarms fall silent.
    ///
    /// ## False alarms
    /// Customers who ring up do notice. If that is the plan, write it with its time.
    ///
    /// ## Ask
    /// If everything stopped now, what would tell you?
    ///
    /// ## Sources
    /// Google SRE workbook, chapter 4 (monitoring); the reports of the outages named
    /// above.
    "blind-detection", Recovery, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for lost in &cx.analysis.lost_cures().lost {
        let Cure::Detection {
            component,
            requirement,
        } = lost.cure
        else {
            continue;
        };
        let watched = &plan.component(component).requirements[requirement];
        let group: Vec<ComponentId> = watched.group.iter().map(|to| to.value).collect();
        let lost_group = words::list(plan, &group);
        let verb = if lost.needs.len() == 1 { "is" } else { "are" };
        let message = format!(
            "nobody notices when `{}` loses {lost_group}: {} {verb} down {}",
            plan.component(component).id,
            needs(plan, lost),
            with(plan, lost)
        );
        let milder = (!words::carries_critical(cx, component)).then(|| found.at_most_warning());
        found.about(plan, component, lost.needs[0].what.span, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            finding.notes.extend(lost_cures::chains(plan, lost));
            finding
                .detail(words::chain(plan, &group))
                .label("blind then")
                .related(watched.place, "what it watches")
                .help("let something that stands elsewhere look too: detect = { by = [..., \"outside-probe\"] }")
        });
    }
    lost_cures::if_cut_short(cx, found);
}
