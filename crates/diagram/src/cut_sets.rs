use super::budget::with_stack_for;
use super::count;
use super::family::Family;
use super::modules::Leaf;
use super::nodes::{FALSE, TRUE};

/// Minimal sets of variables, never listed unless asked for.
#[derive(Debug, Clone)]
pub struct CutSets {
    /// Inner modules first; the last is the top.
    families: Vec<Family>,
    /// Variables that a set may have.
    most: Option<usize>,
}

impl CutSets {
    pub(super) fn new(families: Vec<Family>, most: Option<usize>) -> Self {
        Self { families, most }
    }

    /// Those of so many variables at most.
    #[must_use]
    pub fn up_to(self, most: usize) -> Self {
        let most = self.most.map_or(most, |known| known.min(most));
        Self {
            most: Some(most),
            ..self
        }
    }

    /// How many there are, in decimal digits.
    pub fn count(&self) -> String {
        count::sum(&self.by_order())
    }

    /// How many there are of each order; the index is the order.
    pub fn by_order(&self) -> Vec<String> {
        count::by_order(&self.families, self.most)
    }

    /// At most so many of them, small ones first, then by their variables; each in
    /// ascending order.
    pub fn sets(&self, limit: usize) -> Vec<Vec<u32>> {
        let ranges = self.ranges();
        let Some(top) = self.families.len().checked_sub(1) else {
            return Vec::new();
        };
        let root = self.families[top].graph.root;
        let (least, longest) = ranges[top][root as usize];
        let longest = longest.min(self.most.unwrap_or(usize::MAX));
        let depth = longest + self.families.len();
        let listed = with_stack_for(depth, || {
            let mut lister = Lister {
                families: &self.families,
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
        let mut ranges: Vec<Vec<(usize, usize)>> = Vec::with_capacity(self.families.len());
        for family in &self.families {
            let mut nodes = vec![(NONE, 0), (0, 0)];
            for node in &family.graph.nodes[2..] {
                let (low, high): ((usize, usize), (usize, usize)) =
                    (nodes[node.low as usize], nodes[node.high as usize]);
                let leaf = match family.leaves[node.level as usize] {
                    Leaf::Variable(_) => (1, 1),
                    Leaf::Module(at) => {
                        let root = self.families[at as usize].graph.root;
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

/// Walks families for the sets of one order after the other.
struct Lister<'a> {
    families: &'a [Family],
    ranges: &'a [Vec<(usize, usize)>],
    limit: usize,
    /// Modules and nodes that still have to give a set each.
    pending: Vec<(usize, u32)>,
    prefix: Vec<u32>,
    found: Vec<Vec<u32>>,
}

impl Lister<'_> {
    /// All ways to go on with exactly `left` variables; what is pending takes
    /// `needed` of them at the least. Leaves everything as it was.
    fn walk(&mut self, left: usize, needed: usize) {
        if self.found.len() >= self.limit || needed > left {
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
        let family = &self.families[module];
        let least = |module: usize, node: u32| self.ranges[module][node as usize].0;
        let others = needed - least(module, start);
        let mut at = start;
        while at != FALSE {
            if at == TRUE {
                self.walk(left, others);
                break;
            }
            let node = family.graph.nodes[at as usize];
            let rest = others + least(module, node.high);
            self.pending.push((module, node.high));
            match family.leaves[node.level as usize] {
                Leaf::Variable(variable) if left > 0 => {
                    self.prefix.push(variable);
                    self.walk(left - 1, rest);
                    self.prefix.pop();
                }
                Leaf::Variable(_) => {}
                Leaf::Module(inner) => {
                    let inner = inner as usize;
                    let root = self.families[inner].graph.root;
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
