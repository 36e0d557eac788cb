//! From a formula to independent modules: cycles of OR gates become one gate, gates that are true
//! for nothing become constants, what is left is simplified as a PDAG; variables that make the top
//! true by themselves are set apart; the rest is cut into modules.

use std::collections::BTreeMap;

use super::formula::VoteGate;
use super::modules::{Module, modules};
use super::order_limited::of_modules;
use super::pdag::{Connective, FALSE_NODE, Pdag, PdagBuilder, TRUE_NODE};
use super::scc::{StrongComponents, strongly_connected_components};
use super::{Budget, BudgetExhausted, Formula, Term};

/// The modules of what makes `top` true. A variable that does so by itself is set apart first:
/// it has no part in any larger minimal solution.
pub(super) fn preprocess(
    formula: &Formula,
    top: Term,
    budget: &Budget,
) -> Result<Vec<Module>, BudgetExhausted> {
    let none = vec![false; formula.variables()];
    let whole = to_pdag(formula, top, &none, budget)?.simplified();
    let order_one = of_modules(&modules(&whole), 1, budget)?.sets(usize::MAX);
    let mut single = none;
    for one in order_one.iter().flatten() {
        single[*one as usize] = true;
    }
    if !single.contains(&true) {
        return Ok(modules(&whole));
    }
    let rest = to_pdag(formula, top, &single, budget)?.simplified();
    Ok(modules(&rest))
}

/// The formula of one gate with its cycles marked, inputs before what they feed. Variables that
/// are `single` in making it true are taken out and stand beside the rest.
fn to_pdag(
    formula: &Formula,
    top: Term,
    single: &[bool],
    budget: &Budget,
) -> Result<Pdag, BudgetExhausted> {
    let gates = formula.gates();
    let mut builder = PdagBuilder::new();
    let top = match top {
        Term::Gate(top) => top,
        Term::Variable(variable) => {
            let only = builder.variable(variable);
            return Ok(builder.finish(only));
        }
    };
    let merged = MergedGates::of(gates, single);
    let mut nodes = vec![FALSE_NODE; gates.len()];
    let inputs: Vec<Vec<u32>> = (0..gates.len() as u32)
        .map(|at| merged.inputs(gates, at))
        .collect();
    let order = components(&inputs, [merged.of_gate(top)]);
    for group in order.iter() {
        budget.check_time()?;
        match group {
            [one] if !inputs[*one as usize].contains(one) => {
                nodes[*one as usize] = merged.build(gates, *one, &nodes, &mut builder);
            }
            members => {
                for member in members {
                    merged.variables(gates, *member, &mut builder);
                }
                let first = builder.reserve(members.len());
                for (at, member) in (first..).zip(members) {
                    nodes[*member as usize] = at;
                }
                for member in members {
                    merged.fill(gates, *member, &nodes, &mut builder);
                }
            }
        }
    }
    let mut beside: Vec<u32> = (0..)
        .zip(single)
        .filter(|(_, is_single)| **is_single)
        .map(|(variable, _)| builder.variable(variable))
        .collect();
    beside.push(nodes[merged.of_gate(top) as usize]);
    let top = builder.gate(Connective::Any, beside);
    Ok(builder.finish(top))
}

/// OR gates that each make the other true are one gate.
struct MergedGates<'a> {
    /// By variable: whether it counts as false.
    single: &'a [bool],
    /// By gate: the one that stands for it.
    stands_for: Vec<u32>,
    /// Of a gate that stands for several: all of them.
    members: BTreeMap<u32, Vec<u32>>,
    /// By gate: whether it is true whatever the variables are.
    always: Vec<bool>,
}

impl<'a> MergedGates<'a> {
    fn of(gates: &[VoteGate], single: &'a [bool]) -> Self {
        let any = |at: u32| gates[at as usize].at_least == 1;
        let all = (0..gates.len() as u32).filter(|at| any(*at));
        let of_any = |gate: &VoteGate| match gate.at_least {
            1 => gate_inputs(&gate.inputs).filter(|at| any(*at)).collect(),
            _ => Vec::new(),
        };
        let inputs: Vec<Vec<u32>> = gates.iter().map(of_any).collect();
        let groups = components(&inputs, all);
        let mut stands_for: Vec<u32> = (0..gates.len() as u32).collect();
        let mut members = BTreeMap::new();
        for group in groups.iter().filter(|group| group.len() > 1) {
            let first = group.iter().copied().min().unwrap_or_default();
            for at in group {
                stands_for[*at as usize] = first;
            }
            members.insert(first, group.to_vec());
        }
        Self {
            single,
            stands_for,
            members,
            always: always_true(gates),
        }
    }

