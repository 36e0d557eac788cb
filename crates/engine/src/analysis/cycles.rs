use crate::graph::{DependencyGraph, EdgeRole};
use jurymast_plan::model::{ComponentId, Mode, Plan};

/// Components that lean on each other in a circle.
#[derive(Debug, Clone, Default)]
pub struct Cycles {
    /// Each needs the next and the last the first, with nothing that stands in, and one of
    /// them at least needs it to start: what is needed to run only comes back together.
    /// What fallbacks keep from starting too is in [`super::RecoveryCycle`].
    pub hard: Vec<Vec<ComponentId>>,
    /// Fallbacks that need what they stand in for.
    pub fallback: Vec<FallbackCycle>,
}

/// A fallback that leads back to the component that falls back on it.
#[derive(Debug, Clone)]
pub struct FallbackCycle {
    /// The component that falls back.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Index in the requirement's fallbacks.
    pub fallback: usize,
    /// A shortest way from the fallback to the last that needs the component; both
    /// included. Of a long way the fallback and the end, of one that was not
    /// followed (there are too many) the fallback alone.
    pub way_back: Vec<ComponentId>,
    /// Left out after the fallback; none where the way was not followed.
    pub left_out: Option<usize>,
}

/// What must be there before a start.
const AT_START: [EdgeRole; 2] = [EdgeRole::HardAtStart, EdgeRole::Domain];
const HARD: [EdgeRole; 4] = [
    EdgeRole::Hard,
    EdgeRole::HardAtStart,
    EdgeRole::Bound,
    EdgeRole::Domain,
];
const WITH_FALLBACKS: [EdgeRole; 4] = [
    EdgeRole::Hard,
    EdgeRole::HardAtStart,
    EdgeRole::Bound,
    EdgeRole::Fallback,
];

impl Cycles {
    pub(crate) fn of(plan: &Plan, graph: &DependencyGraph) -> Self {
        let fallback = fallback_cycles(plan, graph);
        Self {
            hard: graph.cycles_through(&AT_START, &HARD),
            fallback,
        }
    }
}

/// Whether each of a cycle needs the next with no fallback, and one of them as a member
/// of a group of which fewer would do.
pub(super) fn through_groups(plan: &Plan, cycle: &[ComponentId]) -> bool {
    let next = cycle.iter().cycle().skip(1);
    let edges = cycle.iter().zip(next).map(|(&from, &to)| {
        let component = plan.component(from);
        if component.bindings.iter().any(|one| one.to == to) {
            return Some(false);
        }
        let mut all = component.requirements.iter();
        let needed = all.find(|one| {
            let is_hard = one.mode == Mode::Hard && one.fallbacks.is_empty();
            is_hard && one.group.iter().any(|member| member.value == to)
        })?;
        Some(!plan.is_sole(needed))
    });
    let edges: Option<Vec<bool>> = edges.collect();
    edges.is_some_and(|all| all.contains(&true))
}

/// How many components are walked over for the ways back: of a plan's, and besides.
const STEPS: (usize, usize) = (32, 1 << 20);

fn fallback_cycles(plan: &Plan, graph: &DependencyGraph) -> Vec<FallbackCycle> {
    let strong_component = graph.strong_components(&WITH_FALLBACKS);
    let mut cycles = Vec::new();
    for (component, said) in plan.enumerate() {
        for (requirement, needed) in said.requirements.iter().enumerate() {
            for (fallback, standby) in needed.fallbacks.iter().enumerate() {
                let to = standby.to.value;
                if strong_component[component.index()] == strong_component[to.index()]
                    && to != component
                {
                    cycles.push(FallbackCycle {
                        component,
                        requirement,
                        fallback,
                        way_back: vec![to],
                        left_out: None,
                    });
                }
            }
        }
    }
    let mut steps = STEPS.0 * plan.components.len() + STEPS.1;
    let mut by_fallback: Vec<&mut FallbackCycle> = cycles.iter_mut().collect();
    by_fallback.sort_by_key(|cycle| cycle.way_back[0]);
    for alike in by_fallback.chunk_by_mut(|one, other| one.way_back == other.way_back) {
        let to = alike[0].way_back[0];
        let inside = |id: ComponentId| strong_component[id.index()] == strong_component[to.index()];
        let ways = graph.shortest_ways(to, &WITH_FALLBACKS, inside);
        for cycle in alike {
            if let Some((way, left_out)) = ways.to(cycle.component) {
                cycle.way_back = way;
                cycle.left_out = Some(left_out);
            }
        }
        steps = steps.saturating_sub(ways.len());
        if steps == 0 {
            break;
        }
    }
    cycles
}
