//! The library of recorded outages: what failed, how far, from when to when, what
//! callers saw, and how sure each of these is.
//!
//! In:  a file for each outage in `data/outages/`.
//! Out: [`Outage`], and its views: [`Outage::hits_on`] (one endpoint),
//!      [`outages_of`] (one provider), [`Outage::strikes`] (seconds from its
//!      start) and [`Outage::struck`] (the same on a plan's components).
//!      [`estimate`] says how long this provider's outages took to end.
//!
//! A fact that nobody recorded is absent, never a default. Where sources disagree
//! the point stands under [`Outage::contradicted`] and nowhere else.

mod estimate;
mod load;
mod on_plan;
mod provider;
mod record;
mod replay;
#[cfg(test)]
mod tests;

pub use estimate::{Estimate, Figures, LeftOut, estimate, estimate_of};
pub use load::{outage, outages};
pub use on_plan::Struck;
pub use provider::{OutageAtProvider, OutageWithoutLength, outages_of, outages_without_length};
pub use record::{
    CauseRecord, End, FirstSaid, HitRecord, Outage, OutageSubject, SharedDomain, Source,
};
pub use replay::Strike;
