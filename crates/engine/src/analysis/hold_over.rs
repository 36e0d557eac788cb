use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::failure::{Gate, Network, NodeInput, Propagation};
use jurymast_plan::model::{ComponentId, Level, Plan, Requirement};
use jurymast_terms::units::Duration;

/// From when on components are at the levels that lasting losses bring them to: hold-overs
/// of requirements keep a loss off for a while, fallbacks that serve for a while only put
/// it off.
///
/// The least times that the hold-overs allow, from the start of the loss on; what is not
/// declared (noticing, switching) takes none.
#[derive(Debug, Default)]
pub(super) struct HoldOver {
    /// Of what is not so at once: from when on it is degraded or worse, and down.
    times: BTreeMap<ComponentId, [u64; 2]>,
}

const NEVER: u64 = u64::MAX;

impl HoldOver {
    /// Of what the faults of an outcome led to.
    pub(super) fn of(plan: &Plan, network: &Network, outcome: &Propagation) -> Self {
        if !outcome.changed().iter().any(|node| holds(plan, *node)) {
            return Self::default();
        }
        let changed: BTreeSet<u32> = outcome.changed().iter().copied().collect();
        let mut found = Search {
            plan,
            network,
            outcome,
            times: changed.iter().map(|node| (*node, [NEVER; 2])).collect(),
            lost_count: false,
        };
        found.settle(&changed);
        // A fallback that leads back to whom it serves is lost by nothing that could come
        // sooner: it never stood in.
        found.lost_count = true;
        found.settle(&changed);
        let times = found.times.into_iter().map(|(node, times)| {
            let is_at = |at: usize| outcome.level(node) >= [Level::Degraded, Level::Down][at];
            // What is so, and nothing says from when on, is so at once.
            let known = |at: usize| times[at] < NEVER || !is_at(at);
            (node, [0, 1].map(|at| if known(at) { times[at] } else { 0 }))
        });
        let later = times.filter(|(_, times)| *times != [0; 2]);
        Self {
            times: later
                .map(|(node, times)| (ComponentId(node), times))
                .collect(),
        }
    }

    /// Whether a plan declares any.
    pub(super) fn is_declared(plan: &Plan) -> bool {
        plan.ids().any(|id| holds(plan, id.0))
    }

    /// Whether a component that is down in the end is still up when something is done that takes
    /// so long from the loss on; `None`: nobody says how long.
    pub(super) fn outlasts(&self, id: ComponentId, takes: Option<Duration>) -> bool {
        let from = self.from(id, Level::Down);
        takes.is_some_and(|takes| from.is_none_or(|from| from > Duration::ZERO && takes <= from))
    }

    /// From when on the component is at the level or worse; `None`: never.
    pub(super) fn from(&self, id: ComponentId, level: Level) -> Option<Duration> {
        let times = self.times.get(&id);
        let [degraded, down] = *times.unwrap_or(&[0; 2]);
        let from = match level {
            Level::Up => 0,
            Level::Degraded => degraded,
            Level::Down => down,
        };
        (from < NEVER).then(|| Duration::from_seconds(from))
    }
}

/// It has a requirement that holds over, or a fallback that serves for a while only.
fn holds(plan: &Plan, node: u32) -> bool {
    let requirements = &plan.component(ComponentId(node)).requirements;
    requirements.iter().any(|one| {
        one.holds.is_some()
            || one
                .fallbacks
                .iter()
                .any(|fallback| fallback.holds.is_some())
    })
}

struct Search<'a> {
    plan: &'a Plan,
    network: &'a Network,
    outcome: &'a Propagation,
    /// Of each node that fell: the least times known, degraded or worse and down.
    times: BTreeMap<u32, [u64; 2]>,
    /// A fallback that is lost in the end, and of which nothing says from when on, never
    /// stood in.
    lost_count: bool,
}

