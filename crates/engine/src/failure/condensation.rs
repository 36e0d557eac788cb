use jurymast_diagram::{StrongComponents, strongly_connected_components};

use super::csr::Csr;
use super::vote_graph::Definitions;

/// Which events are one node: those that cause each other in a circle, and so always happen
/// together.
///
/// Nodes are numbered in a topological order of the strongly connected components of all
/// edges; inside such a component, in one of the causes alone.
#[derive(Debug)]
pub(super) struct Condensation {
    pub(super) node_of: Vec<u32>,
    /// The events of each node.
    pub(super) members: Csr,
}

impl Condensation {
    pub(super) fn of(events: &Definitions) -> Self {
        let count = events.len();
        let components = strongly_connected_components(count, 0..count as u32, |event, nth| {
            events.input(event, nth)
        });
        let mut found = Self {
            node_of: vec![0; count],
            members: Csr::with_capacity(components.len(), count),
        };
        let mut place = vec![u32::MAX; count];
        for component in components.iter() {
            match component {
                [_] => found.add(component.iter().copied()),
                _ => found.cycle(events, component, &mut place),
            }
        }
        found
    }

    /// One node for those of a cycle that cause each other. `place` is `u32::MAX` for every
    /// event, and is left so.
    fn cycle(&mut self, events: &Definitions, cycle: &[u32], place: &mut [u32]) {
        for (event, at) in cycle.iter().zip(0..) {
            place[*event as usize] = at;
        }
        let causes = Csr::gather(cycle.len(), |pair| {
            for (event, at) in cycle.iter().zip(0..) {
                for cause in events.causes(*event) {
                    let inside = place[*cause as usize];
                    if inside != u32::MAX {
                        pair(at, inside);
                    }
                }
            }
        });
        for event in cycle {
            place[*event as usize] = u32::MAX;
        }
        for together in by_causes(&causes).iter() {
            self.add(together.iter().map(|at| cycle[*at as usize]));
        }
    }

    fn add(&mut self, events: impl Iterator<Item = u32>) {
        let node = self.members.len() as u32;
        self.members.push(events);
        for event in self.members.get(node) {
            self.node_of[*event as usize] = node;
        }
    }
}

fn by_causes(causes: &Csr) -> StrongComponents {
    let nodes = causes.len();
    strongly_connected_components(nodes, 0..nodes as u32, |node, nth| {
        causes.get(node).get(nth).copied()
    })
}
