use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::failure::{Network, Propagation, Propagator};
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::source::Sources;

use super::entry_text::{self, Additions};
use super::single_points::SinglePointIndex;
use super::work_clock::WorkClock;

/// What is lost with a single point of failure and could be stood in for.
#[derive(Debug, Clone)]
pub(super) struct CandidateSite {
    /// The primary, or the members of a group that are lost together.
    pub(super) group: Vec<ComponentId>,
    /// The entries that need it: component and index of the requirement.
    pub(super) places: Vec<(ComponentId, usize)>,
    /// Faults (indices in [`SinglePointIndex::by_fault`]) that take it on the way to a
    /// service.
    pub(super) faults: Vec<usize>,
}

/// Nodes that are looked at to find places, over all faults.
const LOOKS: usize = 1 << 22;
/// What following the way over a gate weighs in such looks.
pub(super) const STEPS_PER_GATE: usize = 8;
/// Sites that are kept: those on the way of most single points.
const MOST: usize = 4096;

/// Every place on the way from a single point to its service, in order of the
/// names in the groups; what each fault takes down; and whether that is all. Once it is too much,
/// no further faults are looked at.
pub(super) fn candidate_sites(
    plan: &Plan,
    sources: &Sources,
    network: &Network,
    points: &SinglePointIndex,
    clock: &WorkClock,
) -> (Vec<CandidateSite>, Vec<Vec<u32>>, bool) {
    let mut sites: BTreeMap<Vec<ComponentId>, CandidateSite> = BTreeMap::new();
    let mut lost = Vec::with_capacity(points.by_fault.len());
    let mut sweep = Propagator::new(network);
    let mut seen: BTreeSet<(u32, usize)> = BTreeSet::new();
    for (at, (fault, of)) in points.by_fault.iter().enumerate() {
        if at > 0 && (sweep.looked() > LOOKS || clock.is_past(2)) {
            break;
        }
        let looked = sweep.looked();
        let outcome = sweep.run(&[(fault.0, Level::Down)]);
        let services: Vec<u32> = of.iter().map(|point| points.points[*point].0.0).collect();
        let gates = lost_gates(network, outcome, &services, fault.0);
        let steps = STEPS_PER_GATE * gates.len();
        for (owner, gate) in gates {
            let is_new = seen.insert((owner, gate));
            let owner = ComponentId(owner);
            let requirement = &plan.component(owner).requirements[gate];
            let group: Vec<ComponentId> = requirement.group.iter().map(|to| to.value).collect();
            let site = sites.entry(group.clone()).or_insert_with(|| CandidateSite {
                group,
                places: Vec::new(),
                faults: Vec::new(),
            });
            if site.faults.last() != Some(&at) {
                site.faults.push(at);
            }
            if is_new && has_room(plan, sources, owner, gate) {
                site.places.push((owner, gate));
            }
        }
        lost.push(down(network, outcome));
        clock.spend(sweep.looked() - looked + steps);
    }
    let sites = sites.into_values().filter(|one| !one.places.is_empty());
    let sites = sites.map(|mut one| {
        one.places.sort_by(|(a, at), (b, other)| {
            let id = |id: &ComponentId| plan.component(*id).id.as_str();
            (id(a), at).cmp(&(id(b), other))
        });
        one
    });
    let mut sites: Vec<CandidateSite> = sites.collect();
    // By name, so that the order of tables decides nothing.
    let names = |one: &CandidateSite| -> Vec<String> {
        let group = one.group.iter().map(|id| plan.component(*id).id.clone());
        group.collect()
    };
    sites.sort_by_cached_key(names);
    let is_whole = lost.len() == points.by_fault.len() && sites.len() <= MOST;
    if sites.len() > MOST {
        let weight = |one: &CandidateSite| -> usize {
            let faults = one.faults.iter();
            faults.map(|fault| points.by_fault[*fault].1.len()).sum()
        };
        sites.sort_by_cached_key(|one| Reverse(weight(one)));
        sites.truncate(MOST);
        sites.sort_by_cached_key(names);
    }
    (sites, lost, is_whole)
}

/// The gates that are down and through which the loss of `fault` reaches the
/// `from`: node and index of the gate.
pub(super) fn lost_gates(
    network: &Network,
    outcome: &Propagation,
    from: &[u32],
    fault: u32,
) -> Vec<(u32, usize)> {
    walk(network, outcome, (from, fault), true, |_, _| {})
}

/// Those of the `from` that the loss of `fault` reaches through one of some gates.
pub(super) fn lost_through(
    network: &Network,
    outcome: &Propagation,
    from: &[u32],
    fault: u32,
    gates: &BTreeSet<(u32, usize)>,
) -> BTreeSet<u32> {
    let mut above: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let lost = walk(network, outcome, (from, fault), false, |node, to| {
        above.entry(to).or_default().push(node);
    });
    let mut open: Vec<u32> = lost
        .into_iter()
        .filter(|gate| gates.contains(gate))
        .map(|(node, _)| node)
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(node) = open.pop() {
        if reached.insert(node) {
            open.extend(above.get(&node).into_iter().flatten());
        }
    }
    from.iter()
        .copied()
        .filter(|node| reached.contains(node))
        .collect()
}

/// Follows what is down from some nodes to the fault, over stand-ins that are
/// switched off or not; tells `step` each node and what it is down with.
fn walk(
    network: &Network,
    outcome: &Propagation,
    (from, fault): (&[u32], u32),
    idle: bool,
    mut step: impl FnMut(u32, u32),
) -> Vec<(u32, usize)> {
    let is_down = |node: u32| outcome.level(node) == Level::Down;
    let mut open: Vec<u32> = from.iter().copied().filter(|node| is_down(*node)).collect();
    let mut seen: BTreeSet<u32> = open.iter().copied().collect();
    let mut gates = Vec::new();
    while let Some(node) = open.pop() {
        if node == fault {
            continue;
        }
        let here = network.node(node);
        let mut look = |to: u32| {
            if is_down(to) {
                step(node, to);
                if seen.insert(to) {
                    open.push(to);
                }
            }
        };
        for input in here
            .bound()
            .iter()
            .filter(|input| input.worst == Level::Down)
        {
            look(input.node);
        }
        for gate in here.conditions() {
            if gate.level(|to| outcome.level(to)) == Level::Down {
                gates.push((node, gate.requirement));
                let inputs = gate.inputs();
                let inputs = inputs.filter(|input| idle || input.best < Level::Down);
                inputs.for_each(|input| look(input.node));
            }
        }
    }
    gates
}

/// In order, what is lost for good included.
fn down(network: &Network, outcome: &Propagation) -> Vec<u32> {
    let is_down = |node: &u32| outcome.level(*node) == Level::Down;
    if !network.standing().is_empty() {
        return (0..network.len() as u32).filter(is_down).collect();
    }
    let mut down: Vec<u32> = outcome.changed().iter().copied().filter(is_down).collect();
    down.sort_unstable();
    down
}

/// Whether the entry can be written with a stand-in more.
fn has_room(plan: &Plan, sources: &Sources, owner: ComponentId, at: usize) -> bool {
    let requirement = &plan.component(owner).requirements[at];
    let more = Additions {
        members: vec!["x".to_owned()],
        fallbacks: vec!["x".to_owned()],
    };
    let text = &sources.get(requirement.place.file).text;
    entry_text::with(text, requirement, &more).is_some()
}
