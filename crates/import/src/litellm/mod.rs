//! Configurations of the LiteLLM proxy.
//!
//! In:  one or more files, and what they include.
//! Out: a [`Draft`](crate::draft::Draft): an AI dependency for each deployment, a grouping
//!      for each model group of several, what stands in for it and when; the proxy and
//!      what it needs. The other way round, the file with the fallback sections that a plan
//!      implies.
//!
//! `gateway` reads the file as the proxy does; `lists` the fallbacks of both sections,
//! `settings` the times and counts; `attempts` walks them in the order of the proxy, for
//! whoever asks what follows what. `deployment` tells who answers; `groups` and `around`
//! make the tables; `fields` says what became of each field by `fates`, `flaws` what is
//! wrong with the whole. `implied` compares what a plan lets stand in with what a file does;
//! `export` makes the lists of it, `sections` puts them into the text. Source: LiteLLM
//! 1.110.2, its package read and run on mock servers.

mod around;
mod attempts;
mod deployment;
mod export;
mod fates;
mod fields;
mod flaws;
mod gateway;
mod groups;
mod implied;
mod lists;
mod read;
mod sections;
mod settings;
mod stand_ins;

pub use attempts::{Attempt, CallOutcome};
pub use export::export;
pub use flaws::flaws;
pub use gateway::{Gateway, Group, GroupDeployment};
pub use implied::{Matched, Order};
pub use lists::{Chain, ChainTarget, ListKind};
pub use read::{flaws_of, is_litellm, read};

#[cfg(test)]
mod tests;
