use jurymast_diagram::{BudgetExhausted, BudgetMeter};

use super::bit_set::BitSet;
use super::fault_mask::{FaultMask, WORDS, at_least};
use super::sparse_masks::SparseMasks;
use super::vote_graph::VoteGraph;

/// Lets faults happen in hundreds of lanes at once and follows them through a graph to the
/// least fixpoint of each lane.
///
/// Only what the faults reach is looked at: nodes wait in a bit set that is read in their
/// order. What made a node happen pushes to it; its votes are counted once, when its turn
/// comes. A cycle is read again until nothing in it changes. Everything is monotone, so any
/// order of reading comes to the same.
#[derive(Debug)]
pub(super) struct FaultSweep<'a> {
    graph: &'a VoteGraph,
    happened: SparseMasks,
    waiting: BitSet,
    /// Nodes that grew since they were last passed on.
    grown: BitSet,
    /// Votes of which a voter grew since they were last counted.
    counting: BitSet,
    digits: Vec<FaultMask>,
}

impl<'a> FaultSweep<'a> {
    pub(super) fn new(graph: &'a VoteGraph) -> Self {
        let nodes = graph.len();
        Self {
            graph,
            happened: SparseMasks::with_room(nodes),
            waiting: BitSet::with_room(nodes),
            grown: BitSet::with_room(nodes),
            counting: BitSet::with_room(graph.definitions().vote_count()),
            digits: Vec::new(),
        }
    }

    /// The lanes in which a node happened.
    pub(super) fn happened(&self, node: u32) -> FaultMask {
        self.happened.get(node)
    }

    /// The nodes that happened in any lane, in no order, with the lanes.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, FaultMask)> {
        self.happened.iter()
    }

    /// Lets each (node, lane) happen, and nothing else. A step of the budget is a machine
    /// word of a mask; one that the budget ended must not be run again.
    pub(super) fn run(
        &mut self,
        faults: impl IntoIterator<Item = (u32, usize)>,
        meter: &mut BudgetMeter,
    ) -> Result<(), BudgetExhausted> {
        self.happened.wipe();
        let mut first = u32::MAX;
        for (node, lane) in faults {
            self.grow(node, FaultMask::lane(lane));
            first = first.min(node);
        }
        self.read(first, meter)
    }

    /// Reads all that wait, from a node on.
    fn read(&mut self, mut at: u32, meter: &mut BudgetMeter) -> Result<(), BudgetExhausted> {
        // The first node of a cycle to read again, and the end of that cycle.
        let mut again: Option<(u32, u32)> = None;
        loop {
            let next = self.waiting.next(at);
            if let Some((from, end)) = again
                && next.is_none_or(|node| node >= end)
            {
                again = None;
                at = from;
                continue;
            }
            let Some(node) = next else {
                return Ok(());
            };
            self.waiting.remove(node);
            at = node + 1;
            let lowest = self.pass_on(node, meter)?;
            if lowest <= node {
                let first = || (lowest, self.graph.end_of_cycle(node));
                let (from, end) = again.unwrap_or_else(first);
                again = Some((from.min(lowest), end));
            }
        }
    }

    /// Counts the votes of a node and passes on what it knows; gives the lowest node that now
    /// waits.
    fn pass_on(&mut self, node: u32, meter: &mut BudgetMeter) -> Result<u32, BudgetExhausted> {
        let graph = self.graph;
        let mut grown = self.grown.remove(node);
        for vote in graph.definitions().votes_of(node) {
            if self.counting.remove(vote) {
                let met = self.met(vote, meter)?;
                grown |= !met.is_empty() && self.happened.add(node, met);
            }
        }
        let mut lowest = u32::MAX;
        if !grown {
            return Ok(lowest);
        }
        let lanes = self.happened.get(node);
        let (effects, counted) = (graph.effects(node), graph.counted(node));
        meter.charge(((effects.len() + counted.len()) * WORDS) as u64)?;
        for &to in effects {
            if self.grow(to, lanes) {
                lowest = lowest.min(to);
            }
        }
        for &vote in counted {
            let owner = graph.owner(vote);
            self.counting.insert(vote);
            self.waiting.insert(owner);
            lowest = lowest.min(owner);
        }
        Ok(lowest)
    }

    /// The lanes in which enough voters happened.
    fn met(&mut self, vote: u32, meter: &mut BudgetMeter) -> Result<FaultMask, BudgetExhausted> {
        let vote = self.graph.definitions().get(vote);
        meter.charge((vote.voters.len() * WORDS) as u64)?;
        let happened = vote.voters.iter();
        let happened = happened.filter(|voter| self.happened.contains(**voter));
        if (happened.count() as u32) < vote.needed {
            return Ok(FaultMask::NONE);
        }
        let masks = vote.voters.iter().map(|voter| self.happened.get(*voter));
        Ok(at_least(vote.needed, masks, &mut self.digits))
    }

    /// Adds lanes to a node, which waits when there were new ones.
    fn grow(&mut self, node: u32, lanes: FaultMask) -> bool {
        let new = self.happened.add(node, lanes);
        if new {
            self.grown.insert(node);
            self.waiting.insert(node);
        }
        new
    }
}
