use jurymast_engine::analysis::{LostCure, LostNeed};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::wording;

use super::context::{Context, FindingSink};
use super::words;

/// Stops of a chain that are shown; of a longer one both ends.
const MOST_HOPS: usize = 8;

/// "`alerting` and `probe` are down with `backbone`", "`vpn` expired on 2026-01-31"
pub(super) fn down(plan: &Plan, lost: &LostCure, with: &[ComponentId]) -> String {
    let mut fallen: Vec<ComponentId> = Vec::new();
    let mut all: Vec<String> = Vec::new();
    for need in &lost.needs {
        match gone(plan, need) {
            Some(why) => {
                let said = format!("`{}` {why}", plan.component(need.what.value).id);
                if !all.contains(&said) {
                    all.push(said);
                }
            }
            None if fallen.contains(&need.what.value) => {}
            None => fallen.push(need.what.value),
        }
    }
    if !fallen.is_empty() {
        let verb = if fallen.len() == 1 { "is" } else { "are" };
        let (what, with) = (words::list(plan, &fallen), words::list(plan, with));
        all.push(format!("{what} {verb} down with {with}"));
    }
    wording::and(&all)
}

/// Why a need was lost before anything failed: "expired on 2026-01-31", "is down already, as
/// `cert` expired on 2026-01-31"; `None`: it is lost to the faults.
pub(super) fn gone(plan: &Plan, need: &LostNeed) -> Option<String> {
    let first = *need.chain.first()?;
    let why = plan.lost_for_good(first)?;
    Some(match first == need.what.value {
        true => why.to_string(),
        false => format!("is down already, as `{}` {why}", plan.component(first).id),
    })
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
