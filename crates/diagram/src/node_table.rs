//! The table behind BDDs and ZBDDs: a unique table, so that equal diagrams are one node, and a
//! computed table that remembers past operations and may forget them (Brace, Rudell and Bryant 1990).

use super::{Budget, BudgetExhausted, BudgetMeter};

/// The terminals of every diagram. In a ZBDD: no set at all, and the empty set alone.
pub(super) const FALSE: u32 = 0;
pub(super) const TRUE: u32 = 1;

/// The level of the terminals, below every other.
pub(super) const TERMINAL_LEVEL: u32 = u32::MAX;

/// One branch: without the variable of its level, or with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DiagramNode {
    pub(super) level: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

/// Nodes that diagrams share. Children stand before their parents.
#[derive(Debug)]
pub(super) struct NodeTable {
    nodes: Vec<DiagramNode>,
    /// Hash table of nodes with open addressing; 0 is free.
    unique: Vec<u32>,
    computed: Vec<ComputedEntry>,
    meter: BudgetMeter,
    /// Nodes that may be made.
    limit: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct ComputedEntry {
    a: u32,
    b: u32,
    /// The operation, never 0.
    operation: u32,
    result: u32,
}

impl NodeTable {
    pub(super) fn new(budget: Budget, limit: usize) -> Self {
        const FIRST: usize = 1 << 10;
        let end = |at| DiagramNode {
            level: TERMINAL_LEVEL,
            low: at,
            high: at,
        };
        Self {
            nodes: vec![end(FALSE), end(TRUE)],
            unique: vec![0; FIRST],
            computed: vec![ComputedEntry::default(); FIRST],
            meter: BudgetMeter::new(budget),
            limit,
        }
    }

    pub(super) fn get(&self, at: u32) -> DiagramNode {
        self.nodes[at as usize]
    }

    /// The node with these branches, made when it is new. Whether it is needed at
    /// all is the caller's to say.
    pub(super) fn make(&mut self, level: u32, low: u32, high: u32) -> Result<u32, BudgetExhausted> {
        let wanted = DiagramNode { level, low, high };
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

    /// What an operation gave when it was last done with these operands, if that is still known.
    pub(super) fn computed(&self, operation: u32, a: u32, b: u32) -> Option<u32> {
        let computed = &self.computed[self.slot(operation, a, b)];
        (computed.operation == operation && computed.a == a && computed.b == b)
            .then_some(computed.result)
    }

    pub(super) fn store(
        &mut self,
        operation: u32,
        a: u32,
        b: u32,
        result: u32,
    ) -> Result<(), BudgetExhausted> {
        let slot = self.slot(operation, a, b);
        self.computed[slot] = ComputedEntry {
            a,
            b,
            operation,
            result,
        };
        self.meter.charge(1)
    }

    fn slot(&self, operation: u32, a: u32, b: u32) -> usize {
        mix(a, b, operation) as usize & (self.computed.len() - 1)
    }

    fn grow(&mut self) -> Result<(), BudgetExhausted> {
        let slots = self.unique.len() * 2;
        let bytes = slots * (size_of::<u32>() + size_of::<ComputedEntry>())
            + self.nodes.len() * 2 * size_of::<DiagramNode>();
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
        let computed = std::mem::replace(&mut self.computed, vec![ComputedEntry::default(); slots]);
        for one in computed.into_iter().filter(|one| one.operation != 0) {
            let slot = self.slot(one.operation, one.a, one.b);
            self.computed[slot] = one;
        }
        Ok(())
    }

    /// What can be reached from a node, on its own: children first, then the node.
    pub(super) fn extract(&self, root: u32) -> RootedGraph {
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
                nodes.push(DiagramNode {
                    level: node.level,
                    low: names[node.low as usize],
                    high: names[node.high as usize],
                });
            }
        }
        RootedGraph {
            nodes,
            root: names[root as usize],
        }
    }
}

/// A finished diagram: nothing that its root does not need.
#[derive(Debug, Clone)]
pub(super) struct RootedGraph {
    /// The two terminals first; children before parents.
    pub(super) nodes: Vec<DiagramNode>,
    pub(super) root: u32,
}

fn mix(a: u32, b: u32, c: u32) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let first = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(ODD);
    let second = (first ^ (first >> 29) ^ u64::from(c)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    second ^ (second >> 32)
}
