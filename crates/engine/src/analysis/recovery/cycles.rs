use std::collections::{BTreeMap, BTreeSet};

use crate::failure::Gate;
use jurymast_plan::model::{ComponentId, Level};

use super::timetable::{Loss, level, places, starts_with};

/// Components that cannot come back: each waits for the next, and the last for the
/// first, with no fallback that leads out (a deadlock). One of them at least waits to
/// start, or to be repaired; what only needs the others to run comes back with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCycle {
    /// From the first in plan order on.
    pub members: Vec<ComponentId>,
    /// What else can never start because of it, in plan order.
    pub waiting: Vec<ComponentId>,
    /// Where one missing thing is all that keeps a member from starting.
    pub breakers: Vec<CycleBreaker>,
}

/// A member that would come back if it could do without one requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CycleBreaker {
    /// The member.
    pub id: ComponentId,
    /// Index in its requirements; `None`: its repair needs it.
    pub requirement: Option<usize>,
    /// What it waits for there.
    pub waits_for: ComponentId,
}

/// The cycles that hold `stuck` (ascending): from each stuck node one walks to the first
/// stuck thing it waits for, and on, until the walk meets itself.
pub(super) fn cycles(loss: &Loss<'_>, stuck: &[u32]) -> Vec<RecoveryCycle> {
    let mut waiting = vec![false; loss.network.len()];
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
                cycles.push(cycle(loss, &walk[*start..], &waiting, stuck));
                break Some(cycles.len() - 1);
            }
            place.insert(at, walk.len());
            walk.push(at);
            match waits(loss, at, &waiting) {
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

fn cycle(loss: &Loss<'_>, walk: &[u32], waiting: &[bool], stuck: &[u32]) -> RecoveryCycle {
    let least = (0..walk.len()).min_by_key(|at| walk[*at]).unwrap_or(0);
    let ids = walk.iter().cycle().skip(least).take(walk.len());
    let ids: Vec<u32> = ids.copied().collect();
    let breakers = ids.iter().filter_map(|node| breaker(loss, *node, waiting));
    let mut breakers: Vec<CycleBreaker> = breakers.collect();
    let work = breakers.len().saturating_mul(stuck.len());
    breakers.retain(|one| match work {
        0..=MOST_TRIED => opens(loss, one.id.0, &ids, waiting, stuck),
        // Surely where each of the others lacks what stands before it, and nothing else.
        _ => ids
            .iter()
            .all(|node| breaker(loss, *node, waiting).is_some()),
    });
    RecoveryCycle {
        breakers,
        members: ids.into_iter().map(ComponentId).collect(),
        waiting: Vec::new(),
    }
}

/// Stuck nodes times ways to open a cycle, up to which each way is tried.
const MOST_TRIED: usize = 10_000;

/// Whether all members come back once one of them has.
fn opens(loss: &Loss<'_>, one: u32, members: &[u32], waiting: &[bool], stuck: &[u32]) -> bool {
    let mut waiting = waiting.to_vec();
    waiting[one as usize] = false;
    loop {
        let free =
            |node: &&u32| waiting[**node as usize] && Held::of(loss, **node, &waiting).is_free();
        let free: Vec<u32> = stuck.iter().filter(free).copied().collect();
        if free.is_empty() {
            break;
        }
        free.iter().for_each(|node| waiting[*node as usize] = false);
    }
    !members.iter().any(|node| waiting[*node as usize])
}

/// The first stuck thing that a stuck node waits for.
fn waits(loss: &Loss<'_>, node: u32, waiting: &[bool]) -> Option<u32> {
    let held = Held::of(loss, node, waiting);
    let gates = held.gates.iter();
    let inputs = gates.flat_map(|gate| gate.inputs().map(|one| one.node));
    let mut inputs = held
        .bound
        .iter()
        .copied()
        .chain(inputs)
        .chain(held.needs.iter().copied());
    inputs.find(|input| waiting[*input as usize])
}

fn breaker(loss: &Loss<'_>, id: u32, waiting: &[bool]) -> Option<CycleBreaker> {
    let held = Held::of(loss, id, waiting);
    let (requirement, waits_for) = match (&held.bound[..], &held.gates[..], &held.needs[..]) {
        ([], [gate], []) => {
            let mut inputs = gate.inputs().map(|one| one.node);
            let waits_for = inputs.find(|input| waiting[*input as usize])?;
            (Some(gate.requirement), waits_for)
        }
        ([], [], [need]) => (None, *need),
        _ => return None,
    };
    Some(CycleBreaker {
        id: ComponentId(id),
        requirement,
        waits_for: ComponentId(waits_for),
    })
}

/// What keeps a node from its start, or where it may start, from serving.
struct Held<'a> {
    bound: Vec<u32>,
    gates: Vec<Gate<'a>>,
    /// What its repair needs.
    needs: Vec<u32>,
}

impl<'a> Held<'a> {
    fn is_free(&self) -> bool {
        self.bound.is_empty() && self.gates.is_empty() && self.needs.is_empty()
    }

    fn of(loss: &'a Loss<'_>, node: u32, waiting: &[bool]) -> Self {
        let of = |at: u32| level(waiting, at);
        let stood = |gate: &Gate<'_>| {
            let counts = loss.ever_stands_in(node, gate.requirement);
            move |at: u32| match counts {
                true => of(at),
                false => Level::Down,
            }
        };
        let at = loss.network.node(node);
        let needs = loss.needs.get(&node).into_iter().flatten();
        let needs: BTreeSet<u32> = needs.copied().filter(|at| waiting[*at as usize]).collect();
        let needs: Vec<u32> = needs.into_iter().collect();
        let stands_in = |requirement| loss.ever_stands_in(node, requirement);
        let can_start = loss.can_start(node, waiting, stands_in);
        if loss.stopped[node as usize] && !(can_start && needs.is_empty()) {
            let places = places(loss.plan, loss.network, node);
            let places = places.filter(|place| place.level(of) == Level::Down);
            let gates = starts_with(at).filter(|gate| gate.met_by(of, stood(gate)) == Level::Down);
            return Self {
                bound: places.map(|place| place.node).collect(),
                gates: gates.collect(),
                needs,
            };
        }
        let bound = at.bound().iter();
        let bound = bound.filter(|input| input.level(of) == Level::Down);
        let gates = at.conditions();
        let gates = gates.filter(|gate| gate.level_by(of, stood(gate)) == Level::Down);
        Self {
            bound: bound.map(|input| input.node).collect(),
            gates: gates.collect(),
            needs: Vec::new(),
        }
    }
}
