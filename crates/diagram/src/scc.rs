//! Strongly connected components (Tarjan 1972).

/// The strongly connected components of a directed graph, each after every other one
/// that it leads to: with edges from what leans to what it leans on, inputs come first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StrongComponents {
    nodes: Vec<u32>,
    /// For each component: where it ends in `nodes`.
    ends: Vec<u32>,
}

impl StrongComponents {
    /// Each component as its nodes; what a node leads to stands before it, but for the
    /// edges that close a cycle.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.nodes[start as usize..*end as usize])
    }

    /// How many components there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Strongly connected components of what can be reached from `starts`, in time linear in
/// nodes and edges and without recursion (R. Tarjan, "Depth-first search and linear graph
/// algorithms", SIAM Journal on Computing 1(2), 1972).
///
/// NodeTable are `0..nodes`; `successor(node, n)` gives the n-th node that a node leads to,
/// `None` after the last, so that lists behind each other (CSR) need not be copied.
pub fn strongly_connected_components(
    nodes: usize,
    starts: impl IntoIterator<Item = u32>,
    successor: impl Fn(u32, usize) -> Option<u32>,
) -> StrongComponents {
    let mut search = TarjanSearch {
        least: vec![NEW; nodes],
        entered: 0,
        path: Vec::new(),
        open: Vec::new(),
        found: StrongComponents::default(),
    };
    for start in starts {
        if search.least[start as usize] == NEW {
            search.from(start, &successor);
        }
    }
    search.found
}

const NEW: u32 = u32::MAX;
const DONE: u32 = u32::MAX - 1;

struct TarjanSearch {
    /// By node: the least number of entry that it is known to reach; [`DONE`] once its
    /// component is complete.
    least: Vec<u32>,
    entered: u32,
    path: Vec<OnPath>,
    /// NodeTable that the walk has left and whose component is not complete.
    open: Vec<u32>,
    found: StrongComponents,
}

struct OnPath {
    node: u32,
    /// How many nodes were entered before it.
    number: u32,
    /// The next of its successors.
    next: u32,
}

impl TarjanSearch {
    fn from(&mut self, start: u32, successor: &impl Fn(u32, usize) -> Option<u32>) {
        self.enter(start);
        while let Some(step) = self.path.last_mut() {
            let (node, number) = (step.node, step.number);
            if let Some(to) = successor(node, step.next as usize) {
                step.next += 1;
                match self.least[to as usize] {
                    NEW => self.enter(to),
                    DONE => {}
                    known => self.lower(node, known),
                }
                continue;
            }
            self.path.pop();
            let least = self.least[node as usize];
            if let Some(parent) = self.path.last().map(|step| step.node) {
                self.lower(parent, least);
            }
            self.open.push(node);
            if least == number {
                self.close(number);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.least[node as usize] = self.entered;
        self.path.push(OnPath {
            node,
            number: self.entered,
            next: 0,
        });
        self.entered += 1;
    }

    fn lower(&mut self, node: u32, known: u32) {
        let least = &mut self.least[node as usize];
        *least = (*least).min(known);
    }

    /// Completes the component that was entered with `number`: of what is open, all that
    /// reaches no further back.
    fn close(&mut self, number: u32) {
        let inside = |node: &&u32| self.least[**node as usize] >= number;
        let size = self.open.iter().rev().take_while(inside).count();
        let start = self.found.nodes.len();
        let members = self.open.len() - size..self.open.len();
        self.found.nodes.extend(self.open.drain(members));
        for node in &self.found.nodes[start..] {
            self.least[*node as usize] = DONE;
        }
        self.found.ends.push(self.found.nodes.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(successors: &[&[u32]]) -> StrongComponents {
        let nodes = successors.len();
        strongly_connected_components(nodes, 0..nodes as u32, |node, nth| {
            successors[node as usize].get(nth).copied()
        })
    }

    #[test]
    fn components_come_after_what_they_lead_to() {
        let components = found(&[&[1, 3], &[2], &[1, 3], &[3], &[0, 2]]);
        let components: Vec<&[u32]> = components.iter().collect();
        assert_eq!(components, [&[3][..], &[2, 1], &[0], &[4]]);
    }

    #[test]
    fn only_what_the_starts_reach_is_there() {
        let edges: [&[u32]; 4] = [&[1], &[], &[0], &[1]];
        let components = strongly_connected_components(4, [3], |node, nth| {
            edges[node as usize].get(nth).copied()
        });
        assert_eq!(components.iter().collect::<Vec<_>>(), [&[1][..], &[3]]);
        assert_eq!((components.len(), components.is_empty()), (2, false));
    }

    #[test]
    fn a_long_cycle_needs_no_stack() {
        let nodes = 200_000u32;
        let components = strongly_connected_components(nodes as usize, 0..nodes, |node, nth| {
            (nth == 0).then_some((node + 1) % nodes)
        });
        assert_eq!(components.len(), 1);
        assert_eq!(components.iter().next().unwrap()[0], nodes - 1);
    }
}
