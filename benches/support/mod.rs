//! Generated plans and networks, and a runner that compares.

mod plan;
mod runner;

pub(crate) use plan::{Folder, Shape};
pub(crate) use runner::{Runner, Side};
