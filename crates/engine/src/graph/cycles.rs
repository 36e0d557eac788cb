use std::collections::{BTreeMap, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::visit::EdgeFiltered;

use jurymast_plan::model::ComponentId;

#[cfg(test)]
use super::dependency::index;
use super::dependency::{DependencyGraph, EdgeRole};

impl DependencyGraph {
    /// One cycle for each strongly connected component over edges of the given roles in
    /// which at least one edge has one of the roles in `through`; in plan order. Each is as
    /// short as one through the first such edge can be, and starts at its earliest
    /// component, which is not repeated at the end.
    pub fn cycles_through(
        &self,
        through: &[EdgeRole],
        roles: &[EdgeRole],
    ) -> Vec<Vec<ComponentId>> {
        let numbers = self.strong_components(roles);
        let mut sizes = vec![0usize; numbers.len()];
        numbers.iter().for_each(|number| sizes[*number] += 1);
        let mut is_done = vec![false; numbers.len()];
        let mut cycles = Vec::new();
        for from in self.graph.node_weights().copied() {
            let number = numbers[from.index()];
            if sizes[number] < 2 || is_done[number] {
                continue;
            }
            let inside = |id: ComponentId| numbers[id.index()] == number;
            let next = self.needs(from).into_iter();
            let mut next = next.filter(|(to, role)| through.contains(role) && inside(*to));
            let Some((to, _)) = next.find(|(to, _)| *to != from) else {
                continue;
            };
            let Some(mut cycle) = self.shortest_ways(to, roles, inside).whole(from) else {
                continue;
            };
            cycle.push(from);
            let first = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or(0);
            cycle.rotate_left(first);
            cycles.push(cycle);
            is_done[number] = true;
        }
        cycles.sort();
        cycles
    }

    /// For each component of the plan the number of the strongly connected component
    /// it is in, over edges of the given roles.
    pub fn strong_components(&self, roles: &[EdgeRole]) -> Vec<usize> {
        let filtered = EdgeFiltered::from_fn(&self.graph, |edge| roles.contains(edge.weight()));
        let mut numbers = vec![0; self.graph.node_count()];
        for (number, members) in kosaraju_scc(&filtered).into_iter().enumerate() {
            for node in members {
                numbers[node.index()] = number;
            }
        }
        numbers
    }

    /// From `from` to every component over edges of the given roles, through
    /// allowed components.
    pub fn shortest_ways(
        &self,
        from: ComponentId,
        roles: &[EdgeRole],
        allowed: impl Fn(ComponentId) -> bool,
    ) -> Ways {
        let mut ways = Ways {
            from,
            before: BTreeMap::new(),
        };
        let mut queue = VecDeque::from([(from, 0)]);
        while let Some((at, edges)) = queue.pop_front() {
            for (next, role) in self.needs(at) {
                if roles.contains(&role) && allowed(next) && !ways.before.contains_key(&next) {
                    ways.before.insert(next, (at, edges + 1));
                    if next != from {
                        queue.push_back((next, edges + 1));
                    }
                }
            }
        }
        ways
    }
}

/// One shortest way of at least one edge to each component that can be reached.
#[derive(Debug)]
pub struct Ways {
    from: ComponentId,
    /// For each component the one before it, and how many edges lead to it.
    before: BTreeMap<ComponentId, (ComponentId, usize)>,
}

impl Ways {
    /// A way longer than this is given by its start and its end.
    const LONG: usize = 64;
    const END: usize = 8;

    /// How many components are reached.
    pub fn len(&self) -> usize {
        self.before.len()
    }

    /// Whether nothing is reached.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty()
    }

    /// The start and those between, `to` left out; and how many of a long way are
    /// left out after the start.
    pub fn to(&self, to: ComponentId) -> Option<(Vec<ComponentId>, usize)> {
        let (_, edges) = *self.before.get(&to)?;
        let shown = if edges > Self::LONG { Self::END } else { edges };
        let (way, is_whole) = self.last(to, shown);
        Some(if is_whole {
            (way, 0)
        } else {
            let start = [self.from].into_iter();
            (start.chain(way).collect(), edges - 1 - shown)
        })
    }

    /// All of it, however long.
    pub fn whole(&self, to: ComponentId) -> Option<Vec<ComponentId>> {
        self.before
            .get(&to)
            .map(|(_, edges)| self.last(to, *edges).0)
    }

    /// The last `count` before `to`, and whether the start is among them.
    fn last(&self, to: ComponentId, count: usize) -> (Vec<ComponentId>, bool) {
        let mut way = Vec::new();
        let mut at = to;
        while way.len() < count
            && let Some((before, _)) = self.before.get(&at)
        {
            way.push(*before);
            at = *before;
        }
        way.reverse();
        (way, at == self.from)
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
    fn cycles_without_a_start_are_none() {
        use EdgeRole::{Hard, HardAtStart};
        let roles = [Hard, HardAtStart];
        let edges = [
            (0, 1, Hard),
            (1, 0, Hard),
            (2, 4, Hard),
            (4, 3, HardAtStart),
            (3, 2, Hard),
        ];
        let found = graph(5, &edges).cycles_through(&[HardAtStart], &roles);
        assert_eq!(found, [[2, 4, 3].map(ComponentId)]);
        // Beside a start that is no part of the circle.
        let edges = [(0, 1, Hard), (1, 0, Hard), (0, 2, HardAtStart)];
        let none = graph(3, &edges).cycles_through(&[HardAtStart], &roles);
        assert_eq!(none, Vec::<Vec<ComponentId>>::new());
    }

    #[test]
    fn a_long_way_is_shortened() {
        let edges: Vec<_> = (0..100).map(|at| (at, at + 1, EdgeRole::Hard)).collect();
        let ways = graph(101, &edges).shortest_ways(ComponentId(0), &[EdgeRole::Hard], |_| true);
        let ids = |all: std::ops::Range<u32>| all.map(ComponentId).collect::<Vec<_>>();
        assert_eq!(ways.to(ComponentId(64)), Some((ids(0..64), 0)));
        let short = [ids(0..1), ids(57..65)].concat();
        assert_eq!(ways.to(ComponentId(65)), Some((short, 56)));
        assert_eq!(ways.whole(ComponentId(65)), Some(ids(0..65)));
        assert_eq!(ways.to(ComponentId(0)), None);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<_> = (0..50_000).map(|at| (at, at + 1, EdgeRole::Hard)).collect();
        let hard = [EdgeRole::Hard];
        assert!(
            graph(50_001, &edges)
                .cycles_through(&hard, &hard)
                .is_empty()
        );
    }
}
