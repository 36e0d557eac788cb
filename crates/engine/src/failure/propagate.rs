use std::sync::Arc;

use jurymast_plan::model::Level;

use super::unrolled::Unrolled;
use super::{Network, NodeInput};

/// The levels that a set of faults leads to, and why.
#[derive(Debug, Clone)]
pub struct Propagation {
    levels: Vec<Level>,
    /// For each node that changed: how it became degraded, how it became down.
    reached: Vec<[Option<ReachedLevel>; 2]>,
    /// Nodes whose level changed, faults included, in the order of first change.
    changed: Vec<u32>,
    /// What is lost for good and what it leads to; `None` where nothing is.
    at_rest: Option<Arc<Propagation>>,
    /// For each copy of a node that is written out for fallbacks that lead back: of which it
    /// is one. Copies are numbered after the nodes of the network.
    copy_of: Arc<[u32]>,
}

/// One level of one node, and where its chain begins.
#[derive(Debug, Clone, Copy)]
struct ReachedLevel {
    cause: LevelCause,
    /// Nodes on the chain before it.
    steps: u32,
    /// What stands at the end of the first half that [`Propagation::chain_ends`] keeps;
    /// the node itself while the chain is shorter.
    head: (u32, Level),
}

/// What raised the level of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelCause {
    /// It is one of the faults.
    Fault,
    /// The node it is bound to, which had this level by then.
    Bound {
        /// Index in the network.
        node: u32,
        /// The level it had.
        at: Level,
    },
    /// Its requirement falls short once some inputs are lost; the last of them, and the level
    /// that had by then.
    Shortfall {
        /// Index of the requirement.
        requirement: usize,
        /// The input: index in the network.
        node: u32,
        /// The level the input had.
        at: Level,
    },
    /// A gate was not met; the input that best explains it,
    /// and the level that had by then.
    Gate {
        /// Index in the node.
        gate: usize,
        /// The input: index in the network.
        node: u32,
        /// The level the input had.
        at: Level,
    },
}

impl Propagation {
    /// The level of a node.
    pub fn level(&self, node: u32) -> Level {
        self.levels[node as usize]
    }

    /// The level of a node with nothing failing but what is lost for good.
    pub fn at_rest(&self, node: u32) -> Level {
        let at_rest = self.at_rest.as_ref();
        at_rest.map_or(Level::Up, |at_rest| at_rest.level(node))
    }

    /// The nodes that are worse than at rest, faults included, in the order in which
    /// they fell.
    pub fn changed(&self) -> &[u32] {
        &self.changed
    }

    /// The node of the network behind a node that a [`LevelCause`] names: itself, or what it
    /// stands for where fallbacks lead back.
    pub fn component(&self, node: u32) -> u32 {
        let copy = (node as usize).checked_sub(self.levels.len() - self.copy_of.len());
        copy.map_or(node, |at| self.copy_of[at])
    }

    /// Why the node has reached `level`, with the faults or at rest; `None` when it has
    /// not. What it names may be asked again; [`Propagation::component`] says what it is.
    pub fn cause(&self, node: u32, level: Level) -> Option<LevelCause> {
        self.reached(node, level).map(|reached| reached.cause)
    }

    /// Whether the node is one of the faults, or lost for good.
    pub fn is_fault(&self, node: u32) -> bool {
        self.cause(node, self.level(node)) == Some(LevelCause::Fault)
    }

    /// One shortest chain from a fault to the node, the node itself left out:
    /// each element is needed by the next.
    pub fn chain(&self, node: u32) -> Vec<u32> {
        let back = self.back((node, self.level(node)));
        let mut chain: Vec<u32> = Vec::new();
        for at in back.map(|at| self.component(at)) {
            // By way of a copy it may come to the same again: only the way on counts.
            if !self.copy_of.is_empty() {
                let known = chain.iter().position(|one| *one == at);
                chain.truncate(known.unwrap_or(chain.len()));
                if at == node {
                    chain.clear();
                    continue;
                }
            }
            chain.push(at);
        }
        chain.reverse();
        chain
    }

    /// The same, but of a chain of more than 64 only its first and its last
    /// 32, and how many are left out between them.
    pub fn chain_ends(&self, node: u32) -> (Vec<u32>, usize) {
        let level = self.level(node);
        let reached = self.reached(node, level);
        let steps = reached.map_or(0, |reached| reached.steps as usize);
        let (Some(reached), true) = (reached, steps > 2 * HALF) else {
            return (self.chain(node), 0);
        };
        let mut ends: Vec<u32> = self.back((node, level)).take(HALF).collect();
        ends.push(reached.head.0);
        ends.extend(self.back(reached.head));
        ends.reverse();
        ends.iter_mut().for_each(|at| *at = self.component(*at));
        (ends, steps - 2 * HALF)
    }

