use jurymast_engine::analysis::RungCounts;
use jurymast_plan::model::UnknownModel;
use jurymast_terms::diagnostic::{Diagnostic, Severity, Silenced};
use jurymast_terms::source::Sources;

/// Everything a reporter may see.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// Of the program.
    pub tool_version: &'a str,
    /// What was looked at, in the order of its texts.
    pub plans: &'a [ReportedPlan],
    /// The texts that it was read from.
    pub sources: &'a Sources,
    /// What kept the plan from being read in full, and warnings of the same step; sorted.
    pub errors: &'a [Diagnostic],
    /// Sorted by file, line, column and rule; waived ones included.
    pub findings: &'a [Diagnostic],
    /// Every rule that could have found something.
    pub rules: &'a [RuleText],
    /// Models whose ends nobody knows.
    pub unknown_models: &'a [UnknownModel],
    /// How many fallbacks of the plan stand on each rung of evidence; `None`: not asked.
    pub rungs: Option<RungCounts>,
    /// The rules that a plan keeps from looking.
    pub silenced: &'a Silenced,
    /// How many findings a baseline holds back; `None`: there is none.
    pub baselined: Option<usize>,
    /// How many open findings are left out, as a change has nothing to do with them; `None`:
    /// it was not asked.
    pub unchanged: Option<usize>,
    /// The mildest finding that fails the run; `None`: none does.
    pub fails_from: Option<Severity>,
    /// Whether people read what is wrong and nothing behind it.
    pub is_quiet: bool,
    /// Whether the findings are counted by rule, instead of shown where people read.
    pub counts_by_rule: bool,
}

/// A plan of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedPlan {
    /// As the plan gives it.
    pub name: String,
    /// Its root file, as it is shown.
    pub file: String,
    /// How many texts of the outcome come before its own.
    pub texts_before: usize,
    /// The rules that looked at it.
    pub ran: Vec<&'static str>,
}

/// What people may read about a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// As findings name it.
    pub name: &'static str,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub explanation: String,
    /// How bad what it finds is, unless the plan says otherwise.
    pub severity: Severity,
    /// How sure what it finds is, as SARIF's readers know it: `very-high`.
    pub precision: &'static str,
    /// Whether the project has a page about it; not of a plan's own rule.
    pub has_page: bool,
}

/// What the terminal can show; only the full format looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether it shows colours.
    pub color: bool,
    /// Frames of box-drawing characters instead of ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl<'a> Outcome<'a> {
    /// Load errors and findings, waived ones included.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        self.errors.iter().chain(self.findings)
    }

    /// What asks for attention: load errors, and findings that nobody waived.
    pub(super) fn open(&self) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        self.all().filter(|finding| finding.waived.is_none())
    }
}
