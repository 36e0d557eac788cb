use crate::failure::{Network, Sweep};
use crate::model::{ComponentId, Level, Plan, Tier};

/// What each component's loss alone does.
#[derive(Debug, Clone, Default)]
pub struct SingleFaults {
    /// By component.
    pub radii: Vec<Radius>,
    /// By component: the most critical tier among itself and all it takes down.
    pub carries: Vec<Option<Tier>>,
    /// Requirements with an alternative that one fault takes down whole, in plan
    /// order; the faults of one requirement in order of distance.
    pub lost: Vec<LostRequirement>,
}

/// How many other components a loss takes down or degrades.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Radius {
    pub down: usize,
    pub degraded: usize,
}

/// A single fault that takes a primary and all its alternatives.
#[derive(Debug, Clone)]
pub struct LostRequirement {
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    pub fault: ComponentId,
    /// For the primary (each member of the group that is down) and each fallback:
    /// the chain from the fault to it, both included.
    pub chains: Vec<Vec<ComponentId>>,
}

impl SingleFaults {
    pub fn of(plan: &Plan, network: &Network) -> Self {
        let watched = Watched::of(plan, network);
        let mut sweep = Sweep::new(network);
        let tier_of = |id: ComponentId| plan.component(id).tier.map(|tier| tier.value);
        let mut radii = Vec::with_capacity(network.len());
        let mut carries = Vec::with_capacity(network.len());
        let mut lost = Vec::new();
        for (fault, component) in plan.enumerate() {
            let outcome = sweep.run(&[(fault.0, Level::Down)]);
            let mut radius = Radius::default();
            let mut carried = None;
            for &node in outcome.changed() {
                if outcome.level(node) == Level::Down {
                    let tiers = [carried, tier_of(ComponentId(node))];
                    carried = tiers.into_iter().flatten().min();
                }
                match outcome.level(node) {
                    _ if node == fault.0 => {}
                    Level::Down => radius.down += 1,
                    Level::Degraded => radius.degraded += 1,
                    Level::Up => {}
                }
                for &(of, gate) in watched.by_input(node) {
                    if of == fault.0 || !component.own_failure {
                        continue;
                    }
                    let gate_now = &network.nodes[of as usize].gates[gate];
                    let gone = |input: &crate::failure::Input| {
                        input.level(|n| outcome.level(n)) == Level::Down
                    };
                    let first_seen = gate_now
                        .inputs()
                        .find(|input| outcome.level(input.node) != Level::Up)
                        .is_some_and(|input| input.node == node);
                    if first_seen
                        && gate_now.group_level(|n| outcome.level(n)) == Level::Down
                        && gate_now.fallbacks.iter().all(gone)
                    {
                        let chains = gate_now.inputs().filter(|input| gone(input)).map(|input| {
                            let mut chain = outcome.chain(input.node);
                            chain.push(input.node);
                            chain.into_iter().map(ComponentId).collect()
                        });
                        lost.push(LostRequirement {
                            component: ComponentId(of),
                            requirement: gate_now.requirement,
                            fault,
                            chains: chains.collect(),
                        });
                    }
                }
            }
            radii.push(radius);
            carries.push(carried);
        }
        lost.sort_by_key(|one: &LostRequirement| {
            let distance: usize = one.chains.iter().map(Vec::len).sum();
            (one.component, one.requirement, distance, one.fault)
        });
        Self {
            radii,
            carries,
            lost,
        }
    }

    pub fn radius(&self, id: ComponentId) -> Radius {
        self.radii[id.index()]
    }

    /// The most critical tier among the component and all that it takes down.
    pub fn carries(&self, id: ComponentId) -> Option<Tier> {
        self.carries[id.index()]
    }

    /// The components whose loss takes most others down, worst first, without
    /// those that take down nothing.
    pub fn worst(&self, count: usize) -> Vec<(ComponentId, Radius)> {
        let mut ranked: Vec<(ComponentId, Radius)> = (0u32..)
            .map(ComponentId)
            .zip(self.radii.iter().copied())
            .filter(|(_, radius)| radius.down + radius.degraded > 0)
            .collect();
        ranked.sort_by_key(|(id, radius)| (std::cmp::Reverse((radius.down, radius.degraded)), *id));
        ranked.truncate(count);
        ranked
    }
}

/// The gates with an alternative, by what they look at.
struct Watched {
    /// (component, index of its gate)
    gates: Vec<(u32, usize)>,
    /// Where each node's gates begin.
    starts: Vec<usize>,
}

impl Watched {
    fn of(plan: &Plan, network: &Network) -> Self {
        let mut pairs = Vec::new();
        for (id, component) in plan.enumerate() {
            let gates = &network.nodes[id.index()].gates;
            for (at, gate) in gates.iter().enumerate() {
                if !component.requirements[gate.requirement].has_no_alternative() {
                    pairs.extend(gate.inputs().map(|input| (input.node, (id.0, at))));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let starts = (0..=network.len())
            .map(|node| pairs.partition_point(|(input, _)| (*input as usize) < node))
            .collect();
        let gates = pairs.into_iter().map(|(_, gate)| gate).collect();
        Self { gates, starts }
    }

    fn by_input(&self, node: u32) -> &[(u32, usize)] {
        let at = node as usize;
        &self.gates[self.starts[at]..self.starts[at + 1]]
    }
}