    fn reached(&self, node: u32, level: Level) -> Option<ReachedLevel> {
        let [degraded, down] = self.reached[node as usize];
        match level {
            Level::Up => None,
            Level::Degraded => degraded,
            Level::Down => down,
        }
    }

    /// From what the node leans on back to a fault.
    fn back(&self, from: (u32, Level)) -> impl Iterator<Item = u32> + '_ {
        let before = |(node, level): (u32, Level)| self.cause(node, level)?.before();
        std::iter::successors(before(from), move |at| before(*at)).map(|(node, _)| node)
    }
}

impl LevelCause {
    /// The node that it names, and the level that had.
    fn before(self) -> Option<(u32, Level)> {
        match self {
            Self::Fault => None,
            Self::Bound { node, at }
            | Self::Gate { node, at, .. }
            | Self::Shortfall { node, at, .. } => Some((node, at)),
        }
    }
}

/// Nodes at either end of a long chain that [`Propagation::chain_ends`] keeps.
const HALF: usize = 32;

/// The least fixpoint above the given faults and what is lost for good, in which fallbacks
/// count that serve without each other (see the module).
pub fn propagate(network: &Network, faults: &[(u32, Level)]) -> Propagation {
    let mut sweep = Propagator::new(network);
    sweep.run(faults);
    sweep.outcome
}

/// Runs one set of faults after another without new allocations.
///
/// Nodes are raised in rounds, so the cause kept for each level lies on a
/// shortest chain.
#[derive(Debug)]
pub struct Propagator<'a> {
    /// With the fallbacks that lead back written out.
    network: &'a Network,
    unrolled: Option<&'a Unrolled>,
    /// Nodes of the network as it came.
    nodes: usize,
    outcome: Propagation,
    /// Copies whose level changed.
    changed_copies: Vec<u32>,
    queued: Vec<bool>,
    looked: usize,
    /// By node: the last cone it stood in; empty when all nodes count.
    cone: Vec<u32>,
    cones: u32,
}

impl<'a> Propagator<'a> {
    /// Everything up, but for what is lost for good and what that leads to.
    pub fn new(network: &'a Network) -> Self {
        let mut sweep = Self::all_up(network);
        if !network.standing().is_empty() {
            sweep.run(network.standing());
            sweep.outcome.at_rest = Some(Arc::new(sweep.outcome.clone()));
            sweep.outcome.changed.clear();
            sweep.changed_copies.clear();
        }
        sweep
    }

    fn all_up(network: &'a Network) -> Self {
        let unrolled = network.unrolled();
        let nodes = network.len();
        let network = unrolled.map_or(network, |unrolled| &unrolled.network);
        let copy_of = unrolled.map_or(&[][..], |unrolled| &unrolled.copy_of);
        Self {
            network,
            unrolled,
            nodes,
            changed_copies: Vec::new(),
            outcome: Propagation {
                levels: vec![Level::Up; network.len()],
                reached: vec![[None; 2]; network.len()],
                changed: Vec::new(),
                at_rest: None,
                copy_of: copy_of.into(),
            },
            queued: vec![false; network.len()],
            looked: 0,
            cone: Vec::new(),
            cones: 0,
        }
    }

    /// From now on follows only what the node leans on, so many steps far; what it
    /// comes to in as many rounds is the same.
    pub fn only_below(&mut self, node: u32, steps: usize) {
        self.cone.resize(self.network.len(), 0);
        self.cones += 1;
        self.cone[node as usize] = self.cones;
        let mut step = vec![node];
        let mut left = steps;
        while !step.is_empty() && left > 0 {
            let mut next = Vec::new();
            for at in step {
                for input in self.network.node(at).inputs() {
                    // A copy is told as the node that it is one of.
                    for one in [input.node, self.outcome.component(input.node)] {
                        let met = &mut self.cone[one as usize];
                        if std::mem::replace(met, self.cones) != self.cones {
                            next.push(one);
                        }
                    }
                }
            }
            step = next;
            left -= 1;
        }
    }

    /// How often a node was looked at in all runs so far.
    pub fn looked(&self) -> usize {
        self.looked
    }

    /// What the last run led to.
    pub fn outcome(&self) -> &Propagation {
        &self.outcome
    }

    /// What the faults lead to, when nothing else is broken than at rest.
    pub fn run(&mut self, faults: &[(u32, Level)]) -> &Propagation {
        self.run_for(usize::MAX, faults).0
    }

