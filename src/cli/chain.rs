use jurymast_plan::model::{ComponentId, Plan};

/// Longer chains are cut in the middle.
const SHOWN: usize = 12;

/// "zone -> db -> checkout"; `left_out` have been left out in the middle already.
pub(super) fn text(plan: &Plan, chain: &[ComponentId], left_out: usize) -> String {
    let ids = |part: &[ComponentId]| {
        let ids: Vec<&str> = part
            .iter()
            .map(|id| plan.component(*id).id.as_str())
            .collect();
        ids.join(" -> ")
    };
    let all = chain.len() + left_out;
    if all <= SHOWN {
        return ids(chain);
    }
    let half = (SHOWN / 2).min(chain.len() / 2);
    let (first, last) = (&chain[..half], &chain[chain.len() - half..]);
    format!(
        "{} -> ... ({} more) ... -> {}",
        ids(first),
        all - 2 * half,
        ids(last)
    )
}
