use jurymast_plan::model::{Component, Fallback, Level, Mode, Needed, Switch};

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
    /// When it is needed.
    pub needed: Needed,
}

impl NodeSpec {
    pub(super) fn of(component: &Component) -> Self {
        Self {
            bound: component
                .bindings
                .iter()
                .map(|binding| NodeInput {
                    worst: binding.effect,
                    ..NodeInput::plain(binding.to.0)
                })
                .collect(),
            gates: component
                .requirements
                .iter()
                .map(|requirement| GateSpec {
                    group: requirement
                        .group
                        .iter()
                        .map(|to| NodeInput::plain(to.value.0))
                        .collect(),
                    at_least: requirement.at_least,
                    fallbacks: requirement
                        .fallbacks
                        .iter()
                        .map(|fallback| NodeInput {
                            best: best(component, fallback),
                            ..NodeInput::plain(fallback.to.value.0)
                        })
                        .collect(),
                    soft: requirement.mode == Mode::Soft,
                    needed: requirement.needed,
                })
                .collect(),
        }
    }
}

impl NodeSpec {
    /// The same where losses last: what serves for a while only is used up.
    pub(super) fn lasting(component: &Component) -> Self {
        let mut spec = Self::of(component);
        for (gate, requirement) in spec.gates.iter_mut().zip(&component.requirements) {
            for (input, fallback) in gate.fallbacks.iter_mut().zip(&requirement.fallbacks) {
                input.is_brief = fallback.holds.is_some();
            }
        }
        spec
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
            needed,
        } = gate;
        Self {
            group: group.to_vec(),
            at_least,
            fallbacks: fallbacks.to_vec(),
            soft,
            needed,
        }
    }
}

/// The best a fallback can give: what it declares, and no more than degraded
/// when it carries part of the load only or each call tries what is lost first,
/// nothing when that part is less than the least acceptable capacity (MBCO) of who
/// falls back on it.
fn best(component: &Component, fallback: &Fallback) -> Level {
    let is_slower = fallback
        .switch
        .is_some_and(|at| at.value == Switch::PerCall);
    let serves = match is_slower {
        true => fallback.serves.max(Level::Degraded),
        false => fallback.serves,
    };
    let Some(capacity) = fallback.capacity else {
        return serves;
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
    serves.max(by_capacity)
}
