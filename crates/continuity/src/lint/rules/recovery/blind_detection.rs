use std::collections::{BTreeMap, BTreeSet};

use crate::lint::context::{Context, FindingSink};
use crate::lint::lost_cures::{self, down};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::{Cure, LostCure};
use jurymast_plan::model::{ComponentId, Requirement};
use jurymast_terms::source::Span;

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

/// Requirements shown beside the detectors.
const MOST_NAMED: usize = 4;

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    // One `detect` of [defaults] watches many requirements.
    let mut by_place: BTreeMap<Span, Vec<Blind<'_>>> = BTreeMap::new();
    for lost in &cx.analysis.lost_cures().lost {
        if let Cure::Detection {
            component,
            requirement,
        } = lost.cure
        {
            let place = lost.needs[0].what.span;
            let blind = Blind {
                component,
                watched: &plan.component(component).requirements[requirement],
                lost,
            };
            by_place.entry(place).or_default().push(blind);
        }
    }
    for (place, all) in by_place {
        report(cx, found, place, &all);
    }
    lost_cures::if_cut_short(cx, found);
}

/// A requirement whose loss nothing sees.
struct Blind<'a> {
    component: ComponentId,
    watched: &'a Requirement,
    lost: &'a LostCure,
}

fn report(cx: &Context<'_>, found: &mut FindingSink<'_>, place: Span, all: &[Blind<'_>]) {
    let plan = cx.plan;
    let first = &all[0];
    let group: Vec<ComponentId> = first.watched.group.iter().map(|to| to.value).collect();
    let (who, message) = match all {
        [one] => {
            let message = format!(
                "nobody notices when `{}` loses {}: {}",
                plan.component(one.component).id,
                words::list(plan, &group),
                down(plan, one.lost, &one.lost.faults)
            );
            (one.component, message)
        }
        _ => {
            let mut faults: Vec<ComponentId> = Vec::new();
            for fault in all.iter().flat_map(|one| &one.lost.faults) {
                if !faults.contains(fault) {
                    faults.push(*fault);
                }
            }
            let message = format!(
                "nobody notices {} losses: {}",
                all.len(),
                down(plan, first.lost, &faults)
            );
            (first.lost.needs[0].what.value, message)
        }
    };
    let critical = all
        .iter()
        .any(|one| words::carries_critical(cx, one.component));
    let milder = (!critical).then(|| found.at_most_warning());
    found.about(plan, who, place, message, |mut finding| {
        finding.severity = milder.unwrap_or(finding.severity);
        finding.notes.extend(lost_cures::chains(plan, first.lost));
        for one in all.iter().take(MOST_NAMED) {
            let id = &plan.component(one.component).id;
            finding = finding.related(one.watched.place, format!("what `{id}` watches by it"));
        }
        let faults: BTreeSet<String> =
            all.iter().flat_map(|one| lost_cures::causes(plan, one.lost)).collect();
        finding
            .causes(faults)
            .detail(words::chain(plan, &group))
            .label("blind then")
            .help("let something that stands elsewhere look too: detect = { by = [..., \"outside-probe\"] }")
    });
}
