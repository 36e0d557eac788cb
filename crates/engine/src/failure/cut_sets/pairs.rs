use jurymast_diagram::{BudgetExhausted, BudgetMeter};

use super::super::FaultMask;
use super::super::fault_mask::WORDS;
use super::super::fault_sweep::FaultSweep;
use super::limits::kept_entries;
use super::lone_faults::LoneFaults;
use super::reduced_graph::ReducedGraph;

/// Finds the pairs of faults that reach the goal together; both no singles.
///
/// What a pair does beyond its parts begins with a vote that is met by the voters
/// of both and of neither alone. If that vote settles the goal, the pair is found;
/// else a sweep tells.
pub(super) struct PairSearch<'a, 'b> {
    reduced: &'a ReducedGraph,
    lone: &'a LoneFaults,
    sweep: &'a mut FaultSweep<'b>,
    heavy: HeavyFaults,
    now: PartnerSearch,
    /// Pairs that a sweep has to tell of.
    open: Vec<(u32, u32)>,
    /// Pairs of faults, the first being less; in no order.
    pub(super) found: Vec<(u32, u32)>,
}

impl<'a, 'b> PairSearch<'a, 'b> {
    pub(super) fn new(
        reduced: &'a ReducedGraph,
        lone: &'a LoneFaults,
        sweep: &'a mut FaultSweep<'b>,
        meter: &mut BudgetMeter,
    ) -> Result<Self, BudgetExhausted> {
        Ok(Self {
            reduced,
            lone,
            sweep,
            heavy: HeavyFaults::of(reduced, lone, meter)?,
            now: PartnerSearch::new(reduced, lone),
            open: Vec::new(),
            found: Vec::new(),
        })
    }

    /// Goes through all pairs; those found before the budget ends stay.
    pub(super) fn find(&mut self, meter: &mut BudgetMeter) -> Result<(), BudgetExhausted> {
        let mut held: Vec<Vec<u32>> = vec![Vec::new(); FaultMask::LANES];
        for batch in 0..self.lone.batches() {
            for entry in self.lone.batch(batch) {
                meter.charge(entry.lanes.count() as u64)?;
                for lane in entry.lanes.iter() {
                    held[lane].push(entry.node);
                }
            }
            for (lane, voters) in held.iter_mut().enumerate() {
                if !voters.is_empty() {
                    self.partners(batch * FaultMask::LANES + lane, voters, meter)?;
                    voters.clear();
                }
            }
        }
        self.settle(meter)
    }

    /// Finds the later partners of a fault that alone gives the voters.
    fn partners(
        &mut self,
        fault: usize,
        voters: &[u32],
        meter: &mut BudgetMeter,
    ) -> Result<(), BudgetExhausted> {
        let reduced = self.reduced;
        for &voter in voters {
            self.now.has[voter as usize] = true;
            for &vote in reduced.votes_of(voter) {
                let count = &mut self.now.count[vote as usize];
                if *count == 0 {
                    self.now.votes.push(vote);
                }
                *count += 1;
            }
        }
        let mut charged = Ok(());
        for at in 0..self.now.votes.len() {
            let vote = self.now.votes[at];
            charged = charged.and_then(|()| self.propose(fault, vote, meter));
        }
        self.now
            .votes
            .iter()
            .for_each(|vote| self.now.count[*vote as usize] = 0);
        self.now.votes.clear();
        voters
            .iter()
            .for_each(|voter| self.now.has[*voter as usize] = false);
        charged?;
        self.collect(fault, meter)
    }

    /// Adds the partners with which a vote is met that is not met alone.
    fn propose(
        &mut self,
        fault: usize,
        vote: u32,
        meter: &mut BudgetMeter,
    ) -> Result<(), BudgetExhausted> {
        let (reduced, now) = (self.reduced, &mut self.now);
        let needed = reduced.graph.definitions().get(vote).needed;
        let count = now.count[vote as usize];
        if count >= needed {
            return Ok(());
        }
        let first = (fault / FaultMask::LANES) as u32;
        if needed - count > 1 {
            // Voters in common count once, so this may propose too many.
            for &(other, count_of_other) in self.heavy.of_vote(vote) {
                meter.charge(1)?;
                if count + count_of_other < needed {
                    break;
                }
                if other / FaultMask::LANES as u32 >= first {
                    let lanes = FaultMask::lane(other as usize % FaultMask::LANES);
                    now.maybe.add(other / FaultMask::LANES as u32, lanes);
                }
            }
            return Ok(());
        }
        let partners = if reduced.settles(vote) {
            &mut now.sure
        } else {
            &mut now.maybe
        };
        for &voter in reduced.graph.definitions().get(vote).voters {
            meter.charge(1)?;
            if now.has[voter as usize] {
                continue;
            }
            for entry in self.lone.by_node(voter) {
                if entry.batch >= first {
                    meter.charge(WORDS as u64)?;
                    partners.add(entry.batch, entry.lanes);
                }
            }
        }
        Ok(())
    }

