use crate::graph::{DependencyGraph, EdgeRole};
use crate::model::{ComponentId, Plan};

/// Components that lean on each other in a circle.
#[derive(Debug, Clone, Default)]
pub struct Cycles {
    /// Each needs the next and the last the first, with nothing that stands in:
    /// none of them can start from nothing.
    pub hard: Vec<Vec<ComponentId>>,
    /// Fallbacks that need what they stand in for.
    pub fallback: Vec<FallbackCycle>,
}

/// A fallback that leads back to the component that falls back on it.
#[derive(Debug, Clone)]
pub struct FallbackCycle {
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Index in the requirement's fallbacks.
    pub fallback: usize,
    /// From the fallback to the last that needs the component; both included.
    pub way_back: Vec<ComponentId>,
}

const HARD: [EdgeRole; 3] = [EdgeRole::Hard, EdgeRole::Bound, EdgeRole::Domain];
const WITH_FALLBACKS: [EdgeRole; 3] = [EdgeRole::Hard, EdgeRole::Bound, EdgeRole::Fallback];

impl Cycles {
    pub fn of(plan: &Plan, graph: &DependencyGraph) -> Self {
        let mut fallback = Vec::new();
        let knots = graph.knots(&WITH_FALLBACKS);
        for (component, said) in plan.enumerate() {
            for (requirement, needed) in said.requirements.iter().enumerate() {
                for (at, standby) in needed.fallbacks.iter().enumerate() {
                    let to = standby.to.value;
                    let knot = knots[component.index()];
                    if knot != knots[to.index()] {
                        continue;
                    }
                    let inside = |id: ComponentId| knots[id.index()] == knot;
                    let way = graph.shortest_path(to, component, &WITH_FALLBACKS, inside);
                    if let Some(way_back) = way {
                        fallback.push(FallbackCycle {
                            component,
                            requirement,
                            fallback: at,
                            way_back,
                        });
                    }
                }
            }
        }
        Self {
            hard: graph.cycles(&HARD),
            fallback,
        }
    }
}
