use std::collections::BTreeSet;

use jurymast_plan::model::{Component, ComponentId, Level, Mode, Plan, Requirement};
use jurymast_terms::units::Duration;

/// The primaries whose loss for ever, by the times that the plan declares, keeps
/// somebody down longer than an RTO or MTPD until a fallback serves: for each who
/// is kept down the one that does so longest. One walk over the plan.
pub(super) fn losses(plan: &Plan) -> BTreeSet<ComponentId> {
    let delays = delays(plan);
    let too_long = plan.enumerate().filter_map(|(id, component)| {
        let (time, loss) = delays[id.index()]?;
        let targets = [component.targets.rto, component.targets.mtpd];
        let mut targets = targets.into_iter().flatten();
        let breaks = targets.any(|target| time > target.value);
        breaks.then_some(loss)
    });
    too_long.collect()
}

/// For each component the longest time, and by whose loss.
fn delays(plan: &Plan) -> Vec<Option<(Duration, ComponentId)>> {
    let mut known = vec![None; plan.components.len()];
    let mut seen = vec![false; plan.components.len()];
    for id in plan.ids() {
        // Depth first on a stack of its own, because chains may be long; inside a
        // circle what is not known yet counts as nothing.
        let mut stack = vec![(id, false)];
        while let Some((at, ready)) = stack.pop() {
            let component = plan.component(at);
            if ready {
                known[at.index()] = delay(plan, component, &known);
            } else if !std::mem::replace(&mut seen[at.index()], true) {
                stack.push((at, true));
                let below = carries(plan, component).filter(|to| !seen[to.index()]);
                stack.extend(below.map(|to| (to, false)));
            }
        }
    }
    known
}

fn delay(
    plan: &Plan,
    component: &Component,
    known: &[Option<(Duration, ComponentId)>],
) -> Option<(Duration, ComponentId)> {
    let below = carries(plan, component).filter_map(|to| known[to.index()]);
    let own = component.requirements.iter().filter_map(switch);
    let (time, loss) = below.chain(own).max_by_key(|(time, _)| *time)?;
    let restart = component.restart.map_or(Duration::ZERO, |time| time.value);
    Some((time.saturating_add(restart), loss))
}

/// The soonest that a fallback serves when one member of the group is lost.
fn switch(requirement: &Requirement) -> Option<(Duration, ComponentId)> {
    if requirement.mode == Mode::Soft || requirement.at_least < requirement.group.len() {
        return None;
    }
    let detect = requirement
        .detect_within()
        .map_or(Duration::ZERO, |time| time.value);
    let after = requirement.fallbacks.iter();
    let after = after.map(|one| one.after.map_or(Duration::ZERO, |time| time.value));
    let time = detect.saturating_add(after.min()?);
    let primary = requirement.group.first()?.value;
    (time > Duration::ZERO).then_some((time, primary))
}

/// Those whose being down is its being down.
fn carries<'a>(plan: &'a Plan, component: &'a Component) -> impl Iterator<Item = ComponentId> + 'a {
    let bound = component.bindings.iter();
    let bound = bound
        .filter(|one| one.effect == Level::Down)
        .map(|one| one.to);
    let hard = component.requirements.iter();
    let hard = hard.filter(|one| one.mode == Mode::Hard && plan.is_sole(one));
    bound.chain(hard.flat_map(|one| one.group.iter().map(|to| to.value)))
}
