use super::{Budget, BudgetExhausted, BudgetMeter};

/// The two ends of every diagram. In a family of sets: no set at all, and the
/// empty set alone.
pub(super) const FALSE: u32 = 0;
pub(super) const TRUE: u32 = 1;

/// The level of the ends, below every other.
pub(super) const BOTTOM: u32 = u32::MAX;

/// One branch: without the variable of its level, or with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) level: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

/// A table of shared nodes with a memory of past operations. Children stand
/// before their parents.
#[derive(Debug)]
pub(super) struct Nodes {
    nodes: Vec<Node>,
    /// Open addressing; 0 is free.
    unique: Vec<u32>,
    cache: Vec<Past>,
    meter: BudgetMeter,
    /// Nodes that may be made.
    limit: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Past {
    a: u32,
    b: u32,
    /// The operation, never 0.
    what: u32,
    result: u32,
}

impl Nodes {
    pub(super) fn new(budget: Budget, limit: usize) -> Self {
        const FIRST: usize = 1 << 10;
        let end = |at| Node {
            level: BOTTOM,
            low: at,
            high: at,
        };
        Self {
            nodes: vec![end(FALSE), end(TRUE)],
            unique: vec![0; FIRST],
            cache: vec![Past::default(); FIRST],
            meter: BudgetMeter::new(budget),
            limit,
        }
    }

    pub(super) fn get(&self, at: u32) -> Node {
        self.nodes[at as usize]
    }

    /// The node with these branches, made when it is new. Whether it is needed at
    /// all is the caller's to say.
    pub(super) fn make(&mut self, level: u32, low: u32, high: u32) -> Result<u32, BudgetExhausted> {
        let wanted = Node { level, low, high };
        let mask = self.unique.len() - 1;
        let mut slot = mix(level, low, high) as usize & mask;
        loop {
            match self.unique[slot] {
                0 => break,
                at if self.nodes[at as usize] == wanted => return Ok(at),
                _ => slot = (slot + 1) & mask,
            }
        }
        if self.nodes.len() >= self.limit {
            return Err(BudgetExhausted);
        }
        let at = u32::try_from(self.nodes.len()).map_err(|_| BudgetExhausted)?;
        self.unique[slot] = at;
        self.nodes.push(wanted);
        if self.nodes.len() * 2 > self.unique.len() {
            self.grow()?;
        }
        Ok(at)
    }

    /// What an operation gave when it was last done with these operands.
    pub(super) fn past(&self, what: u32, a: u32, b: u32) -> Option<u32> {
        let past = &self.cache[self.slot(what, a, b)];
        (past.what == what && past.a == a && past.b == b).then_some(past.result)
    }

    pub(super) fn remember(
        &mut self,
        what: u32,
        a: u32,
        b: u32,
        result: u32,
    ) -> Result<(), BudgetExhausted> {
        let slot = self.slot(what, a, b);
        self.cache[slot] = Past { a, b, what, result };
        self.meter.charge(1)
    }

    fn slot(&self, what: u32, a: u32, b: u32) -> usize {
        mix(a, b, what) as usize & (self.cache.len() - 1)
    }

    fn grow(&mut self) -> Result<(), BudgetExhausted> {
        let slots = self.unique.len() * 2;
        let bytes = slots * (size_of::<u32>() + size_of::<Past>())
            + self.nodes.len() * 2 * size_of::<Node>();
        if bytes > self.meter.budget().memory() {
            return Err(BudgetExhausted);
        }
        self.unique = vec![0; slots];
        for (at, node) in self.nodes.iter().enumerate().skip(2) {
            let mut slot = mix(node.level, node.low, node.high) as usize & (slots - 1);
            while self.unique[slot] != 0 {
                slot = (slot + 1) & (slots - 1);
            }
            self.unique[slot] = at as u32;
        }
        let past = std::mem::replace(&mut self.cache, vec![Past::default(); slots]);
        for one in past.into_iter().filter(|one| one.what != 0) {
            let slot = self.slot(one.what, one.a, one.b);
            self.cache[slot] = one;
        }
        Ok(())
    }

    /// What can be reached from a node, on its own: children first, then the node.
    pub(super) fn part(&self, root: u32) -> Graph {
        let mut wanted = vec![false; root as usize + 1];
        wanted[root as usize] = true;
        for at in (2..=root).rev() {
            if wanted[at as usize] {
                let node = self.nodes[at as usize];
                wanted[node.low as usize] = true;
                wanted[node.high as usize] = true;
            }
        }
        let mut names = vec![0; root as usize + 1];
        let mut nodes = self.nodes[..2].to_vec();
        if root > FALSE {
            names[TRUE as usize] = TRUE;
        }
        for at in 2..=root {
            if wanted[at as usize] {
                names[at as usize] = nodes.len() as u32;
                let node = self.nodes[at as usize];
                nodes.push(Node {
                    level: node.level,
                    low: names[node.low as usize],
                    high: names[node.high as usize],
                });
            }
        }
        Graph {
            nodes,
            root: names[root as usize],
        }
    }
}

/// A finished diagram or family: nothing that its root does not need.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    /// The two ends first; children before parents.
    pub(super) nodes: Vec<Node>,
    pub(super) root: u32,
}

fn mix(a: u32, b: u32, c: u32) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let first = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(ODD);
    let second = (first ^ (first >> 29) ^ u64::from(c)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    second ^ (second >> 32)
}
