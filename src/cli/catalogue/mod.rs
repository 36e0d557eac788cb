//! `jurymast catalogue`: what the program knows without a plan.
//!
//! In:  what to list, how far to look ahead, or the id of a provider, a failure domain, a recorded outage
//!      or a ready scenario.
//! Out: the list, the ends to come, or all that is known of one and how surely, as text or JSON.

mod domain;
mod ends;
mod gateway;
mod lines;
mod list;
mod outage;
mod provider;
mod run;
mod scenario;
mod show;

pub(super) use run::run;
