//! Findings as text, for people and for other programs.
//!
//! In:  an [`Outcome`]: load errors, findings, the texts of the rules, and the
//!      sources that places point into; a [`Format`] and, for terminals, a [`Look`].
//! Out: one string, ready to print or to write to a file.
//!
//! - `full`: a code frame per finding, with notes and help
//! - `concise`: a line per finding
//! - `json`: the contract for other programs
//! - `github`: annotations of a GitHub workflow
//! - `gitlab`: a Code Quality report of GitLab
//! - `sarif`: SARIF 2.1.0, for code scanning
//! - `junit`: JUnit XML, for CI systems
//! - `markdown`: a table, for a pull request
//! - `rdjson`: reviewdog's diagnostic format
//!
//! Words that come from a plan are cleaned before they are framed, so that no plan can
//! steer a terminal. This floor knows no rule.

mod concise;
mod excerpt;
mod format;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod mark;
mod markdown;
mod outcome;
mod rdjson;
#[cfg(test)]
mod sample;
mod sarif;
mod summary;

pub use format::{Format, report};
pub use full::diagnostics_full;
pub use outcome::{Look, Outcome, ReportedPlan, RuleText};
