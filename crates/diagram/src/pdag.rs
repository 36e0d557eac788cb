//! Propositional directed acyclic graphs: gates that are shared where they are equal, kept small while
//! they are built. Cycles are let in as marked groups of gates, which nothing here looks into.

use std::collections::BTreeMap;

/// The node that is never true.
pub(super) const FALSE_NODE: u32 = 0;
/// The node that is always true.
pub(super) const TRUE_NODE: u32 = 1;

/// What makes a node true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Connective {
    Constant,
    Variable(u32),
    All,
    Any,
    AtLeast(u32),
}

impl Connective {
    /// At least `needed` of `of` inputs.
    pub(super) fn at_least(needed: usize, of: usize) -> Self {
        match needed {
            1 => Self::Any,
            _ if needed == of => Self::All,
            _ => Self::AtLeast(u32::try_from(needed).unwrap_or(u32::MAX)),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PdagNode {
    pub(super) op: Connective,
    pub(super) inputs: Vec<u32>,
    /// The cycle that it is part of; its members stand next to each other.
    pub(super) cycle: Option<u32>,
}

/// Gates, each after its inputs; only members of one cycle look ahead.
#[derive(Debug, Clone)]
pub(super) struct Pdag {
    pub(super) nodes: Vec<PdagNode>,
    pub(super) top: u32,
}

impl Pdag {
    /// How often each node is an input of something below the top.
    pub(super) fn uses(&self) -> Vec<u32> {
        let mut uses = vec![0; self.nodes.len()];
        let mut seen = vec![false; self.nodes.len()];
        let mut open = vec![self.top];
        seen[self.top as usize] = true;
        while let Some(at) = open.pop() {
            for &input in &self.nodes[at as usize].inputs {
                uses[input as usize] += 1;
                if !std::mem::replace(&mut seen[input as usize], true) {
                    open.push(input);
                }
            }
        }
        uses
    }

    /// The same formula, smaller: an AND below an AND, or an OR below an OR, coalesced where nothing
    /// else looks at the lower one, and what its neighbours absorb left out.
    pub(super) fn simplified(&self) -> Self {
        let uses = self.uses();
        let coalesced = self.coalesced(&uses);
        let mut builder = PdagBuilder::new();
        let mut new_nodes = vec![FALSE_NODE; self.nodes.len()];
        new_nodes[TRUE_NODE as usize] = TRUE_NODE;
        let mut at = 2;
        while at < self.nodes.len() {
            let node = &self.nodes[at];
            let Some(cycle) = node.cycle else {
                new_nodes[at] = match node.op {
                    Connective::Constant => new_nodes[at],
                    _ if coalesced[at] || uses[at] == 0 && at != self.top as usize => FALSE_NODE,
                    Connective::Variable(variable) => builder.variable(variable),
                    op => {
                        let inputs = self.merged(at as u32, &coalesced);
                        let inputs = inputs.into_iter().map(|one| new_nodes[one as usize]);
                        builder.gate(op, inputs.collect())
                    }
                };
                at += 1;
                continue;
            };
            let rest = self.nodes[at..].iter();
            let len = rest.take_while(|one| one.cycle == Some(cycle)).count();
            let first = builder.reserve(len);
            for (name, member) in (first..).zip(at..at + len) {
                new_nodes[member] = name;
            }
            for member in &self.nodes[at..at + len] {
                let inputs = member.inputs.iter().map(|one| new_nodes[*one as usize]);
                builder.fill(new_nodes[at], member.op, inputs.collect());
                at += 1;
            }
        }
        builder.finish(new_nodes[self.top as usize])
    }

    /// Gates that only one gate looks at, which is of their kind.
    fn coalesced(&self, uses: &[u32]) -> Vec<bool> {
        let mut coalesced = vec![false; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            let is_reached = uses[at] > 0 || at == self.top as usize;
            if is_reached
                && matches!(node.op, Connective::All | Connective::Any)
                && node.cycle.is_none()
            {
                for &input in &node.inputs {
                    let below = &self.nodes[input as usize];
                    coalesced[input as usize] |=
                        below.op == node.op && below.cycle.is_none() && uses[input as usize] == 1;
                }
            }
        }
        coalesced
    }

    /// The inputs of a gate, those of coalesced gates in their place.
    fn merged(&self, gate: u32, coalesced: &[bool]) -> Vec<u32> {
        let mut merged = Vec::new();
        let mut open: Vec<u32> = self.nodes[gate as usize]
            .inputs
            .iter()
            .rev()
            .copied()
            .collect();
        while let Some(at) = open.pop() {
            if coalesced[at as usize] {
                open.extend(self.nodes[at as usize].inputs.iter().rev());
            } else {
                merged.push(at);
            }
        }
        merged
    }
}

/// Builds gates that are never more than they need to be.
#[derive(Debug)]
pub(super) struct PdagBuilder {
    nodes: Vec<PdagNode>,
    shared: BTreeMap<(Connective, Vec<u32>), u32>,
    cycles: u32,
}

impl PdagBuilder {
    pub(super) fn new() -> Self {
        let constant = PdagNode {
            op: Connective::Constant,
            inputs: Vec::new(),
            cycle: None,
        };
        Self {
            nodes: vec![constant.clone(), constant],
            shared: BTreeMap::new(),
            cycles: 0,
        }
    }

    pub(super) fn variable(&mut self, variable: u32) -> u32 {
        self.share(Connective::Variable(variable), Vec::new())
    }

    pub(super) fn gate(&mut self, op: Connective, inputs: Vec<u32>) -> u32 {
        match op {
            Connective::Constant => FALSE_NODE,
            Connective::Variable(variable) => self.variable(variable),
            Connective::Any => self.simple(Connective::Any, inputs),
            Connective::All => self.simple(Connective::All, inputs),
            Connective::AtLeast(needed) => self.vote(needed as usize, inputs),
        }
    }

    fn vote(&mut self, needed: usize, mut inputs: Vec<u32>) -> u32 {
        let sure = inputs.iter().filter(|one| **one == TRUE_NODE).count();
        inputs.retain(|one| *one > TRUE_NODE);
        let needed = needed.saturating_sub(sure);
        if needed == 0 {
            return TRUE_NODE;
        }
        if needed > inputs.len() {
            return FALSE_NODE;
        }
        match Connective::at_least(needed, inputs.len()) {
            op @ Connective::AtLeast(_) => {
                inputs.sort_unstable();
                self.share(op, inputs)
            }
            op => self.simple(op, inputs),
        }
    }

    fn simple(&mut self, op: Connective, mut inputs: Vec<u32>) -> u32 {
        let (decides, says_nothing, other) = if op == Connective::Any {
            (TRUE_NODE, FALSE_NODE, Connective::All)
        } else {
            (FALSE_NODE, TRUE_NODE, Connective::Any)
        };
        inputs.sort_unstable();
        inputs.dedup();
        if inputs.contains(&decides) {
            return decides;
        }
        inputs.retain(|one| *one != says_nothing);
        // a or (a and b) is a.
        let beside = |one: &u32| inputs.binary_search(one).is_ok();
        let absorbed = |one: u32| {
            let node = &self.nodes[one as usize];
            node.op == other && node.cycle.is_none() && node.inputs.iter().any(beside)
        };
        let kept: Vec<u32> = inputs
            .iter()
            .copied()
            .filter(|one| !absorbed(*one))
            .collect();
        match kept.as_slice() {
            [] => says_nothing,
            [one] => *one,
            _ => self.share(op, kept),
        }
    }

    fn share(&mut self, op: Connective, inputs: Vec<u32>) -> u32 {
        let next = self.nodes.len() as u32;
        let key = (op, inputs);
        if let Some(shared) = self.shared.get(&key) {
            return *shared;
        }
        self.nodes.push(PdagNode {
            op,
            inputs: key.1.clone(),
            cycle: None,
        });
        self.shared.insert(key, next);
        next
    }

    /// Room for a cycle; the name of its first member. Each is to be filled.
    pub(super) fn reserve(&mut self, len: usize) -> u32 {
        let first = self.nodes.len() as u32;
        let empty = PdagNode {
            op: Connective::Any,
            inputs: Vec::new(),
            cycle: Some(self.cycles),
        };
        self.nodes.extend(std::iter::repeat_n(empty, len));
        self.cycles += 1;
        first
    }

    pub(super) fn fill(&mut self, member: u32, op: Connective, inputs: Vec<u32>) {
        let node = &mut self.nodes[member as usize];
        node.op = op;
        node.inputs = inputs;
    }

    pub(super) fn finish(self, top: u32) -> Pdag {
        Pdag {
            nodes: self.nodes,
            top,
        }
    }
}
