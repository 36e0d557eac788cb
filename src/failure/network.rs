use crate::model::{Component, ComponentId, Fallback, Level, Mode, Plan};

use super::Gate;

/// Components as nodes of flat arrays; node `i` is component `i`.
#[derive(Debug, Clone, Default)]
pub struct Network {
    pub nodes: Vec<Node>,
    /// For each node, those that look at it, once each, in order.
    dependents: Vec<u32>,
    starts: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Whose failure is its failure.
    pub bound: Vec<Input>,
    pub gates: Vec<Gate>,
}

/// Another node as seen through a requirement: never better than `best`, never
/// worse than `worst`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    pub node: u32,
    pub best: Level,
    pub worst: Level,
}

impl Input {
    pub fn level(self, of: impl Fn(u32) -> Level) -> Level {
        of(self.node).max(self.best).min(self.worst)
    }
}

impl Network {
    pub fn of(plan: &Plan) -> Self {
        Self::new(plan.components.iter().map(node).collect())
    }

    pub fn new(nodes: Vec<Node>) -> Self {
        let mut edges: Vec<(u32, u32)> = Vec::new();
        for (at, node) in (0u32..).zip(&nodes) {
            let through_gates = node.gates.iter().flat_map(Gate::inputs);
            edges.extend(
                node.bound
                    .iter()
                    .chain(through_gates)
                    .map(|input| (input.node, at)),
            );
        }
        edges.sort_unstable();
        edges.dedup();
        let mut starts = vec![0u32; nodes.len() + 1];
        for (to, _) in &edges {
            starts[*to as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self {
            nodes,
            dependents: edges.into_iter().map(|(_, from)| from).collect(),
            starts,
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn dependents(&self, node: u32) -> &[u32] {
        let at = node as usize;
        &self.dependents[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The level that bindings and requirements give a node, its own fault apart.
    pub fn derived(&self, node: u32, of: impl Fn(u32) -> Level + Copy) -> Level {
        let node = &self.nodes[node as usize];
        let mut level = Level::Up;
        for input in &node.bound {
            level = level.max(input.level(of));
        }
        for gate in &node.gates {
            if level == Level::Down {
                break;
            }
            level = level.max(gate.level(of));
        }
        level
    }
}

fn node(component: &Component) -> Node {
    let plain = |id: ComponentId| Input {
        node: id.0,
        best: Level::Up,
        worst: Level::Down,
    };
    Node {
        bound: component
            .bindings
            .iter()
            .map(|binding| Input {
                worst: binding.effect,
                ..plain(binding.to)
            })
            .collect(),
        gates: component
            .requirements
            .iter()
            .enumerate()
            .map(|(at, requirement)| Gate {
                requirement: at,
                group: requirement.group.iter().map(|to| plain(to.value)).collect(),
                at_least: requirement.at_least,
                fallbacks: requirement
                    .fallbacks
                    .iter()
                    .map(|fallback| Input {
                        best: best(component, fallback),
                        ..plain(fallback.to.value)
                    })
                    .collect(),
                soft: requirement.mode == Mode::Soft,
            })
            .collect(),
    }
}

/// The best a fallback can give: what it declares, and no more than degraded
/// when it carries part of the load only, nothing when that part is less than
/// the least acceptable capacity (MBCO) of who falls back on it.
fn best(component: &Component, fallback: &Fallback) -> Level {
    let Some(capacity) = fallback.capacity else {
        return fallback.serves;
    };
    let carried = capacity.value.value();
    let least = component
        .targets
        .mbco
        .map_or(0.0, |mbco| mbco.value.value());
    let by_capacity = if carried < least {
        Level::Down
    } else if carried < 1.0 {
        Level::Degraded
    } else {
        Level::Up
    };
    fallback.serves.max(by_capacity)
}
