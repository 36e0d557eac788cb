//! A plan's problems and findings, with the texts of the rules behind them.

use crate::project::Project;
use crate::report::{Outcome, RuleText};
use crate::source_uses::source_uses;
use jurymast_continuity::lint::{self, Rule, Strictness};
use jurymast_engine::analysis::{Analysis, RungCounts};
use jurymast_plan::model::UnknownModel;
use jurymast_scan::UNDECLARED;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Sources;

use super::args::Shared;
use super::exit::Failure;
use super::open;

/// A plan's problems and findings, ready to be reported.
pub(super) struct JudgedPlan {
    pub(super) errors: Vec<Diagnostic>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) rules: Vec<RuleText>,
    pub(super) unknown_models: Vec<UnknownModel>,
    pub(super) rungs: RungCounts,
    /// The plan's texts, and those of the source that it names; `None`: it names none.
    sources: Option<Sources>,
}

/// Runs the rules, and looks into the source that the plan names. What is wrong with the
/// lint settings counts with the errors.
pub(super) fn judge(
    project: &Project,
    analysis: &Analysis<'_>,
    strictness: Strictness,
    shared: &Shared,
) -> Result<JudgedPlan, Failure> {
    let mut checked = lint::check(analysis, project.today, strictness);
    let source_uses = source_uses(project, &open::here()?, &open::limits(shared));
    let mut errors = project.problems.clone();
    errors.extend(checked.problems);
    let sources = source_uses.map(|uses| {
        errors.extend(uses.problems);
        checked.findings.extend(uses.findings);
        uses.sources
    });
    checked.findings.retain(|finding| !project.is_echo(finding));
    checked
        .findings
        .sort_by(|a, b| (a.place, a.code, &a.detail).cmp(&(b.place, b.code, &b.detail)));
    errors.sort_by_key(|error| (error.place, error.code));
    let rules = lint::RULES
        .iter()
        .copied()
        .filter(|rule| rule.is_of_check() || (sources.is_some() && rule.name == UNDECLARED));
    let rules = rules.map(rule_text).collect();
    Ok(JudgedPlan {
        errors,
        findings: checked.findings,
        rules,
        unknown_models: project.plan.unknown_models(),
        rungs: analysis.rungs(project.today),
        sources,
    })
}

/// What people may read about a rule.
pub(super) fn rule_text(rule: &Rule) -> RuleText {
    let docs = rule.docs();
    RuleText {
        name: rule.name,
        summary: docs.summary,
        explanation: docs.markdown,
        severity: rule.severity,
    }
}

impl JudgedPlan {
    /// The texts that its places are in.
    pub(super) fn sources<'a>(&'a self, project: &'a Project) -> &'a Sources {
        self.sources.as_ref().unwrap_or(&project.sources)
    }

    pub(super) fn outcome<'a>(&'a self, project: &'a Project) -> Outcome<'a> {
        Outcome {
            tool_version: env!("CARGO_PKG_VERSION"),
            plan_name: &project.plan.header.name,
            sources: self.sources(project),
            errors: &self.errors,
            findings: &self.findings,
            rules: &self.rules,
            unknown_models: &self.unknown_models,
            rungs: Some(self.rungs),
        }
    }
}
