use std::collections::BTreeMap;

use crate::failure::{Gate, Network, Node};
use jurymast_plan::model::{ComponentId, Level};

/// Components of which each waits for the next, and the last for the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// From the first in plan order on.
    pub ids: Vec<ComponentId>,
    /// Where one missing thing is all that keeps a member from starting.
    pub openers: Vec<Opener>,
    /// How many others are stuck because of it.
    pub behind: usize,
}

/// A member that would start if it could do without one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opener {
    pub id: ComponentId,
    /// Index in its requirements.
    pub requirement: usize,
    /// What it waits for there.
    pub waits_for: ComponentId,
}

/// The circles that hold `stuck`: from each stuck node one walks to the first
/// stuck thing it waits for, and on, until the walk meets itself.
pub(super) fn circles(network: &Network, stuck: &[u32]) -> Vec<Ring> {
    let mut waiting = vec![false; network.len()];
    stuck.iter().for_each(|node| waiting[*node as usize] = true);
    let mut circle_of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut circles: Vec<Ring> = Vec::new();
    for &first in stuck {
        let mut walk: Vec<u32> = Vec::new();
        let mut place: BTreeMap<u32, usize> = BTreeMap::new();
        let mut at = first;
        let met = loop {
            if let Some(known) = circle_of.get(&at) {
                break Some(*known);
            }
            if let Some(start) = place.get(&at) {
                circles.push(circle(network, &walk[*start..], &waiting));
                break Some(circles.len() - 1);
            }
            place.insert(at, walk.len());
            walk.push(at);
            match waits(network, at, &waiting) {
                Some(next) => at = next,
                None => break None,
            }
        };
        if let Some(met) = met {
            circles[met].behind += walk.len();
            circle_of.extend(walk.into_iter().map(|node| (node, met)));
        }
    }
    for one in &mut circles {
        one.behind -= one.ids.len();
    }
    circles
}

fn circle(network: &Network, walk: &[u32], waiting: &[bool]) -> Ring {
    let least = (0..walk.len()).min_by_key(|at| walk[*at]).unwrap_or(0);
    let ids = walk.iter().cycle().skip(least).take(walk.len());
    let ids: Vec<u32> = ids.copied().collect();
    let opener = |&node: &u32| opener(network, node, waiting);
    Ring {
        openers: ids.iter().filter_map(opener).collect(),
        ids: ids.into_iter().map(ComponentId).collect(),
        behind: 0,
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

fn opener(network: &Network, id: u32, waiting: &[bool]) -> Option<Opener> {
    let node = network.node(id);
    let mut unmet = node.gates().filter(|gate| holds(*gate, waiting));
    let gate = unmet.next()?;
    if unmet.next().is_some() || held_by(node, waiting).next().is_some() {
        return None;
    }
    let mut inputs = gate.inputs().map(|one| one.node);
    Some(Opener {
        id: ComponentId(id),
        requirement: gate.requirement,
        waits_for: ComponentId(inputs.find(|input| waiting[*input as usize])?),
    })
}

/// The bindings that keep a node down.
fn held_by<'a>(node: Node<'a>, waiting: &'a [bool]) -> impl Iterator<Item = u32> + 'a {
    let holding =
        |input: &&crate::failure::Input| waiting[input.node as usize] && input.worst == Level::Down;
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
