use jurymast_plan::catalogue::fitness;
use jurymast_plan::model::{
    Component, ComponentId, Fallback, Level, Mode, Needed, Plan, Requirement, Switch,
};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

use super::{Alternative, Gate, Node, NodeInput, SwitchInput};
use crate::load::{level, limited_on_the_way, served, units};

/// What a network is made of; the network keeps it as a [`Node`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeSpec {
    /// Whose failure is its failure.
    pub bound: Vec<NodeInput>,
    /// One for each requirement, in their order.
    pub gates: Vec<GateSpec>,
    /// What leaves requirements with too little, though something serves.
    pub shortfalls: Vec<Shortfall>,
}

/// A requirement that gets less than it asks for once some nodes are lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Its index.
    pub requirement: usize,
    /// Lost once all of these are; it degrades at worst where it is soft.
    pub gate: GateSpec,
}

/// Becomes a [`Gate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateSpec {
    /// The primary, or the members of a group.
    pub group: Vec<NodeInput>,
    /// How many of the group must serve.
    pub at_least: usize,
    /// What stands in, in order of preference.
    pub fallbacks: Vec<AlternativeSpec>,
    /// Whether it degrades at worst.
    pub soft: bool,
    /// When it is needed.
    pub needed: Needed,
}

/// Becomes an [`Alternative`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlternativeSpec {
    /// What would serve.
    pub input: NodeInput,
    /// What the switch to it needs: each need, and of those that detect and call one each.
    pub needs: Vec<NodeInput>,
}

impl NodeSpec {
    pub(super) fn of(plan: &Plan, id: ComponentId) -> Self {
        let component = plan.component(id);
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
                        .map(|fallback| AlternativeSpec {
                            input: NodeInput {
                                best: best_given(plan, component, requirement, fallback, false),
                                ..NodeInput::plain(fallback.to.value.0)
                            },
                            needs: switch_needs(plan, id, requirement, fallback),
                        })
                        .collect(),
                    soft: requirement.mode == Mode::Soft,
                    needed: requirement.needed,
                })
                .collect(),
            shortfalls: Vec::new(),
        }
    }
}

impl NodeSpec {
    /// The same where losses last: what serves for a while only is used up.
    pub(super) fn lasting(plan: &Plan, id: ComponentId) -> Self {
        let component = plan.component(id);
        let mut spec = Self::of(plan, id);
        for (gate, requirement) in spec.gates.iter_mut().zip(&component.requirements) {
            for (one, fallback) in gate.fallbacks.iter_mut().zip(&requirement.fallbacks) {
                one.input.is_brief = fallback.holds.is_some();
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
            shortfalls: node.shortfalls().map(Shortfall::from).collect(),
        }
    }
}

impl From<Gate<'_>> for Shortfall {
    fn from(gate: Gate<'_>) -> Self {
        Self {
            requirement: gate.requirement,
            gate: gate.into(),
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
            fallbacks: fallbacks.iter().map(AlternativeSpec::from).collect(),
            soft,
            needed,
        }
    }
}

impl From<Alternative<'_>> for AlternativeSpec {
    fn from(alternative: Alternative<'_>) -> Self {
        let Alternative { input, needs } = alternative;
        Self {
            input,
            needs: needs.to_vec(),
        }
    }
}

/// One whose switch needs nothing.
impl From<NodeInput> for AlternativeSpec {
    fn from(input: NodeInput) -> Self {
        Self {
            input,
            needs: Vec::new(),
        }
    }
}

/// What must be up for the switch to a fallback to be made: what it needs, something that
/// sees the loss, and where a person makes it, something that carries the call.
pub(crate) fn switch_needs(
    plan: &Plan,
    of: ComponentId,
    requirement: &Requirement,
    fallback: &Fallback,
) -> Vec<NodeInput> {
    let needs = plan.switch_needs(of, fallback);
    let by = requirement.detect.iter().flat_map(|detect| &detect.by);
    let called = fallback.is_by_hand().then(|| callers(plan, of, fallback));
    let [noticed, served] = [
        requirement.noticed_within(),
        plan.served_in(of, requirement, fallback),
    ];
    let is_held = |by: Option<Duration>| by.is_some_and(|by| requirement.is_held(by));
    let inputs = |what: SwitchInput, all: Vec<At<ComponentId>>| {
        let is_held = is_held(match what {
            SwitchInput::Detector => noticed,
            SwitchInput::Need | SwitchInput::Caller => served,
        });
        let all = all.into_iter();
        all.map(move |at| NodeInput {
            is_held,
            ..NodeInput::for_switch(at.value.0, what)
        })
    };
    inputs(SwitchInput::Need, needs)
        .chain(inputs(SwitchInput::Detector, by.copied().collect()))
        .chain(called.into_iter().flatten().map(|input| NodeInput {
            is_held: is_held(served),
            ..input
        }))
        .collect()
}

/// What carries the call to whoever makes the switch to a fallback by hand.
pub(crate) fn callers(plan: &Plan, of: ComponentId, fallback: &Fallback) -> Vec<NodeInput> {
    let person = plan.switched_by(of, fallback);
    let ways = person.and_then(|team| plan.ways_to_call(team));
    let ways = ways.into_iter().flatten();
    ways.map(|at| NodeInput::for_switch(at.value.0, SwitchInput::Caller))
        .collect()
}

/// The best a fallback can give: what it declares, no more than it is fit for, and no more than degraded when it
/// carries part of the load only or each call tries what is lost first, nothing when that
/// part is less than the least acceptable capacity (MBCO) of who falls back on it. A part of
/// which nobody says how large it is is nothing, or all of it where one `hopes`.
pub(crate) fn best_given(
    plan: &Plan,
    component: &Component,
    needed: &Requirement,
    fallback: &Fallback,
    hopes: bool,
) -> Level {
    let is_slower = fallback
        .switch
        .is_some_and(|at| at.value == Switch::PerCall);
    let serves = match is_slower {
        true => fallback.serves.max(Level::Degraded),
        false => fallback.serves,
    };
    let is_unknown = needed.is_share_unknown(fallback) && !hopes;
    let at_most = if is_unknown { 0.0 } else { 1.0 };
    let declared = fallback.capacity.map_or(at_most, |at| at.value.value());
    let carried = declared.min(carried(plan, needed, fallback));
    let mbco = component.targets.mbco;
    let least = mbco.map_or(0.0, |mbco| mbco.value.value());
    let (fit, _) = fitness(plan, needed, fallback.to.value);
    serves.max(fit).max(level(carried, least))
}

/// The share of a requirement's demand that a fallback carries if nobody else asks anything
/// of it: whatever others ask, it is no more.
fn carried(plan: &Plan, needed: &Requirement, fallback: &Fallback) -> f64 {
    // What is needed only to start asks for nothing that runs.
    let demand = needed
        .demand
        .filter(|_| needed.needed.counts_while_running());
    let Some(demand) = demand else {
        return 1.0;
    };
    let limits = limited_on_the_way(plan, fallback.to.value).into_iter();
    let limits = limits.filter_map(|id| plan.component(id).limit);
    let shares = limits.flat_map(|limit| {
        let of_unit = units(demand).into_iter().zip(units(limit.value));
        of_unit.map(|(demand, limit)| match (demand, limit) {
            (Some(demand), Some(limit)) => served(limit, demand as f64),
            _ => 1.0,
        })
    });
    shares.fold(1.0, f64::min)
}
