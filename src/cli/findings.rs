//! A plan's problems and findings, with the texts of the rules behind them.

use crate::project::Project;
use crate::report::{Outcome, ReportedPlan, RuleText};
use crate::source_uses::source_uses;
use jurymast_continuity::lint::{self, Rule, RuleChoice};
use jurymast_engine::analysis::{Analysis, RungCounts};
use jurymast_plan::model::UnknownModel;
use jurymast_scan::UNDECLARED;
use jurymast_terms::diagnostic::{Diagnostic, Severity, Silenced};
use jurymast_terms::source::Sources;

use super::args::Shared;
use super::baseline::Judged;
use super::check::keep_changed;
use super::exit::Failure;
use super::open;

/// A plan's problems and findings, ready to be reported.
pub(super) struct JudgedPlan {
    pub(super) errors: Vec<Diagnostic>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) rules: Vec<RuleText>,
    pub(super) unknown_models: Vec<UnknownModel>,
    pub(super) rungs: RungCounts,
    pub(super) silenced: Silenced,
    /// How many findings a baseline holds back; `None`: there is none.
    pub(super) baselined: Option<usize>,
    /// How many open ones a change has nothing to do with, that are left out; `None`: it was
    /// not asked.
    pub(super) unchanged: Option<usize>,
    /// Whether the findings are counted by rule instead of shown.
    pub(super) counts_by_rule: bool,
    /// Whether nothing is said behind what is wrong.
    is_quiet: bool,
    plans: Vec<ReportedPlan>,
    /// The plan's texts, and behind them those of the source that it names and of a baseline.
    sources: Sources,
}

/// Runs the rules, and looks into the source that the plan names. What is wrong with the
/// lint settings counts with the errors. Each finding has one place until
/// [`JudgedPlan::gather`].
pub(super) fn judge(
    project: &Project,
    analysis: &Analysis<'_>,
    choice: &RuleChoice,
    shared: &Shared,
) -> Result<JudgedPlan, Failure> {
    let mut checked = lint::check_chosen(analysis, project.today, choice);
    let looks = lint::find(UNDECLARED).is_some_and(|rule| choice.has(rule));
    let source_uses = match looks {
        true => source_uses(project, &open::here()?, &open::limits(shared)),
        false => None,
    };
    let mut errors = project.problems.clone();
    errors.extend(checked.problems);
    let looks_at_source = source_uses.is_some();
    let sources = source_uses.map_or_else(
        || project.sources.clone(),
        |uses| {
            errors.extend(uses.problems);
            checked.findings.extend(uses.findings);
            checked.ran.push(UNDECLARED);
            uses.sources
        },
    );
    checked.findings.retain(|finding| !project.is_echo(finding));
    errors.sort_by_key(|error| (error.place, error.code));
    let rules = lint::RULES
        .iter()
        .copied()
        .filter(|rule| rule.is_of_check() || (looks_at_source && rule.name == UNDECLARED));
    let own = lint::custom_rules(&project.plan);
    let rules = rules.chain(&own).map(rule_text).collect();
    Ok(JudgedPlan {
        plans: vec![ReportedPlan {
            name: project.plan.header.name.clone(),
            file: project.path().to_owned(),
            texts_before: 0,
            ran: checked.ran,
        }],
        errors,
        findings: checked.findings,
        rules,
        unknown_models: project.plan.unknown_models(),
        rungs: analysis.rungs(project.today),
        silenced: checked.silenced,
        baselined: None,
        unchanged: None,
        counts_by_rule: false,
        is_quiet: shared.quiet,
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
        precision: rule.confidence.as_str(),
        has_page: !rule.is_custom(),
    }
}

impl JudgedPlan {
    /// The texts that its places are in.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Makes one finding of those that one change mends, once nothing is to be taken away
    /// from them.
    pub(super) fn gather(&mut self, project: &Project) {
        let each = std::mem::take(&mut self.findings);
        self.findings = lint::gather(&project.plan, each);
    }

    /// What a baseline must know of it.
    pub(super) fn for_baseline<'a>(&'a mut self, project: &'a Project) -> Judged<'a> {
        let plans = self.plans.iter();
        Judged {
            ran: plans.flat_map(|plan| plan.ran.iter().copied()).collect(),
            project,
            is_whole: !self.is_broken(),
            findings: &mut self.findings,
            sources: &mut self.sources,
        }
    }

    /// Leaves out what the change since a commit has nothing to do with; with whether waivers
    /// are taken account of.
    pub(super) fn keep_changed(
        &mut self,
        since: (&str, bool),
        project: &Project,
        choice: &RuleChoice,
        shared: &Shared,
    ) -> Result<(), Failure> {
        let Self {
            findings, sources, ..
        } = self;
        let left_out = keep_changed(since, project, choice, findings, sources, shared)?;
        self.unchanged = Some(left_out);
        Ok(())
    }

    /// Whether something of a plan could not be read.
    pub(super) fn is_broken(&self) -> bool {
        let mut errors = self.errors.iter();
        errors.any(|error| error.severity == Severity::Error)
    }

    /// Takes in what was judged of another plan: one report has both.
    pub(super) fn join(&mut self, other: Self) {
        let Self {
            plans,
            errors,
            findings,
            rules,
            unknown_models,
            rungs,
            silenced,
            baselined,
            unchanged,
            counts_by_rule: _,
            is_quiet: _,
            sources,
        } = other;
        let before = self.sources.append(sources);
        self.plans
            .extend(plans.into_iter().map(|plan| ReportedPlan {
                texts_before: plan.texts_before + before,
                ..plan
            }));
        let moved = |each: Vec<Diagnostic>| each.into_iter().map(move |one| one.behind(before));
        self.errors.extend(moved(errors));
        self.findings.extend(moved(findings));
        let known = |name| self.rules.iter().any(|own| own.name == name);
        let new: Vec<RuleText> = rules.into_iter().filter(|one| !known(one.name)).collect();
        self.rules.extend(new);
        for model in unknown_models {
            let is_same =
                |own: &UnknownModel| (&own.provider, &own.model) == (&model.provider, &model.model);
            if !self.unknown_models.iter().any(is_same) {
                self.unknown_models.push(model);
            }
        }
        self.rungs.join(rungs);
        self.silenced.entries.extend(silenced.entries);
        let both = |own: Option<usize>, more: Option<usize>| match (own, more) {
            (None, None) => None,
            (own, more) => Some(own.unwrap_or(0) + more.unwrap_or(0)),
        };
        self.baselined = both(self.baselined, baselined);
        self.unchanged = both(self.unchanged, unchanged);
    }

    pub(super) fn outcome(&self, fails_from: Option<Severity>) -> Outcome<'_> {
        Outcome {
            tool_version: env!("CARGO_PKG_VERSION"),
            plans: &self.plans,
            sources: &self.sources,
            errors: &self.errors,
            findings: &self.findings,
            rules: &self.rules,
            unknown_models: &self.unknown_models,
            rungs: Some(self.rungs),
            silenced: &self.silenced,
            baselined: self.baselined,
            unchanged: self.unchanged,
            fails_from,
            is_quiet: self.is_quiet,
            counts_by_rule: self.counts_by_rule,
        }
    }
}
