use proptest::prelude::*;

use jurymast_plan::model::{Level, Needed};

use super::super::sample::network;
use super::super::{EventGraph, GateSpec, Network, NodeInput, NodeSpec, propagate};
use super::{BatchVisitor, FaultBatch, LossCount};

/// By propagating the fault alone.
fn loss(network: &Network, fault: u32, counted: impl Fn(u32) -> bool) -> LossCount {
    let outcome = propagate(network, &[(fault, Level::Down)]);
    let mut loss = LossCount::default();
    for &node in outcome.changed() {
        match outcome.level(node) {
            Level::Down => loss.down += u32::from(counted(node)),
            Level::Degraded => loss.degraded += u32::from(counted(node)),
            Level::Up => {}
        }
    }
    loss
}

fn class_of(node: u32) -> u8 {
    1 | u8::from(node.is_multiple_of(3)) << 1
}

fn agrees(network: &Network) -> Result<(), TestCaseError> {
    let losses = EventGraph::of(network).losses(2, class_of);
    for fault in 0..network.len() as u32 {
        prop_assert_eq!(losses.of(fault, 0), loss(network, fault, |_| true));
        let third = |node: u32| node.is_multiple_of(3);
        prop_assert_eq!(losses.of(fault, 1), loss(network, fault, third));
    }
    Ok(())
}

proptest! {
    #[test]
    fn all_at_once_is_each_alone(network in network(14)) {
        agrees(&network)?;
    }

    #[test]
    fn every_node_is_the_level_it_stands_for(network in network(14)) {
        let graph = EventGraph::of(&network);
        graph.visit(|| Compare { network: &network, graph: &graph });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn many_batchs_give_the_same(network in network(1300)) {
        agrees(&network)?;
    }
}

struct Compare<'a> {
    network: &'a Network,
    graph: &'a EventGraph,
}

impl BatchVisitor for Compare<'_> {
    fn visit(&mut self, batch: &FaultBatch<'_>) {
        for (lane, &fault) in batch.faults().iter().enumerate() {
            let outcome = propagate(self.network, &[(fault, Level::Down)]);
            for node in 0..self.network.len() as u32 {
                for level in [Level::Down, Level::Degraded] {
                    let lanes = batch.lanes(self.graph.node(node, level));
                    assert_eq!(lanes.contains(lane), outcome.level(node) >= level);
                }
            }
        }
    }
}

fn needs(node: u32) -> GateSpec {
    GateSpec {
        group: vec![NodeInput::plain(node)],
        at_least: 1,
        fallbacks: Vec::new(),
        soft: false,
        needed: Needed::Run,
    }
}

fn needing(node: u32) -> NodeSpec {
    NodeSpec {
        bound: Vec::new(),
        shortfalls: Vec::new(),
        gates: vec![needs(node)],
    }
}

/// A circle of hard requirements is one node, however long.
#[test]
fn a_circle_is_one_node() {
    let nodes = 100_000;
    let circle = (0..nodes).map(|at| needing((at + 1) % nodes));
    let network = Network::new(circle);
    let graph = EventGraph::of(&network);
    assert_eq!(graph.nodes(), 1);
    let losses = graph.losses(1, |_| 1);
    assert_eq!(losses.of(7, 0).down, nodes);
}

/// Down and degraded turn in circles of their own.
#[test]
fn a_long_circle_with_a_soft_edge_keeps_its_levels_apart() {
    let nodes = 3_000;
    let circle = (0..nodes).map(|at| {
        let mut node = needing((at + 1) % nodes);
        node.gates[0].soft = at == 0;
        node
    });
    let network = Network::new(circle);
    let losses = EventGraph::of(&network).losses(1, |_| 1);
    for fault in [0, 1, 2, 1_500, 2_999] {
        assert_eq!(losses.of(fault, 0), loss(&network, fault, |_| true));
    }
}
