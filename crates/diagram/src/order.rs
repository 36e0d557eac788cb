use super::modules::{Input, Module};

/// An order of a module's leaves: at each level, the leaf that stands there.
pub(super) type Order = Vec<u32>;

/// How to walk the gates of a module; leaves stand in the order they are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    AsGiven,
    LightFirst,
    HeavyFirst,
    /// By centres of gravity (FORCE: Aloul, Markov and Sakallah 2003), from the
    /// light walk.
    Force,
}

pub(super) const WALKS: [Walk; 4] = [
    Walk::LightFirst,
    Walk::AsGiven,
    Walk::HeavyFirst,
    Walk::Force,
];

pub(super) fn order(module: &Module, walk: Walk) -> Order {
    match walk {
        Walk::AsGiven => depth_first(module, |_| 0),
        Walk::LightFirst => {
            let weights = weights(module);
            depth_first(module, |gate| weights[gate as usize])
        }
        Walk::HeavyFirst => {
            let weights = weights(module);
            depth_first(module, |gate| -weights[gate as usize])
        }
        Walk::Force => force(module, order(module, Walk::LightFirst)),
    }
}

/// Leaves in the order a walk meets them; at each gate the leaves of its own
/// first, then its gates by weight.
fn depth_first(module: &Module, weight: impl Fn(u32) -> i64) -> Order {
    let mut order = Vec::new();
    let mut met = vec![false; module.leaves.len()];
    let mut seen = vec![false; module.gates.len()];
    let mut open = vec![module.top];
    while let Some(at) = open.pop() {
        match at {
            Input::Leaf(leaf) => {
                if !std::mem::replace(&mut met[leaf as usize], true) {
                    order.push(leaf);
                }
            }
            Input::Gate(gate) => {
                if std::mem::replace(&mut seen[gate as usize], true) {
                    continue;
                }
                let mut inputs = module.gates[gate as usize].inputs.clone();
                inputs.sort_by_key(|input| match input {
                    Input::Leaf(_) => (0, 0),
                    Input::Gate(gate) => (1, weight(*gate)),
                });
                open.extend(inputs.into_iter().rev());
            }
        }
    }
    order
}

/// How much is below each gate, what is shared counted each time.
fn weights(module: &Module) -> Vec<i64> {
    const MOST: i64 = 1 << 40;
    let mut weights = vec![1i64; module.gates.len()];
    for (at, gate) in module.gates.iter().enumerate() {
        let inputs = gate.inputs.iter().map(|input| match input {
            Input::Leaf(_) => 1,
            Input::Gate(gate) => weights[*gate as usize],
        });
        weights[at] = inputs.fold(0i64, |sum, one| (sum + one).min(MOST)).max(1);
    }
    weights
}

fn force(module: &Module, mut order: Order) -> Order {
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
                    Input::Leaf(leaf) => place[*leaf as usize],
                    Input::Gate(gate) => centres[*gate as usize],
                })
            };
            let centre = places().sum::<f64>() / gate.inputs.len() as f64;
            spread +=
                places().fold(f64::NEG_INFINITY, f64::max) - places().fold(f64::INFINITY, f64::min);
            centres[at] = centre;
            for input in &gate.inputs {
                if let Input::Leaf(leaf) = input {
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
