use std::collections::BTreeSet;
use std::slice::from_ref;

use proptest::prelude::*;

use jurymast_plan::model::{Level, Needed};

use super::super::sample::network;
use jurymast_diagram::Budget;

use super::super::{EventGraph, GateSpec, Network, NodeInput, NodeSpec, Propagator};
use super::find::one_by_one;
use super::{SmallCutSets, USUAL_BUDGET, small_cut_sets};

type Pair = (u32, u32);

/// Every fault and every pair set one after the other.
fn one_at_a_time(
    network: &Network,
    own: &[bool],
    targets: &[(u32, Level)],
) -> Vec<(BTreeSet<u32>, BTreeSet<Pair>)> {
    let mut sets = vec![(BTreeSet::new(), BTreeSet::new()); targets.len()];
    let mut sweep = Propagator::new(network);
    let faults: Vec<u32> = (0..network.len() as u32)
        .filter(|fault| own[*fault as usize])
        .collect();
    for &one in &faults {
        let outcome = sweep.run(&[(one, Level::Down)]);
        for ((target, level), (singles, _)) in targets.iter().zip(&mut sets) {
            if one != *target && outcome.level(*target) >= *level {
                singles.insert(one);
            }
        }
    }
    for (at, &one) in faults.iter().enumerate() {
        for &other in &faults[at + 1..] {
            let outcome = sweep.run(&[(one, Level::Down), (other, Level::Down)]);
            for ((target, level), (singles, pairs)) in targets.iter().zip(&mut sets) {
                let new = |fault| fault != *target && !singles.contains(&fault);
                if outcome.level(*target) >= *level && new(one) && new(other) {
                    pairs.insert((one, other));
                }
            }
        }
    }
    sets
}

/// The pairs of all bicliques; each stands once.
fn pairs(sets: &SmallCutSets) -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for biclique in &sets.pairs {
        assert!(biclique.any.is_sorted() && biclique.with.is_sorted());
        assert!(biclique.any[0] < biclique.with[0]);
        for &one in &biclique.any {
            for &other in &biclique.with {
                let new = pairs.insert((one.min(other), one.max(other)));
                assert!(new && one != other, "{one} and {other} stand twice");
            }
        }
    }
    assert!(sets.pairs.is_sorted());
    assert_eq!(pairs.len() as u64, sets.pair_count());
    pairs
}

fn agrees(network: &Network, own: &[bool], targets: &[(u32, Level)]) {
    let events = EventGraph::of(network);
    let expected = one_at_a_time(network, own, targets);
    let together = small_cut_sets(&events, own, targets, 2, &USUAL_BUDGET);
    let alone = one_by_one(&events, own, targets, 2, &USUAL_BUDGET);
    for found in [together, alone] {
        agree(&found, &expected, targets);
    }
    // What need not be followed up depends on what else is asked for.
    for (target, expected) in targets
        .iter()
        .zip(&expected)
        .step_by(1 + targets.len() / 20)
    {
        let (target, expected) = (from_ref(target), from_ref(expected));
        let found = small_cut_sets(&events, own, target, 2, &USUAL_BUDGET);
        agree(&found, expected, target);
    }
}

fn agree(
    found: &[SmallCutSets],
    expected: &[(BTreeSet<u32>, BTreeSet<Pair>)],
    targets: &[(u32, Level)],
) {
    for ((found, (singles, expected)), target) in found.iter().zip(expected).zip(targets) {
        assert_eq!(found.complete, 2);
        let singles: Vec<u32> = singles.iter().copied().collect();
        assert_eq!(found.singles, singles, "{target:?}");
        assert_eq!(pairs(found), *expected, "{target:?}");
    }
}

fn all_targets(nodes: usize) -> Vec<(u32, Level)> {
    let levels = [Level::Down, Level::Degraded];
    let targets = (0..nodes as u32).flat_map(|node| levels.map(|level| (node, level)));
    targets.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn small_networks_agree_with_one_at_a_time(
        (network, own) in network(9).prop_flat_map(|network| {
            let own = prop::collection::vec(prop::bool::weighted(0.8), network.len());
            (Just(network), own)
        })
    ) {
        agrees(&network, &own, &all_targets(network.len()));
    }
}

