use crate::render::Input;
use crate::render::paths::HERE;
use crate::render::views::{DeclaredValue, Reference, RestView};
use jurymast_engine::analysis::Returned;
use jurymast_engine::graph::EdgeRole;
use jurymast_plan::model::{ComponentId, Kind, Plan};
use jurymast_terms::units::Duration;

/// One thing to bring back.
pub(super) struct Recovered {
    pub(super) own: Reference,
    /// How it stands with nothing failing; `None`: up.
    pub(super) now: Option<RestView>,
    pub(super) tier: DeclaredValue,
    pub(super) rto: DeclaredValue,
    pub(super) owner: DeclaredValue,
    /// After how many waves of starts, and how long after the first of them it is
    /// back, from a total loss.
    pub(super) wave: DeclaredValue,
    pub(super) back: DeclaredValue,
    /// It is back later than its RTO allows, by the plan's own times.
    pub(super) misses_rto: bool,
    /// What came last of all that it waited for.
    pub(super) after: Option<Reference>,
    /// The most urgent thing that waits for it, where that is why it comes so early.
    pub(super) pulled_by: Option<Reference>,
}

/// The most urgent first, and before each what it cannot start without.
pub(super) fn order(input: &Input) -> Vec<Recovered> {
    let plan = input.plan();
    let mut wanted: Vec<ComponentId> = plan.ids().filter(|id| ours(plan, *id)).collect();
    wanted.sort_by_key(|id| (plan.component(*id).urgency(), *id));
    let mut seen = vec![false; plan.components.len()];
    let mut rows = Vec::new();
    for urgent in wanted {
        for id in with_needs(input, urgent, &mut seen) {
            if ours(plan, id) {
                rows.push(row(input, id, urgent));
            }
        }
    }
    rows
}

/// What the plan's own people bring back; groupings come back with their parts.
fn ours(plan: &Plan, id: ComponentId) -> bool {
    let component = plan.component(id);
    matches!(
        component.kind(),
        Kind::Activity | Kind::Service | Kind::Resource
    )
}

/// Everything not seen yet that `of` cannot start without, then `of`: depth
/// first, on a stack of its own because chains may be long.
fn with_needs(input: &Input, of: ComponentId, seen: &mut [bool]) -> Vec<ComponentId> {
    let mut done = Vec::new();
    if std::mem::replace(&mut seen[of.index()], true) {
        return done;
    }
    let first = |id: ComponentId| -> Vec<ComponentId> {
        let needs = input.analysis.graph.needs(id).into_iter();
        let hard = needs.filter(|(_, role)| !matches!(role, EdgeRole::Soft | EdgeRole::Fallback));
        hard.map(|(to, _)| to).rev().collect()
    };
    let mut stack = vec![(of, first(of))];
    while let Some((at, waiting)) = stack.last_mut() {
        match waiting.pop() {
            Some(next) => {
                if !std::mem::replace(&mut seen[next.index()], true) {
                    stack.push((next, first(next)));
                }
            }
            None => {
                done.push(*at);
                stack.pop();
            }
        }
    }
    done
}

/// How long it takes at least where the plan does not say how long something of it does.
fn said_back(input: &Input, id: ComponentId, back: Duration) -> String {
    let mut seen = vec![false; input.plan().components.len()];
    let recovery = input.analysis.from_nothing();
    let mut needed = with_needs(input, id, &mut seen).into_iter();
    let is_unknown = |one: ComponentId| {
        let returned = recovery.returned(one);
        returned.is_some_and(|returned| !returned.takes.declared)
    };
    match (needed.any(is_unknown), back == Duration::ZERO) {
        (false, _) => back.to_string(),
        (true, true) => "unknown".to_owned(),
        (true, false) => format!("at least {back}"),
    }
}

fn row(input: &Input, id: ComponentId, urgent: ComponentId) -> Recovered {
    let plan = input.plan();
    let recovery = input.analysis.from_nothing();
    let wave = recovery.wave(id);
    let returned = recovery.returned(id);
    let back = returned.map(Returned::ready);
    let after = returned.and_then(|one| one.after);
    let component = plan.component(id);
    let early = component.rank() > plan.component(urgent).rank();
    Recovered {
        own: Reference::to(plan, id, HERE),
        now: RestView::of(input, id, HERE),
        tier: DeclaredValue::of(component.tier.map(|at| at.value)),
        rto: DeclaredValue::of(component.targets.rto.map(|at| at.value)),
        owner: DeclaredValue::team(plan, component.team.map(|at| at.value)),
        wave: DeclaredValue::or(wave.map(|wave| wave + 1), "cannot start"),
        misses_rto: component
            .targets
            .rto
            .is_some_and(|rto| back.is_none_or(|back| back > rto.value)),
        back: DeclaredValue::or(
            back.map(|back| said_back(input, id, back)),
            "not by this plan",
        ),
        after: after.map(|to| Reference::to(plan, to, HERE)),
        pulled_by: early.then(|| Reference::to(plan, urgent, HERE)),
    }
}

/// What cannot start from nothing: each waits for the next.
pub(super) fn cycles(input: &Input) -> Vec<Vec<Reference>> {
    let cycles = input.analysis.from_nothing().cycles.iter();
    cycles
        .map(|cycle| {
            let round = cycle.members.iter().chain(cycle.members.first());
            Reference::all(input.plan(), round.copied(), HERE)
        })
        .collect()
}
