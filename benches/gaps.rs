//! The minimal cut sets of one and two faults of the most critical services,
//! beside setting single faults one after the other.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod support;

use std::hint::black_box;

use jurymast_diagram::{Budget, cut_sets_up_to_order};
use jurymast_engine::failure::{
    EventGraph, FaultTree, Network, Propagator, SmallCutSets, USUAL_BUDGET, small_cut_sets,
};
use jurymast_plan::model::Level;
use support::{Estate, Runner, Side, estate, in_divisions, is_smoke, peak, seconds};

fn main() {
    if is_smoke() {
        compare("2000 components", estate(2_000, 1), &Runner::new(1));
        return order_three(160);
    }
    order_three(160);
    order_three(280);
    compare("2000 components", estate(2_000, 1), &Runner::new(9));
    compare("10000 components", estate(10_000, 1), &Runner::new(5));
    let divided = in_divisions(100_000, 1, 16);
    compare(
        "100000 components in divisions of 16 teams",
        divided,
        &Runner::new(3),
    );
    compare("100000 components", estate(100_000, 1), &Runner::new(3));
    println!("{}", peak());
}

fn compare(title: &str, estate: Estate, runner: &Runner) {
    let Estate {
        network,
        own,
        critical,
    } = estate;
    let events = EventGraph::of(&network);
    let down: Vec<(u32, Level)> = critical.iter().map(|at| (*at, Level::Down)).collect();
    let degraded: Vec<(u32, Level)> = critical.iter().map(|at| (*at, Level::Degraded)).collect();
    let faults = behind(&network, &critical);
    let sample: Vec<u32> = faults.iter().copied().step_by(10).collect();
    println!(
        "{title}, {} targets; {} of all components are behind them",
        down.len(),
        faults.len()
    );
    for targets in [&down, &degraded] {
        describe(&small_cut_sets(&events, &own, targets, 2, &USUAL_BUDGET));
    }
    let sets = |targets| {
        black_box(small_cut_sets(&events, &own, targets, 2, &USUAL_BUDGET));
    };
    runner.compare(
        title,
        &mut [
            Side::new("every tenth fault behind, alone", || {
                one_at_a_time(&network, &sample)
            }),
            Side::new("orders 1 and 2, down", || sets(&down)),
            Side::new("orders 1 and 2, degraded", || sets(&degraded)),
            Side::new("the event graph", || {
                black_box(EventGraph::of(&network));
            }),
        ],
    );
}

fn one_at_a_time(network: &Network, faults: &[u32]) {
    let mut sweep = Propagator::new(network);
    for fault in faults {
        black_box(sweep.run(&[(*fault, Level::Down)]));
    }
}

/// Sets of up to three faults of one service of 2,000 components, counted, as
/// `gaps SERVICE --max-order 3 --count` does; every component can fail.
fn order_three(service: u32) {
    let network = estate(2_000, 1).network;
    let own = vec![true; network.len()];
    let events = EventGraph::of(&network);
    let tree = FaultTree::of(&events, &own, service, Level::Down);
    let budget = Budget::new(4 << 30, None);
    let mut found = None;
    let took = seconds(|| found = cut_sets_up_to_order(&tree.formula, tree.top, 3, &budget).ok());
    let orders = found.map_or_else(
        || "more than 4 GiB would hold".to_owned(),
        |sets| sets.by_order()[1..].join(" + "),
    );
    println!(
        "order 3 of one service, {} faults behind it: {took:.3} s, {orders} sets",
        tree.faults.len()
    );
}

/// What the targets lean on, themselves included.
fn behind(network: &Network, targets: &[u32]) -> Vec<u32> {
    let mut seen = vec![false; network.len()];
    let mut open = targets.to_vec();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at as usize], true) {
            open.extend(network.node(at).inputs().iter().map(|input| input.node));
        }
    }
    (0..network.len() as u32)
        .filter(|at| seen[*at as usize])
        .collect()
}

fn describe(sets: &[SmallCutSets]) {
    let singles: usize = sets.iter().map(|sets| sets.singles.len()).sum();
    let pairs: u64 = sets.iter().map(SmallCutSets::pair_count).sum();
    let bicliques: usize = sets.iter().map(|sets| sets.pairs.len()).sum();
    let complete = sets.iter().filter(|sets| sets.complete == 2).count();
    println!(
        "  {singles} singles, {pairs} pairs in {bicliques} bicliques; {complete} of {} complete",
        sets.len()
    );
}