/// The same numbers at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % end
    }
}

fn gate(group: impl IntoIterator<Item = u32>, at_least: usize, fallbacks: &[u32]) -> GateSpec {
    GateSpec {
        group: group.into_iter().map(NodeInput::plain).collect(),
        at_least,
        fallbacks: fallbacks
            .iter()
            .map(|at| NodeInput::plain(*at).into())
            .collect(),
        soft: false,
        needed: Needed::Run,
    }
}

fn requires(gates: Vec<GateSpec>) -> NodeSpec {
    NodeSpec {
        bound: Vec::new(),
        shortfalls: Vec::new(),
        gates,
    }
}

/// Nodes that require a few others, as a rule later ones, seldom hard; some are
/// bound to a domain, the last of them.
fn larger(nodes: u32, seed: u64) -> Network {
    let mut dice = Dice(seed);
    let domains = nodes / 10;
    let services = nodes - domains;
    let all = (0..nodes).map(|at| {
        let mut node = NodeSpec::default();
        if at >= services {
            if dice.below(2) == 0 && at + 1 < nodes {
                node.bound
                    .push(NodeInput::plain(at + 1 + dice.below(nodes - at - 1)));
            }
            return node;
        }
        if dice.below(2) == 0 {
            node.bound
                .push(NodeInput::plain(services + dice.below(domains)));
        }
        for _ in 0..dice.below(4) {
            let some = |dice: &mut Dice| match dice.below(12) {
                0 => dice.below(services),
                _ => (at + 1 + dice.below(20)).min(services - 1),
            };
            let mut group = BTreeSet::from([some(&mut dice)]);
            let mut fallbacks = Vec::new();
            let mut least = 1;
            match dice.below(10) {
                0..2 => {}
                2..6 => fallbacks.push(some(&mut dice)),
                6 => fallbacks.extend([some(&mut dice), some(&mut dice)]),
                _ => {
                    group.extend((0..4).map(|_| some(&mut dice)));
                    least = 1 + dice.below(group.len() as u32) as usize;
                    if dice.below(3) == 0 {
                        fallbacks.push(some(&mut dice));
                    }
                }
            }
            let mut gate = gate(group, least, &fallbacks);
            if dice.below(4) == 0 {
                for fallback in &mut gate.fallbacks {
                    fallback.input.best = Level::Degraded;
                }
            }
            gate.soft = dice.below(10) == 0;
            node.gates.push(gate);
        }
        node
    });
    Network::new(all)
}

#[test]
fn larger_networks_agree_with_one_at_a_time() {
    let mut listed = 0;
    for seed in 0..12 {
        let nodes = 60 + 20 * (seed as u32 % 4);
        let network = larger(nodes, seed);
        let mut dice = Dice(seed);
        let own: Vec<bool> = (0..nodes).map(|_| dice.below(8) > 0).collect();
        agrees(&network, &own, &all_targets(network.len()));
        let targets = [(0, Level::Down), (0, Level::Degraded)];
        let found = small_cut_sets(&EventGraph::of(&network), &own, &targets, 2, &USUAL_BUDGET);
        listed += found.iter().map(SmallCutSets::pair_count).sum::<u64>();
    }
    assert!(listed > 500, "the networks are poor: {listed} pairs");
}

/// A service (0) that needs a primary (1) or else a fallback (2); each of them
/// has `each` hard dependencies.
fn primary_and_fallback(each: u32) -> Network {
    let mut nodes = vec![requires(vec![gate([1], 1, &[2])])];
    for side in 0..2 {
        let first = 3 + side * each;
        nodes.push(requires(
            (first..first + each).map(|to| gate([to], 1, &[])).collect(),
        ));
    }
    nodes.resize_with(3 + 2 * each as usize, NodeSpec::default);
    Network::new(nodes)
}

