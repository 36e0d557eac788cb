use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jurymast_plan::model::{ComponentId, Mode, Plan, Requirement};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

/// For every component on whose times an RTO rests, whose RTO that is: its own, or that
/// of one that cannot do without it while it runs; the tightest of them. `leads` says
/// through which hard requirements it rests.
pub(super) fn rests_on(
    plan: &Plan,
    leads: impl Fn(&Requirement) -> bool,
) -> BTreeMap<ComponentId, ComponentId> {
    let promises = plan.enumerate();
    let promises = promises.filter_map(|(id, one)| Some((one.targets.rto?.value, id)));
    let mut promises: Vec<(Duration, ComponentId)> = promises.collect();
    promises.sort_unstable();
    let mut whose = BTreeMap::new();
    for (_, promise) in promises {
        let mut stack = vec![promise];
        while let Some(at) = stack.pop() {
            let Entry::Vacant(free) = whose.entry(at) else {
                continue;
            };
            free.insert(promise);
            let component = plan.component(at);
            let hard = component.requirements.iter().filter(|one| {
                one.mode == Mode::Hard && one.needed.counts_while_running() && leads(one)
            });
            stack.extend(hard.flat_map(|one| one.group.iter().map(|to| to.value)));
            stack.extend(component.bindings.iter().map(|one| one.to));
        }
    }
    whose
}

/// The RTO of a component, where it declares one.
pub(super) fn rto(plan: &Plan, of: ComponentId) -> Option<At<Duration>> {
    plan.component(of).targets.rto
}

/// Points to the RTO that rests on what a finding is about.
pub(super) fn because(finding: Diagnostic, plan: &Plan, promised: ComponentId) -> Diagnostic {
    let component = plan.component(promised);
    match component.targets.rto {
        Some(rto) => finding.related(
            rto.span,
            format!("the RTO of `{}` ({}) rests on it", component.id, rto.value),
        ),
        None => finding,
    }
}
