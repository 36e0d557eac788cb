use super::fault_mask::{FaultMask, at_least};
use super::vote_graph::VoteGraph;

/// As [`FaultSweep`](super::fault_sweep::FaultSweep), for faults that reach much of the graph:
/// every node is looked at in order and pulls from what it looks at, so that its mask is
/// written once, where pushing would add to it for each of its inputs (top-down and bottom-up
/// search, Beamer, Asanovic and Patterson 2012).
#[derive(Debug)]
pub(super) struct FullSweep<'a> {
    graph: &'a VoteGraph,
    /// By node.
    happened: Vec<FaultMask>,
    digits: Vec<FaultMask>,
}

impl<'a> FullSweep<'a> {
    pub(super) fn new(graph: &'a VoteGraph) -> Self {
        Self {
            graph,
            happened: vec![FaultMask::NONE; graph.len()],
            digits: Vec::new(),
        }
    }

    /// The lanes in which a node happened.
    pub(super) fn happened(&self, node: u32) -> FaultMask {
        self.happened[node as usize]
    }

    /// Lets each (node, lane) happen, and nothing else.
    pub(super) fn run(&mut self, faults: impl IntoIterator<Item = (u32, usize)>) {
        self.happened.fill(FaultMask::NONE);
        for (node, lane) in faults {
            self.happened[node as usize].insert(lane);
        }
        let mut done = 0;
        for cycle in self.graph.cycles() {
            self.pull(done..cycle.start);
            while self.pull(cycle.clone()) {}
            done = cycle.end;
        }
        self.pull(done..self.graph.len() as u32);
    }

    /// Looks at nodes in order; says whether any grew.
    fn pull(&mut self, nodes: std::ops::Range<u32>) -> bool {
        let definitions = self.graph.definitions();
        let mut grew = false;
        for node in nodes {
            let mut mask = FaultMask::NONE;
            for cause in definitions.causes(node) {
                mask |= self.happened[*cause as usize];
            }
            for vote in definitions.votes(node) {
                let voters = vote.voters.iter();
                let voters = voters.map(|voter| self.happened[*voter as usize]);
                mask |= at_least(vote.needed, voters, &mut self.digits);
            }
            grew |= self.happened[node as usize].add(mask);
        }
        grew
    }
}
