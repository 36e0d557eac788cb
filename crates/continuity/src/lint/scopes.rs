use std::collections::BTreeSet;

use jurymast_plan::model::{LintPlace, LintScope, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::At;

use super::choice;
use super::registry::KnownRules;
use super::settings::unknown_rule;

/// What `[lint.per]` says of single components and files.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    plan: &'a Plan,
    scopes: Vec<Scope<'a>>,
}

#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) said: &'a LintScope,
    /// `None`: all.
    selected: Option<BTreeSet<&'static str>>,
    ignored: BTreeSet<&'static str>,
}

impl<'a> Scopes<'a> {
    /// Names of no rule are added to `problems`.
    pub(super) fn of(
        plan: &'a Plan,
        known: &KnownRules<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut scopes = Vec::new();
        for said in &plan.lint.per {
            for (name, _) in &said.rules {
                if known.find(&name.value).is_none() {
                    let nearest = |name: &str| known.nearest(name);
                    problems.push(unknown_rule(&name.value, name.span, &nearest));
                }
            }
            let mut meant = |names: &[At<String>]| -> BTreeSet<&'static str> {
                let mut all = BTreeSet::new();
                for name in names {
                    match choice::named(&name.value, known) {
                        Ok(rules) => all.extend(rules.iter().map(|rule| rule.name)),
                        Err(problem) => {
                            problems.push(Diagnostic::of("unknown-rule", problem, name.span));
                        }
                    }
                }
                all
            };
            scopes.push(Scope {
                said,
                selected: said.select.as_deref().map(&mut meant),
                ignored: meant(&said.ignore),
            });
        }
        // What is said of the component counts after what is said of its file.
        scopes.sort_by_key(|one| matches!(one.said.at, LintPlace::Component(_)));
        Self { plan, scopes }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Scope<'a>> {
        self.scopes.iter()
    }

    /// Whether a rule that is off everywhere has a level somewhere.
    pub(super) fn ask_for(&self, rule: &str) -> bool {
        let mut scopes = self.scopes.iter();
        scopes.any(|one| one.level_of(rule).is_some_and(|level| level.is_some()))
    }

    /// Takes away what is not looked for at its place, and gives what is left the level that
    /// holds there. `usual` is the level of a rule everywhere, `None` where it is off. What a
    /// rule tells below its own level stays there, since it is but information.
    pub(super) fn apply(
        &self,
        usual: impl Fn(&str) -> Option<Severity>,
        findings: &mut Vec<Diagnostic>,
    ) {
        if self.scopes.is_empty() {
            return;
        }
        findings.retain_mut(|finding| {
            let rule = finding.code;
            let usual = usual(rule);
            let mut level = usual;
            let mut is_set = false;
            for scope in self
                .scopes
                .iter()
                .filter(|one| one.holds(self.plan, finding))
            {
                let is_selected = scope.selected.as_ref();
                if is_selected.is_some_and(|names| !names.contains(rule))
                    || scope.ignored.contains(rule)
                {
                    return false;
                }
                let whole = scope.said.level.map(|level| level.severity());
                let whole = whole.filter(|_| usual.is_some());
                if let Some(set) = scope.level_of(rule).or(whole) {
                    level = set;
                    is_set = true;
                }
            }
            let Some(level) = level else {
                return false;
            };
            let is_milder = usual.is_some_and(|usual| finding.severity < usual);
            if is_set && !(is_milder && level > finding.severity) {
                finding.severity = level;
            }
            true
        });
    }
}

impl Scope<'_> {
    fn holds(&self, plan: &Plan, finding: &Diagnostic) -> bool {
        match &self.said.at {
            LintPlace::Component(id) => {
                let id = plan.component(*id).id.as_str();
                finding.component.as_deref() == Some(id)
            }
            LintPlace::Files(files) => files.contains(&finding.place.file),
        }
    }

    /// Whether it keeps a rule that runs elsewhere from what it holds.
    pub(super) fn silences(&self, rule: &str) -> bool {
        let is_selected = self.selected.as_ref();
        let whole = || self.said.level.map(|level| level.severity());
        is_selected.is_some_and(|names| !names.contains(rule))
            || self.ignored.contains(rule)
            || self.level_of(rule).or_else(whole) == Some(None)
    }

    /// The level that is said of the rule by its name; `Some(None)`: off.
    fn level_of(&self, rule: &str) -> Option<Option<Severity>> {
        let mut said = self.said.rules.iter().rev();
        let said = said.find(|(name, _)| name.value == rule);
        said.map(|(_, level)| level.severity())
    }
}
