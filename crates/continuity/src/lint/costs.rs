use std::collections::BTreeMap;

use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::{ComponentId, Kind, Plan};
use jurymast_terms::diagnostic::Diagnostic;

use super::registry;
use super::rule::Family;
use super::words;

/// The rule that finds what is lost on nobody.
const UNUSED: &str = "unused-component";

/// The rules that find what ends for good.
const ENDS: [&str; 2] = ["retired-model", "retiring-model"];

/// Says of each finding about a loss whom that takes down of what is critical, and how long
/// the longest outage of it was that is recorded.
pub fn say_costs(analysis: &Analysis<'_>, findings: &mut [Diagnostic]) {
    let plan = analysis.plan;
    let mut taken: BTreeMap<ComponentId, Vec<ComponentId>> = BTreeMap::new();
    for finding in findings.iter() {
        taken.extend(subject(plan, finding).map(|id| (id, Vec::new())));
    }
    if taken.is_empty() {
        return;
    }
    let points = analysis.single_points();
    for (id, component) in plan.enumerate() {
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
        let Some(id) = subject(plan, finding) else {
            continue;
        };
        let down = taken.get(&id).map_or(&[][..], Vec::as_slice);
        if !down.is_empty() {
            // Where no tier is declared, all of them are provisional.
            let tier = match plan.component(down[0]).provisional_tier {
                Some(tier) => format!("tier {tier} provisionally"),
                None => "tier 1 or 2".to_owned(),
            };
            finding.cost.push(format!(
                "the loss of `{}` takes {} of {tier} down: {}",
                plan.component(id).id,
                down.len(),
                words::list(plan, down)
            ));
        }
        // What ends for good is no outage.
        let is_end = ENDS.contains(&finding.code);
        let longest = words::longest_outage(plan, id).filter(|_| !is_end);
        let is_new = |said: &String| !finding.notes.contains(said);
        finding.cost.extend(longest.filter(is_new));
    }
}

/// What a cause stands in for, where it is a fallback of what the finding is about: that
/// counts once the first is lost.
fn stood_in_for(plan: &Plan, finding: &Diagnostic, cause: ComponentId) -> Option<ComponentId> {
    let of = plan.find(finding.component.as_deref()?)?;
    let mut requirements = plan.component(of).requirements.iter();
    let with_it = requirements.find(|one| {
        let mut fallbacks = one.fallbacks.iter();
        fallbacks.any(|fallback| fallback.to.value == cause)
    })?;
    let first = with_it.group.first()?.value;
    let is_first = plan.component(of).requirements.iter().any(|one| {
        let mut group = one.group.iter();
        group.any(|to| to.value == cause)
    });
    (!is_first).then_some(first)
}

/// What is lost: the culprit, the first cause that is a component, or what the finding is
/// about where that serves others.
fn subject(plan: &Plan, finding: &Diagnostic) -> Option<ComponentId> {
    // A waiver too many is the loss of nothing, and what nothing uses costs nothing.
    let is_waivers =
        registry::find(finding.code).is_some_and(|rule| rule.family == Family::Waivers);
    if is_waivers || finding.code == UNUSED {
        return None;
    }
    let culprit = finding.culprit.as_deref();
    let mut named = culprit.into_iter().chain(finding.each_cause());
    let cause = named.find_map(|id| plan.find(id));
    let cause = cause.map(|cause| stood_in_for(plan, finding, cause).unwrap_or(cause));
    let about = finding
        .component
        .as_deref()
        .and_then(|id| plan.find(id))
        .filter(|id| {
            let kind = plan.component(*id).kind();
            !matches!(kind, Kind::Service | Kind::Activity)
        });
    cause.or(about)
}
