use super::super::lists::Lists;

/// The strongly connected parts of a graph given by its successors, each after
/// all that it leads to (Tarjan 1972, with a stack of its own).
pub(super) fn knots(successors: &Lists) -> Lists {
    let len = successors.len();
    let mut search = Search {
        // 0 means not met yet; `DONE` that its part is written.
        low: vec![0; len],
        met: 0,
        path: Vec::new(),
        waiting: Vec::new(),
        parts: Lists::new(),
    };
    for root in 0..len as u32 {
        if search.low[root as usize] == 0 {
            search.from(root, successors);
        }
    }
    search.parts
}

const DONE: u32 = u32::MAX;

struct Search {
    low: Vec<u32>,
    met: u32,
    /// (node, its number, its next successor)
    path: Vec<(u32, u32, u32)>,
    waiting: Vec<u32>,
    parts: Lists,
}

impl Search {
    fn from(&mut self, root: u32, successors: &Lists) {
        self.enter(root);
        while let Some((node, number, next)) = self.path.last_mut() {
            let (node, number) = (*node, *number);
            if let Some(&to) = successors.get(node).get(*next as usize) {
                *next += 1;
                match self.low[to as usize] {
                    0 => self.enter(to),
                    DONE => {}
                    low => self.lower(node, low),
                }
                continue;
            }
            self.path.pop();
            let low = self.low[node as usize];
            if let Some(&(before, ..)) = self.path.last() {
                self.lower(before, low);
            }
            if low == number {
                let first = self.waiting.iter().rposition(|other| *other == node);
                let part = self.waiting.split_off(first.unwrap_or_default());
                for other in &part {
                    self.low[*other as usize] = DONE;
                }
                self.parts.push(part);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.met += 1;
        self.low[node as usize] = self.met;
        self.path.push((node, self.met, 0));
        self.waiting.push(node);
    }

    fn lower(&mut self, node: u32, low: u32) {
        let at = &mut self.low[node as usize];
        *at = (*at).min(low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_after_what_they_lead_to() {
        let edges = [(0, 1), (1, 2), (2, 1), (2, 3), (4, 0), (4, 3), (3, 3)];
        let parts = knots(&Lists::of(5, edges.into_iter()));
        let parts: Vec<&[u32]> = parts.iter().collect();
        assert_eq!(parts, [&[3][..], &[1, 2], &[0], &[4]]);
    }
}
