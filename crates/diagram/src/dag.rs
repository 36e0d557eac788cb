use std::collections::BTreeMap;

/// The node that is never true.
pub(super) const FALSE_NODE: u32 = 0;
/// The node that is always true.
pub(super) const TRUE_NODE: u32 = 1;

/// What makes a node true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Op {
    Constant,
    Variable(u32),
    All,
    Any,
    AtLeast(u32),
}

impl Op {
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
pub(super) struct Node {
    pub(super) op: Op,
    pub(super) inputs: Vec<u32>,
    /// The circle that it is part of; its members stand in one row.
    pub(super) circle: Option<u32>,
}

/// Shared gates, each after its inputs; only members of one circle look ahead.
#[derive(Debug, Clone)]
pub(super) struct Dag {
    pub(super) nodes: Vec<Node>,
    pub(super) top: u32,
}

impl Dag {
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

    /// The same formula, smaller: gates of one kind merged where nothing else looks
    /// at the inner one, and what its neighbours absorb left out.
    pub(super) fn simplified(&self) -> Self {
        let uses = self.uses();
        let inner = self.inner(&uses);
        let mut builder = Builder::new();
        let mut names = vec![FALSE_NODE; self.nodes.len()];
        names[TRUE_NODE as usize] = TRUE_NODE;
        let mut at = 2;
        while at < self.nodes.len() {
            let node = &self.nodes[at];
            let Some(circle) = node.circle else {
                names[at] = match node.op {
                    Op::Constant => names[at],
                    _ if inner[at] || uses[at] == 0 && at != self.top as usize => FALSE_NODE,
                    Op::Variable(variable) => builder.variable(variable),
                    op => {
                        let inputs = self.merged(at as u32, &inner);
                        let inputs = inputs.into_iter().map(|one| names[one as usize]);
                        builder.gate(op, inputs.collect())
                    }
                };
                at += 1;
                continue;
            };
            let rest = self.nodes[at..].iter();
            let len = rest.take_while(|one| one.circle == Some(circle)).count();
            let first = builder.reserve(len);
            for (name, member) in (first..).zip(at..at + len) {
                names[member] = name;
            }
            for member in &self.nodes[at..at + len] {
                let inputs = member.inputs.iter().map(|one| names[*one as usize]);
                builder.fill(names[at], member.op, inputs.collect());
                at += 1;
            }
        }
        builder.finish(names[self.top as usize])
    }

    /// Gates that only one gate looks at, which is of their kind.
    fn inner(&self, uses: &[u32]) -> Vec<bool> {
        let mut inner = vec![false; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            let is_reached = uses[at] > 0 || at == self.top as usize;
            if is_reached && matches!(node.op, Op::All | Op::Any) && node.circle.is_none() {
                for &input in &node.inputs {
                    let below = &self.nodes[input as usize];
                    inner[input as usize] |=
                        below.op == node.op && below.circle.is_none() && uses[input as usize] == 1;
                }
            }
        }
        inner
    }

    /// The inputs of a gate, those of inner gates in their place.
    fn merged(&self, gate: u32, inner: &[bool]) -> Vec<u32> {
        let mut merged = Vec::new();
        let mut open: Vec<u32> = self.nodes[gate as usize]
            .inputs
            .iter()
            .rev()
            .copied()
            .collect();
        while let Some(at) = open.pop() {
            if inner[at as usize] {
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
pub(super) struct Builder {
    nodes: Vec<Node>,
    known: BTreeMap<(Op, Vec<u32>), u32>,
    circles: u32,
}

impl Builder {
    pub(super) fn new() -> Self {
        let constant = Node {
            op: Op::Constant,
            inputs: Vec::new(),
            circle: None,
        };
        Self {
            nodes: vec![constant.clone(), constant],
            known: BTreeMap::new(),
            circles: 0,
        }
    }

    pub(super) fn variable(&mut self, variable: u32) -> u32 {
        self.shared(Op::Variable(variable), Vec::new())
    }

    pub(super) fn gate(&mut self, op: Op, inputs: Vec<u32>) -> u32 {
        match op {
            Op::Constant => FALSE_NODE,
            Op::Variable(variable) => self.variable(variable),
            Op::Any => self.simple(Op::Any, inputs),
            Op::All => self.simple(Op::All, inputs),
            Op::AtLeast(needed) => self.vote(needed as usize, inputs),
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
        match Op::at_least(needed, inputs.len()) {
            op @ Op::AtLeast(_) => {
                inputs.sort_unstable();
                self.shared(op, inputs)
            }
            op => self.simple(op, inputs),
        }
    }

    fn simple(&mut self, op: Op, mut inputs: Vec<u32>) -> u32 {
        let (decides, says_nothing, other) = if op == Op::Any {
            (TRUE_NODE, FALSE_NODE, Op::All)
        } else {
            (FALSE_NODE, TRUE_NODE, Op::Any)
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
            node.op == other && node.circle.is_none() && node.inputs.iter().any(beside)
        };
        let kept: Vec<u32> = inputs
            .iter()
            .copied()
            .filter(|one| !absorbed(*one))
            .collect();
        match kept.as_slice() {
            [] => says_nothing,
            [one] => *one,
            _ => self.shared(op, kept),
        }
    }

    fn shared(&mut self, op: Op, inputs: Vec<u32>) -> u32 {
        let next = self.nodes.len() as u32;
        let key = (op, inputs);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        self.nodes.push(Node {
            op,
            inputs: key.1.clone(),
            circle: None,
        });
        self.known.insert(key, next);
        next
    }

    /// Room for a circle; the name of its first member. Each is to be filled.
    pub(super) fn reserve(&mut self, len: usize) -> u32 {
        let first = self.nodes.len() as u32;
        let empty = Node {
            op: Op::Any,
            inputs: Vec::new(),
            circle: Some(self.circles),
        };
        self.nodes.extend(std::iter::repeat_n(empty, len));
        self.circles += 1;
        first
    }

    pub(super) fn fill(&mut self, member: u32, op: Op, inputs: Vec<u32>) {
        let node = &mut self.nodes[member as usize];
        node.op = op;
        node.inputs = inputs;
    }

    pub(super) fn finish(self, top: u32) -> Dag {
        Dag {
            nodes: self.nodes,
            top,
        }
    }
}
