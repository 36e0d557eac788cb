//! Generated plans and networks, peers to compare with, what the system says of
//! memory, and a runner that compares. Each benchmark takes what it needs.

#![allow(
    dead_code,
    unused_imports,
    reason = "each benchmark takes what it needs"
)]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops when it cannot write its own files"
)]

mod dice;
mod estate;
mod memory;
mod peers;
mod plan;
mod providers;
mod runner;

pub(crate) use estate::{Estate, edges, estate, every_requirement_hard, in_divisions};
pub(crate) use memory::{Phases, peak};
pub(crate) use peers::{Peer, peers};
pub(crate) use plan::{Folder, Shape};
pub(crate) use providers::calling_providers;
pub(crate) use runner::{Runner, Side, is_smoke, seconds};
