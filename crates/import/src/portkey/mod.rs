//! Configurations of Portkey's gateway.
//!
//! In:  JSON of a strategy and its targets, which may hold strategies themselves; as a
//!      caller sends it, or as Portkey saves it.
//! Out: `GatewayFile`, and what is wrong with it.
//!
//! `strategy` walks the targets as the gateway does, with what they inherit; `target` tells
//! who answers, `timing` how long it takes until one is given up, `fates` what became of
//! each field, `export` writes what a plan implies. Source: `@portkey-ai/gateway` 1.15.2, its package read and run on mock
//! servers.

mod export;
mod fates;
mod read;
mod strategy;
mod target;
mod timing;

pub use export::export;
pub use read::{flaws_of, is_portkey, read};