fn of_first(network: &Network, budget: &Budget) -> SmallCutSets {
    let own = vec![true; network.len()];
    let sets = small_cut_sets(
        &EventGraph::of(network),
        &own,
        &[(0, Level::Down)],
        2,
        budget,
    );
    sets.into_iter().next().unwrap()
}

#[test]
fn a_million_pairs_are_one_biclique() {
    for (each, pairs) in [(999, 1_000_000), (29_999, 900_000_000)] {
        let found = of_first(&primary_and_fallback(each), &USUAL_BUDGET);
        assert_eq!(found.complete, 2);
        assert!(found.singles.is_empty());
        assert_eq!(found.pairs.len(), 1);
        assert_eq!(found.pair_count(), pairs);
        assert_eq!(found.pairs[0].any[..2], [1, 3]);
        assert_eq!(found.pairs[0].with[..2], [2, 3 + each]);
    }
}

#[test]
fn a_domain_with_two_of_five_members_needs_one_more() {
    // 0 needs 3 of 1..=5; 1 and 2 are in domain 6, 5 and 7 in domain 8.
    let mut nodes = vec![NodeSpec::default(); 9];
    nodes[0] = requires(vec![gate(1..=5, 3, &[])]);
    for (member, domain) in [(1, 6), (2, 6), (5, 8), (7, 8)] {
        nodes[member].bound.push(NodeInput::plain(domain));
    }
    let network = Network::new(nodes);
    let found = of_first(&network, &USUAL_BUDGET);
    assert!(found.singles.is_empty());
    let expected = [(3, 6), (4, 6), (5, 6), (6, 8)];
    assert_eq!(pairs(&found), BTreeSet::from(expected));
    assert_eq!(found.pairs.len(), 1);
}

#[test]
fn two_domains_with_members_in_common_count_them_once() {
    // 0 needs 3 of 1..=6; domain 7 holds 1 to 3, domain 8 holds 2 to 4.
    let mut nodes = vec![NodeSpec::default(); 9];
    nodes[0] = requires(vec![gate(1..=6, 3, &[])]);
    for (members, domain) in [(1..=3, 7), (2..=4, 8)] {
        members.for_each(|member: usize| nodes[member].bound.push(NodeInput::plain(domain)));
    }
    let network = Network::new(nodes);
    let found = of_first(&network, &USUAL_BUDGET);
    let expected = [(4, 7), (5, 7), (6, 7), (1, 8), (5, 8), (6, 8), (7, 8)];
    assert_eq!(pairs(&found), BTreeSet::from(expected));
}

#[test]
fn a_single_fault_may_reach_through_both_sides_of_a_fallback() {
    // 0 needs 1 or else 2; both are in 3, which needs 4 or else 0 itself: no second way.
    let mut nodes = vec![NodeSpec::default(); 5];
    nodes[0] = requires(vec![gate([1], 1, &[2])]);
    nodes[1].bound.push(NodeInput::plain(3));
    nodes[2].bound.push(NodeInput::plain(3));
    nodes[3] = requires(vec![gate([4], 1, &[0])]);
    let found = of_first(&Network::new(nodes), &USUAL_BUDGET);
    assert_eq!(found.singles, [3, 4]);
    assert_eq!(pairs(&found), BTreeSet::from([(1, 2)]));
}

#[test]
fn a_spent_budget_is_said() {
    let network = larger(120, 1);
    let events = EventGraph::of(&network);
    let own = vec![true; network.len()];
    let targets = all_targets(network.len());
    let sets = |words| {
        let budget = USUAL_BUDGET.with_steps(words);
        one_by_one(&events, &own, &targets, 2, &budget)
    };
    let whole = sets(u64::MAX);
    let mut seen = BTreeSet::new();
    for bits in 0..17 {
        for (found, whole) in sets(1 << bits).iter().zip(&whole) {
            seen.insert(found.complete);
            match found.complete {
                2 => assert_eq!(found, whole),
                1 => assert_eq!(found.singles, whole.singles),
                _ => {}
            }
            assert!(pairs(found).is_subset(&pairs(whole)));
        }
    }
    assert_eq!(seen, BTreeSet::from([0, 1, 2]));
}
