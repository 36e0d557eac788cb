use jurymast_diagram::{Formula, Term};
use jurymast_plan::model::Level;

use super::EventGraph;

/// Everything that can bring one component to a level, as a formula over basic events: what
/// a decision diagram is built from. The component's own fault is left out: it would stand
/// alone.
#[derive(Debug, Clone)]
pub struct FaultTree {
    /// A gate for each node behind the component.
    pub formula: Formula,
    /// The top event: the component is at the level or worse.
    pub top: Term,
    /// For each variable: the component whose own failure it is.
    pub faults: Vec<u32>,
}

impl FaultTree {
    /// `own` says which components can fail by themselves.
    pub fn of(graph: &EventGraph, own: &[bool], component: u32, level: Level) -> Self {
        let top = graph.node(component, level);
        let definitions = graph.definitions();
        let mut gates: Vec<Option<Term>> = vec![None; graph.nodes()];
        let reached = reached(graph, top, &mut gates);
        let can_fail = |at: &u32| *at != component && own[*at as usize];
        let gate = |at: &u32| gates[graph.own_fault(*at, level) as usize];
        let all = (0..graph.components() as u32).filter(can_fail);
        let faults: Vec<u32> = all.filter(|at| gate(at).is_some()).collect();
        let mut formula = Formula::new(faults.len());
        for _ in &reached {
            formula.gate();
        }
        let mut causes: Vec<Vec<Term>> = vec![Vec::new(); reached.len()];
        for (fault, variable) in faults.iter().zip(0..) {
            if let Some(Term::Gate(at)) = gate(fault) {
                causes[at as usize].push(Term::Variable(variable));
            }
        }
        let term = |node: &u32| gates[*node as usize];
        for (node, mut causes) in reached.iter().zip(causes) {
            let variables = std::mem::take(&mut causes);
            causes.extend(definitions.causes(*node).iter().filter_map(term));
            causes.extend(variables);
            for vote in definitions.votes(*node) {
                let lost = formula.gate();
                let voters = vote.voters.iter().filter_map(term).collect();
                formula.define(lost, vote.needed as usize, voters);
                causes.push(lost);
            }
            if let Some(gate) = term(node) {
                formula.define(gate, 1, causes);
            }
        }
        Self {
            top: gates[top as usize].unwrap_or(Term::Gate(0)),
            formula,
            faults,
        }
    }
}

/// The node and all that it looks at, nearest first; each has its gate then.
fn reached(graph: &EventGraph, top: u32, gates: &mut [Option<Term>]) -> Vec<u32> {
    let mut reached = vec![top];
    gates[top as usize] = Some(Term::Gate(0));
    let mut at = 0;
    while let Some(&node) = reached.get(at) {
        for input in graph.definitions().inputs(node) {
            let gate = &mut gates[input as usize];
            if gate.is_none() {
                *gate = Some(Term::Gate(reached.len() as u32));
                reached.push(input);
            }
        }
        at += 1;
    }
    reached
}
