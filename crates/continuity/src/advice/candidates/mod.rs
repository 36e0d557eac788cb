//! Stand-ins that could really be had.
//!
//! In:  the plan, what is lost to single points ([`CandidateSite`](super::sites::CandidateSite)),
//!      and the catalogue.
//! Out: [`Candidate`]s: what stands in, for what, in which entries, how sure it
//!      is that it can; new components with the table that declares them.
//!
//! `propose` asks the other files, each of which proposes one kind: `existing`
//! components of the plan, a model from the `catalogue`, a second `replica` in another
//! domain, a `bypass` around a gateway; and by itself a floor that needs no AI. What
//! they truly remove is not judged here.

mod bypass;
mod candidate;
mod capability;
mod catalogue;
mod existing;
mod inherited;
mod propose;
mod replica;
mod table;

pub(super) use candidate::{Candidate, DraftedTable, How};
pub(super) use propose::{ProposalContext, propose};
