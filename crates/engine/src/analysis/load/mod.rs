//! Whether what is asked for can be carried, without any clock.
//!
//! In:  a plan with demands and limits, its network, levels with some faults or at rest.
//! Out: [`Overload`], what is asked for more than it can carry with nothing failing;
//!      [`SpareCapacity`], the share of a requirement's demand that the others carry with
//!      any one of its members lost; [`Carried`], the same for any set of faults.
//!
//! A requirement's demand is at what serves it: the group, or the first of the best of its
//! fallbacks. It loads what it goes through too (endpoint, provider, gateway, places), and
//! the least of their shares counts. `demands` places demands and adds them up, `overload`
//! and `spare` ask, `rest` says who is down for want of capacity with nothing failing,
//! `blinding` what then shows callers more than their fallbacks are set off by.
//! What declares no limit carries all, and is named. How groups share, what a call goes
//! through and what a limit lets through is in [`crate::load`].

mod blinding;
mod capacity;
mod clusters;
mod demands;
mod overload;
mod rest;
mod shortfalls;
mod spare;

pub(super) use capacity::{Capacity, Shortage};
pub(super) use demands::Demands;
pub use overload::{LoadCaller, Overload};
pub use rest::{network_at_rest, why_at_rest};
pub use spare::{Carried, SpareCapacity};