    /// Takes what was proposed for a fault.
    fn collect(&mut self, fault: usize, meter: &mut BudgetMeter) -> Result<(), BudgetExhausted> {
        let (own, lane) = ((fault / FaultMask::LANES) as u32, fault % FaultMask::LANES);
        let later = |batch: u32, lanes: FaultMask| match batch == own {
            true => lanes & FaultMask::after(lane),
            false => lanes,
        };
        let pair = |batch: u32, other: usize| {
            (fault as u32, batch * FaultMask::LANES as u32 + other as u32)
        };
        for at in 0..self.now.maybe.batches.len() {
            let batch = self.now.maybe.batches[at];
            let maybe = later(batch, self.now.maybe.lanes(batch));
            let open = maybe & !self.now.sure.lanes(batch);
            for other in open.iter() {
                self.open.push(pair(batch, other));
                if self.open.len() == FaultMask::LANES {
                    self.settle(meter)?;
                }
            }
        }
        for &batch in &self.now.sure.batches {
            let sure = later(batch, self.now.sure.lanes(batch));
            meter.charge(sure.count() as u64)?;
            self.found
                .extend(sure.iter().map(|other| pair(batch, other)));
        }
        self.now.maybe.clear();
        self.now.sure.clear();
        if self.found.len() > kept_entries(meter.budget()) {
            return Err(BudgetExhausted);
        }
        Ok(())
    }

    /// Sweeps the open pairs, each in a lane of its own.
    fn settle(&mut self, meter: &mut BudgetMeter) -> Result<(), BudgetExhausted> {
        let node = |fault: u32| self.reduced.faulty[fault as usize];
        let faults = self.open.iter().zip(0..);
        let faults =
            faults.flat_map(|((one, other), lane)| [(node(*one), lane), (node(*other), lane)]);
        self.sweep.run(faults, meter)?;
        let reached = self.sweep.happened(self.reduced.goal);
        self.found
            .extend(reached.iter().map(|lane| self.open[lane]));
        self.open.clear();
        Ok(())
    }
}

/// What is known of the fault whose partners are sought.
struct PartnerSearch {
    /// By node: it is a voter that happens.
    has: Vec<bool>,
    /// By vote: how many of its voters happen.
    count: Vec<u32>,
    /// The votes with any.
    votes: Vec<u32>,
    /// Partners that reach the goal.
    sure: FaultSet,
    /// Partners that might.
    maybe: FaultSet,
}

impl PartnerSearch {
    fn new(reduced: &ReducedGraph, lone: &LoneFaults) -> Self {
        Self {
            has: vec![false; reduced.graph.len()],
            count: vec![0; reduced.graph.definitions().vote_count()],
            votes: Vec::new(),
            sure: FaultSet::new(lone),
            maybe: FaultSet::new(lone),
        }
    }
}

/// A set of faults.
struct FaultSet {
    by_batch: Vec<FaultMask>,
    /// The batches with any.
    batches: Vec<u32>,
}

impl FaultSet {
    fn new(lone: &LoneFaults) -> Self {
        Self {
            by_batch: vec![FaultMask::NONE; lone.batches()],
            batches: Vec::new(),
        }
    }

    fn add(&mut self, batch: u32, lanes: FaultMask) {
        let into = &mut self.by_batch[batch as usize];
        if into.is_empty() {
            self.batches.push(batch);
        }
        into.add(lanes);
    }

    fn lanes(&self, batch: u32) -> FaultMask {
        self.by_batch[batch as usize]
    }

    fn clear(&mut self) {
        for batch in self.batches.drain(..) {
            self.by_batch[batch as usize] = FaultMask::NONE;
        }
    }
}

/// For each vote that needs three or more: the faults that alone give two or more
/// of its voters, those that give most first.
struct HeavyFaults {
    /// By vote: where its faults begin.
    starts: Vec<usize>,
    faults: Vec<(u32, u32)>,
}

impl HeavyFaults {
    fn of(
        reduced: &ReducedGraph,
        lone: &LoneFaults,
        meter: &mut BudgetMeter,
    ) -> Result<Self, BudgetExhausted> {
        let mut heavy = Self {
            starts: vec![0],
            faults: Vec::new(),
        };
        let definitions = reduced.graph.definitions();
        let mut count = vec![0u32; lone.single.len()];
        let mut counted: Vec<u32> = Vec::new();
        for vote in 0..definitions.vote_count() as u32 {
            let vote = definitions.get(vote);
            if vote.needed >= 3 {
                let entries = vote.voters.iter();
                for entry in entries.flat_map(|voter| lone.by_node(*voter)) {
                    meter.charge(entry.lanes.count() as u64)?;
                    for fault in entry.faults() {
                        if count[fault] == 0 {
                            counted.push(fault as u32);
                        }
                        count[fault] += 1;
                    }
                }
                let first = heavy.faults.len();
                for fault in counted.drain(..) {
                    let count = std::mem::take(&mut count[fault as usize]);
                    if count >= 2 {
                        heavy.faults.push((fault, count));
                    }
                }
                heavy.faults[first..]
                    .sort_unstable_by_key(|(fault, count)| (u32::MAX - count, *fault));
                if heavy.faults.len() > kept_entries(meter.budget()) {
                    return Err(BudgetExhausted);
                }
            }
            heavy.starts.push(heavy.faults.len());
        }
        Ok(heavy)
    }

    fn of_vote(&self, vote: u32) -> &[(u32, u32)] {
        let at = vote as usize;
        &self.faults[self.starts[at]..self.starts[at + 1]]
    }
}
