//! A plan beside what is configured.
//!
//! In:  a plan, and files of any format that plans are drafted from.
//! Out: [`Comparison`]: findings, which names are whose, what neither side knows of the
//!      other.
//!
//! `drawn` makes a plan of the files, so that both sides are told in the same words; `pairs`
//! says which component of the one is which of the other; `edges` compares who needs whom,
//! `fallbacks` what stands in for what by which gateway, `uncalled` the same of what no entry
//! of the plan speaks of as the gateway does, `values` models and limits, `replaced`
//! models that were put in the place of others, `stores` what keeps data; `chains` takes what is wrong with the gateway's own lists.

mod chains;
mod compare;
mod drawn;
mod edges;
mod fallbacks;
mod pairs;
mod replaced;
mod stores;
mod uncalled;
mod values;

pub(crate) use compare::{Comparison, compare};
pub use drawn::{DrawnPlan, draw};

#[cfg(test)]
mod tests;
