use std::collections::BTreeSet;

use jurymast_plan::model::{BindingRole, ComponentId, Kind, Plan};

use super::answer::{SecondPlace, SinglePointOfFailure};
use super::single_points::SinglePointIndex;

/// The innermost place whose loss takes down all that was looked at, before and after the
/// changes, and in which at least two things of the plan stand.
pub(super) fn second_place(
    plan: &Plan,
    points: &SinglePointIndex,
    after: &[SinglePointOfFailure],
) -> Option<SecondPlace> {
    let looked_at: BTreeSet<ComponentId> = points.looked_at.iter().copied().collect();
    let takes_all = |fault: ComponentId, of: &[usize]| {
        let services = of.iter().map(|point| points.points[*point].0);
        plan.component(fault).kind() == Kind::Domain
            && services.collect::<BTreeSet<_>>() == looked_at
            && of
                .iter()
                .all(|point| after.contains(&points.named(plan, *point)))
    };
    let all = points.by_fault.iter();
    let all = all.filter(|(fault, of)| takes_all(*fault, of));
    let places: Vec<ComponentId> = all.map(|(fault, _)| *fault).collect();
    let stands_in = |id: ComponentId, place: ComponentId| {
        let mut bindings = plan.component(id).bindings.iter();
        bindings.any(|one| one.role == BindingRole::Domain && one.to == place)
    };
    let has_inner = |place: ComponentId| places.iter().any(|inner| stands_in(*inner, place));
    let innermost = places.iter().copied().filter(|place| !has_inner(*place));
    let name = |id: ComponentId| plan.component(id).id.clone();
    let place = innermost.min_by_key(|place| name(*place))?;
    let holds: Vec<String> = plan
        .enumerate()
        .filter(|(id, one)| one.kind() != Kind::Domain && stands_in(*id, place))
        .map(|(id, _)| name(id))
        .collect();
    (holds.len() > 1).then(|| SecondPlace {
        domain: name(place),
        services: looked_at.into_iter().map(name).collect(),
        holds,
    })
}
