use std::collections::HashMap;

use super::super::EventGraph;
use super::super::csr::Csr;
use super::super::vote_graph::{Definitions, VoteGraph};

/// What of the event graph matters to one target, made as small as the cut sets of order 1
/// and 2 allow.
///
/// Nodes that cause the target without any vote are the target; nodes that lead to the same
/// votes are one node, with the faults of all of them.
#[derive(Debug)]
pub(super) struct ReducedGraph {
    /// What the sets are asked of.
    pub(super) goal: u32,
    pub(super) graph: VoteGraph,
    /// Nodes with faults of their own, in order.
    pub(super) faulty: Vec<u32>,
    /// For each of them: the components whose fault it is.
    pub(super) members: Csr,
    /// Components whose fault alone causes the target without any vote.
    pub(super) certain: Vec<u32>,
}

/// Where the nodes of the event graph stand in the cone at hand, [`NONE`] between targets.
#[derive(Debug)]
pub(super) struct Numbers(Vec<u32>);

const NONE: u32 = u32::MAX;

/// The local number of the target, and its class.
const TARGET: u32 = 0;

impl Numbers {
    pub(super) fn new(events: &EventGraph) -> Self {
        Self(vec![NONE; events.nodes()])
    }
}

impl ReducedGraph {
    /// `components` gives those whose own fault makes a node happen.
    pub(super) fn of(
        events: &EventGraph,
        target: u32,
        components: &Csr,
        numbers: &mut Numbers,
    ) -> Self {
        let local = &mut numbers.0;
        let certain = certain(events, target, local);
        let cone = Cone::of(events, &certain, local);
        for node in certain.iter().chain(&cone.nodes) {
            local[*node as usize] = NONE;
        }
        let classes = Classes::of(&cone);
        let order = classes.topological();
        let mut node_of = vec![0u32; order.len()];
        for (at, class) in (0u32..).zip(&order) {
            node_of[*class as usize] = at;
        }
        let node = |class: u32| node_of[class as usize];
        let mut faults: Vec<(u32, u32)> = Vec::new();
        for (at, class) in cone.nodes.iter().zip(&classes.of).skip(1) {
            faults.extend(components.get(*at).iter().map(|one| (node(*class), *one)));
        }
        faults.sort_unstable();
        let mut faulty: Vec<u32> = faults.iter().map(|(node, _)| *node).collect();
        faulty.dedup();
        let mut members = Csr::with_capacity(faulty.len(), faults.len());
        for alike in faults.chunk_by(|one, other| one.0 == other.0) {
            members.push(alike.iter().map(|(_, component)| *component));
        }
        let of_certain = certain.iter().flat_map(|node| components.get(*node));
        Self {
            goal: node(TARGET),
            graph: VoteGraph::of(classes.definitions(&order, node)),
            faulty,
            members,
            certain: of_certain.copied().collect(),
        }
    }

    /// The votes that count a node, as often as they do.
    pub(super) fn votes_of(&self, node: u32) -> &[u32] {
        self.graph.counted(node)
    }

    /// Whether the goal follows at once when a vote is met.
    pub(super) fn settles(&self, vote: u32) -> bool {
        self.graph.owner(vote) == self.goal
    }
}

/// The target and all nodes that alone cause it, numbered [`TARGET`].
fn certain(events: &EventGraph, target: u32, local: &mut [u32]) -> Vec<u32> {
    let mut certain = vec![target];
    local[target as usize] = TARGET;
    let mut at = 0;
    while let Some(node) = certain.get(at) {
        for &cause in events.causes(*node) {
            if std::mem::replace(&mut local[cause as usize], TARGET) != TARGET {
                certain.push(cause);
            }
        }
        at += 1;
    }
    certain
}

/// The nodes that can play a part, by local number: [`TARGET`] stands for all certain ones,
/// the others keep their topological order.
struct Cone {
    /// By local number; the target itself first.
    nodes: Vec<u32>,
    /// For each node: those that it causes. The target is none of them: what causes it is
    /// certain.
    effects: Csr,
    votes: Vec<LocalVote>,
}

/// A vote while nodes get their numbers, then while they are put into classes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LocalVote {
    voters: Vec<u32>,
    needed: u32,
    owner: u32,
}

impl Cone {
    fn of(events: &EventGraph, certain: &[u32], local: &mut [u32]) -> Self {
        // Nodes by their number in the event graph, until all that matter are known.
        let mut votes = Vec::new();
        let mut nodes: Vec<u32> = Vec::new();
        for node in certain {
            open_votes(events, *node, local, &mut votes);
        }
        let (mut read, mut at) = (0, 0);
        loop {
            for voter in votes[read..].iter().flat_map(|vote| &vote.voters) {
                reach(*voter, local, &mut nodes);
            }
            read = votes.len();
            let Some(&node) = nodes.get(at) else {
                break;
            };
            at += 1;
            for cause in events.causes(node) {
                reach(*cause, local, &mut nodes);
            }
            open_votes(events, node, local, &mut votes);
        }
        nodes.sort_unstable();
        nodes.insert(0, certain[0]);
        for (number, node) in (0..).zip(&nodes) {
            local[*node as usize] = number;
        }
        for vote in &mut votes {
            vote.owner = local[vote.owner as usize];
            for voter in &mut vote.voters {
                *voter = local[*voter as usize];
            }
        }
        let effects = Csr::gather(nodes.len(), |pair| {
            for (effect, node) in (0..).zip(&nodes).skip(1) {
                for cause in events.causes(*node) {
                    let cause = local[*cause as usize];
                    if cause != TARGET {
                        pair(cause, effect);
                    }
                }
            }
        });
        Self {
            nodes,
            effects,
            votes,
        }
    }
}

