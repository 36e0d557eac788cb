//! Minimal cut sets as a caller sees them: counted and listed from the ZBDDs of the modules.

use super::budget::with_stack_for;
use super::count;
use super::diagram::ModuleDiagram;
use super::modules::Leaf;
use super::node_table::{FALSE, TRUE};

/// Minimal sets of variables that make the top true: in a fault tree, the minimal cut sets. They are
/// held as ZBDDs and never listed unless asked for.
#[derive(Debug, Clone)]
pub struct CutSets {
    /// Inner modules first; the last is the top.
    diagrams: Vec<ModuleDiagram>,
    /// Variables that a set may have.
    max_order: Option<usize>,
}

impl CutSets {
    pub(super) fn new(diagrams: Vec<ModuleDiagram>, max_order: Option<usize>) -> Self {
        Self {
            diagrams,
            max_order,
        }
    }

    /// Those of so many variables at most.
    #[must_use]
    pub fn up_to(self, max_order: usize) -> Self {
        let max_order = self
            .max_order
            .map_or(max_order, |known| known.min(max_order));
        Self {
            max_order: Some(max_order),
            ..self
        }
    }

    /// How many there are, in decimal digits.
    pub fn count(&self) -> String {
        count::sum(&self.by_order())
    }

    /// How many there are of each order, in decimal digits; the index is the order, the number of
    /// variables of a set. The last one is not "0"; empty where there is no set.
    pub fn by_order(&self) -> Vec<String> {
        count::by_order(&self.diagrams, self.max_order)
    }

    /// At most `limit` of them, small ones first, then by their variables; each in
    /// ascending order.
    pub fn sets(&self, limit: usize) -> Vec<Vec<u32>> {
        let ranges = self.ranges();
        let Some(top) = self.diagrams.len().checked_sub(1) else {
            return Vec::new();
        };
        let root = self.diagrams[top].graph.root;
        let (least, longest) = ranges[top][root as usize];
        let longest = longest.min(self.max_order.unwrap_or(usize::MAX));
        let depth = longest + self.diagrams.len();
        let listed = with_stack_for(depth, || {
            let mut lister = CutSetLister {
                diagrams: &self.diagrams,
                ranges: &ranges,
                limit,
                pending: Vec::new(),
                prefix: Vec::new(),
                found: Vec::new(),
            };
            let mut order = least;
            while order <= longest && lister.found.len() < limit {
                lister.pending.push((top, root));
                lister.walk(order, least);
                lister.pending.clear();
                order += 1;
            }
            Ok(lister.found)
        });
        let mut listed = listed.unwrap_or_default();
        listed.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        listed
    }

    /// By module and node: the orders of its smallest and its largest set.
    fn ranges(&self) -> Vec<Vec<(usize, usize)>> {
        const NONE: usize = usize::MAX / 4;
        let mut ranges: Vec<Vec<(usize, usize)>> = Vec::with_capacity(self.diagrams.len());
        for diagram in &self.diagrams {
            let mut nodes = vec![(NONE, 0), (0, 0)];
            for node in &diagram.graph.nodes[2..] {
                let (low, high): ((usize, usize), (usize, usize)) =
                    (nodes[node.low as usize], nodes[node.high as usize]);
                let leaf = match diagram.leaves[node.level as usize] {
                    Leaf::Variable(_) => (1, 1),
                    Leaf::Module(at) => {
                        let root = self.diagrams[at as usize].graph.root;
                        ranges[at as usize][root as usize]
                    }
                };
                let with = ((high.0 + leaf.0).min(NONE), high.1 + leaf.1);
                nodes.push((low.0.min(with.0), low.1.max(with.1)));
            }
            ranges.push(nodes);
        }
        ranges
    }
}

/// Walks ZBDDs for the sets of one order after the other.
struct CutSetLister<'a> {
    diagrams: &'a [ModuleDiagram],
    ranges: &'a [Vec<(usize, usize)>],
    limit: usize,
    /// Modules and nodes that still have to give a set each.
    pending: Vec<(usize, u32)>,
    prefix: Vec<u32>,
    found: Vec<Vec<u32>>,
}

impl CutSetLister<'_> {
    /// All ways to go on with exactly `left` variables; what is pending takes
    /// `min_order` of them at the least. Leaves everything as it was.
    fn walk(&mut self, left: usize, min_order: usize) {
        if self.found.len() >= self.limit || min_order > left {
            return;
        }
        let Some((module, start)) = self.pending.pop() else {
            if left == 0 {
                let mut set = self.prefix.clone();
                set.sort_unstable();
                self.found.push(set);
            }
            return;
        };
        let diagram = &self.diagrams[module];
        let least = |module: usize, node: u32| self.ranges[module][node as usize].0;
        let others = min_order - least(module, start);
        let mut at = start;
        while at != FALSE {
            if at == TRUE {
                self.walk(left, others);
                break;
            }
            let node = diagram.graph.nodes[at as usize];
            let rest = others + least(module, node.high);
            self.pending.push((module, node.high));
            match diagram.leaves[node.level as usize] {
                Leaf::Variable(variable) if left > 0 => {
                    self.prefix.push(variable);
                    self.walk(left - 1, rest);
                    self.prefix.pop();
                }
                Leaf::Variable(_) => {}
                Leaf::Module(inner) => {
                    let inner = inner as usize;
                    let root = self.diagrams[inner].graph.root;
                    self.pending.push((inner, root));
                    self.walk(left, rest + least(inner, root));
                    self.pending.pop();
                }
            }
            self.pending.pop();
            at = node.low;
        }
        self.pending.push((module, start));
    }
}
