use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Kind};
use jurymast_terms::diagnostic::Diagnostic;

use super::context::Context;
use super::registry;
use super::rule::Family;
use super::words;

/// The rule that finds what is lost on nobody.
const UNUSED: &str = "unused-component";

/// Says of each finding about a loss whom that takes down of what is critical, and how long
/// the longest outage of it was that is recorded.
pub(super) fn say(cx: &Context<'_>, findings: &mut [Diagnostic]) {
    let mut taken: BTreeMap<ComponentId, Vec<ComponentId>> = BTreeMap::new();
    for finding in findings.iter() {
        taken.extend(subject(cx, finding).map(|id| (id, Vec::new())));
    }
    if taken.is_empty() {
        return;
    }
    let points = cx.analysis.single_points();
    for (id, component) in cx.plan.enumerate() {
        if !component.is_critical_service() {
            continue;
        }
        for fault in points.of(id).iter() {
            if let Some(taken) = taken.get_mut(&fault) {
                taken.push(id);
            }
        }
    }
    for finding in findings {
        let Some(id) = subject(cx, finding) else {
            continue;
        };
        let down = taken.get(&id).map_or(&[][..], Vec::as_slice);
        if !down.is_empty() {
            // Where no tier is declared, all of them are provisional.
            let tier = match cx.plan.component(down[0]).provisional_tier {
                Some(tier) => format!("tier {tier} provisionally"),
                None => "tier 1 or 2".to_owned(),
            };
            finding.cost.push(format!(
                "the loss of `{}` takes {} of {tier} down: {}",
                cx.plan.component(id).id,
                down.len(),
                words::list(cx.plan, down)
            ));
        }
        let longest = words::longest_outage(cx.plan, id);
        let is_new = |said: &String| !finding.notes.contains(said);
        finding.cost.extend(longest.filter(is_new));
    }
}

/// What is lost: the culprit, the first cause that is a component, or what the finding is
/// about where that serves others.
fn subject(cx: &Context<'_>, finding: &Diagnostic) -> Option<ComponentId> {
    // A waiver too many is the loss of nothing, and what nothing uses costs nothing.
    let is_waivers =
        registry::find(finding.code).is_some_and(|rule| rule.family == Family::Waivers);
    if is_waivers || finding.code == UNUSED {
        return None;
    }
    let culprit = finding.culprit.as_deref();
    let mut named = culprit.into_iter().chain(finding.each_cause());
    let cause = named.find_map(|id| cx.plan.find(id));
    let about = finding
        .component
        .as_deref()
        .and_then(|id| cx.plan.find(id))
        .filter(|id| {
            let kind = cx.plan.component(*id).kind();
            !matches!(kind, Kind::Service | Kind::Activity)
        });
    cause.or(about)
}
