//! Stand-ins that could really be had.
//!
//! In:  the plan, what is lost to single points ([`Target`](super::places::Target)),
//!      and the catalogue.
//! Out: [`Candidate`]s: what stands in, for what, in which entries, how sure it
//!      is that it can; new components with the table that declares them.
//!
//! Each file proposes one kind: `existing` components of the plan, a model from
//! the `catalogue`, a second `replica` in another domain, a `bypass` around a
//! gateway, a `floor` that needs no AI. What they truly remove is not judged
//! here.

mod bypass;
mod candidate;
mod capability;
mod catalogue;
mod existing;
mod floor;
mod grounds;
mod ids;
mod propose;
mod replica;
mod table;

pub(super) use candidate::{Candidate, Draft, How};
pub(super) use grounds::Grounds;
pub(super) use propose::propose;
