//! `jurymast catalogue`: what the program knows without a plan.
//!
//! In:  what to list, how far to look ahead, or the id of a provider, a failure domain, a recorded outage,
//!      a ready scenario or a model.
//! Out: the list, the ends to come, or all that is known of one and how surely, as text or JSON.

mod args;
mod domain;
mod ends;
mod gateway;
mod lines;
mod list;
mod model;
mod outage;
mod provider;
mod run;
mod scenario;
mod show;

pub(super) use args::Catalogue;
pub(super) use run::run;
