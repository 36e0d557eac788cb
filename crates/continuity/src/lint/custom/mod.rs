//! Rules of the plan's own: expressions in CEL over what the analyses know.
//!
//! In:  the rules that a plan declares; for their findings, its analysis and the day.
//! Out: [`CustomRules`]: each as a [`Rule`](super::Rule) beside those of the program, its
//!      findings, and errors where a rule cannot be read or gives no answer.
//!
//! `rules` makes them, `run` applies them. An expression goes through `limits` (before any
//! parser sees it), the parser of the `cel` crate, whose errors `syntax` puts in words, and
//! `check`, which knows by `shape` what each fact is and by `types` what goes with what,
//! finds what could never be right (`alike`, `functions`; where it stands by `places`), and
//! wraps in `meter` what could take long. `facts` gives
//! the values, only of what an expression names (`component_facts`, `requirement_facts`);
//! `reference` lists them for the documentation.

mod alike;
mod check;
mod compile;
mod component_facts;
mod facts;
mod functions;
mod limits;
mod meter;
mod places;
mod reference;
mod requirement_facts;
mod rules;
mod run;
mod shape;
mod syntax;
mod types;

pub use reference::fact_tables;
pub(super) use rules::CustomRules;
pub use rules::{custom_rules, custom_rules_read};
