use std::ops::Range;

/// Nodes in an order in which each comes after all it looks at, but for those
/// that look at each other: these are knots, and stand together.
#[derive(Debug, Default)]
pub(super) struct Knots {
    pub(super) order: Vec<u32>,
    /// Where in `order` knots of more than one node stand, ascending; inside a
    /// knot, nodes stand as a depth-first walk left them.
    pub(super) knots: Vec<Range<usize>>,
}

/// Strongly connected components (Tarjan 1972) without recursion, in
/// O(nodes + edges). What a node looks at comes as two slices, so that nobody
/// has to join them.
pub(super) fn knots<'a>(nodes: usize, inputs: impl Fn(u32) -> (&'a [u32], &'a [u32])) -> Knots {
    let mut search = Search {
        least: vec![NEW; nodes],
        entered: 0,
        walk: Vec::new(),
        open: Vec::new(),
        found: Knots {
            order: Vec::with_capacity(nodes),
            knots: Vec::new(),
        },
    };
    for root in 0..nodes as u32 {
        if search.least[root as usize] == NEW {
            search.from(root, &inputs);
        }
    }
    search.found
}

const NEW: u32 = u32::MAX;
const DONE: u32 = u32::MAX - 1;

struct Search {
    /// The least entry number that a node is known to reach; `DONE` once its knot
    /// is.
    least: Vec<u32>,
    entered: u32,
    walk: Vec<Step>,
    /// Nodes that the walk has left and whose knot is not complete.
    open: Vec<u32>,
    found: Knots,
}

struct Step {
    node: u32,
    number: u32,
    /// The next of its inputs.
    next: u32,
}

impl Search {
    fn from<'a>(&mut self, root: u32, inputs: &impl Fn(u32) -> (&'a [u32], &'a [u32])) {
        self.enter(root);
        while let Some(step) = self.walk.last_mut() {
            let (node, number, at) = (step.node, step.number, step.next as usize);
            let (first, second) = inputs(node);
            let input = first
                .get(at)
                .or_else(|| second.get(at.wrapping_sub(first.len())));
            if let Some(&input) = input {
                step.next += 1;
                match self.least[input as usize] {
                    NEW => self.enter(input),
                    DONE => {}
                    seen => self.lower(node, seen),
                }
                continue;
            }
            self.walk.pop();
            let least = self.least[node as usize];
            if let Some(parent) = self.walk.last().map(|step| step.node) {
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
        self.walk.push(Step {
            node,
            number: self.entered,
            next: 0,
        });
        self.entered += 1;
    }

    fn lower(&mut self, node: u32, seen: u32) {
        let least = &mut self.least[node as usize];
        *least = (*least).min(seen);
    }

    /// Completes the knot that was entered with `number`: of what is open, all
    /// that reaches no further back.
    fn close(&mut self, number: u32) {
        let inside = |node: &&u32| self.least[**node as usize] >= number;
        let size = self.open.iter().rev().take_while(inside).count();
        let start = self.found.order.len();
        let members = self.open.len() - size..self.open.len();
        self.found.order.extend(self.open.drain(members));
        for node in &self.found.order[start..] {
            self.least[*node as usize] = DONE;
        }
        if size > 1 {
            self.found.knots.push(start..start + size);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inputs: &[&[u32]]) -> (Vec<u32>, Vec<Range<usize>>) {
        let found = knots(inputs.len(), |at| (inputs[at as usize], &[]));
        (found.order, found.knots)
    }

    #[test]
    fn nodes_come_after_what_they_look_at() {
        let (order, knots) = found(&[&[1, 3], &[2], &[1, 3], &[3], &[0, 2]]);
        assert_eq!(order, [3, 2, 1, 0, 4]);
        assert_eq!(knots, vec![1..3]);
    }

    #[test]
    fn a_long_circle_needs_no_stack() {
        let nodes = 200_000u32;
        let next: Vec<u32> = (0..nodes).map(|at| (at + 1) % nodes).collect();
        let found = knots(nodes as usize, |at| (&next[at as usize..][..1], &[]));
        assert_eq!(found.knots, vec![0..nodes as usize]);
        assert_eq!(found.order[0], nodes - 1);
    }
}
