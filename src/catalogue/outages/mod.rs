//! The library of recorded outages: what failed, how far, from when to when, what
//! callers saw, and how sure each of these is.
//!
//! In:  a file for each outage in `data/outages/`.
//! Out: [`Outage`], and three views of it: [`Outage::hits_on`] (one endpoint),
//!      [`outages_of`] (one provider), [`Outage::strikes`] (seconds from its
//!      start, for a replay). [`estimate`] says how long this provider's outages
//!      took to end.
//!
//! A fact that nobody recorded is absent, never a default. Where sources disagree
//! the point stands under [`Outage::contradicted`] and nowhere else.

mod estimate;
mod load;
mod provider;
mod record;
mod replay;

pub use estimate::{Estimate, Figures, LeftOut, estimate};
pub use load::{outage, outages};
pub use provider::{AtProvider, outages_of};
pub use record::{
    Cause, CauseKind, End, FirstSaid, Hit, Outage, Precision, Shared, Source, Tool, What,
};
pub use replay::Strike;
