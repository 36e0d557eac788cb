use std::collections::BTreeSet;

use crate::failure::{Gate, Network, Propagation, Propagator};
use jurymast_plan::model::{ComponentId, Level, Needed, Plan};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

use super::LostNeed;
use crate::analysis::hold_over::HoldOver;

/// How many nodes are looked at: of a plan's nodes, and besides.
const LOOKS: (usize, usize) = (32, 1 << 22);

/// Follows one fault after the other, as long as there is time.
pub(super) struct WhatIf<'a> {
    sweep: Propagator<'a>,
    network: &'a Network,
    most: usize,
    is_whole: bool,
    /// What the outcome at hand was asked for.
    last: Vec<(u32, Level)>,
}

/// What a fault does, with some things held down beside it.
pub(super) struct Struck<'a> {
    outcome: &'a Propagation,
    network: &'a Network,
}

impl<'a> WhatIf<'a> {
    pub(super) fn new(plan: &Plan, network: &'a Network) -> Self {
        Self {
            sweep: Propagator::new(network),
            network,
            most: LOOKS.0 * plan.components.len() + LOOKS.1,
            is_whole: true,
            last: Vec::new(),
        }
    }

    /// There was time for all that was asked.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Somebody else's time is up.
    pub(super) fn give_up(&mut self) {
        self.is_whole = false;
    }

    /// `None` when the time is up.
    pub(super) fn strike(
        &mut self,
        fault: ComponentId,
        beside: &[(ComponentId, Level)],
    ) -> Option<Struck<'_>> {
        let beside = beside.iter().map(|(id, level)| (id.0, *level));
        self.hold([(fault.0, Level::Down)].into_iter().chain(beside).collect())
    }

    /// All of these held down.
    pub(super) fn all_down(&mut self, ids: &[ComponentId]) -> Option<Struck<'_>> {
        self.hold(ids.iter().map(|id| (id.0, Level::Down)).collect())
    }

    fn hold(&mut self, forced: Vec<(u32, Level)>) -> Option<Struck<'_>> {
        if self.sweep.looked() > self.most {
            self.is_whole = false;
            return None;
        }
        self.last = forced;
        Some(Struck {
            outcome: self.sweep.run(&self.last),
            network: self.network,
        })
    }
}

/// Those of the needs that a fault takes while a reserve keeps a requirement of a component
/// met, and it up.
pub(super) fn lost_while_held(
    plan: &Plan,
    network: &Network,
    (id, requirement): (ComponentId, usize),
    fault: ComponentId,
    needs: &[At<ComponentId>],
) -> Vec<LostNeed> {
    let held = network.with_met(&[(id, requirement)]);
    let mut what_if = WhatIf::new(plan, &held);
    let struck = what_if.strike(fault, &[]);
    struck.map_or_else(Vec::new, |struck| struck.lost(needs))
}

impl Struck<'_> {
    pub(super) fn is_down(&self, id: ComponentId) -> bool {
        self.outcome.level(id.0) == Level::Down
    }

    /// It was down before anything failed.
    pub(super) fn was_down(&self, id: ComponentId) -> bool {
        self.outcome.at_rest(id.0) == Level::Down
    }

    /// The group of a requirement does not serve.
    pub(super) fn loses_group(&self, component: ComponentId, requirement: usize) -> bool {
        let mut gates = self.network.node(component.0).gates();
        let gate = gates.find(|gate| gate.requirement == requirement);
        gate.is_some_and(|gate| gate.group_level(|node| self.outcome.level(node)) == Level::Down)
    }

    pub(super) fn gates(&self, component: ComponentId) -> impl Iterator<Item = Gate<'_>> {
        self.network.node(component.0).gates()
    }

    /// Whether who starts waits for a requirement.
    pub(super) fn lacks_to_start(&self, gate: Gate<'_>) -> bool {
        let level = gate.met(|node| self.outcome.level(node));
        !gate.soft && gate.needed.counts_at_start() && level == Level::Down
    }

    /// Those that lost what they must not lose while they run.
    pub(super) fn stopped(&self) -> BTreeSet<ComponentId> {
        let loses = |gate: Gate<'_>| gate.needed == Needed::Both && self.lacks_to_start(gate);
        let fell = self.outcome.changed().iter().map(|node| ComponentId(*node));
        fell.filter(|id| self.is_down(*id) && self.gates(*id).any(loses))
            .collect()
    }

    /// The component is down for what it stands in or goes through, whatever its
    /// requirements do.
    pub(super) fn is_bound_down(&self, component: ComponentId) -> bool {
        let node = self.network.node(component.0);
        let mut bound = node.bound().iter();
        bound.any(|input| input.level(|node| self.outcome.level(node)) == Level::Down)
    }

    /// Whether some of the needs are down only because that component is, by what is told.
    pub(super) fn lead_back(needs: &[LostNeed], to: ComponentId) -> bool {
        needs.iter().any(|need| need.chain.contains(&to))
    }

    /// The same when something is done that takes so long from the fault on, with what is still
    /// up by its reserves then; `None`: nobody says how long.
    pub(super) fn lost_after(
        &self,
        plan: &Plan,
        needs: &[At<ComponentId>],
        takes: Option<Duration>,
    ) -> Vec<LostNeed> {
        let mut lost = self.lost(needs);
        if !lost.is_empty() && takes.is_some() {
            let holds = HoldOver::of(plan, self.network, self.outcome);
            lost.retain(|need| !holds.outlasts(need.what.value, takes));
        }
        lost
    }

    /// Those that are down, each with its chain.
    pub(super) fn lost(&self, needs: &[At<ComponentId>]) -> Vec<LostNeed> {
        let down = needs.iter().filter(|need| self.is_down(need.value));
        let lost = down.map(|need| {
            let chain = self
                .outcome
                .chain(need.value.0)
                .into_iter()
                .map(ComponentId);
            LostNeed {
                what: *need,
                chain: chain.chain([need.value]).collect(),
            }
        });
        lost.collect()
    }
}