impl Search<'_> {
    /// Looks at each of the nodes until none is known to be lost sooner.
    fn settle(&mut self, changed: &BTreeSet<u32>) {
        let mut open: VecDeque<u32> = self.outcome.changed().iter().copied().collect();
        let mut is_open = changed.clone();
        while let Some(node) = open.pop_front() {
            is_open.remove(&node);
            if self.look(node) {
                let dependents = self.network.dependents(node).iter().copied();
                for next in dependents.filter(|next| changed.contains(next)) {
                    if is_open.insert(next) {
                        open.push_back(next);
                    }
                }
            }
        }
    }

    /// Whether a node is at one of the levels sooner than was known.
    fn look(&mut self, node: u32) -> bool {
        let found = [Level::Degraded, Level::Down].map(|level| self.reached(node, level));
        let Some(known) = self.times.get_mut(&node) else {
            return false;
        };
        let sooner = [0, 1].map(|at| found[at].min(known[at]));
        let changed = sooner != *known;
        *known = sooner;
        changed
    }

    fn reached(&self, node: u32, level: Level) -> u64 {
        if self.outcome.is_fault(node) || self.outcome.at_rest(node) >= level {
            return 0;
        }
        if self.outcome.level(node) < level {
            return NEVER;
        }
        let requirements = &self.plan.component(ComponentId(node)).requirements;
        let node = self.network.node(node);
        let bound = node.bound().iter().map(|input| self.input(*input, level));
        let gates = node.conditions().map(|gate| {
            let declared = &requirements[gate.requirement];
            self.requirement(gate, declared, level)
        });
        bound.chain(gates).min().unwrap_or(NEVER)
    }

    fn requirement(&self, gate: Gate<'_>, declared: &Requirement, level: Level) -> u64 {
        if gate.soft && level == Level::Down || !gate.needed.counts_while_running() {
            return NEVER;
        }
        let lost = self.unmet(gate, declared, level);
        // Getting deeper does not begin a loss anew.
        match declared.holds {
            Some(time) => {
                let first = self.unmet(gate, declared, Level::Degraded);
                lost.max(first.saturating_add(time.value.seconds()))
            }
            None => lost,
        }
    }

    /// From when on neither the group nor a fallback gives better than `level`.
    fn unmet(&self, gate: Gate<'_>, declared: &Requirement, level: Level) -> u64 {
        let group = |level: Level| {
            let mut times: Vec<u64> = gate
                .group
                .iter()
                .map(|one| self.input(*one, level))
                .collect();
            times.sort_unstable();
            times[gate.group.len() - gate.at_least]
        };
        let used_from = group(Level::Degraded);
        let fallbacks = gate.fallbacks.iter().zip(&declared.fallbacks);
        let lost = fallbacks.map(|(one, fallback)| {
            let itself = NodeInput {
                is_brief: false,
                ..one.input
            };
            // Once made a switch stays made; made too late for what it needs it never is.
            let is_lost = |need: &NodeInput| self.input(*need, Level::Down) < NEVER;
            let while_up = match one.is_stuck(is_lost) {
                true => 0,
                false => self.input(itself, level),
            };
            let is_lost = one.at_first(|node| self.outcome.level(node)) >= level;
            let while_up = match while_up {
                NEVER if self.lost_count && is_lost => 0,
                known => known,
            };
            match fallback.holds {
                Some(time) => while_up.min(used_from.saturating_add(time.value.seconds())),
                None => while_up,
            }
        });
        lost.fold(group(level), u64::max)
    }

    /// From when on an input gives no better than `level`.
    fn input(&self, input: NodeInput, level: Level) -> u64 {
        if input.worst < level {
            return NEVER;
        }
        let level = input.counts_from.unwrap_or(level);
        if input.best >= level || self.outcome.at_rest(input.node) >= level {
            return 0;
        }
        let times = self.times.get(&input.node);
        times.map_or(NEVER, |times| times[usize::from(level == Level::Down)])
    }
}
