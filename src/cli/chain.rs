use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::wording;

/// Longer chains are cut in the middle.
const SHOWN: usize = 12;

/// "zone -> db -> checkout"; `left_out` have been left out in the middle already.
pub(super) fn text(plan: &Plan, chain: &[ComponentId], left_out: usize) -> String {
    let may_use = plan.may_use(chain);
    let word = |id: &ComponentId| {
        let word = &plan.component(*id).id;
        match may_use.iter().any(|(_, user)| user == id) {
            true => format!("{word} (may use it)"),
            false => word.clone(),
        }
    };
    let ids: Vec<String> = chain.iter().map(word).collect();
    wording::chain(&ids, left_out, SHOWN)
}
