use jurymast_engine::analysis::{LostCure, LostNeed};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::wording;

use super::context::{Context, FindingSink};
use super::words;

/// Stops of a chain that are shown; of a longer one both ends.
const MOST_HOPS: usize = 8;

/// "with `backbone`", "with `zone-a`, `zone-b` and 2 more"
pub(super) fn with(plan: &Plan, lost: &LostCure) -> String {
    format!("with {}", words::list(plan, &lost.faults))
}

/// The ids of the faults that take it.
pub(super) fn causes(plan: &Plan, lost: &LostCure) -> impl Iterator<Item = String> {
    let faults = lost.faults.iter();
    faults.map(|id| plan.component(*id).id.clone())
}

/// By which way the first fault takes each of the needs, where that is not plain.
pub(super) fn chains(plan: &Plan, lost: &LostCure) -> Vec<String> {
    let far = lost.needs.iter().filter(|need| need.chain.len() > 1);
    far.map(|need| chain(plan, need)).collect()
}

fn chain(plan: &Plan, need: &LostNeed) -> String {
    let ids = need.chain.iter();
    let ids: Vec<&str> = ids.map(|id| plan.component(*id).id.as_str()).collect();
    wording::chain(&ids, 0, MOST_HOPS)
}

/// What is lost, each once: "`alerting` and `probe`".
pub(super) fn needs(plan: &Plan, lost: &LostCure) -> String {
    let mut ids: Vec<ComponentId> = Vec::new();
    for need in &lost.needs {
        if !ids.contains(&need.what.value) {
            ids.push(need.what.value);
        }
    }
    words::list(plan, &ids)
}

/// Says so where the plan is too large for all of it to be looked at.
pub(super) fn if_cut_short(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    if cx.analysis.lost_cures().is_whole {
        return;
    }
    let message = "the plan is too large to look at every cure: there may be more of this";
    found.general(cx.plan.header.place, message, |mut finding| {
        finding.severity = finding.severity.min(Severity::Info);
        finding.label("not all was looked at")
    });
}
