use crate::failure::{Gate, Network, Propagation, Propagator, propagate};
use jurymast_plan::model::{ComponentId, Level, Plan};

/// What a set of faults leads to.
#[derive(Debug, Clone)]
pub struct Blast {
    /// What is lost, all at once.
    pub faults: Vec<ComponentId>,
    /// Every other component that is not up: down before degraded, then by tier,
    /// then in plan order.
    pub affected: Vec<Affected>,
    /// Every requirement whose primary is not up, in plan order.
    pub switches: Vec<SwitchOutcome>,
}

/// One component that is not up because of the faults.
#[derive(Debug, Clone)]
pub struct Affected {
    /// The component, itself no fault.
    pub id: ComponentId,
    /// Degraded or down.
    pub level: Level,
    /// A shortest chain that explains it: from a fault to what the component
    /// leans on, each needed by the next; the component itself left out. Of a long
    /// chain only its two ends.
    pub via: Vec<ComponentId>,
    /// How many are left out in the middle of it.
    pub via_left_out: usize,
}

/// What became of one requirement.
#[derive(Debug, Clone)]
pub struct SwitchOutcome {
    /// Who requires it.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// The level of the primary, or of the group.
    pub primary: Level,
    /// The level with the best stand-in.
    pub with_fallback: Level,
    /// The fallbacks in order of preference; empty when there never was one.
    pub fallbacks: Vec<FallbackLevel>,
}

/// One fallback in the outcome.
#[derive(Debug, Clone)]
pub struct FallbackLevel {
    /// The component that would stand in.
    pub to: ComponentId,
    /// The best it can give now.
    pub level: Level,
    /// When it is lost to the same faults: the chain from the fault to it, itself
    /// left out. Empty when it held, or when it is a fault itself. Of a long chain
    /// only its two ends.
    pub lost_via: Vec<ComponentId>,
    /// How many are left out in the middle of it.
    pub lost_via_left_out: usize,
}

impl Blast {
    /// The level of a component: down for a fault, up for what the faults do not reach.
    pub fn level(&self, id: ComponentId) -> Level {
        if self.faults.contains(&id) {
            return Level::Down;
        }
        let found = self.affected.iter().find(|one| one.id == id);
        found.map_or(Level::Up, |one| one.level)
    }

    /// How many of [`Blast::affected`] have this level; faults do not count.
    pub fn count(&self, level: Level) -> usize {
        self.affected
            .iter()
            .filter(|one| one.level == level)
            .count()
    }
}

/// Propagates the loss of all `faults` together.
pub fn blast(plan: &Plan, network: &Network, faults: &[ComponentId]) -> Blast {
    let down: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
    of_outcome(plan, network, faults, &propagate(network, &down))
}

/// What the loss of `faults` led to.
pub(super) fn of_outcome(
    plan: &Plan,
    network: &Network,
    faults: &[ComponentId],
    outcome: &Propagation,
) -> Blast {
    let mut affected: Vec<Affected> = outcome
        .changed()
        .iter()
        .map(|node| ComponentId(*node))
        .filter(|id| !faults.contains(id))
        .map(|id| {
            let (via, via_left_out) = chain(outcome, id.0);
            Affected {
                id,
                level: outcome.level(id.0),
                via,
                via_left_out,
            }
        })
        .collect();
    affected.sort_by_key(|one| {
        let rank = plan.component(one.id).rank();
        (std::cmp::Reverse(one.level), rank, one.id)
    });
    let of = |node: u32| outcome.level(node);
    let mut switches = Vec::new();
    let changed = outcome.changed().iter();
    let mut lookers: Vec<u32> = changed
        .flat_map(|node| network.dependents(*node))
        .copied()
        .collect();
    lookers.sort_unstable();
    lookers.dedup();
    for at in lookers {
        let id = ComponentId(at);
        for gate in network.node(at).gates() {
            let primary = gate.group_level(of);
            if primary > Level::Up {
                switches.push(switch(id, gate, primary, outcome));
            }
        }
    }
    Blast {
        faults: faults.to_vec(),
        affected,
        switches,
    }
}

/// The losses of one component after the other, each followed a few steps only.
#[derive(Debug)]
pub struct Near<'a> {
    plan: &'a Plan,
    network: &'a Network,
    sweep: Propagator<'a>,
}

impl<'a> Near<'a> {
    pub(super) fn new(plan: &'a Plan, network: &'a Network) -> Self {
        Self {
            plan,
            network,
            sweep: Propagator::new(network),
        }
    }

    /// What the loss takes within so many steps, and whether that is all of it; if
    /// not, what is down stays as it is told here, and what is degraded may still
    /// get worse.
    pub fn blast(&mut self, fault: ComponentId, steps: usize) -> (Blast, bool) {
        let (outcome, is_all) = self.sweep.run_for(steps, &[(fault.0, Level::Down)]);
        (
            of_outcome(self.plan, self.network, &[fault], outcome),
            is_all,
        )
    }

    /// How many components were looked at so far.
    pub fn looked(&self) -> usize {
        self.sweep.looked()
    }
}

fn switch(
    component: ComponentId,
    gate: Gate<'_>,
    primary: Level,
    outcome: &Propagation,
) -> SwitchOutcome {
    let fallbacks: Vec<FallbackLevel> = gate
        .fallbacks
        .iter()
        .map(|input| {
            let level = input.level(|node| outcome.level(node));
            let lost = outcome.level(input.node) == Level::Down;
            let (lost_via, lost_via_left_out) = if lost {
                chain(outcome, input.node)
            } else {
                (Vec::new(), 0)
            };
            FallbackLevel {
                to: ComponentId(input.node),
                level,
                lost_via,
                lost_via_left_out,
            }
        })
        .collect();
    let best = fallbacks.iter().map(|fallback| fallback.level).min();
    SwitchOutcome {
        component,
        requirement: gate.requirement,
        primary,
        with_fallback: best.map_or(primary, |best| best.min(primary)),
        fallbacks,
    }
}

/// The ends of the chain to a node, and how many stand between them.
fn chain(outcome: &Propagation, node: u32) -> (Vec<ComponentId>, usize) {
    let (ends, left_out) = outcome.chain_ends(node);
    (ends.into_iter().map(ComponentId).collect(), left_out)
}
