use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::advice::candidates::{Candidate, How};
use crate::advice::drafted_plan::DraftedPlan;
use crate::advice::single_points::{RANKS, SinglePointIndex, rank};
use crate::advice::sites::{STEPS_PER_GATE, lost_gates};
use crate::advice::work_clock::WorkClock;
use jurymast_engine::failure::{Network, NodeInput, NodeSpec, Propagator};
use jurymast_plan::model::Level;

/// How many single points are gone, by rank of the service; compared in that order.
pub(in crate::advice) type Score = [usize; RANKS];

/// The network with every candidate built in and toggled off.
pub(in crate::advice) struct WhatIfEvaluator {
    pub(super) network: Network,
    pub(super) toggles: Vec<Vec<Insertion>>,
    /// Service and fault.
    pub(super) points: Vec<(u32, u32)>,
    ranks: Vec<usize>,
    /// For each single point: the index of its fault.
    fault_of: Vec<usize>,
    pub(super) by_fault: Vec<(u32, Vec<usize>)>,
    /// For each single point: the candidates that could matter to it, in order.
    pub(in crate::advice) reach: Vec<Vec<usize>>,
    /// The same for each fault.
    relevant: Vec<Vec<usize>>,
    /// For each candidate: the faults it matters to.
    pub(super) faults_of: Vec<Vec<usize>>,
    /// For each candidate: the single points it could matter to.
    touches: Vec<Vec<usize>>,
    pub(super) known: BTreeMap<(usize, Vec<usize>), Vec<usize>>,
    pub(super) clock: WorkClock,
}

/// Where what is built in at a requirement keeps it from falling short: it carries what the
/// others do not.
fn beside_the_others(node: &mut NodeSpec, first: &Insertion, off: NodeInput) -> Vec<Insertion> {
    let requirements = node.gates.len();
    let all = node.shortfalls.iter_mut().enumerate();
    let here = all.filter(|(_, one)| one.requirement == first.gate);
    let insertion = here.map(|(nth, one)| {
        one.gate.fallbacks.push(off.into());
        Insertion {
            gate: requirements + nth,
            member: false,
            input: one.gate.fallbacks.len() - 1,
            ..first.clone()
        }
    });
    insertion.collect()
}

/// Faults for which it is held at once which candidates stand.
const TOGETHER: usize = 64;

/// Where a candidate is built in.
#[derive(Clone)]
pub(super) struct Insertion {
    /// Which of the candidate's places it is.
    pub(super) place: usize,
    pub(super) node: u32,
    pub(super) gate: usize,
    /// What stands in there.
    pub(super) to: u32,
    /// Whether it is one more of the group, or a fallback; and which.
    member: bool,
    input: usize,
    on: Level,
}

impl WhatIfEvaluator {
    pub(in crate::advice) fn of(
        drafted: &DraftedPlan,
        points: &SinglePointIndex,
        candidates: &[Candidate],
        clock: &WorkClock,
    ) -> Self {
        let mut nodes: Vec<NodeSpec> = drafted.network.nodes().map(NodeSpec::from).collect();
        let mut toggles = Vec::with_capacity(candidates.len());
        for one in candidates {
            let mut insertions = Vec::new();
            let stand_in = drafted.plan.find(&one.stand_in);
            for (place, (owner, gate)) in one.places.iter().enumerate() {
                let node = drafted.id(*owner).0;
                let (Some(to), Some(entry)) = (
                    stand_in,
                    nodes
                        .get_mut(node as usize)
                        .and_then(|node| node.gates.get_mut(*gate)),
                ) else {
                    continue;
                };
                let member = one.how == How::Member;
                let off = NodeInput {
                    best: Level::Down,
                    ..NodeInput::plain(to.0)
                };
                let input = if member {
                    entry.group.push(off);
                    entry.group.len() - 1
                } else {
                    entry.fallbacks.push(off.into());
                    entry.fallbacks.len() - 1
                };
                let first = Insertion {
                    place,
                    node,
                    gate: *gate,
                    to: to.0,
                    member,
                    input,
                    on: if one.how == How::Degraded {
                        Level::Degraded
                    } else {
                        Level::Up
                    },
                };
                let short = beside_the_others(&mut nodes[node as usize], &first, off);
                insertions.push(first);
                insertions.extend(short);
            }
            toggles.push(insertions);
        }
        let of = |id| drafted.id(id).0;
        let mut fault_of = vec![0; points.points.len()];
        for (fault, (_, points)) in points.by_fault.iter().enumerate() {
            for point in points {
                fault_of[*point] = fault;
            }
        }
        let mut evaluator = Self {
            network: Network::new(nodes).with_standing(drafted.network.standing().to_vec()),
            toggles,
            points: points
                .points
                .iter()
                .map(|(a, b)| (of(*a), of(*b)))
                .collect(),
            ranks: points
                .points
                .iter()
                .map(|(a, _)| rank(&drafted.plan, drafted.id(*a)))
                .collect(),
            fault_of,
            by_fault: points
                .by_fault
                .iter()
                .map(|(a, points)| (of(*a), points.clone()))
                .collect(),
            reach: vec![Vec::new(); points.points.len()],
            relevant: Vec::new(),
            faults_of: vec![Vec::new(); candidates.len()],
            touches: vec![Vec::new(); candidates.len()],
            known: BTreeMap::new(),
            clock: clock.clone(),
        };
        evaluator.look_around();
        evaluator
    }

