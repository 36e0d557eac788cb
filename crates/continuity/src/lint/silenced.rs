use jurymast_plan::model::{LintPlace, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Silenced, SilencedRules};

use super::custom::CustomRules;
use super::registry::KnownRules;
use super::rule::{Family, Rule};
use super::scopes::Scopes;

/// Which of the rules that would run a plan keeps from looking.
pub(super) fn silenced<'a>(
    scopes: &Scopes<'_>,
    asked: impl Iterator<Item = &'a Rule>,
    is_off: impl Fn(&Rule) -> bool,
) -> Silenced {
    let (off, on): (Vec<&Rule>, Vec<&Rule>) = asked.partition(|rule| is_off(rule));
    let names =
        |rules: Vec<&Rule>| -> Vec<&'static str> { rules.iter().map(|rule| rule.name).collect() };
    let (off, on) = (names(off), names(on));
    let everywhere = SilencedRules {
        at: None,
        is_all: on.is_empty(),
        rules: off,
    };
    let places = scopes.iter().map(|scope| {
        let rules = on.iter().copied().filter(|rule| scope.silences(rule));
        let rules: Vec<&'static str> = rules.collect();
        SilencedRules {
            at: Some(scope.said.key.value.clone()),
            is_all: rules.len() == on.len(),
            rules,
        }
    });
    let entries = std::iter::once(everywhere).chain(places);
    Silenced {
        entries: entries.filter(|one| !one.rules.is_empty()).collect(),
    }
}

/// The same of the rules that look beside the plan.
pub fn silenced_in_drift(plan: &Plan) -> Silenced {
    let custom = CustomRules::of(plan, &mut Vec::new());
    let rules = KnownRules::with(custom.iter());
    let scopes = Scopes::of(plan, &rules, &mut Vec::new());
    let is_off = |rule: &Rule| super::engine::asked_level(plan, rule.name) == Some(None);
    let asked = rules.iter().filter(|rule| rule.family == Family::Drift);
    silenced(&scopes, asked, is_off)
}

/// An error where a plan leaves no rule to look at any of its files: it would be clean whatever
/// it said.
pub(super) fn none_left(
    plan: &Plan,
    scopes: &Scopes<'_>,
    on: &[&'static str],
) -> Option<Diagnostic> {
    let mut files: Vec<_> = plan.components.iter().map(|one| one.place.file).collect();
    files.push(plan.header.place.file);
    let is_silent = |file| {
        let of_file =
            |place: &LintPlace| matches!(place, LintPlace::Files(all) if all.contains(file));
        let mut rules = on.iter();
        rules.all(|rule| {
            let mut scopes = scopes.iter().filter(|one| of_file(&one.said.at));
            scopes.any(|scope| scope.silences(rule))
        })
    };
    if !files.iter().all(is_silent) {
        return None;
    }
    let levels = plan.lint.rules.first().map(|(name, _)| name.span);
    let first = scopes
        .iter()
        .find(|one| matches!(one.said.at, LintPlace::Files(_)));
    let place = match on.is_empty() {
        true => levels,
        false => first.map(|one| one.said.key.span),
    };
    let error = Diagnostic::error(
        "no-rule-left",
        "no rule is left to look for anything",
        place.unwrap_or(plan.header.place),
    );
    Some(error.help("switch off what a part of the plan need not obey, and waive what is accepted"))
}
