//! What a site is made from.

use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Sources;
use jurymast_terms::units::Date;

/// Everything a site is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The plan, and what it means.
    pub analysis: &'a Analysis<'a>,
    /// The texts that it was read from.
    pub sources: &'a Sources,
    /// What the rules found, waived findings included.
    pub findings: &'a [Diagnostic],
    /// What the rules look for, for the findings page.
    pub rules: &'a [RuleNote],
    /// The day it is judged by.
    pub today: Date,
    /// Of the program.
    pub version: &'static str,
}

impl<'a> Input<'a> {
    /// The plan that the site is about.
    pub fn plan(&self) -> &'a Plan {
        self.analysis.plan
    }
}

/// A rule's name and its one-sentence summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleNote {
    /// As findings name it.
    pub name: &'static str,
    /// One line.
    pub summary: String,
}