    /// What so many rounds lead to, and whether nothing would change any more. What
    /// is down by then has the cause that it keeps.
    pub fn run_for(&mut self, rounds: usize, faults: &[(u32, Level)]) -> (&Propagation, bool) {
        let at_rest = self.outcome.at_rest.as_deref();
        let changed = self.outcome.changed.drain(..);
        for node in changed.chain(self.changed_copies.drain(..)) {
            let node = node as usize;
            let (level, reached) = at_rest.map_or((Level::Up, [None; 2]), |at_rest| {
                (at_rest.levels[node], at_rest.reached[node])
            });
            self.outcome.levels[node] = level;
            self.outcome.reached[node] = reached;
        }
        let mut round: Vec<u32> = Vec::new();
        for &(node, level) in faults {
            let copies = self.unrolled.map_or(&[][..], |all| all.copies.get(node));
            for at in [&[node], copies].concat() {
                if self.raise(at, level, LevelCause::Fault) {
                    round.push(at);
                }
            }
        }
        let mut left = rounds;
        while !round.is_empty() && left > 0 {
            round = self.round(&round);
            left -= 1;
        }
        (&self.outcome, round.is_empty())
    }

    /// Looks again at all that look at a changed node; all of a round see the
    /// levels from before it. Gives the nodes that changed.
    fn round(&mut self, changed: &[u32]) -> Vec<u32> {
        let network = self.network;
        let mut candidates = Vec::new();
        for &node in changed {
            for &dependent in network.dependents(node) {
                let down = self.outcome.level(dependent) == Level::Down;
                let met = self.cone.get(dependent as usize);
                let counts = met.is_none_or(|met| *met == self.cones);
                if counts && !down && !std::mem::replace(&mut self.queued[dependent as usize], true)
                {
                    candidates.push(dependent);
                }
            }
        }
        self.looked += changed.len() + candidates.len();
        candidates.sort_unstable();
        let mut raises = Vec::new();
        for &node in &candidates {
            self.queued[node as usize] = false;
            let levels = &self.outcome.levels;
            let of = |other: u32| levels[other as usize];
            let level = network.derived(node, of);
            if level > of(node) {
                raises.push((node, level, self.explain(node, level)));
            }
        }
        raises.retain(|&(node, level, cause)| self.raise(node, level, cause));
        raises.into_iter().map(|(node, ..)| node).collect()
    }

    fn raise(&mut self, node: u32, level: Level, cause: LevelCause) -> bool {
        let at = node as usize;
        let before = self.outcome.levels[at];
        if level <= before {
            return false;
        }
        let leans_on = cause.before();
        let leans_on = leans_on.and_then(|(node, level)| self.outcome.reached(node, level));
        let steps = leans_on.map_or(0, |one| one.steps + 1);
        let head = leans_on.filter(|_| steps as usize >= HALF);
        let reached = Some(ReachedLevel {
            cause,
            steps,
            head: head.map_or((node, level), |one| one.head),
        });
        if before == self.outcome.at_rest(node) {
            match at < self.nodes {
                true => self.outcome.changed.push(node),
                false => self.changed_copies.push(node),
            }
        }
        if before == Level::Up {
            self.outcome.reached[at][0] = reached;
        }
        if level == Level::Down {
            self.outcome.reached[at][1] = reached;
        }
        self.outcome.levels[at] = level;
        true
    }

    /// The first binding or gate that gives `level`, and of its inputs that are worse
    /// than at rest the worst, the group before the fallbacks and the first before others.
    fn explain(&self, node: u32, level: Level) -> LevelCause {
        let levels = &self.outcome.levels;
        let of = |other: u32| levels[other as usize];
        let node = self.network.node(node);
        for input in node.bound() {
            if input.level(of) >= level {
                return LevelCause::Bound {
                    node: input.node,
                    at: of(input.node),
                };
            }
        }
        for gate in node.gates() {
            if gate.level(of) >= level {
                let fell = |input: &&NodeInput| of(input.node) > self.outcome.at_rest(input.node);
                let group = gate.group.iter().rev().filter(fell);
                // What a switch needs explains nothing while it is only degraded.
                let stops = |input: &&NodeInput| {
                    input.for_switch.is_none() || input.level(of) == Level::Down
                };
                let fallbacks = gate.fallbacks.inputs().iter().rev();
                let fallbacks = fallbacks.filter(fell).filter(stops);
                let by_level = |input: &&NodeInput| of(input.node);
                let worst = group.max_by_key(by_level);
                let worst = worst.or_else(|| fallbacks.max_by_key(by_level));
                if let Some(input) = worst {
                    return LevelCause::Gate {
                        gate: gate.requirement,
                        node: input.node,
                        at: of(input.node),
                    };
                }
            }
        }
        for gate in node.shortfalls().filter(|gate| gate.level(of) >= level) {
            let fell = |input: &&NodeInput| of(input.node) > self.outcome.at_rest(input.node);
            if let Some(input) = gate.group.iter().find(fell) {
                return LevelCause::Shortfall {
                    requirement: gate.requirement,
                    node: input.node,
                    at: of(input.node),
                };
            }
        }
        LevelCause::Fault
    }
}
