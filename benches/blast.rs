//! What the loss of every component alone takes with it, all at once, beside one
//! loss after the other.

#![expect(
    clippy::print_stdout,
    dead_code,
    reason = "a benchmark prints, and takes of its support what it needs"
)]

#[path = "support/estate.rs"]
mod estate;
#[path = "support/runner.rs"]
mod runner;

use std::hint::black_box;

use estate::estate;
use jurymast::failure::{Events, Layout, Network, Sweep};
use jurymast::model::Level;
use runner::{Runner, Side};

fn main() {
    if std::env::args().any(|argument| argument == "--smoke") {
        return compare(2_000, &Runner::new(1));
    }
    compare(10_000, &Runner::new(9));
    compare(100_000, &Runner::new(5));
    compare(1_000_000, &Runner::new(1));
    memory();
}

fn compare(components: usize, runner: &Runner) {
    let network = estate(components, 1).network;
    let events = Events::of(&network);
    let layout = Layout::of(&events);
    let title = format!("{components} components");
    runner.compare(
        &title,
        &mut [
            Side::new("every tenth loss, one after the other", || {
                one_at_a_time(&network)
            }),
            Side::new("every loss at once", || {
                black_box(layout.radii(1, |_| 1));
            }),
            Side::new("events and layout", || {
                black_box(Layout::of(&Events::of(&network)));
            }),
        ],
    );
}

fn one_at_a_time(network: &Network) {
    let mut sweep = Sweep::new(network);
    for fault in (0..network.len() as u32).step_by(10) {
        black_box(sweep.run(&[(fault, Level::Down)]));
    }
}

/// The most memory that the whole run had, where the system tells.
fn memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("{peak}");
    }
}
