use std::sync::OnceLock;

use jurymast_plan::model::{BindingRole, Component, ComponentId, Ended, Level, Plan, Requirement};

use super::csr::Csr;
use super::node::{Node, Shape};
use super::node_spec::best_given;
use super::unrolled::Unrolled;
use super::{AlternativeSpec, NodeInput, NodeSpec, Shortfall, SwitchInput, propagate};

/// Components as nodes of flat arrays; node `i` is component `i`.
#[derive(Debug, Clone)]
pub struct Network {
    /// For each node: where its inputs and its gates begin; the ends come last.
    starts: Vec<Start>,
    /// Node by node what it is bound to, then gate by gate group and fallbacks, each
    /// followed by what the switch to it needs.
    inputs: Vec<NodeInput>,
    gates: Vec<Shape>,
    /// For each node, those that look at it, once each, in order.
    dependents: Csr,
    /// What is lost for good, whatever else fails, and how far.
    standing: Vec<(u32, Level)>,
    /// Whether a switch needs anything.
    has_switch_needs: bool,
    /// Whether a requirement falls short.
    has_shortfalls: bool,
    /// Nodes whose shortfalls are known for few losses at once only, and for how many.
    partly_counted: Vec<(u32, usize)>,
    /// Written out when it is first asked about what fails.
    unrolled: OnceLock<Option<Box<Unrolled>>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Start {
    inputs: u32,
    gates: u32,
    /// Of the gates before, those that are no requirements.
    shortfalls: u32,
}

impl Network {
    /// One node for each component, by the same index. What a gateway may use takes along
    /// whoever calls through it: what nobody knows holds nothing.
    pub fn of(plan: &Plan) -> Self {
        Self::new(plan.enumerate().map(|(id, _)| NodeSpec::of(plan, id)))
    }

    /// A network of the plan as if gateways used none of the hosts that they only may use,
    /// each loss were seen by somebody, and a fallback of which nobody says what share it
    /// serves served all; `None` where nothing of that is in doubt.
    pub fn hopeful(&self, plan: &Plan) -> Option<Self> {
        if !plan.components.iter().any(is_in_doubt) {
            return None;
        }
        let specs = plan.enumerate().map(|(id, component)| {
            let mut spec = NodeSpec::from(self.node(id.0));
            let roles = component.bindings.iter().map(|one| one.role);
            let mut is_sure = roles.map(|role| role != BindingRole::MayUse);
            spec.bound.retain(|_| is_sure.next().unwrap_or(true));
            for (gate, needed) in spec.gates.iter_mut().zip(&component.requirements) {
                for (alternative, fallback) in gate.fallbacks.iter_mut().zip(&needed.fallbacks) {
                    let needs = &mut alternative.needs;
                    needs.retain(|need| !need.is_for(SwitchInput::Detector));
                    if needed.is_share_unknown(fallback) {
                        alternative.input.best =
                            best_given(plan, component, needed, fallback, true);
                    }
                }
            }
            spec
        });
        Some(self.remade(specs))
    }

    /// The same in which nothing falls short.
    #[must_use]
    pub fn without_shortfalls(&self) -> Self {
        self.remade((0..self.len() as u32).map(|node| NodeSpec {
            shortfalls: Vec::new(),
            ..NodeSpec::from(self.node(node))
        }))
    }

    /// The same for losses that last, on the day of the plan: what has ended or expired
    /// is lost for good, and fallbacks that serve for a while only are used up.
    pub fn lasting(plan: &Plan) -> Self {
        let lost = plan.ended().filter(Ended::is_lost);
        let lost = lost.map(|ended| (ended.component.0, Level::Down)).collect();
        Self::new(plan.enumerate().map(|(id, _)| NodeSpec::lasting(plan, id))).with_standing(lost)
    }

    /// With nodes that are at a level for good, whatever else fails.
    #[must_use]
    pub fn with_standing(self, standing: Vec<(u32, Level)>) -> Self {
        Self {
            standing,
            unrolled: OnceLock::new(),
            ..self
        }
    }

