use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::advice::candidates::{Candidate, How};
use crate::advice::clock::Clock;
use crate::advice::gaps::{RANKS, SingleGaps, rank};
use crate::advice::ground::Ground;
use crate::advice::places::{STEPS_PER_GATE, lost_gates};
use jurymast_engine::failure::{Input, Network, NewNode, Sweep};
use jurymast_plan::model::Level;

/// How many gaps are gone, by rank of the service; compared in that order.
pub(in crate::advice) type Score = [usize; RANKS];

/// The network with every candidate built in and switched off.
pub(in crate::advice) struct Trial {
    pub(super) network: Network,
    pub(super) switches: Vec<Vec<Spot>>,
    /// Service and fault.
    pub(super) gaps: Vec<(u32, u32)>,
    ranks: Vec<usize>,
    /// For each gap: the index of its fault.
    fault_of: Vec<usize>,
    pub(super) by_fault: Vec<(u32, Vec<usize>)>,
    /// For each gap: the candidates that could matter to it, in order.
    pub(in crate::advice) reach: Vec<Vec<usize>>,
    /// The same for each fault.
    relevant: Vec<Vec<usize>>,
    /// For each candidate: the faults it matters to.
    pub(super) faults_of: Vec<Vec<usize>>,
    /// For each candidate: the gaps it could matter to.
    touches: Vec<Vec<usize>>,
    pub(super) known: BTreeMap<(usize, Vec<usize>), Vec<usize>>,
    pub(super) clock: Clock,
}

/// Faults for which it is held at once which candidates stand.
const TOGETHER: usize = 64;

/// Where a candidate is built in.
#[derive(Clone)]
pub(super) struct Spot {
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

impl Trial {
    pub(in crate::advice) fn of(
        ground: &Ground,
        gaps: &SingleGaps,
        candidates: &[Candidate],
        clock: &Clock,
    ) -> Self {
        let mut nodes: Vec<NewNode> = ground.network.nodes().map(NewNode::from).collect();
        let mut switches = Vec::with_capacity(candidates.len());
        for one in candidates {
            let mut spots = Vec::new();
            let stand_in = ground.plan.find(&one.stand_in);
            for (place, (owner, gate)) in one.places.iter().enumerate() {
                let node = ground.id(*owner).0;
                let (Some(to), Some(entry)) = (
                    stand_in,
                    nodes
                        .get_mut(node as usize)
                        .and_then(|node| node.gates.get_mut(*gate)),
                ) else {
                    continue;
                };
                let member = one.how == How::Member;
                let list = if member {
                    &mut entry.group
                } else {
                    &mut entry.fallbacks
                };
                list.push(Input {
                    node: to.0,
                    best: Level::Down,
                    worst: Level::Down,
                });
                spots.push(Spot {
                    place,
                    node,
                    gate: *gate,
                    to: to.0,
                    member,
                    input: list.len() - 1,
                    on: if one.how == How::Degraded {
                        Level::Degraded
                    } else {
                        Level::Up
                    },
                });
            }
            switches.push(spots);
        }
        let of = |id| ground.id(id).0;
        let mut fault_of = vec![0; gaps.gaps.len()];
        for (fault, (_, gaps)) in gaps.by_fault.iter().enumerate() {
            for gap in gaps {
                fault_of[*gap] = fault;
            }
        }
        let mut trial = Self {
            network: Network::new(nodes),
            switches,
            gaps: gaps.gaps.iter().map(|(a, b)| (of(*a), of(*b))).collect(),
            ranks: gaps
                .gaps
                .iter()
                .map(|(a, _)| rank(&ground.plan, ground.id(*a)))
                .collect(),
            fault_of,
            by_fault: gaps
                .by_fault
                .iter()
                .map(|(a, gaps)| (of(*a), gaps.clone()))
                .collect(),
            reach: vec![Vec::new(); gaps.gaps.len()],
            relevant: Vec::new(),
            faults_of: vec![Vec::new(); candidates.len()],
            touches: vec![Vec::new(); candidates.len()],
            known: BTreeMap::new(),
            clock: clock.clone(),
        };
        trial.look_around();
        trial
    }

    pub(in crate::advice) fn candidates(&self) -> usize {
        self.switches.len()
    }