    pub(in crate::advice) fn candidates(&self) -> usize {
        self.toggles.len()
    }

    /// The single points that all these changes together remove, in order.
    pub(in crate::advice) fn removed(&mut self, set: &[usize]) -> Vec<usize> {
        let faults = self.faults(set);
        self.learn(&faults, set);
        let mut removed: Vec<usize> = faults
            .into_iter()
            .flat_map(|fault| self.removed_of(fault, set))
            .collect();
        removed.sort_unstable();
        removed
    }

    /// What one more step adds to a set.
    pub(in crate::advice) fn gain(&mut self, set: &[usize], more: &[usize]) -> Score {
        let faults = self.faults(more);
        let both: Vec<usize> = set.iter().chain(more).copied().collect();
        self.learn(&faults, &both);
        let mut gain = Score::default();
        for fault in faults {
            for point in self.removed_of(fault, &both) {
                gain[self.ranks[point]] += 1;
            }
            for point in self.removed_of(fault, set) {
                gain[self.ranks[point]] -= 1;
            }
        }
        gain
    }

    pub(in crate::advice) fn score(&self, points: &[usize]) -> Score {
        let mut score = Score::default();
        for point in points {
            score[self.ranks[*point]] += 1;
        }
        score
    }

    /// The most that [`Self::gain`] can be, beyond single points `removed`.
    pub(in crate::advice) fn ceiling(&self, removed: &[bool], more: &[usize]) -> Score {
        let mut gain = Score::default();
        for point in more
            .iter()
            .flat_map(|at| &self.touches[*at])
            .filter(|point| !removed[**point])
        {
            gain[self.ranks[*point]] += 1;
        }
        gain
    }

    pub(in crate::advice) fn rank(&self, point: usize) -> usize {
        self.ranks[point]
    }

    /// Candidates whose loss-proof stand-ins on the way of a single point would close it
    /// together with `set`; `None` where no such set of at most `most` is found.
    /// `cheapest` orders candidates.
    pub(in crate::advice) fn repair(
        &mut self,
        point: usize,
        set: &[usize],
        most: usize,
        cheapest: impl Fn(usize) -> (u8, usize),
    ) -> Option<Vec<usize>> {
        let (service, fault) = self.points[point];
        let mut chosen = set.to_vec();
        let mut added = Vec::new();
        // Each round closes one more way.
        while added.len() <= most {
            self.toggle(&chosen, true);
            let step = {
                let mut sweep = Propagator::new(&self.network);
                let outcome = sweep.run(&[(fault, Level::Down)]);
                self.clock.spend(outcome.changed().len());
                if outcome.level(service) < Level::Down {
                    Some(None)
                } else {
                    let lost: BTreeSet<(u32, usize)> =
                        lost_gates(&self.network, outcome, &[service], fault)
                            .into_iter()
                            .collect();
                    let useful = |at: &usize| {
                        !chosen.contains(at)
                            && self.toggles[*at].iter().any(|insertion| {
                                lost.contains(&(insertion.node, insertion.gate))
                                    && outcome.level(insertion.to) < Level::Down
                            })
                    };
                    let open = self.reach[point].iter().copied().filter(useful);
                    open.min_by_key(|at| cheapest(*at)).map(Some)
                }
            };
            self.toggle(&chosen, false);
            match step? {
                None => return Some(self.without_idle(point, set, added)),
                Some(one) => {
                    chosen.push(one);
                    added.push(one);
                }
            }
        }
        None
    }

    /// The faults that any of these changes bears on, in order.
    fn faults(&self, set: &[usize]) -> Vec<usize> {
        let all = set.iter().flat_map(|at| &self.faults_of[*at]);
        let mut faults: Vec<usize> = all.copied().collect();
        faults.sort_unstable();
        faults.dedup();
        faults
    }

    /// Drops what the single point does not need, last first.
    fn without_idle(&mut self, point: usize, set: &[usize], mut added: Vec<usize>) -> Vec<usize> {
        let fault = self.fault_of[point];
        for at in (0..added.len()).rev() {
            let mut fewer = added.clone();
            fewer.remove(at);
            let both: Vec<usize> = set.iter().chain(&fewer).copied().collect();
            if self.removed_of(fault, &both).binary_search(&point).is_ok() {
                added = fewer;
            }
        }
        added
    }

    pub(super) fn removed_of(&mut self, fault: usize, set: &[usize]) -> Vec<usize> {
        self.learn(&[fault], set);
        let key = self.key(fault, set);
        self.known.get(&key).cloned().unwrap_or_default()
    }