    /// The nodes that are at a level for good: with nothing else failing they are, and what
    /// they take, at rest.
    pub fn standing(&self) -> &[(u32, Level)] {
        &self.standing
    }

    /// Takes one node after the other; none is held beside the network.
    pub fn new(nodes: impl IntoIterator<Item = NodeSpec>) -> Self {
        let mut network = Self {
            starts: vec![Start::default()],
            inputs: Vec::new(),
            gates: Vec::new(),
            dependents: Csr::new(),
            standing: Vec::new(),
            has_switch_needs: false,
            has_shortfalls: false,
            partly_counted: Vec::new(),
            unrolled: OnceLock::new(),
        };
        for node in nodes {
            network.push(node);
        }
        network.dependents = network.turned();
        network
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One node, by its index.
    pub fn node(&self, node: u32) -> Node<'_> {
        let [from, to] = [0, 1].map(|more| self.starts[node as usize + more]);
        let gates = &self.gates[from.gates as usize..to.gates as usize];
        let inputs = &self.inputs[from.inputs as usize..to.inputs as usize];
        let shortfalls = (to.shortfalls - from.shortfalls) as usize;
        Node::new(inputs, gates, gates.len() - shortfalls)
    }

    /// All of them, by index.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.len() as u32).map(|node| self.node(node))
    }

    /// The nodes that have this one among their inputs, each once, ascending.
    pub fn dependents(&self, node: u32) -> &[u32] {
        self.dependents.get(node)
    }

    /// The level that bindings and requirements give a node, its own fault apart.
    pub fn derived(&self, node: u32, of: impl Fn(u32) -> Level + Copy) -> Level {
        self.derived_by(node, of, of)
    }

    /// The same, when nodes have other levels for the fallbacks.
    pub fn derived_by(
        &self,
        node: u32,
        of: impl Fn(u32) -> Level + Copy,
        standing_by: impl Fn(u32) -> Level + Copy,
    ) -> Level {
        let node = self.node(node);
        let mut level = Level::Up;
        for input in node.bound() {
            level = level.max(input.level(of));
        }
        for gate in node.conditions() {
            if level == Level::Down {
                break;
            }
            level = level.max(gate.level_by(of, standing_by));
        }
        level
    }

    /// From here on one input of a gate is seen no better than `best`; `at` counts
    /// the group, then the fallbacks.
    pub fn set_best(&mut self, node: u32, gate: usize, at: usize, best: Level) {
        if let Some(Some(unrolled)) = self.unrolled.get_mut() {
            unrolled.set_best(node, gate, at, best);
        }
        let [start, next] = [self.starts[node as usize], self.starts[node as usize + 1]];
        let gates = &self.gates[start.gates as usize..next.gates as usize];
        let end = gates.get(gate + 1);
        let end = end.map_or(next.inputs, |next| start.inputs + next.group);
        let inputs = &mut self.inputs[(start.inputs + gates[gate].group) as usize..end as usize];
        let found = match self.has_switch_needs {
            true => inputs
                .iter_mut()
                .filter(|one| one.for_switch.is_none())
                .nth(at),
            false => inputs.get_mut(at),
        };
        if let Some(input) = found {
            input.best = best;
        }
    }

    /// Whether something is asked whether it is down, whatever level is asked about: what a
    /// switch needs, and what leaves a requirement short.
    pub(super) fn asks_of_one_level(&self) -> bool {
        self.has_switch_needs || self.has_shortfalls
    }

    /// With more requirements that fall short, each of a node.
    #[must_use]
    pub fn with_shortfalls(&self, more: impl IntoIterator<Item = (u32, Shortfall)>) -> Self {
        self.changed(|specs| {
            for (node, shortfall) in more {
                let known = &mut specs[node as usize].shortfalls;
                if !known.contains(&shortfall) {
                    known.push(shortfall);
                }
            }
        })
    }

