use jurymast_plan::model::{Component, ComponentId, Fallback, Level, Mode};

use super::{Gate, Node, NodeInput};

/// What a network is made of; the network keeps it as a [`Node`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeSpec {
    /// Whose failure is its failure.
    pub bound: Vec<NodeInput>,
    /// One for each requirement, in their order.
    pub gates: Vec<GateSpec>,
}

/// Becomes a [`Gate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateSpec {
    /// The primary, or the members of a group.
    pub group: Vec<NodeInput>,
    /// How many of the group must serve.
    pub at_least: usize,
    /// What stands in, in order of preference.
    pub fallbacks: Vec<NodeInput>,
    /// Whether it degrades at worst.
    pub soft: bool,
}

impl NodeSpec {
    pub(super) fn of(component: &Component) -> Self {
        let plain = |id: ComponentId| NodeInput {
            node: id.0,
            best: Level::Up,
            worst: Level::Down,
        };
        Self {
            bound: component
                .bindings
                .iter()
                .map(|binding| NodeInput {
                    worst: binding.effect,
                    ..plain(binding.to)
                })
                .collect(),
            gates: component
                .requirements
                .iter()
                .map(|requirement| GateSpec {
                    group: requirement.group.iter().map(|to| plain(to.value)).collect(),
                    at_least: requirement.at_least,
                    fallbacks: requirement
                        .fallbacks
                        .iter()
                        .map(|fallback| NodeInput {
                            best: best(component, fallback),
                            ..plain(fallback.to.value)
                        })
                        .collect(),
                    soft: requirement.mode == Mode::Soft,
                })
                .collect(),
        }
    }
}

/// To be changed and made into a network anew.
impl From<Node<'_>> for NodeSpec {
    fn from(node: Node<'_>) -> Self {
        Self {
            bound: node.bound().to_vec(),
            gates: node.gates().map(GateSpec::from).collect(),
        }
    }
}

impl From<Gate<'_>> for GateSpec {
    fn from(gate: Gate<'_>) -> Self {
        let Gate {
            requirement: _,
            group,
            at_least,
            fallbacks,
            soft,
        } = gate;
        Self {
            group: group.to_vec(),
            at_least,
            fallbacks: fallbacks.to_vec(),
            soft,
        }
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
