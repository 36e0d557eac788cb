use jurymast_plan::model::Level;

use super::condensation::Condensation;
use super::csr::Csr;
use super::events::Events;
use super::fault_mask::FaultMask;
use super::vote_graph::{Definitions, Vote, VoteGraph};
use super::{Network, Propagation};

/// The events of a network, condensed: what always happens together is one node, and nodes
/// are numbered so that inputs come first, cycles apart.
///
/// Everything that asks about many faults at once asks here: every component as a lone
/// fault ([`EventGraph::losses`], [`EventGraph::ask`]), minimal cut sets of one and two
/// faults ([`small_cut_sets`](super::small_cut_sets)), and the formula behind larger ones
/// ([`FaultTree`](super::FaultTree)).
#[derive(Debug, Clone)]
pub struct EventGraph {
    /// For each component: the nodes of its events, down and degraded or worse.
    of: Vec<[u32; 2]>,
    /// For each component: the node of its own fault; empty where that is the node of
    /// whatever level is asked about.
    own_faults: Vec<u32>,
    graph: VoteGraph,
    /// Components in the order of their nodes: those that take down much the same stand
    /// in one batch, in plan order within.
    pub(super) in_batches: Vec<u32>,
    /// With nothing failing but what is lost for good; `None` where nothing is.
    at_rest: Option<Propagation>,
    /// By component: for how many faults at once all that falls short is known; `None` where
    /// it is for any.
    counted_up_to: Option<Vec<usize>>,
}

impl EventGraph {
    /// Condenses the events of a network, in time linear in its size but for sorting.
    pub fn of(network: &Network) -> Self {
        let events = Events::of(network);
        let condensed = Condensation::of(&events.definitions);
        let graph = VoteGraph::of(definitions(&events.definitions, &condensed));
        let node = |event: u32| condensed.node_of[event as usize];
        let own_faults = events.own_faults.into_iter().map(node).collect();
        let mut of = events.of;
        for nodes in &mut of {
            *nodes = nodes.map(node);
        }
        let mut in_batches: Vec<u32> = (0..of.len() as u32).collect();
        in_batches.sort_by_key(|component| of[*component as usize]);
        for batch in in_batches.chunks_mut(FaultMask::LANES) {
            batch.sort_unstable();
        }
        Self {
            of,
            own_faults,
            graph,
            in_batches,
            at_rest: events.at_rest,
            counted_up_to: network.counted_up_to(),
        }
    }

    /// For how many faults at once all is known that takes a component for want of capacity;
    /// `None` where it is for any.
    pub fn counted_up_to(&self, component: u32) -> Option<usize> {
        let known = self.counted_up_to.as_ref()?[component as usize];
        (known < usize::MAX).then_some(known)
    }

    /// How many nodes there are; they are numbered from 0.
    pub fn nodes(&self) -> usize {
        self.graph.len()
    }

    /// How many components the network has.
    pub fn components(&self) -> usize {
        self.of.len()
    }

    /// The node that the component is at `level` or worse. Every component is up or worse,
    /// so of [`Level::Up`] there is none; it gives the degraded one.
    pub fn node(&self, component: u32, level: Level) -> u32 {
        let [down, worse] = self.of[component as usize];
        match level {
            Level::Down => down,
            Level::Degraded | Level::Up => worse,
        }
    }

    /// The level of a component with nothing failing but what is lost for good. What it is
    /// at rest, or better, no fault makes it: the node of such a level never happens by
    /// another's fault.
    pub fn at_rest(&self, component: u32) -> Level {
        let at_rest = self.at_rest.as_ref();
        at_rest.map_or(Level::Up, |at_rest| at_rest.level(component))
    }

    /// The nodes any one of which makes a node happen.
    pub fn causes(&self, node: u32) -> &[u32] {
        self.definitions().causes(node)
    }

    /// The votes any one of which makes a node happen.
    pub fn votes(&self, node: u32) -> impl ExactSizeIterator<Item = Vote<'_>> {
        self.definitions().votes(node)
    }

    /// The node that a component's own fault makes happen, where it is asked about a level:
    /// whatever else the fault leads to follows from that node.
    pub fn own_fault(&self, component: u32, level: Level) -> u32 {
        let own = self.own_faults.get(component as usize);
        own.copied().unwrap_or_else(|| self.node(component, level))
    }

    /// The nodes that a component's own fault makes happen, whatever follows from them.
    pub(super) fn struck(&self, component: u32) -> [u32; 2] {
        let own = self.own_faults.get(component as usize);
        own.map_or(self.of[component as usize], |own| [*own; 2])
    }

    pub(super) fn graph(&self) -> &VoteGraph {
        &self.graph
    }

    pub(super) fn definitions(&self) -> &Definitions {
        self.graph.definitions()
    }

    /// For each node: the components that `is_meant` and whose own fault makes it happen, in
    /// order. But for what switches need, all events that play a part in bringing a component
    /// to a level speak of that level, so what happens at the other need not be told apart.
    pub(super) fn faulty(&self, level: Level, is_meant: impl Fn(u32) -> bool) -> Csr {
        Csr::gather(self.nodes(), |pair| {
            let all = 0..self.components() as u32;
            for component in all.filter(|component| is_meant(*component)) {
                pair(self.own_fault(component, level), component);
            }
        })
    }
}

/// The definitions of events, with the nodes in their place.
fn definitions(events: &Definitions, condensed: &Condensation) -> Definitions {
    let node = |event: &u32| condensed.node_of[*event as usize];
    let mut found = Definitions::new();
    let mut causes = Vec::new();
    for (at, members) in (0..).zip(condensed.members.iter()) {
        for member in members {
            causes.extend(events.causes(*member).iter().map(node));
            for vote in events.votes(*member) {
                found.vote(vote.needed, vote.voters.iter().map(node));
            }
        }
        causes.sort_unstable();
        causes.dedup();
        found.node(causes.drain(..).filter(|cause| *cause != at));
    }
    found
}
