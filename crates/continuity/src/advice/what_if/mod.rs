//! The plan with every candidate built in, to be turned on and off.
//!
//! In:  the plan with its drafts, the single points, the candidates.
//! Out: [`WhatIfEvaluator`]: what a set of candidates removes (`evaluator`), which of its
//!      entries that needs, and what still comes through them (`entries`).

mod entries;
mod evaluator;

pub(super) use evaluator::{Score, WhatIfEvaluator};