/// Adds a node that has no number yet.
fn reach(node: u32, local: &mut [u32], nodes: &mut Vec<u32>) {
    let number = &mut local[node as usize];
    if *number == NONE {
        nodes.push(node);
        *number = nodes.len() as u32;
    }
}

/// Adds the votes of a node. A voter that is certain settles the target itself, so it is left
/// out; a vote that then cannot be met as well.
fn open_votes(events: &EventGraph, owner: u32, local: &[u32], votes: &mut Vec<LocalVote>) {
    for vote in events.votes(owner) {
        let voters = vote.voters.iter().copied();
        let open = voters.filter(|voter| local[*voter as usize] != TARGET);
        let voters: Vec<u32> = open.collect();
        if voters.len() >= vote.needed as usize {
            votes.push(LocalVote {
                voters,
                needed: vote.needed,
                owner,
            });
        }
    }
}

/// The nodes of a cone by what they cause.
struct Classes {
    /// For each node its class; [`TARGET`] is that of the target.
    of: Vec<u32>,
    /// For each class: the classes it causes.
    causes: Csr,
    /// For each class the last of its nodes; the target comes after all.
    last: Vec<u32>,
    /// Over classes: each once, and none that also settles the target.
    votes: Vec<LocalVote>,
}

impl Classes {
    /// Effects come first, so that each node finds the classes of its own: one that is no
    /// voter is as good as the single class that it causes, or as any other that causes the
    /// same.
    fn of(cone: &Cone) -> Self {
        let len = cone.nodes.len();
        let mut is_voter = vec![false; len];
        for voter in cone.votes.iter().flat_map(|vote| &vote.voters) {
            is_voter[*voter as usize] = true;
        }
        let mut classes = Self {
            of: vec![NONE; len],
            causes: Csr::new(),
            last: Vec::new(),
            votes: Vec::new(),
        };
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut caused = Vec::new();
        classes.of[TARGET as usize] = classes.add(&[], u32::MAX);
        for node in (1..len as u32).rev() {
            caused.clear();
            let effects = cone.effects.get(node).iter();
            caused.extend(effects.map(|to| classes.of[*to as usize]));
            caused.sort_unstable();
            caused.dedup();
            let class = if is_voter[node as usize] {
                classes.add(&caused, node)
            } else if let [one] = caused[..] {
                one
            } else if let Some(class) = known.get(&caused) {
                *class
            } else {
                let class = classes.add(&caused, node);
                known.insert(caused.clone(), class);
                class
            };
            classes.of[node as usize] = class;
        }
        classes.votes = classes.votes(cone);
        classes
    }

    fn add(&mut self, causes: &[u32], last: u32) -> u32 {
        self.causes.push(causes.iter().copied());
        self.last.push(last);
        self.last.len() as u32 - 1
    }

    fn votes(&self, cone: &Cone) -> Vec<LocalVote> {
        let class = |node: u32| self.of[node as usize];
        let of_cone = cone.votes.iter().map(|vote| {
            let mut voters: Vec<u32> = vote.voters.iter().map(|voter| class(*voter)).collect();
            voters.sort_unstable();
            LocalVote {
                voters,
                needed: vote.needed,
                owner: class(vote.owner),
            }
        });
        let mut votes: Vec<LocalVote> = of_cone.collect();
        votes.sort_unstable();
        // The target's class is the first, so its vote comes before its likes.
        votes.dedup_by(|later, first| {
            let alike = (&later.voters, later.needed) == (&first.voters, first.needed);
            alike && (first.owner == TARGET || first.owner == later.owner)
        });
        votes
    }

    /// Causes before effects, and voters before what they vote on but for cycles: a class
    /// stands where its last node does, and the target last.
    fn topological(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.last.len() as u32).collect();
        order.sort_unstable_by_key(|class| self.last[*class as usize]);
        order
    }

    /// With classes in that order; `node` gives the place of each.
    fn definitions(&self, order: &[u32], node: impl Fn(u32) -> u32) -> Definitions {
        let causes = Csr::gather(order.len(), |pair| {
            for (cause, effects) in (0..).zip(self.causes.iter()) {
                effects.iter().for_each(|to| pair(*to, node(cause)));
            }
        });
        let votes = self.votes.iter().zip(0..);
        let votes = Csr::of(order.len(), votes.map(|(vote, at)| (vote.owner, at)));
        let mut definitions = Definitions::new();
        for class in order {
            for vote in votes.get(*class) {
                let vote = &self.votes[*vote as usize];
                definitions.vote(vote.needed, vote.voters.iter().map(|voter| node(*voter)));
            }
            definitions.node(causes.get(*class).iter().copied());
        }
        definitions
    }
}
