//! What the loss of every component alone takes with it, all at once: beside one
//! loss after the other, beside graph libraries that count what each node reaches,
//! and a million components in a process of their own.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops when it cannot start itself"
)]

mod support;

use std::hint::black_box;
use std::process::Command;
use std::time::Duration;

use jurymast_engine::failure::{EventGraph, Network, Propagator};
use jurymast_plan::model::Level;
use support::{Peer, Phases, Runner, Side, edges, estate, every_requirement_hard, is_smoke, peers};

/// The library that answers node by node is asked every so manieth.
const EVERY: usize = 50;
const ALONE: &str = "--alone";

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != ALONE);
    if let Some(components) = arguments.nth(1) {
        return alone(components.parse().unwrap());
    }
    if is_smoke() {
        compare(2_000, &Runner::new(1));
        println!("  peers skipped: a short run");
        return in_a_child(20_000);
    }
    compare(10_000, &Runner::new(9));
    let (network, took) = compare(100_000, &Runner::new(9));
    beside_peers(&network, took);
    in_a_child(1_000_000);
}

/// Gives the network and the median of every loss at once.
fn compare(components: usize, runner: &Runner) -> (Network, Duration) {
    let network = estate(components, 1).network;
    let graph = EventGraph::of(&network);
    let title = format!("{components} components");
    let medians = runner.compare(
        &title,
        &mut [
            Side::new("every tenth loss, one after the other", || {
                one_at_a_time(&network)
            }),
            Side::new("every loss at once", || {
                black_box(graph.losses(1, |_| 1));
            }),
            Side::new("the event graph", || {
                black_box(EventGraph::of(&network));
            }),
        ],
    );
    (network, medians[1])
}

fn one_at_a_time(network: &Network) {
    let mut sweep = Propagator::new(network);
    for fault in (0..network.len() as u32).step_by(10) {
        black_box(sweep.run(&[(fault, Level::Down)]));
    }
}

/// The libraries know edges only, so they get every requirement as an edge. Asked
/// the same, the kernel has to count the same.
fn beside_peers(network: &Network, took: Duration) {
    let nodes = network.len();
    let answers = match peers(nodes, &edges(network), EVERY) {
        Ok(answers) => answers,
        Err(why) => return println!("  peers skipped: {why}"),
    };
    let hard = every_requirement_hard(network);
    let graph = EventGraph::of(&hard);
    let losses = graph.losses(1, |_| 1);
    let plain = Runner::new(9).medians(&mut [Side::new("edges only", || {
        black_box(graph.losses(1, |_| 1));
    })])[0];
    println!("  the same with every requirement an edge, no levels: {plain:.1?}");
    for Peer {
        name,
        seconds,
        asked,
        reached,
    } in answers
    {
        let step = nodes.div_ceil(asked);
        let counted = (0..nodes as u32).step_by(step).map(|at| losses.of(at, 0));
        let counted: u64 = counted.map(|loss| u64::from(loss.down) - 1).sum();
        assert_eq!(counted, reached, "{name} counts the same as the kernel");
        let all = seconds * nodes as f64 / asked as f64;
        let how = match step {
            1 => "all nodes".to_owned(),
            _ => format!("{seconds:.2} s for every {step}th node, scaled up"),
        };
        println!(
            "  {name:<26} {all:>8.2} s  {:>5.0} times the kernel with levels, {:>5.0} times edges only ({how})",
            all / took.as_secs_f64(),
            all / plain.as_secs_f64(),
        );
    }
}

/// In a process that held nothing before.
fn in_a_child(components: usize) {
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new(program);
    let done = child.arg(ALONE).arg(components.to_string()).status();
    assert!(done.unwrap().success(), "{components} components alone");
}

/// What was needed for a step is given up before the next.
fn alone(components: usize) {
    println!("{components} components, alone in a process");
    let phases = Phases;
    let network = phases.step("the estate", || estate(components, 1).network);
    let graph = phases.step("the event graph", || EventGraph::of(&network));
    phases.step("(the estate given up)", || drop(network));
    let losses = phases.step("every loss at once", || graph.losses(1, |_| 1));
    let down = (0..components as u32).map(|at| u64::from(losses.of(at, 0).down));
    println!(
        "  a loss takes {:.1} down",
        down.sum::<u64>() as f64 / components as f64
    );
}
