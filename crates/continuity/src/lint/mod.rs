//! What is wrong with a plan, by rules.
//!
//! In:  a plan, its analysis, and the day. Never files, the clock or the graph.
//! Out: [`Checked`]: findings in order of place, waived ones marked, and the
//!      errors in the lint settings themselves.
//!
//! `rule` says what a rule is, `registry` lists them all, `engine` runs them and
//! applies levels and `waivers`; `facts` lets one fact be told by one rule. [`gather`] makes
//! one finding of those that one change mends, each place kept. A rule is one file in `rules/<family>/`: its
//! documentation, its check, and the examples that are its tests. Rules that look at files
//! beside the plan have their check where those are read; [`settle`] gives what they find
//! its level and its waivers. [`pages`] are the documentation of all rules, [`Regime`] the
//! standards that they name. `silenced` says which rules a plan keeps from looking. `custom` has the rules that a plan declares itself.

mod choice;
mod context;
mod costs;
mod custom;
mod data_promises;
mod docs;
mod engine;
mod facts;
mod gathering;
mod lost_cures;
mod missed_targets;
mod pages;
mod promises;
mod regime;
mod registry;
mod rule;
mod rules;
mod scopes;
mod settings;
mod silenced;
mod waivers;
mod words;

pub use choice::RuleChoice;
pub use costs::say_costs;
pub use custom::{custom_rules, custom_rules_read, fact_tables};
pub use docs::Docs;
pub use engine::{Checked, Strictness, check, check_chosen, settle, switched_on};
pub use facts::tell_again;
pub use gathering::gather;
pub use pages::{RulePage, pages};
pub use regime::Regime;
pub use registry::{RULES, find, nearest};
pub use rule::{Family, Rule, RuleConfidence};
pub use silenced::silenced_in_drift;
