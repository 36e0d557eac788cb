//! Orders of the variables, which decide how large a diagram gets: depth-first walks of the gates, and
//! FORCE (Aloul, Markov and Sakallah 2003).

use super::modules::{GateInput, Module};

/// An order of a module's leaves: at each level, the leaf that stands there.
pub(super) type VariableOrder = Vec<u32>;

/// How to order the leaves of a module: as a depth-first walk meets them, or by FORCE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrderHeuristic {
    /// Gates in the order they are given.
    AsGiven,
    /// Gates with little below them first.
    LightFirst,
    /// Gates with much below them first.
    HeavyFirst,
    /// FORCE: by centres of gravity, from the order with light gates first.
    Force,
}

pub(super) const HEURISTICS: [OrderHeuristic; 4] = [
    OrderHeuristic::LightFirst,
    OrderHeuristic::AsGiven,
    OrderHeuristic::HeavyFirst,
    OrderHeuristic::Force,
];

pub(super) fn variable_order(module: &Module, heuristic: OrderHeuristic) -> VariableOrder {
    match heuristic {
        OrderHeuristic::AsGiven => depth_first(module, |_| 0),
        OrderHeuristic::LightFirst => {
            let subtree_sizes = subtree_sizes(module);
            depth_first(module, |gate| subtree_sizes[gate as usize])
        }
        OrderHeuristic::HeavyFirst => {
            let subtree_sizes = subtree_sizes(module);
            depth_first(module, |gate| -subtree_sizes[gate as usize])
        }
        OrderHeuristic::Force => force(module, variable_order(module, OrderHeuristic::LightFirst)),
    }
}

/// Leaves in the order a walk meets them; at each gate the leaves of its own first, then its gates
/// by size.
fn depth_first(module: &Module, size: impl Fn(u32) -> i64) -> VariableOrder {
    let mut order = Vec::new();
    let mut met = vec![false; module.leaves.len()];
    let mut seen = vec![false; module.gates.len()];
    let mut open = vec![module.top];
    while let Some(at) = open.pop() {
        match at {
            GateInput::Leaf(leaf) => {
                if !std::mem::replace(&mut met[leaf as usize], true) {
                    order.push(leaf);
                }
            }
            GateInput::Gate(gate) => {
                if std::mem::replace(&mut seen[gate as usize], true) {
                    continue;
                }
                let mut inputs = module.gates[gate as usize].inputs.clone();
                inputs.sort_by_key(|input| match input {
                    GateInput::Leaf(_) => (0, 0),
                    GateInput::Gate(gate) => (1, size(*gate)),
                });
                open.extend(inputs.into_iter().rev());
            }
        }
    }
    order
}

/// How much is below each gate, what is shared counted each time.
fn subtree_sizes(module: &Module) -> Vec<i64> {
    const MOST: i64 = 1 << 40;
    let mut subtree_sizes = vec![1i64; module.gates.len()];
    for (at, gate) in module.gates.iter().enumerate() {
        let inputs = gate.inputs.iter().map(|input| match input {
            GateInput::Leaf(_) => 1,
            GateInput::Gate(gate) => subtree_sizes[*gate as usize],
        });
        subtree_sizes[at] = inputs.fold(0i64, |sum, one| (sum + one).min(MOST)).max(1);
    }
    subtree_sizes
}

fn force(module: &Module, mut order: VariableOrder) -> VariableOrder {
    let rounds = (order.len().max(2).ilog2() * 4) as usize;
    let mut best = (f64::INFINITY, order.clone());
    let mut place = vec![0.0f64; module.leaves.len()];
    for _ in 0..rounds {
        for (at, leaf) in order.iter().enumerate() {
            place[*leaf as usize] = at as f64;
        }
        let mut centres = vec![0.0f64; module.gates.len()];
        let mut pull = vec![(0.0f64, 0.0f64); module.leaves.len()];
        let mut spread = 0.0;
        for (at, gate) in module.gates.iter().enumerate() {
            if gate.inputs.is_empty() {
                continue;
            }
            let places = || {
                gate.inputs.iter().map(|input| match input {
                    GateInput::Leaf(leaf) => place[*leaf as usize],
                    GateInput::Gate(gate) => centres[*gate as usize],
                })
            };
            let centre = places().sum::<f64>() / gate.inputs.len() as f64;
            spread +=
                places().fold(f64::NEG_INFINITY, f64::max) - places().fold(f64::INFINITY, f64::min);
            centres[at] = centre;
            for input in &gate.inputs {
                if let GateInput::Leaf(leaf) = input {
                    let pull = &mut pull[*leaf as usize];
                    *pull = (pull.0 + centre, pull.1 + 1.0);
                }
            }
        }
        if spread < best.0 {
            best = (spread, order.clone());
        }
        let wanted = |leaf: u32| {
            let (sum, of) = pull[leaf as usize];
            if of > 0.0 {
                sum / of
            } else {
                place[leaf as usize]
            }
        };
        order.sort_by(|a, b| wanted(*a).total_cmp(&wanted(*b)));
    }
    best.1
}
