//! Modules: gates whose part of the formula shares nothing with the rest, found in linear time
//! (Dutuit and Rauzy 1996).

use std::collections::BTreeMap;

use super::pdag::{Connective, Pdag, TRUE_NODE};

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
    /// Inputs before what they feed, but for members of one cycle.
    pub(super) gates: Vec<ModuleGate>,
    pub(super) top: GateInput,
}

#[derive(Debug, Clone)]
pub(super) struct ModuleGate {
    pub(super) op: Connective,
    pub(super) inputs: Vec<GateInput>,
    pub(super) cycle: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GateInput {
    Leaf(u32),
    Gate(u32),
}

/// Cuts the formula into modules, inner ones first, the top last; what only one gate looks at becomes a module of that gate.
pub(super) fn modules(pdag: &Pdag) -> Vec<Module> {
    let roots = roots(pdag);
    let uses = pdag.uses();
    let mut finder = ModuleFinder {
        pdag,
        uses: &uses,
        leaves: BTreeMap::new(),
        modules: Vec::new(),
    };
    for (at, node) in pdag.nodes.iter().enumerate() {
        if let Connective::Variable(variable) = node.op {
            finder.leaves.insert(at as u32, Leaf::Variable(variable));
        }
    }
    for root in roots {
        finder.module(root);
    }
    finder.modules
}

struct ModuleFinder<'a> {
    pdag: &'a Pdag,
    uses: &'a [u32],
    /// By node: what stands for it outside of it.
    leaves: BTreeMap<u32, Leaf>,
    modules: Vec<Module>,
}

impl ModuleFinder<'_> {
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
            top: GateInput::Leaf(0),
        };
        let mut known = BTreeMap::new();
        for at in &inside {
            let node = &self.pdag.nodes[*at as usize];
            let mut inputs: Vec<GateInput> = Vec::new();
            let mut leaf = |leaf: Leaf, module: &mut Module, key: (bool, u32)| {
                GateInput::Leaf(*known.entry(key).or_insert_with(|| {
                    module.leaves.push(leaf);
                    module.leaves.len() as u32 - 1
                }))
            };
            let group = grouped.get(at);
            let rest = group.map_or(node.inputs.as_slice(), |(rest, _)| rest.as_slice());
            for input in rest {
                inputs.push(match names.get(input) {
                    Some(name) => GateInput::Gate(*name),
                    None => leaf(self.leaves[input], &mut module, (false, *input)),
                });
            }
            if let Some((_, group)) = group {
                inputs.push(leaf(Leaf::Module(*group), &mut module, (true, *group)));
            }
            let op = match node.op {
                Connective::Constant if *at == TRUE_NODE => Connective::All,
                Connective::Constant => Connective::Any,
                op => op,
            };
            module.gates.push(ModuleGate {
                op,
                inputs,
                cycle: node.cycle,
            });
        }
        module.top = match names.get(&root) {
            Some(name) => GateInput::Gate(*name),
            None => {
                module.leaves.extend(self.leaves.get(&root));
                GateInput::Leaf(0)
            }
        };
        self.leaves
            .insert(root, Leaf::Module(self.modules.len() as u32));
        self.modules.push(module);
    }

    /// The gates from the root down to modules and variables, inputs first.
    fn inside(&self, root: u32) -> Vec<u32> {
        if matches!(self.pdag.nodes[root as usize].op, Connective::Variable(_)) {
            return Vec::new();
        }
        let mut inside = std::collections::BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            for &input in &self.pdag.nodes[at as usize].inputs {
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
        let node = &self.pdag.nodes[gate as usize];
        if node.cycle.is_some() || !matches!(node.op, Connective::All | Connective::Any) {
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
            gates: vec![ModuleGate {
                op: node.op,
                inputs: inputs.map(GateInput::Leaf).collect(),
                cycle: None,
            }],
            top: GateInput::Gate(0),
        });
        Some((rest, self.modules.len() as u32 - 1))
    }
}

/// When a depth-first walk met a node: first, when all below it was done, last.
#[derive(Debug, Clone, Copy, Default)]
struct VisitDates {
    first: u32,
    done: u32,
    last: u32,
}

/// The gates that are modules, inner ones first; the top is one.
fn roots(pdag: &Pdag) -> Vec<u32> {
    let condensed = CondensedPdag::of(pdag);
    let dates = condensed.dates(pdag.top);
    // Over all below a node: when the first of them was first met, and the last last.
    let mut below = vec![(u32::MAX, 0); pdag.nodes.len()];
    let mut roots = Vec::new();
    for (at, node) in pdag.nodes.iter().enumerate() {
        if condensed.name(at as u32) != at as u32 || dates[at].first == 0 {
            continue;
        }
        let mut range = (u32::MAX, 0);
        for input in condensed.inputs(at as u32) {
            let (met, under) = (dates[input as usize], below[input as usize]);
            range.0 = range.0.min(met.first).min(under.0);
            range.1 = range.1.max(met.last).max(under.1);
        }
        below[at] = range;
        let is_gate = matches!(
            node.op,
            Connective::All | Connective::Any | Connective::AtLeast(_)
        ) && node.cycle.is_none();
        let alone = range.0 > dates[at].first && range.1 < dates[at].done;
        if at as u32 != pdag.top && is_gate && alone {
            roots.push(at as u32);
        }
    }
    roots.push(pdag.top);
    roots
}

/// The formula with each cycle as one node.
struct CondensedPdag<'a> {
    pdag: &'a Pdag,
    /// By cycle: its first member and how many it has.
    cycles: BTreeMap<u32, (u32, u32)>,
}

impl<'a> CondensedPdag<'a> {
    fn of(pdag: &'a Pdag) -> Self {
        let mut cycles = BTreeMap::new();
        for (at, node) in (0..).zip(&pdag.nodes) {
            if let Some(cycle) = node.cycle {
                cycles.entry(cycle).or_insert((at, 0)).1 += 1;
            }
        }
        Self { pdag, cycles }
    }

    fn name(&self, at: u32) -> u32 {
        match self.pdag.nodes[at as usize].cycle {
            Some(cycle) => self.cycles[&cycle].0,
            None => at,
        }
    }

    fn inputs(&self, at: u32) -> Vec<u32> {
        let len = match self.pdag.nodes[at as usize].cycle {
            Some(cycle) => self.cycles[&cycle].1,
            None => 1,
        };
        let members = &self.pdag.nodes[at as usize..(at + len) as usize];
        let inputs = members.iter().flat_map(|one| &one.inputs);
        inputs
            .map(|one| self.name(*one))
            .filter(|one| *one != at || len == 1)
            .collect()
    }

    fn dates(&self, top: u32) -> Vec<VisitDates> {
        let mut dates = vec![VisitDates::default(); self.pdag.nodes.len()];
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
