use jurymast_plan::model::{ComponentId, Fallback, Plan, Requirement, Switch};
use jurymast_terms::source::Span;
use jurymast_terms::wording;

use super::written::ExportNote;

/// What each caller of a model lets stand in for it by itself, in order.
struct CallersList {
    caller: ComponentId,
    stands_in: Vec<ComponentId>,
}

/// Of several entries that need one model the one to write: the first with something that stands
/// in by itself, else with anything.
pub(crate) fn telling<'r>(entries: &[&'r Requirement]) -> Option<&'r Requirement> {
    let has_automatic = |one: &&&Requirement| one.fallbacks.iter().any(is_automatic);
    let automatic = entries.iter().find(has_automatic);
    let any = || entries.iter().find(|one| !one.fallbacks.is_empty());
    automatic.or_else(any).or(entries.first()).copied()
}

/// A gateway has one list for all who ask for a name: what it cannot be for some of them.
pub(crate) fn at_odds(
    plan: &Plan,
    name: &str,
    primary: ComponentId,
    place: Span,
) -> Option<ExportNote> {
    let component = plan.component(primary);
    let mut own = component.requirements.iter();
    // A grouping that says it itself says it for all.
    if component.is_mere_grouping() && own.any(|one| !one.fallbacks.is_empty()) {
        return None;
    }
    let all = callers(plan, primary);
    let (with, without): (Vec<&CallersList>, Vec<&CallersList>) =
        all.iter().partition(|one| !one.stands_in.is_empty());
    let first = with.first()?;
    let names = |ids: &[ComponentId]| {
        let ids = ids.iter().map(|id| format!("`{}`", plan.component(*id).id));
        ids.collect::<Vec<_>>()
    };
    let who = |one: &CallersList| format!("`{}`", plan.component(one.caller).id);
    let listed = |one: &CallersList| names(&one.stands_in).join(", then ");
    if let Some(other) = with.iter().find(|one| one.stands_in != first.stands_in) {
        let message = format!(
            "`{name}`: by the plan {} goes on to {}, and {} to {}; a gateway has one list for all who ask for a name, and none is right for both: let one of them ask under a name of its own, or give both the same fallbacks",
            who(first),
            listed(first),
            who(other),
            listed(other)
        );
        return Some(ExportNote::conflict(place, message));
    }
    let without: Vec<String> = without.into_iter().map(who).collect();
    (!without.is_empty()).then(|| {
        let message = format!(
            "`{name}`: {} gets {} too, since a gateway has one list for all who ask for a name; the plan does not say so",
            wording::and(&without),
            listed(first)
        );
        ExportNote::new(place, message)
    })
}

fn callers(plan: &Plan, primary: ComponentId) -> Vec<CallersList> {
    let mut found = Vec::new();
    let calling = plan.enumerate().filter(|(_, one)| !one.is_mere_grouping());
    for (caller, component) in calling {
        let own = component.requirements.iter();
        let own = own.filter(|one| matches!(one.group.as_slice(), [only] if only.value == primary));
        for entry in own {
            let automatic = entry.fallbacks.iter().filter(|one| is_automatic(one));
            let mut stands_in: Vec<ComponentId> = Vec::new();
            for to in automatic.map(|one| one.to.value) {
                if to != primary && !stands_in.contains(&to) {
                    stands_in.push(to);
                }
            }
            found.push(CallersList { caller, stands_in });
        }
    }
    found
}

/// A program switches, and no person: what people do is none of a gateway's business.
pub(crate) fn is_automatic(fallback: &Fallback) -> bool {
    let switch = fallback.switch.map(|at| at.value);
    matches!(switch, Some(Switch::Automatic | Switch::PerCall))
}
