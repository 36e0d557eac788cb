use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Level, Mode, Plan, Requirement};
use jurymast_terms::units::Duration;

/// The primaries whose loss for ever, by the times that the plan declares, keeps
/// somebody down longer than an RTO or MTPD until a fallback serves: for each who
/// is kept down the one that does so longest. One walk over the plan.
///
/// `stands_in` says which fallback of a requirement (its index) serves before anything
/// happens: then its loss is what the others wait for.
pub(super) fn losses(
    plan: &Plan,
    stands_in: &dyn Fn(ComponentId, usize) -> Option<usize>,
) -> BTreeSet<ComponentId> {
    let resting = Resting { plan, stands_in };
    let delays = resting.delays();
    let too_long = plan.enumerate().filter_map(|(id, component)| {
        let (time, loss) = delays[id.index()]?;
        let targets = [component.targets.rto, component.targets.mtpd];
        let mut targets = targets.into_iter().flatten();
        let breaks = targets.any(|target| time > target.value);
        breaks.then_some(loss)
    });
    too_long.collect()
}

/// A plan, and which fallbacks serve before anything happens.
struct Resting<'a> {
    plan: &'a Plan,
    stands_in: &'a dyn Fn(ComponentId, usize) -> Option<usize>,
}

impl Resting<'_> {
    /// For each component the longest time, and by whose loss.
    fn delays(&self) -> Vec<Option<(Duration, ComponentId)>> {
        let plan = self.plan;
        let mut known = vec![None; plan.components.len()];
        let mut seen = vec![false; plan.components.len()];
        for id in plan.ids() {
            // Depth first on a stack of its own, because chains may be long; inside a
            // circle what is not known yet counts as nothing.
            let mut stack = vec![(id, false)];
            while let Some((at, ready)) = stack.pop() {
                if ready {
                    known[at.index()] = self.delay(at, &known);
                } else if !std::mem::replace(&mut seen[at.index()], true) {
                    stack.push((at, true));
                    let below = self.carries(at).into_iter();
                    let below = below.filter(|to| !seen[to.index()]);
                    stack.extend(below.map(|to| (to, false)));
                }
            }
        }
        known
    }

    fn delay(
        &self,
        id: ComponentId,
        known: &[Option<(Duration, ComponentId)>],
    ) -> Option<(Duration, ComponentId)> {
        let component = self.plan.component(id);
        let below = self.carries(id).into_iter();
        let below = below.filter_map(|to| known[to.index()]);
        let own = component.requirements.iter().enumerate();
        let own = own.filter_map(|(at, one)| switch(self.plan, id, one, self.serving(id, at)));
        let (time, loss) = below.chain(own).max_by_key(|(time, _)| *time)?;
        let restart = component.restart.map_or(Duration::ZERO, |time| time.value);
        Some((time.saturating_add(restart), loss))
    }

    /// The fallback that serves a requirement at rest.
    fn serving(&self, of: ComponentId, requirement: usize) -> Option<usize> {
        let declared = &self.plan.component(of).requirements[requirement];
        let has_any = !declared.fallbacks.is_empty();
        has_any.then(|| (self.stands_in)(of, requirement)).flatten()
    }

    /// Those whose being down is its being down.
    fn carries(&self, id: ComponentId) -> Vec<ComponentId> {
        let component = self.plan.component(id);
        let bound = component.bindings.iter();
        let bound = bound.filter(|one| one.effect == Level::Down);
        let mut all: Vec<ComponentId> = bound.map(|one| one.to).collect();
        for (at, one) in component.requirements.iter().enumerate() {
            if one.mode == Mode::Soft {
                continue;
            }
            match (self.serving(id, at), &one.fallbacks[..]) {
                (Some(_), [only]) => all.push(only.to.value),
                _ if self.plan.is_sole(one) => all.extend(one.group.iter().map(|to| to.value)),
                _ => {}
            }
        }
        all
    }
}

/// The soonest that a fallback serves when one member of the group is lost, or the fallback
/// that stands in for it already.
fn switch(
    plan: &Plan,
    of: ComponentId,
    requirement: &Requirement,
    serving: Option<usize>,
) -> Option<(Duration, ComponentId)> {
    if requirement.mode == Mode::Soft {
        return None;
    }
    let lost = match serving {
        Some(at) => requirement.fallbacks[at].to.value,
        None => {
            let members = requirement.group.iter().map(|to| to.value);
            let mut members = members.filter(|to| plan.lost_for_good(*to).is_none());
            let first = members.next()?;
            (members.count() < requirement.at_least).then_some(first)?
        }
    };
    let detect = requirement
        .detect_within()
        .map_or(Duration::ZERO, |time| time.value);
    let others = requirement.fallbacks.iter().enumerate();
    let others = others.filter(|(at, _)| Some(*at) != serving);
    let after = others.map(|(_, one)| plan.switched_in(of, one).unwrap_or(Duration::ZERO));
    let time = detect.saturating_add(after.min()?);
    (time > Duration::ZERO).then_some((time, lost))
}