    /// The gaps that all these changes together remove, in order.
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
            for gap in self.removed_of(fault, &both) {
                gain[self.ranks[gap]] += 1;
            }
            for gap in self.removed_of(fault, set) {
                gain[self.ranks[gap]] -= 1;
            }
        }
        gain
    }

    pub(in crate::advice) fn score(&self, gaps: &[usize]) -> Score {
        let mut score = Score::default();
        for gap in gaps {
            score[self.ranks[*gap]] += 1;
        }
        score
    }

    /// The most that [`Self::gain`] can be, beyond gaps `removed`.
    pub(in crate::advice) fn ceiling(&self, removed: &[bool], more: &[usize]) -> Score {
        let mut gain = Score::default();
        for gap in more
            .iter()
            .flat_map(|at| &self.touches[*at])
            .filter(|gap| !removed[**gap])
        {
            gain[self.ranks[*gap]] += 1;
        }
        gain
    }

    pub(in crate::advice) fn rank(&self, gap: usize) -> usize {
        self.ranks[gap]
    }

    /// Candidates whose loss-proof stand-ins on the way of a gap would close it
    /// together with `set`; `None` where no such set of at most `most` is found.
    /// `cheapest` orders candidates.
    pub(in crate::advice) fn repair(
        &mut self,
        gap: usize,
        set: &[usize],
        most: usize,
        cheapest: impl Fn(usize) -> (u8, usize),
    ) -> Option<Vec<usize>> {
        let (service, fault) = self.gaps[gap];
        let mut chosen = set.to_vec();
        let mut added = Vec::new();
        // Each round closes one more way.
        while added.len() <= most {
            self.switch(&chosen, true);
            let step = {
                let mut sweep = Sweep::new(&self.network);
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
                            && self.switches[*at].iter().any(|spot| {
                                lost.contains(&(spot.node, spot.gate))
                                    && outcome.level(spot.to) < Level::Down
                            })
                    };
                    let open = self.reach[gap].iter().copied().filter(useful);
                    open.min_by_key(|at| cheapest(*at)).map(Some)
                }
            };
            self.switch(&chosen, false);
            match step? {
                None => return Some(self.without_idle(gap, set, added)),
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

    /// Drops what the gap does not need, last first.
    fn without_idle(&mut self, gap: usize, set: &[usize], mut added: Vec<usize>) -> Vec<usize> {
        let fault = self.fault_of[gap];
        for at in (0..added.len()).rev() {
            let mut fewer = added.clone();
            fewer.remove(at);
            let both: Vec<usize> = set.iter().chain(&fewer).copied().collect();
            if self.removed_of(fault, &both).binary_search(&gap).is_ok() {
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
        self.switch(set, true);
        let mut sweep = Sweep::new(&self.network);
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let (fault, gaps) = &self.by_fault[key.0];
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let up = |gap: &usize| outcome.level(self.gaps[*gap].0) < Level::Down;
            found.push((key, gaps.iter().copied().filter(up).collect::<Vec<usize>>()));
        }
        self.clock.spend(sweep.looked());
        self.switch(set, false);
        self.known.extend(found);
    }

    pub(super) fn switch(&mut self, set: &[usize], on: bool) {
        for at in set {
            for spot in &self.switches[*at] {
                let gate = self.network.node(spot.node).gate(spot.gate);
                let before = if spot.member { 0 } else { gate.group.len() };
                let best = if on { spot.on } else { Level::Down };
                let at = before + spot.input;
                self.network.set_best(spot.node, spot.gate, at, best);
            }
        }
    }

    /// Which candidates stand on the way of which gap: a way is what is down and
    /// what switched-off stand-ins need, since nothing else decides. Faults that
    /// there is no time for have none.
    fn look_around(&mut self) {
        let mut at: BTreeMap<(u32, usize), Vec<usize>> = BTreeMap::new();
        for (candidate, spots) in self.switches.iter().enumerate() {
            for spot in spots {
                at.entry((spot.node, spot.gate))
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
            let mut sweep = Sweep::new(&self.network);
            for (index, (useful, removable)) in faults.zip(alive) {
                let fault = self.by_fault[index].0;
                let mut here = Vec::new();
                if !removable.is_empty() {
                    let outcome = sweep.run(&[(fault, Level::Down)]);
                    for gap in removable {
                        // A gap that there is no work left for is none that goes away.
                        if self.clock.is_past(6) {
                            break;
                        }
                        let gates = lost_gates(&self.network, outcome, &[self.gaps[gap].0], fault);
                        let found = gates.iter().filter_map(|gate| at.get(gate)).flatten();
                        let mut found: Vec<usize> = found
                            .copied()
                            .filter(|candidate| useful[*candidate])
                            .collect();
                        found.sort_unstable();
                        found.dedup();
                        self.clock.spend(STEPS_PER_GATE * gates.len() + found.len());
                        here.extend_from_slice(&found);
                        self.reach[gap] = found;
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
        for (gap, reach) in self.reach.iter().enumerate() {
            for candidate in reach {
                self.touches[*candidate].push(gap);
            }
        }
    }

    /// For each fault, with everything switched on: which candidates stand, and
    /// which gaps are gone. What does not do so then never does.
    fn with_all(&mut self, faults: Range<usize>) -> Vec<(Vec<bool>, Vec<usize>)> {
        let all: Vec<usize> = (0..self.switches.len()).collect();
        self.switch(&all, true);
        let mut sweep = Sweep::new(&self.network);
        let found = self.by_fault[faults].iter().map(|(fault, gaps)| {
            let outcome = sweep.run(&[(*fault, Level::Down)]);
            let stands = |spot: &Spot| outcome.level(spot.to) < Level::Down;
            let useful = self
                .switches
                .iter()
                .map(|spots| spots.first().is_some_and(stands));
            let up = |gap: &usize| outcome.level(self.gaps[*gap].0) < Level::Down;
            (useful.collect(), gaps.iter().copied().filter(up).collect())
        });
        let found = found.collect();
        let looked = sweep.looked();
        self.clock.spend(looked);
        self.switch(&all, false);
        found
    }
}
