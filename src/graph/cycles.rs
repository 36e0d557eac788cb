use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::visit::EdgeFiltered;

use crate::model::ComponentId;

#[cfg(test)]
use super::dependency::index;
use super::dependency::{DependencyGraph, EdgeRole};

impl DependencyGraph {
    /// One shortest cycle for each knot of components that need each other over
    /// edges of the given roles; in plan order. Each cycle starts at its earliest
    /// component, which is not repeated at the end.
    pub fn cycles(&self, roles: &[EdgeRole]) -> Vec<Vec<ComponentId>> {
        let filtered = EdgeFiltered::from_fn(&self.graph, |edge| roles.contains(edge.weight()));
        let mut cycles: Vec<Vec<ComponentId>> = kosaraju_scc(&filtered)
            .into_iter()
            .filter(|knot| knot.len() > 1)
            .filter_map(|knot| {
                let members: Vec<ComponentId> = knot.iter().map(|node| self.graph[*node]).collect();
                let first = *members.iter().min()?;
                self.shortest_cycle(first, &members, roles)
            })
            .collect();
        cycles.sort();
        cycles
    }

    /// For each component the number of its knot: components with the same number
    /// reach each other over edges of the given roles.
    pub fn knots(&self, roles: &[EdgeRole]) -> Vec<usize> {
        let filtered = EdgeFiltered::from_fn(&self.graph, |edge| roles.contains(edge.weight()));
        let mut knots = vec![0; self.graph.node_count()];
        for (number, knot) in kosaraju_scc(&filtered).into_iter().enumerate() {
            for node in knot {
                knots[node.index()] = number;
            }
        }
        knots
    }

    /// From `start` back to itself within `members`; `None` when it is alone.
    fn shortest_cycle(
        &self,
        start: ComponentId,
        members: &[ComponentId],
        roles: &[EdgeRole],
    ) -> Option<Vec<ComponentId>> {
        let inside: BTreeSet<ComponentId> = members.iter().copied().collect();
        self.shortest_path(start, start, roles, |id| inside.contains(&id))
    }

    /// One shortest way from `from` to `to` of at least one edge over edges of the
    /// given roles, through allowed components; `from` is the first, `to` left out.
    pub fn shortest_path(
        &self,
        from: ComponentId,
        to: ComponentId,
        roles: &[EdgeRole],
        allowed: impl Fn(ComponentId) -> bool,
    ) -> Option<Vec<ComponentId>> {
        let mut came_from: BTreeMap<ComponentId, ComponentId> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            for (next, role) in self.needs(at) {
                if !roles.contains(&role) {
                    continue;
                }
                if next == to {
                    let mut path = vec![at];
                    while let Some(before) = path.last().and_then(|id| came_from.get(id)) {
                        path.push(*before);
                    }
                    path.reverse();
                    return Some(path);
                }
                if next != from && allowed(next) && !came_from.contains_key(&next) {
                    came_from.insert(next, at);
                    queue.push_back(next);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petgraph::graph::DiGraph;

    fn graph(nodes: u32, edges: &[(u32, u32, EdgeRole)]) -> DependencyGraph {
        let mut graph = DiGraph::new();
        for at in 0..nodes {
            graph.add_node(ComponentId(at));
        }
        for &(from, to, role) in edges {
            graph.add_edge(index(ComponentId(from)), index(ComponentId(to)), role);
        }
        DependencyGraph { graph }
    }

    #[test]
    fn one_shortest_cycle_for_each_knot() {
        use EdgeRole::{Hard, Soft};
        let graph = graph(
            7,
            &[
                (0, 1, Hard),
                (1, 2, Hard),
                (2, 0, Hard),
                (2, 1, Hard),
                (3, 4, Hard),
                (4, 3, Soft),
                (5, 6, Hard),
                (6, 5, Hard),
            ],
        );
        let ids = |list: &[u32]| list.iter().copied().map(ComponentId).collect::<Vec<_>>();
        assert_eq!(graph.cycles(&[Hard]), [ids(&[0, 1, 2]), ids(&[5, 6])]);
        assert_eq!(graph.cycles(&[Soft]), Vec::<Vec<ComponentId>>::new());
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<_> = (0..50_000).map(|at| (at, at + 1, EdgeRole::Hard)).collect();
        assert!(graph(50_001, &edges).cycles(&[EdgeRole::Hard]).is_empty());
    }
}
