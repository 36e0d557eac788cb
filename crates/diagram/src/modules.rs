use std::collections::BTreeMap;

use super::dag::{Dag, Op, TRUE_NODE};

/// What a module looks at and cannot look into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Variable(u32),
    /// An earlier module.
    Module(u32),
}

/// A part of the formula that shares nothing with the rest: it is seen only
/// through its top.
#[derive(Debug, Clone)]
pub(super) struct Module {
    pub(super) leaves: Vec<Leaf>,
    /// Inputs before what they feed, but for members of one circle.
    pub(super) gates: Vec<LocalGate>,
    pub(super) top: Input,
}

#[derive(Debug, Clone)]
pub(super) struct LocalGate {
    pub(super) op: Op,
    pub(super) inputs: Vec<Input>,
    pub(super) circle: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    Leaf(u32),
    Gate(u32),
}

/// Cuts the formula into modules (Dutuit and Rauzy 1996), inner ones first, the
/// top last; what only one gate looks at becomes a module of that gate.
pub(super) fn modules(dag: &Dag) -> Vec<Module> {
    let roots = roots(dag);
    let uses = dag.uses();
    let mut cut = Cut {
        dag,
        uses: &uses,
        leaves: BTreeMap::new(),
        modules: Vec::new(),
    };
    for (at, node) in dag.nodes.iter().enumerate() {
        if let Op::Variable(variable) = node.op {
            cut.leaves.insert(at as u32, Leaf::Variable(variable));
        }
    }
    for root in roots {
        cut.module(root);
    }
    cut.modules
}

struct Cut<'a> {
    dag: &'a Dag,
    uses: &'a [u32],
    /// By node: what stands for it outside of it.
    leaves: BTreeMap<u32, Leaf>,
    modules: Vec<Module>,
}

impl Cut<'_> {
    fn module(&mut self, root: u32) {
        let inside = self.inside(root);
        // Private groups become modules before the one that they are in.
        let grouped: BTreeMap<u32, (Vec<u32>, u32)> = inside
            .iter()
            .filter_map(|at| Some((*at, self.group(*at)?)))
            .collect();
        let names: BTreeMap<u32, u32> = inside.iter().copied().zip(0..).collect();
        let mut module = Module {
            leaves: Vec::new(),
            gates: Vec::new(),
            top: Input::Leaf(0),
        };
        let mut known = BTreeMap::new();
        for at in &inside {
            let node = &self.dag.nodes[*at as usize];
            let mut inputs: Vec<Input> = Vec::new();
            let mut leaf = |leaf: Leaf, module: &mut Module, key: (bool, u32)| {
                Input::Leaf(*known.entry(key).or_insert_with(|| {
                    module.leaves.push(leaf);
                    module.leaves.len() as u32 - 1
                }))
            };
            let group = grouped.get(at);
            let rest = group.map_or(node.inputs.as_slice(), |(rest, _)| rest.as_slice());
            for input in rest {
                inputs.push(match names.get(input) {
                    Some(name) => Input::Gate(*name),
                    None => leaf(self.leaves[input], &mut module, (false, *input)),
                });
            }
            if let Some((_, group)) = group {
                inputs.push(leaf(Leaf::Module(*group), &mut module, (true, *group)));
            }
            let op = match node.op {
                Op::Constant if *at == TRUE_NODE => Op::All,
                Op::Constant => Op::Any,
                op => op,
            };
            module.gates.push(LocalGate {
                op,
                inputs,
                circle: node.circle,
            });
        }
        module.top = match names.get(&root) {
            Some(name) => Input::Gate(*name),
            None => {
                module.leaves.extend(self.leaves.get(&root));
                Input::Leaf(0)
            }
        };
        self.leaves
            .insert(root, Leaf::Module(self.modules.len() as u32));
        self.modules.push(module);
    }

    /// The gates from the root down to modules and variables, inputs first.
    fn inside(&self, root: u32) -> Vec<u32> {
        if matches!(self.dag.nodes[root as usize].op, Op::Variable(_)) {
            return Vec::new();
        }
        let mut inside = std::collections::BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            for &input in &self.dag.nodes[at as usize].inputs {
                if !self.leaves.contains_key(&input) && inside.insert(input) {
                    open.push(input);
                }
            }
        }
        inside.into_iter().collect()
    }

    /// Several inputs that only this gate looks at, as a module, and the other
    /// inputs; nothing when there are no others.
    fn group(&mut self, gate: u32) -> Option<(Vec<u32>, u32)> {
        let node = &self.dag.nodes[gate as usize];
        if node.circle.is_some() || !matches!(node.op, Op::All | Op::Any) {
            return None;
        }
        let is_private =
            |input: &u32| self.uses[*input as usize] == 1 && self.leaves.contains_key(input);
        let (private, rest): (Vec<u32>, Vec<u32>) =
            node.inputs.iter().partition(|one| is_private(one));
        if private.len() < 2 || rest.is_empty() {
            return None;
        }
        let inputs = 0..private.len() as u32;
        self.modules.push(Module {
            leaves: private.iter().map(|one| self.leaves[one]).collect(),
            gates: vec![LocalGate {
                op: node.op,
                inputs: inputs.map(Input::Leaf).collect(),
                circle: None,
            }],
            top: Input::Gate(0),
        });
        Some((rest, self.modules.len() as u32 - 1))
    }
}

