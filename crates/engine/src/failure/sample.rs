//! Random networks for tests.

use proptest::prelude::*;

use jurymast_plan::model::{Level, Needed};

use super::{AlternativeSpec, GateSpec, Network, NodeInput, NodeSpec, Shortfall, SwitchInput};

/// Up to `most` nodes with cycles, k of n, soft requirements, partial inputs, and
/// fallbacks whose switches need some.
pub(super) fn network(most: usize) -> impl Strategy<Value = Network> {
    nodes(most).prop_map(Network::new)
}

/// What such a network is made of.
pub(super) fn nodes(most: usize) -> impl Strategy<Value = Vec<NodeSpec>> {
    (2..=most).prop_flat_map(|nodes| prop::collection::vec(node(nodes as u32), nodes))
}

/// Some of `nodes` nodes.
pub(super) fn faults(nodes: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(0..nodes as u32, 0..=nodes.min(4))
        .prop_map(|set| set.into_iter().collect())
}

/// Some of `nodes` nodes, each at a level.
pub(super) fn standing(nodes: usize) -> impl Strategy<Value = Vec<(u32, Level)>> {
    let level = prop::sample::select(vec![Level::Degraded, Level::Down]);
    prop::collection::btree_map(0..nodes as u32, level, 0..=nodes.min(4))
        .prop_map(|all| all.into_iter().collect())
}

fn node(nodes: u32) -> impl Strategy<Value = NodeSpec> {
    let bound = (0..nodes, prop::bool::weighted(0.8)).prop_map(|(node, whole)| NodeInput {
        worst: if whole { Level::Down } else { Level::Degraded },
        ..NodeInput::plain(node)
    });
    (
        prop::collection::vec(bound, 0..2),
        prop::collection::vec(gate(nodes), 0..3),
        prop::collection::vec(lost_together(nodes), 0..2),
    )
        .prop_map(|(bound, gates, short)| {
            let of = gates.len();
            let short = short.into_iter().filter(|_| of > 0);
            let short = short.map(|(which, gate)| Shortfall {
                requirement: which % of,
                gate,
            });
            NodeSpec {
                bound,
                shortfalls: short.collect(),
                gates,
            }
        })
}

/// Nodes with whose loss a requirement falls short.
fn lost_together(nodes: u32) -> impl Strategy<Value = (usize, GateSpec)> {
    let lost = prop::collection::btree_map(0..nodes, any::<bool>(), 1..=3.min(nodes as usize));
    (0..3usize, lost, any::<bool>()).prop_map(|(which, lost, soft)| {
        let level = |down: bool| if down { Level::Down } else { Level::Degraded };
        let group = lost.into_iter();
        let gate = GateSpec {
            group: group
                .map(|(node, down)| NodeInput::from(node, level(down)))
                .collect(),
            at_least: 1,
            fallbacks: Vec::new(),
            soft,
            needed: Needed::Run,
        };
        (which, gate)
    })
}

/// What a switch needs a node for, or of which set of losses it is with which nothing sets the
/// switch off.
fn what_for() -> impl Strategy<Value = Result<SwitchInput, (Level, u32)>> {
    let needs = prop::sample::select(SwitchInput::ALL.to_vec()).prop_map(Ok);
    let levels = prop::sample::select(vec![Level::Degraded, Level::Down]);
    let blinds = (levels, 0..2u32).prop_map(Err);
    prop_oneof![3 => needs, 1 => blinds]
}

fn gate(nodes: u32) -> impl Strategy<Value = GateSpec> {
    let group = prop::collection::btree_set(0..nodes, 1..=3.min(nodes as usize));
    let fallback = (
        0..nodes,
        prop::sample::select(vec![Level::Up, Level::Up, Level::Degraded, Level::Down]),
        prop::bool::weighted(0.1),
        prop::collection::vec((0..nodes, what_for()), 0..4),
    );
    (
        group,
        0..3usize,
        prop::collection::vec(fallback, 0..3),
        prop::bool::weighted(0.2),
        prop::sample::select(vec![Needed::Run, Needed::Run, Needed::Both, Needed::Start]),
    )
        .prop_map(|(group, less, fallbacks, soft, needed)| GateSpec {
            at_least: group.len().saturating_sub(less).max(1),
            group: group.into_iter().map(NodeInput::plain).collect(),
            fallbacks: fallbacks
                .into_iter()
                .map(|(node, best, is_brief, needs)| AlternativeSpec {
                    input: NodeInput {
                        best,
                        is_brief,
                        ..NodeInput::plain(node)
                    },
                    needs: needs
                        .into_iter()
                        .map(|(node, what_for)| match what_for {
                            Ok(what) => NodeInput::for_switch(node, what),
                            Err((level, set)) => NodeInput::blinding(node, level, set),
                        })
                        .collect(),
                })
                .collect(),
            soft,
            needed,
        })
}