    /// With nodes that no longer stand where they stood: component, and what it leaves.
    #[must_use]
    pub fn leaving(&self, left: &[(ComponentId, Vec<ComponentId>)]) -> Self {
        self.changed(|specs| {
            for (id, places) in left {
                let bound = &mut specs[id.index()].bound;
                bound.retain(|input| !places.contains(&ComponentId(input.node)));
            }
        })
    }

    /// With nodes whose shortfalls are known for so many losses at once only.
    #[must_use]
    pub fn partly_counted(self, nodes: Vec<(u32, usize)>) -> Self {
        Self {
            partly_counted: nodes,
            ..self
        }
    }

    /// By node: for how many losses at once it is known what falls short on the way to it;
    /// `None` where that is so of all of them.
    pub fn counted_up_to(&self) -> Option<Vec<usize>> {
        if self.partly_counted.is_empty() {
            return None;
        }
        let mut least = vec![usize::MAX; self.len()];
        let mut open = self.partly_counted.clone();
        while let Some((node, order)) = open.pop() {
            let known = &mut least[node as usize];
            if order < *known {
                *known = order;
                let above = self.dependents(node).iter();
                open.extend(above.map(|at| (*at, order)));
            }
        }
        Some(least)
    }

    /// Whether each node may be degraded without being down, or the other way round.
    pub fn has_two_levels(&self) -> Vec<bool> {
        super::events::differing(self)
    }

    /// The same with the switches made that what is so for good calls for: a fallback that is
    /// in use at rest needs nothing for its switch any more.
    #[must_use]
    pub fn with_switches_made(self) -> Self {
        if !self.has_switch_needs || self.standing.is_empty() {
            return self;
        }
        let at_rest = propagate(&self, &[]);
        let used = |of: u32, at: usize| {
            let gate = self.node(of).gate(at);
            gate.served(|node| at_rest.level(node)).1
        };
        self.with_switches(used)
    }

    /// The same with the switches made that are told: of a node and its gate to which fallback.
    #[must_use]
    pub fn with_switches(&self, made: impl Fn(u32, usize) -> Option<usize>) -> Self {
        if !self.has_switch_needs {
            return self.clone();
        }
        self.changed(|specs| {
            for (of, spec) in (0..).zip(specs) {
                for (at, gate) in spec.gates.iter_mut().enumerate() {
                    if let Some(used) = made(of, at) {
                        gate.fallbacks[used].needs.clear();
                    }
                }
            }
        })
    }

    /// The same with these switches made: each of a node, its gate and its fallback.
    #[must_use]
    pub fn with_made(&self, made: &[(u32, usize, usize)]) -> Self {
        self.changed(|specs| {
            for (node, gate, fallback) in made {
                let gate = &mut specs[*node as usize].gates[*gate];
                gate.fallbacks[*fallback].needs.clear();
            }
        })
    }

    /// With some of its nodes made otherwise.
    #[must_use]
    pub(crate) fn changed(&self, change: impl FnOnce(&mut [NodeSpec])) -> Self {
        let mut specs: Vec<NodeSpec> = self.nodes().map(NodeSpec::from).collect();
        change(&mut specs);
        self.remade(specs)
    }

    /// The same while reserves keep some gates met, each of a node and by its index, whatever
    /// their groups do.
    #[must_use]
    pub fn with_met(&self, met: &[(ComponentId, usize)]) -> Self {
        let specs = (0..).zip(self.nodes()).map(|(at, one)| {
            let mut spec = NodeSpec::from(one);
            for (_, gate) in met.iter().filter(|(node, _)| node.0 == at) {
                let group = spec.gates[*gate].group.iter_mut();
                group.for_each(|input| input.worst = Level::Up);
            }
            spec
        });
        self.remade(specs)
    }

    /// Of other nodes, with what is known besides.
    fn remade(&self, nodes: impl IntoIterator<Item = NodeSpec>) -> Self {
        Self {
            standing: self.standing.clone(),
            partly_counted: self.partly_counted.clone(),
            ..Self::new(nodes)
        }
    }