/// When a node was met: first, when all below it was done, last.
#[derive(Debug, Clone, Copy, Default)]
struct Dates {
    first: u32,
    done: u32,
    last: u32,
}

/// The gates that are modules, inner ones first; the top is one.
fn roots(dag: &Dag) -> Vec<u32> {
    let whole = Whole::of(dag);
    let dates = whole.dates(dag.top);
    // Over all below a node: when the first of them was first met, and the last last.
    let mut below = vec![(u32::MAX, 0); dag.nodes.len()];
    let mut roots = Vec::new();
    for (at, node) in dag.nodes.iter().enumerate() {
        if whole.name(at as u32) != at as u32 || dates[at].first == 0 {
            continue;
        }
        let mut range = (u32::MAX, 0);
        for input in whole.inputs(at as u32) {
            let (met, under) = (dates[input as usize], below[input as usize]);
            range.0 = range.0.min(met.first).min(under.0);
            range.1 = range.1.max(met.last).max(under.1);
        }
        below[at] = range;
        let is_gate =
            matches!(node.op, Op::All | Op::Any | Op::AtLeast(_)) && node.circle.is_none();
        let alone = range.0 > dates[at].first && range.1 < dates[at].done;
        if at as u32 != dag.top && is_gate && alone {
            roots.push(at as u32);
        }
    }
    roots.push(dag.top);
    roots
}

/// The formula with each circle as one node.
struct Whole<'a> {
    dag: &'a Dag,
    /// By circle: its first member and how many it has.
    circles: BTreeMap<u32, (u32, u32)>,
}

impl<'a> Whole<'a> {
    fn of(dag: &'a Dag) -> Self {
        let mut circles = BTreeMap::new();
        for (at, node) in (0..).zip(&dag.nodes) {
            if let Some(circle) = node.circle {
                circles.entry(circle).or_insert((at, 0)).1 += 1;
            }
        }
        Self { dag, circles }
    }

    fn name(&self, at: u32) -> u32 {
        match self.dag.nodes[at as usize].circle {
            Some(circle) => self.circles[&circle].0,
            None => at,
        }
    }

    fn inputs(&self, at: u32) -> Vec<u32> {
        let len = match self.dag.nodes[at as usize].circle {
            Some(circle) => self.circles[&circle].1,
            None => 1,
        };
        let members = &self.dag.nodes[at as usize..(at + len) as usize];
        let inputs = members.iter().flat_map(|one| &one.inputs);
        inputs
            .map(|one| self.name(*one))
            .filter(|one| *one != at || len == 1)
            .collect()
    }

    fn dates(&self, top: u32) -> Vec<Dates> {
        let mut dates = vec![Dates::default(); self.dag.nodes.len()];
        let mut now = 0;
        let mut path: Vec<(u32, Vec<u32>)> = Vec::new();
        let mut enter = Some(self.name(top));
        loop {
            if let Some(at) = enter.take() {
                now += 1;
                let date = &mut dates[at as usize];
                date.last = now;
                if date.first == 0 {
                    date.first = now;
                    path.push((at, self.inputs(at)));
                }
            }
            let Some((at, rest)) = path.last_mut() else {
                return dates;
            };
            let at = *at;
            match rest.pop() {
                Some(input) => enter = Some(input),
                None => {
                    now += 1;
                    dates[at as usize].done = now;
                    path.pop();
                }
            }
        }
    }
}
