use std::collections::{BTreeSet, VecDeque};

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use jurymast_plan::model::{BindingRole, ComponentId, Mode, Plan};

/// How one component leans on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeRole {
    /// A requirement that nothing stands in for on the day of the plan, needed to run.
    Hard,
    /// One that is needed to start, or to start and to run.
    HardAtStart,
    /// One of several that would do, or a primary with fallbacks.
    Shared,
    /// A requirement without which it is degraded at worst.
    Soft,
    /// Stands in for a requirement.
    Fallback,
    /// Provider, endpoint, weights, gateway.
    Bound,
    /// Stands in a failure domain.
    Domain,
}

/// Components and who needs whom; edges run from the dependent to what it needs.
#[derive(Debug, Clone)]
pub struct DependencyGraph {
    pub(super) graph: DiGraph<ComponentId, EdgeRole>,
}

impl DependencyGraph {
    /// Makes one edge for each binding, and for each component of a requirement's group
    /// and each of its fallbacks.
    pub fn of(plan: &Plan) -> Self {
        let mut graph = DiGraph::with_capacity(plan.components.len(), plan.components.len() * 2);
        for id in plan.ids() {
            graph.add_node(id);
        }
        for (id, component) in plan.enumerate() {
            for requirement in &component.requirements {
                let role = if requirement.mode == Mode::Soft {
                    EdgeRole::Soft
                } else if !plan.is_sole(requirement) {
                    EdgeRole::Shared
                } else if requirement.needed.counts_at_start() {
                    EdgeRole::HardAtStart
                } else {
                    EdgeRole::Hard
                };
                for to in &requirement.group {
                    graph.add_edge(index(id), index(to.value), role);
                }
                for fallback in &requirement.fallbacks {
                    graph.add_edge(index(id), index(fallback.to.value), EdgeRole::Fallback);
                }
            }
            for binding in &component.bindings {
                let role = match binding.role {
                    BindingRole::Domain => EdgeRole::Domain,
                    _ => EdgeRole::Bound,
                };
                graph.add_edge(index(id), index(binding.to), role);
            }
        }
        Self { graph }
    }

    /// What a component leans on, in the order the plan says it.
    pub fn needs(&self, id: ComponentId) -> Vec<(ComponentId, EdgeRole)> {
        self.neighbours(id, Direction::Outgoing)
    }

    /// Who leans on a component, in plan order.
    pub fn needed_by(&self, id: ComponentId) -> Vec<(ComponentId, EdgeRole)> {
        self.neighbours(id, Direction::Incoming)
    }

    /// The components nearest to `id`, at most `limit` with itself: what it leans
    /// on and who leans on it first, then their further needs and dependents,
    /// never turning back (a sibling under one provider is no neighbour).
    pub fn neighbourhood(&self, id: ComponentId, limit: usize) -> Vec<ComponentId> {
        let mut kept = BTreeSet::from([id]);
        let mut queue = VecDeque::from([(id, Direction::Outgoing), (id, Direction::Incoming)]);
        while let Some((at, direction)) = queue.pop_front() {
            for (next, _) in self.neighbours(at, direction) {
                if kept.len() >= limit {
                    return kept.into_iter().collect();
                }
                if kept.insert(next) {
                    queue.push_back((next, direction));
                }
            }
        }
        kept.into_iter().collect()
    }

    /// The edges between the given components, each pair and role once.
    pub fn edges_among(&self, nodes: &[ComponentId]) -> Vec<(ComponentId, ComponentId, EdgeRole)> {
        let kept: BTreeSet<ComponentId> = nodes.iter().copied().collect();
        let mut edges = BTreeSet::new();
        for &from in &kept {
            for (to, role) in self.needs(from) {
                if kept.contains(&to) {
                    edges.insert((from, to, role));
                }
            }
        }
        edges.into_iter().collect()
    }

    fn neighbours(&self, id: ComponentId, direction: Direction) -> Vec<(ComponentId, EdgeRole)> {
        let mut edges: Vec<_> = self.graph.edges_directed(index(id), direction).collect();
        edges.sort_by_key(|edge| edge.id());
        let mut seen = BTreeSet::new();
        edges
            .into_iter()
            .map(|edge| {
                let other = match direction {
                    Direction::Outgoing => edge.target(),
                    Direction::Incoming => edge.source(),
                };
                (self.graph[other], *edge.weight())
            })
            .filter(|pair| seen.insert(*pair))
            .collect()
    }
}

pub(super) fn index(id: ComponentId) -> NodeIndex {
    NodeIndex::new(id.index())
}