    fn of_gate(&self, gate: u32) -> u32 {
        self.stands_for[gate as usize]
    }

    /// The terms behind a gate; nothing that it leans on itself for.
    fn terms(&self, gates: &[VoteGate], at: u32) -> Vec<Term> {
        if self.always[at as usize] {
            return Vec::new();
        }
        let own = |term: Term| match term {
            Term::Gate(gate) => Term::Gate(self.of_gate(gate)),
            variable => variable,
        };
        let members = self.members.get(&at);
        let one = [at];
        let all = members.map_or(one.as_slice(), Vec::as_slice);
        let terms = all.iter().flat_map(|at| &gates[*at as usize].inputs);
        let is_any = gates[at as usize].at_least == 1;
        terms
            .map(|term| own(*term))
            .filter(|term| !is_any || *term != Term::Gate(at))
            .collect()
    }

    /// The gates behind a gate.
    fn inputs(&self, gates: &[VoteGate], at: u32) -> Vec<u32> {
        gate_inputs(&self.terms(gates, at)).collect()
    }

    fn nodes(
        &self,
        gates: &[VoteGate],
        at: u32,
        nodes: &[u32],
        builder: &mut PdagBuilder,
    ) -> Vec<u32> {
        let terms = self.terms(gates, at).into_iter();
        terms
            .map(|term| match term {
                Term::Gate(at) => nodes[at as usize],
                Term::Variable(at) if self.single[at as usize] => FALSE_NODE,
                Term::Variable(at) => builder.variable(at),
            })
            .collect()
    }

    fn build(&self, gates: &[VoteGate], at: u32, nodes: &[u32], builder: &mut PdagBuilder) -> u32 {
        if self.always[at as usize] {
            return TRUE_NODE;
        }
        let inputs = self.nodes(gates, at, nodes, builder);
        builder.gate(
            Connective::at_least(gates[at as usize].at_least, inputs.len()),
            inputs,
        )
    }

    /// Makes the variables behind a gate, so that they stand before it.
    fn variables(&self, gates: &[VoteGate], at: u32, builder: &mut PdagBuilder) {
        for term in self.terms(gates, at) {
            if let Term::Variable(variable) = term {
                builder.variable(variable);
            }
        }
    }

    /// A member of a cycle: its inputs as they are.
    fn fill(&self, gates: &[VoteGate], at: u32, nodes: &[u32], builder: &mut PdagBuilder) {
        let inputs = self.nodes(gates, at, nodes, builder);
        let op = Connective::at_least(gates[at as usize].at_least, inputs.len());
        builder.fill(nodes[at as usize], op, inputs);
    }
}

/// The gates that are true without any variable, cycles among them.
fn always_true(gates: &[VoteGate]) -> Vec<bool> {
    let is_true = |gate: &VoteGate| gate.at_least == 0;
    let mut open: Vec<u32> = (0..gates.len() as u32)
        .filter(|at| is_true(&gates[*at as usize]))
        .collect();
    let mut found = vec![false; gates.len()];
    if open.is_empty() {
        return found;
    }
    let mut users: Vec<Vec<u32>> = vec![Vec::new(); gates.len()];
    for (at, gate) in (0..).zip(gates) {
        for input in &gate.inputs {
            if let Term::Gate(input) = input {
                users[*input as usize].push(at);
            }
        }
    }
    for at in &open {
        found[*at as usize] = true;
    }
    let mut met = vec![0usize; gates.len()];
    while let Some(at) = open.pop() {
        for &user in &users[at as usize] {
            let user_at = user as usize;
            met[user_at] += 1;
            if met[user_at] >= gates[user_at].at_least && !found[user_at] {
                found[user_at] = true;
                open.push(user);
            }
        }
    }
    found
}

/// The gates among terms.
fn gate_inputs(terms: &[Term]) -> impl Iterator<Item = u32> {
    terms.iter().filter_map(|term| match term {
        Term::Gate(at) => Some(*at),
        Term::Variable(_) => None,
    })
}

fn components(inputs: &[Vec<u32>], starts: impl IntoIterator<Item = u32>) -> StrongComponents {
    strongly_connected_components(inputs.len(), starts, |gate, nth| {
        inputs[gate as usize].get(nth).copied()
    })
}