    /// With the fallbacks that lead back written out; `None` where there are none.
    pub(super) fn unrolled(&self) -> Option<&Unrolled> {
        let unrolled = self
            .unrolled
            .get_or_init(|| Unrolled::of(self).map(Box::new));
        unrolled.as_deref()
    }

    fn push(&mut self, node: NodeSpec) {
        let first = self.inputs.len();
        self.inputs.extend(node.bound);
        let shortfalls = node.shortfalls.len();
        self.has_shortfalls |= shortfalls > 0;
        let requirements = node.gates.into_iter().enumerate();
        let short = node.shortfalls.into_iter();
        let short = short.map(|one| (one.requirement, one.gate));
        for (requirement, gate) in requirements.chain(short) {
            let group = self.inputs.len() - first;
            self.inputs.extend(gate.group);
            self.gates.push(Shape {
                requirement: requirement as u32,
                group: group as u32,
                fallbacks: (self.inputs.len() - first) as u32,
                at_least: gate.at_least as u32,
                soft: gate.soft,
                needed: gate.needed,
            });
            for AlternativeSpec { input, needs } in gate.fallbacks {
                self.has_switch_needs |= !needs.is_empty();
                self.inputs.push(input);
                self.inputs.extend(needs);
            }
        }
        let before = self.starts.last().map_or(0, |last| last.shortfalls);
        self.starts.push(Start {
            inputs: self.inputs.len() as u32,
            gates: self.gates.len() as u32,
            shortfalls: before + shortfalls as u32,
        });
    }

    /// Who looks at whom, turned round.
    fn turned(&self) -> Csr {
        Csr::gather(self.len(), |pair| {
            // By node: the last that was seen to look at it. They come in order, so
            // whoever looks twice does so one right after the other.
            let mut last = vec![u32::MAX; self.len()];
            for (at, node) in (0..).zip(self.nodes()) {
                for input in node.inputs() {
                    if std::mem::replace(&mut last[input.node as usize], at) != at {
                        pair(input.node, at);
                    }
                }
            }
        })
    }
}

/// Whether nobody knows what serves a component, or how much of its load.
fn is_in_doubt(component: &Component) -> bool {
    let is_unseen = |one: &Requirement| one.detect.as_ref().is_some_and(|at| !at.by.is_empty());
    let is_open = |one: &Requirement| one.fallbacks.iter().any(|at| one.is_share_unknown(at));
    component.may_use().next().is_some()
        || component
            .requirements
            .iter()
            .any(|one| is_unseen(one) || is_open(one))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::GateSpec;
    use super::super::sample::nodes;
    use super::*;

    fn again(network: &Network) -> Vec<NodeSpec> {
        network.nodes().map(NodeSpec::from).collect()
    }

    /// Of a gate as [`Network::set_best`] counts them.
    fn input(gate: &mut GateSpec, at: usize) -> &mut NodeInput {
        let group = gate.group.len();
        match at.checked_sub(group) {
            None => &mut gate.group[at],
            Some(at) => &mut gate.fallbacks[at].input,
        }
    }

    proptest! {
        #[test]
        fn nodes_are_kept_as_they_came(mut nodes in nodes(9)) {
            let mut network = Network::new(nodes.clone());
            prop_assert_eq!(&again(&network), &nodes);
            for (node, new) in (0..).zip(&mut nodes) {
                for (requirement, gate) in new.gates.iter_mut().enumerate() {
                    for at in 0..gate.group.len() + gate.fallbacks.len() {
                        network.set_best(node, requirement, at, Level::Degraded);
                        input(gate, at).best = Level::Degraded;
                    }
                }
            }
            prop_assert_eq!(again(&network), nodes);
        }

        #[test]
        fn dependents_stand_once_each_in_order(nodes in nodes(9)) {
            let network = Network::new(nodes);
            for node in 0..network.len() as u32 {
                let looks = |at: &u32| {
                    let inputs = network.node(*at).inputs();
                    inputs.iter().any(|input| input.node == node)
                };
                let expected: Vec<u32> = (0..network.len() as u32).filter(looks).collect();
                prop_assert_eq!(network.dependents(node), expected);
            }
        }
    }
}