    /// The fault, and those of the set that matter to it.
    fn key(&self, fault: usize, set: &[usize]) -> (usize, Vec<usize>) {
        let relevant = &self.relevant[fault];
        let mut set: Vec<usize> = set
            .iter()
            .copied()
            .filter(|at| relevant.binary_search(at).is_ok())
            .collect();
        set.sort_unstable();
        set.dedup();
        (fault, set)
    }

    /// Sees to it that what a set removes is known for these faults.
    fn learn(&mut self, faults: &[usize], set: &[usize]) {
        let keys = faults.iter().map(|fault| self.key(*fault, set));
        let new = |key: &(usize, Vec<usize>)| !key.1.is_empty() && !self.known.contains_key(key);
        let keys: Vec<(usize, Vec<usize>)> = keys.filter(new).collect();
        if keys.is_empty() {
            return;
        }
        self.toggle(set, true);
        let mut sweep = Propagator::new(&self.network);
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let (fault, points) = &self.by_fault[key.0];
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let up = |point: &usize| outcome.level(self.points[*point].0) < Level::Down;
            found.push((
                key,
                points.iter().copied().filter(up).collect::<Vec<usize>>(),
            ));
        }
        self.clock.spend(sweep.looked());
        self.toggle(set, false);
        self.known.extend(found);
    }

    pub(super) fn toggle(&mut self, set: &[usize], on: bool) {
        for at in set {
            for insertion in &self.toggles[*at] {
                let gate = self.network.node(insertion.node).gate(insertion.gate);
                let before = if insertion.member {
                    0
                } else {
                    gate.group.len()
                };
                let best = if on { insertion.on } else { Level::Down };
                let at = before + insertion.input;
                self.network
                    .set_best(insertion.node, insertion.gate, at, best);
            }
        }
    }

    /// Which candidates stand on the way of which single point: a way is what is down and
    /// what toggled-off stand-ins need, since nothing else decides. Faults that
    /// there is no time for have none.
    fn look_around(&mut self) {
        let mut at: BTreeMap<(u32, usize), Vec<usize>> = BTreeMap::new();
        for (candidate, insertions) in self.toggles.iter().enumerate() {
            for insertion in insertions {
                at.entry((insertion.node, insertion.gate))
                    .or_default()
                    .push(candidate);
            }
        }
        self.relevant = vec![Vec::new(); self.by_fault.len()];
        for from in (0..self.by_fault.len()).step_by(TOGETHER) {
            if self.clock.is_past(6) {
                break;
            }
            let faults = from..(from + TOGETHER).min(self.by_fault.len());
            let alive = self.with_all(faults.clone());
            let mut sweep = Propagator::new(&self.network);
            for (index, (useful, removable)) in faults.zip(alive) {
                let fault = self.by_fault[index].0;
                let mut here = Vec::new();
                if !removable.is_empty() {
                    let outcome = sweep.run(&[(fault, Level::Down)]);
                    for point in removable {
                        // A single point that there is no work left for is none that goes away.
                        if self.clock.is_past(6) {
                            break;
                        }
                        let gates =
                            lost_gates(&self.network, outcome, &[self.points[point].0], fault);
                        let found = gates.iter().filter_map(|gate| at.get(gate)).flatten();
                        let mut found: Vec<usize> = found
                            .copied()
                            .filter(|candidate| useful[*candidate])
                            .collect();
                        found.sort_unstable();
                        found.dedup();
                        self.clock.spend(STEPS_PER_GATE * gates.len() + found.len());
                        here.extend_from_slice(&found);
                        self.reach[point] = found;
                    }
                    here.sort_unstable();
                    here.dedup();
                }
                for candidate in &here {
                    self.faults_of[*candidate].push(index);
                }
                self.relevant[index] = here;
            }
        }
        for (point, reach) in self.reach.iter().enumerate() {
            for candidate in reach {
                self.touches[*candidate].push(point);
            }
        }
    }

    /// For each fault, with everything toggled on: which candidates stand, and
    /// which single points are gone. What does not do so then never does.
    fn with_all(&mut self, faults: Range<usize>) -> Vec<(Vec<bool>, Vec<usize>)> {
        let all: Vec<usize> = (0..self.toggles.len()).collect();
        self.toggle(&all, true);
        let mut sweep = Propagator::new(&self.network);
        let found = self.by_fault[faults].iter().map(|(fault, points)| {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let stands = |insertion: &Insertion| outcome.level(insertion.to) < Level::Down;
            let useful = self
                .toggles
                .iter()
                .map(|insertions| insertions.first().is_some_and(stands));
            let up = |point: &usize| outcome.level(self.points[*point].0) < Level::Down;
            (
                useful.collect(),
                points.iter().copied().filter(up).collect(),
            )
        });
        let found = found.collect();
        let looked = sweep.looked();
        self.clock.spend(looked);
        self.toggle(&all, false);
        found
    }
}
