//! A plan's problems and findings, with the texts of the rules behind them.

use crate::project::Project;
use crate::report::{Outcome, RuleText};
use jurymast_continuity::lint::{self, Rule, Strictness};
use jurymast_engine::analysis::{Analysis, RungCounts};
use jurymast_plan::model::UnknownModel;
use jurymast_terms::diagnostic::Diagnostic;

/// A plan's problems and findings, ready to be reported.
pub(super) struct JudgedPlan {
    pub(super) errors: Vec<Diagnostic>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) rules: Vec<RuleText>,
    pub(super) unknown_models: Vec<UnknownModel>,
    pub(super) rungs: RungCounts,
}

/// Runs the rules. What is wrong with the lint settings counts with the errors.
pub(super) fn judge(
    project: &Project,
    analysis: &Analysis<'_>,
    strictness: Strictness,
) -> JudgedPlan {
    let mut checked = lint::check(analysis, project.today, strictness);
    checked.findings.retain(|finding| !project.is_echo(finding));
    let mut errors = project.problems.clone();
    errors.extend(checked.problems);
    errors.sort_by_key(|error| (error.place, error.code));
    let rules = lint::RULES
        .iter()
        .copied()
        .filter(|rule| rule.is_of_check());
    let rules = rules.map(rule_text).collect();
    JudgedPlan {
        errors,
        findings: checked.findings,
        rules,
        unknown_models: project.plan.unknown_models(),
        rungs: analysis.rungs(project.today),
    }
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
    pub(super) fn outcome<'a>(&'a self, project: &'a Project) -> Outcome<'a> {
        Outcome {
            tool_version: env!("CARGO_PKG_VERSION"),
            plan_name: &project.plan.header.name,
            sources: &project.sources,
            errors: &self.errors,
            findings: &self.findings,
            rules: &self.rules,
            unknown_models: &self.unknown_models,
            rungs: Some(self.rungs),
        }
    }
}
