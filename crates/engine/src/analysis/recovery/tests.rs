use crate::failure::{GateSpec, Network, NodeInput, NodeSpec};
use jurymast_plan::model::{ComponentId, Level};

use super::cycles::cycles;

fn plain(node: u32) -> NodeInput {
    NodeInput {
        node,
        best: Level::Up,
        worst: Level::Down,
    }
}

/// A node that needs all of `hard`, each a requirement of its own.
fn needs(hard: &[u32]) -> NodeSpec {
    let gate = |to: &u32| GateSpec {
        group: vec![plain(*to)],
        at_least: 1,
        fallbacks: Vec::new(),
        soft: false,
    };
    NodeSpec {
        bound: Vec::new(),
        gates: hard.iter().map(gate).collect(),
    }
}

fn ids(ids: &[u32]) -> Vec<ComponentId> {
    ids.iter().copied().map(ComponentId).collect()
}

#[test]
fn a_cycle_is_named_once_with_what_waits_behind_it() {
    // 3 -> 2 -> 1 -> 2, and 4 alone waits for itself; 0 serves.
    let network = Network::new([
        needs(&[]),
        needs(&[2]),
        needs(&[0, 1]),
        needs(&[2]),
        needs(&[4]),
    ]);
    let found = cycles(&network, &[1, 2, 3, 4]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].members, ids(&[1, 2]));
    assert_eq!(found[0].waiting, ids(&[3]));
    let breakers: Vec<_> = found[0]
        .breakers
        .iter()
        .map(|o| (o.id.0, o.requirement))
        .collect();
    assert_eq!(breakers, [(1, 0), (2, 1)], "each lacks one thing only");
    assert_eq!(found[1].members, ids(&[4]));
    assert_eq!(found[1].waiting, ids(&[]));
}

#[test]
fn a_member_that_lacks_two_things_breaks_nothing() {
    // 0 waits for 1 and for 2, which wait for 0.
    let network = Network::new([needs(&[1, 2]), needs(&[0]), needs(&[0])]);
    let found = cycles(&network, &[0, 1, 2]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].members, ids(&[0, 1]));
    assert_eq!(found[0].waiting, ids(&[2]));
    let breakers: Vec<_> = found[0].breakers.iter().map(|o| o.id.0).collect();
    assert_eq!(breakers, [1]);
}
