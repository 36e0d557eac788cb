use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Gate, Network, Node};
use jurymast_plan::model::{ComponentId, Level};

/// Components that cannot start: each waits for the next, and the last for the
/// first, with no fallback that leads out (a deadlock).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCycle {
    /// From the first in plan order on.
    pub members: Vec<ComponentId>,
    /// What else can never start because of it, in plan order.
    pub waiting: Vec<ComponentId>,
    /// Where one missing thing is all that keeps a member from starting.
    pub breakers: Vec<CycleBreaker>,
}

/// A member that would start if it could do without one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CycleBreaker {
    /// The member.
    pub id: ComponentId,
    /// Index in its requirements.
    pub requirement: usize,
    /// What it waits for there.
    pub waits_for: ComponentId,
}

/// The cycles that hold `stuck` (ascending): from each stuck node one walks to the first
/// stuck thing it waits for, and on, until the walk meets itself.
pub(super) fn cycles(network: &Network, stuck: &[u32]) -> Vec<RecoveryCycle> {
    let mut waiting = vec![false; network.len()];
    stuck.iter().for_each(|node| waiting[*node as usize] = true);
    let mut cycle_of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut cycles: Vec<RecoveryCycle> = Vec::new();
    for &first in stuck {
        let mut walk: Vec<u32> = Vec::new();
        let mut place: BTreeMap<u32, usize> = BTreeMap::new();
        let mut at = first;
        let met = loop {
            if let Some(known) = cycle_of.get(&at) {
                break Some(*known);
            }
            if let Some(start) = place.get(&at) {
                cycles.push(cycle(network, &walk[*start..], &waiting));
                break Some(cycles.len() - 1);
            }
            place.insert(at, walk.len());
            walk.push(at);
            match waits(network, at, &waiting) {
                Some(next) => at = next,
                None => break None,
            }
        };
        if let Some(met) = met {
            cycle_of.extend(walk.into_iter().map(|node| (node, met)));
        }
    }
    let members = cycles.iter().flat_map(|cycle| &cycle.members);
    let members: BTreeSet<ComponentId> = members.copied().collect();
    for (node, at) in cycle_of {
        let id = ComponentId(node);
        if !members.contains(&id) {
            cycles[at].waiting.push(id);
        }
    }
    cycles
}

fn cycle(network: &Network, walk: &[u32], waiting: &[bool]) -> RecoveryCycle {
    let least = (0..walk.len()).min_by_key(|at| walk[*at]).unwrap_or(0);
    let ids = walk.iter().cycle().skip(least).take(walk.len());
    let ids: Vec<u32> = ids.copied().collect();
    let breaker = |&node: &u32| breaker(network, node, waiting);
    RecoveryCycle {
        breakers: ids.iter().filter_map(breaker).collect(),
        members: ids.into_iter().map(ComponentId).collect(),
        waiting: Vec::new(),
    }
}

/// The first stuck thing that a stuck node waits for.
fn waits(network: &Network, node: u32, waiting: &[bool]) -> Option<u32> {
    let node = network.node(node);
    let bound = held_by(node, waiting);
    let gates = node.gates().filter(|gate| holds(*gate, waiting));
    let mut inputs = bound.chain(gates.flat_map(|gate| gate.inputs().map(|one| one.node)));
    inputs.find(|input| waiting[*input as usize])
}

fn breaker(network: &Network, id: u32, waiting: &[bool]) -> Option<CycleBreaker> {
    let node = network.node(id);
    let mut unmet = node.gates().filter(|gate| holds(*gate, waiting));
    let gate = unmet.next()?;
    if unmet.next().is_some() || held_by(node, waiting).next().is_some() {
        return None;
    }
    let mut inputs = gate.inputs().map(|one| one.node);
    Some(CycleBreaker {
        id: ComponentId(id),
        requirement: gate.requirement,
        waits_for: ComponentId(inputs.find(|input| waiting[*input as usize])?),
    })
}

/// The bindings that keep a node down.
fn held_by<'a>(node: Node<'a>, waiting: &'a [bool]) -> impl Iterator<Item = u32> + 'a {
    let holding = |input: &&crate::failure::NodeInput| {
        waiting[input.node as usize] && input.worst == Level::Down
    };
    node.bound().iter().filter(holding).map(|input| input.node)
}

/// Of a node, when those `waiting` are down.
pub(super) fn level(waiting: &[bool], node: u32) -> Level {
    if waiting[node as usize] {
        Level::Down
    } else {
        Level::Up
    }
}

fn holds(gate: Gate<'_>, waiting: &[bool]) -> bool {
    gate.level(|at| level(waiting, at)) == Level::Down
}
