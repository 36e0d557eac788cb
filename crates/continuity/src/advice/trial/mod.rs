//! The plan with every candidate built in, to be switched on and off.
//!
//! In:  the ground, the single points, the candidates.
//! Out: [`Trial`]: what a set of candidates removes (`switches`), which of its entries
//!      that needs, and what still comes through them (`entries`).

mod entries;
mod switches;

pub(super) use switches::{Score, Trial};
