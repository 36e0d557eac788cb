use std::ops::Range;

use super::csr::Csr;

/// What makes each node of a graph happen: one of its causes, or one of its votes.
///
/// The one form of a requirement in the kernel: a cause is a gate that any input opens, a
/// vote a k-out-of-n gate. The raw events of a network, the condensed graph, what some
/// targets lean on and what matters to one of them are all written so.
#[derive(Debug, Clone)]
pub(super) struct Definitions {
    causes: Csr,
    /// For each node: where its votes begin; then the end of the last.
    votes: Vec<u32>,
    needed: Vec<u32>,
    voters: Csr,
}

/// Is met once `needed` of the voters happened; a voter may stand in it several times, and
/// counts as often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote<'a> {
    /// How many are needed.
    pub needed: u32,
    /// Nodes of the graph it stands in.
    pub voters: &'a [u32],
}

impl Definitions {
    pub(super) fn new() -> Self {
        Self {
            causes: Csr::new(),
            votes: vec![0],
            needed: Vec::new(),
            voters: Csr::new(),
        }
    }

    /// Adds a vote to the node that comes next.
    pub(super) fn vote(&mut self, needed: u32, voters: impl IntoIterator<Item = u32>) {
        self.needed.push(needed);
        self.voters.push(voters);
    }

    /// Completes the next node, with the votes since the last.
    pub(super) fn node(&mut self, causes: impl IntoIterator<Item = u32>) {
        self.causes.push(causes);
        self.votes.push(self.needed.len() as u32);
    }

    /// How many nodes.
    pub(super) fn len(&self) -> usize {
        self.votes.len() - 1
    }

    pub(super) fn causes(&self, node: u32) -> &[u32] {
        self.causes.get(node)
    }

    pub(super) fn votes(&self, node: u32) -> impl ExactSizeIterator<Item = Vote<'_>> {
        self.votes_of(node).map(|vote| self.get(vote))
    }

    /// The numbers of a node's votes.
    pub(super) fn votes_of(&self, node: u32) -> Range<u32> {
        let at = node as usize;
        self.votes[at]..self.votes[at + 1]
    }

    /// A vote by its number.
    pub(super) fn get(&self, vote: u32) -> Vote<'_> {
        Vote {
            needed: self.needed[vote as usize],
            voters: self.voters.get(vote),
        }
    }

    /// Votes of all nodes.
    pub(super) fn vote_count(&self) -> usize {
        self.needed.len()
    }

    /// Every node that this one looks at, with repetitions.
    pub(super) fn inputs(&self, node: u32) -> impl Iterator<Item = u32> {
        let voters = self.voters.joined(self.votes_of(node));
        self.causes(node).iter().chain(voters).copied()
    }

    /// The n-th of [`Definitions::inputs`].
    #[inline]
    pub(super) fn input(&self, node: u32, nth: usize) -> Option<u32> {
        let causes = self.causes(node);
        let voters = || self.voters.joined(self.votes_of(node));
        let found = causes.get(nth);
        found.or_else(|| voters().get(nth - causes.len())).copied()
    }
}

/// Definitions in a topological order, inputs first but for cycles, and the same read
/// forwards: what each node leads to.
///
/// A cause stands before all that it causes; only votes lead back.
#[derive(Debug, Clone)]
pub(super) struct VoteGraph {
    definitions: Definitions,
    /// For each node: those that it makes happen.
    effects: Csr,
    /// For each node: the votes it counts in, as often as it does.
    counted: Csr,
    /// For each vote: the node that happens when it is met.
    owner: Vec<u32>,
    /// Runs of nodes that look at each other, ascending; a node that looks at itself is one.
    cycles: Vec<Range<u32>>,
}

impl VoteGraph {
    pub(super) fn of(definitions: Definitions) -> Self {
        let nodes = definitions.len();
        let all = 0..nodes as u32;
        let effects = Csr::gather(nodes, |pair| {
            for node in all.clone() {
                for &cause in definitions.causes(node) {
                    debug_assert!(cause < node);
                    pair(cause, node);
                }
            }
        });
        let votes = definitions.vote_count();
        let counted = Csr::gather(nodes, |pair| {
            for vote in 0..votes as u32 {
                for &voter in definitions.voters.get(vote) {
                    pair(voter, vote);
                }
            }
        });
        let mut owner = Vec::with_capacity(votes);
        for node in all {
            owner.extend(definitions.votes_of(node).map(|_| node));
        }
        let cycles = cycles(&definitions, &owner);
        Self {
            definitions,
            effects,
            counted,
            owner,
            cycles,
        }
    }

    pub(super) fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// How many nodes.
    pub(super) fn len(&self) -> usize {
        self.definitions.len()
    }

    /// The nodes that it makes happen.
    pub(super) fn effects(&self, node: u32) -> &[u32] {
        self.effects.get(node)
    }

    /// The votes it counts in.
    pub(super) fn counted(&self, node: u32) -> &[u32] {
        self.counted.get(node)
    }

    /// The node that happens when a vote is met.
    pub(super) fn owner(&self, vote: u32) -> u32 {
        self.owner[vote as usize]
    }

    pub(super) fn cycles(&self) -> &[Range<u32>] {
        &self.cycles
    }

    /// The end of the cycle that a node stands in; of one that stands in none, the next node.
    pub(super) fn end_of_cycle(&self, node: u32) -> u32 {
        let at = self.cycles.partition_point(|cycle| cycle.end <= node);
        self.cycles
            .get(at)
            .filter(|cycle| cycle.contains(&node))
            .map_or(node + 1, |cycle| cycle.end)
    }
}

/// Runs of nodes that edges back span. In a topological order of strongly connected
/// components, these are the components: each of them stands together, and wherever it is cut
/// in two some edge leads back.
fn cycles(definitions: &Definitions, owner: &[u32]) -> Vec<Range<u32>> {
    let mut back: Vec<Range<u32>> = Vec::new();
    for (vote, owner) in (0..).zip(owner) {
        if let Some(last) = definitions.voters.get(vote).iter().max()
            && last >= owner
        {
            back.push(*owner..last + 1);
        }
    }
    let mut cycles: Vec<Range<u32>> = Vec::new();
    // Owners come in order.
    for next in back {
        match cycles.last_mut() {
            Some(cycle) if next.start < cycle.end => cycle.end = cycle.end.max(next.end),
            _ => cycles.push(next),
        }
    }
    cycles
}
