use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use jurymast_plan::model::{CustomRule, Plan};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::RuleSubject;
use jurymast_terms::wording;

use super::super::registry;
use super::super::rule::{Family, Rule, RuleConfidence};
use super::compile::{Program, compile};

/// The rules of a plan's own that have a name of their own.
#[derive(Debug, Default)]
pub(in crate::lint) struct CustomRules<'p> {
    pub(super) all: Vec<OwnRule<'p>>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct OwnRule<'p> {
    pub(super) rule: Rule,
    pub(super) said: &'p CustomRule,
    /// `None`: its expression is wrong, and it finds nothing.
    pub(super) program: Option<Program>,
}

impl<'p> CustomRules<'p> {
    /// What is wrong with any of them is added to `problems`.
    pub(in crate::lint) fn of(plan: &'p Plan, problems: &mut Vec<Diagnostic>) -> Self {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut all = Vec::new();
        for said in &plan.rules {
            let id = said.id.value.as_str();
            if registry::find(id).is_some() {
                let message = format!("`{id}` is a rule of the program");
                let finding = Diagnostic::error("invalid-rule", message, said.id.span)
                    .label("the name is taken")
                    .help("give it another name, or a name in front: \"acme/...\"")
                    .help(format!(
                        "[lint] rules = {{ {id} = \"error\" }} changes the level of the other"
                    ));
                problems.push(finding);
                continue;
            }
            if let Some(before) = first.insert(id, said.id.span) {
                let message = format!("two rules are called `{id}`");
                let finding = Diagnostic::error("invalid-rule", message, said.id.span)
                    .label("again here")
                    .related(before, "first here");
                problems.push(finding);
                first.insert(id, before);
                continue;
            }
            let program = compile(&said.when.text, said.on);
            let program = program.map_err(|fault| {
                let place = said.when.span(fault.at);
                let message = format!("rule `{id}`: {}", fault.message);
                Diagnostic::error("invalid-rule", message, place)
                    .label("in this expression")
                    .maybe_help(fault.help)
            });
            all.push(OwnRule {
                rule: rule(said),
                said,
                program: program.map_err(|finding| problems.push(finding)).ok(),
            });
        }
        Self { all }
    }

    pub(in crate::lint) fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.all.iter().map(|one| &one.rule)
    }
}

/// The rules of a plan's own, beside those of the program: those that have a name of their
/// own, whether or not their expressions can be judged.
pub fn custom_rules(plan: &Plan) -> Vec<Rule> {
    custom_rules_read(plan).0
}

/// The same, with what is wrong with any of them: `invalid-rule`, each at its place.
pub fn custom_rules_read(plan: &Plan) -> (Vec<Rule>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let rules = CustomRules::of(plan, &mut problems).all.into_iter();
    (rules.map(|one| one.rule).collect(), problems)
}

fn rule(said: &CustomRule) -> Rule {
    Rule {
        name: kept(&said.id.value),
        family: Family::Custom,
        severity: said.severity,
        text: kept(&text(said)),
        after_waivers: false,
        pedantic: false,
        says: &[],
        confidence: RuleConfidence::VeryHigh,
        since: None,
        gathering: None,
        check: None,
    }
}

/// Its documentation, with the headings of the others.
fn text(said: &CustomRule) -> String {
    let CustomRule {
        id: _,
        on,
        when,
        message,
        severity: _,
        why,
        remedy,
        source,
    } = said;
    let each = match on {
        RuleSubject::Plan => "The plan, if".to_owned(),
        RuleSubject::Component => "Each component for which".to_owned(),
        RuleSubject::Requirement => "Each entry of `depends_on` for which".to_owned(),
        other => format!("Each {other} for which"),
    };
    let mut text = format!(
        "{}\n\n## What it finds\n{each} this holds:\n```cel\n{}\n```\n",
        wording::sentence(message),
        when.text.trim()
    );
    let parts = [
        ("Why it matters", why),
        ("What to do", remedy),
        ("Sources", source),
    ];
    for (heading, said) in parts {
        if let Some(said) = said {
            let _ = write!(text, "\n## {heading}\n{}\n", wording::sentence(said));
        }
    }
    text
}

/// Names and texts of rules last as long as the program. Those of a plan are kept once
/// each, so that reading a plan again keeps nothing more.
fn kept(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(text) {
        return known;
    }
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    kept.insert(text);
    text
}
