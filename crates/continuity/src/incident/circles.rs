use jurymast_engine::analysis::CycleBreaker;

use super::situation::Situation;

/// What cannot start from nothing, and what opens it.
pub(super) fn circles(here: &Situation<'_>) -> Vec<String> {
    // Where work that cannot be done is left out of the order, what it waits for is left out too.
    let all = match here.recovery().cycles.as_slice() {
        [] => &here.elsewhere.least.cycles[..],
        some => some,
    };
    all.iter()
        .map(|cycle| {
            let mut text = if cycle.members.len() == 1 {
                format!("{} needs itself", here.chain(&cycle.members, 0))
            } else {
                let first = here.name(cycle.members[0]);
                format!(
                    "{} -> {first} need each other",
                    here.chain(&cycle.members, 0)
                )
            };
            if !cycle.waiting.is_empty() {
                text.push_str(&format!("; {} more wait behind", cycle.waiting.len()));
            }
            let open = |one: &CycleBreaker| {
                let verb = match one.requirement {
                    Some(_) => "start",
                    None => "mend",
                };
                format!(
                    "{verb} {} without {}",
                    here.name(one.id),
                    here.name(one.waits_for)
                )
            };
            let ways: Vec<String> = cycle.breakers.iter().map(open).collect();
            if ways.is_empty() {
                text.push_str(". No single step opens it.");
            } else {
                text.push_str(&format!(
                    ". Any one of these opens it: {}.",
                    ways.join("; ")
                ));
            }
            text
        })
        .collect()
}
