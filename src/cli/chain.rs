use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::wording;

/// Longer chains are cut in the middle.
const SHOWN: usize = 12;

/// "zone -> db -> checkout"; `left_out` have been left out in the middle already.
pub(super) fn text(plan: &Plan, chain: &[ComponentId], left_out: usize) -> String {
    let ids: Vec<&str> = chain
        .iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect();
    wording::chain(&ids, left_out, SHOWN)
}
