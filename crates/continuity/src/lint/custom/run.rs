use std::sync::Arc;

use cel::{Context as Scope, ExecutionError, Value};
use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::{ComponentId, CustomRule, Kind};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::RuleSubject;
use jurymast_terms::wording;

use super::super::context::{Context, FindingSink};
use super::super::rule::Rule;

use super::compile::Program;
use super::component_facts::COMPONENT;
use super::facts::RuleFacts;
use super::meter::{ENV, Meter, STEPS};
use super::requirement_facts::{FALLBACK, REQUIREMENT};
use super::rules::CustomRules;
use super::shape::{FactShape, FactSubject, variables};
use super::types::sign;

/// How many of those without an answer are named.
const NAMED: usize = 3;

impl CustomRules<'_> {
    /// Applies those that have a level. Where one gives no answer that is a problem: what
    /// nobody could judge did not pass.
    pub(in crate::lint) fn run(
        &self,
        cx: &Context<'_>,
        level: impl Fn(&Rule) -> Option<Severity>,
        findings: &mut Vec<Diagnostic>,
        problems: &mut Vec<Diagnostic>,
    ) {
        for own in &self.all {
            if let (Some(program), Some(severity)) = (&own.program, level(&own.rule)) {
                let mut sink = FindingSink {
                    rule: own.rule.name,
                    severity,
                    found: findings,
                };
                problems.extend(apply(cx, own.said, program, &mut sink));
            }
        }
    }
}

/// The findings of one rule; with what kept it from an answer.
fn apply(
    cx: &Context<'_>,
    said: &CustomRule,
    program: &Program,
    found: &mut FindingSink<'_>,
) -> Option<Diagnostic> {
    let facts = RuleFacts::new(cx.analysis, cx.today, &program.used);
    let meter = Meter::start();
    let mut whole = Scope::with_env(Arc::clone(&ENV));
    let plan = variables(RuleSubject::Plan);
    for shape in plan {
        whole.add_variable_from_value(shape.name, facts.object(shape, FactSubject::Plan));
    }
    let mut unanswered: Vec<(FactSubject, String)> = Vec::new();
    for subject in subjects(cx, said.on) {
        let answer = answer(&facts, program, subject, &whole);
        if meter.is_used_up() {
            return Some(too_costly(cx, said, subject));
        }
        match answer {
            Ok(Value::Bool(true)) => report(cx, said, subject, found),
            Ok(Value::Bool(false)) => {}
            Ok(other) => {
                let what = other.type_of();
                unanswered.push((subject, format!("it gives a {what}, and not true or false")));
            }
            Err(error) => unanswered.push((subject, reason(&error))),
        }
    }
    no_answer(cx, said, &unanswered)
}

fn answer(
    facts: &RuleFacts<'_>,
    program: &Program,
    subject: FactSubject,
    whole: &Scope<'_, '_>,
) -> Result<Value, ExecutionError> {
    let mut scope = whole.new_inner_scope();
    for (shape, at) in named(subject) {
        scope.add_variable_from_value(shape.name, facts.object(shape, at));
    }
    Value::resolve(&program.expression, &scope)
}

/// The variables beside the plan, and what each of them is about.
fn named(subject: FactSubject) -> Vec<(&'static FactShape, FactSubject)> {
    match subject {
        FactSubject::Plan => Vec::new(),
        FactSubject::Component(_) => vec![(&COMPONENT, subject)],
        FactSubject::Requirement(id, _) => {
            vec![
                (&REQUIREMENT, subject),
                (&COMPONENT, FactSubject::Component(id)),
            ]
        }
        FactSubject::Fallback(id) => vec![
            (&FALLBACK, subject),
            (
                &REQUIREMENT,
                FactSubject::Requirement(id.component, id.requirement),
            ),
            (&COMPONENT, FactSubject::Component(id.component)),
        ],
    }
}

/// All that a rule looks at, in plan order.
fn subjects(cx: &Context<'_>, on: RuleSubject) -> Vec<FactSubject> {
    let of_kind = |kind: Option<Kind>| -> Vec<FactSubject> {
        let all = cx.plan.enumerate();
        // A copy is declared by what it is one of, which is looked at for all of them.
        let all = all
            .filter(|(_, one)| kind.is_none_or(|kind| one.kind() == kind && one.copy_of.is_none()));
        all.map(|(id, _)| FactSubject::Component(id)).collect()
    };
    match on {
        RuleSubject::Component => of_kind(None),
        RuleSubject::Activity => of_kind(Some(Kind::Activity)),
        RuleSubject::Service => of_kind(Some(Kind::Service)),
        RuleSubject::Resource => of_kind(Some(Kind::Resource)),
        RuleSubject::Ai => of_kind(Some(Kind::Ai)),
        RuleSubject::Provider => of_kind(Some(Kind::Provider)),
        RuleSubject::Domain => of_kind(Some(Kind::Domain)),
        RuleSubject::Requirement => {
            let each = cx.plan.enumerate().flat_map(|(id, component)| {
                (0..component.requirements.len()).map(move |at| FactSubject::Requirement(id, at))
            });
            each.collect()
        }
        RuleSubject::Fallback => FallbackId::all(cx.plan)
            .map(FactSubject::Fallback)
            .collect(),
        RuleSubject::Plan => vec![FactSubject::Plan],
    }
}

/// What it is called, and where it stands.
struct SubjectPlace {
    component: Option<ComponentId>,
    place: Span,
    words: String,
    /// What of the component it is.
    detail: String,
}

fn named_place(cx: &Context<'_>, subject: FactSubject) -> SubjectPlace {
    let plan = cx.plan;
    match subject {
        FactSubject::Plan => SubjectPlace {
            component: None,
            place: plan.header.place,
            words: "the plan".to_owned(),
            detail: String::new(),
        },
        FactSubject::Component(id) => SubjectPlace {
            component: Some(id),
            place: plan.component(id).place,
            words: format!("`{}`", plan.component(id).id),
            detail: String::new(),
        },
        FactSubject::Requirement(id, at) => {
            let component = plan.component(id);
            let requirement = &component.requirements[at];
            let group = requirement.group.iter();
            let group: Vec<&str> = group
                .map(|to| plan.component(to.value).id.as_str())
                .collect();
            let place = requirement
                .group
                .first()
                .map_or(component.place, |to| to.span);
            SubjectPlace {
                component: Some(id),
                place,
                words: format!("`{}`, which needs `{}`", component.id, group.join("`, `")),
                detail: group
                    .first()
                    .map_or_else(String::new, |id| (*id).to_owned()),
            }
        }
        FactSubject::Fallback(id) => {
            let fallback = id.of(plan);
            let to = plan.component(fallback.to.value).id.as_str();
            SubjectPlace {
                component: Some(id.component),
                place: fallback.to.span,
                words: format!(
                    "`{}`, which falls back on `{to}`",
                    plan.component(id.component).id
                ),
                detail: to.to_owned(),
            }
        }
    }
}

fn report(cx: &Context<'_>, said: &CustomRule, subject: FactSubject, found: &mut FindingSink<'_>) {
    let at = named_place(cx, subject);
    let message = format!("{}: {}", at.words, said.message.trim_end_matches('.'));
    let more = |mut finding: Diagnostic| {
        finding.detail = at.detail;
        finding.help.extend(said.remedy.clone());
        finding.label("as the rule says")
    };
    match at.component {
        Some(id) => found.about(cx.plan, id, at.place, message, more),
        None => found.general(at.place, message, more),
    }
}

fn no_answer(
    cx: &Context<'_>,
    said: &CustomRule,
    unanswered: &[(FactSubject, String)],
) -> Option<Diagnostic> {
    let (first, why) = unanswered.first()?;
    let named: Vec<String> = unanswered
        .iter()
        .take(NAMED)
        .map(|(subject, _)| named_place(cx, *subject).words)
        .collect();
    let message = format!(
        "rule `{}` gives no answer for {}: {why}",
        said.id.value,
        wording::and_more(&named, unanswered.len())
    );
    let mut finding = Diagnostic::error("unanswered-rule", message, said.when.place)
        .label("this could not be judged");
    finding.related = Vec::new();
    let finding = finding.related(named_place(cx, *first).place, "judged for this");
    Some(match why.contains("null") {
        true => finding.help(
            "null is what the plan does not declare: say what counts then, as in `component.tier != null && component.tier <= 2`",
        ),
        false => finding,
    })
}

fn too_costly(cx: &Context<'_>, said: &CustomRule, subject: FactSubject) -> Diagnostic {
    let message = format!(
        "rule `{}` takes more than {STEPS} steps, and was given up at {}",
        said.id.value,
        named_place(cx, subject).words
    );
    Diagnostic::error("costly-rule", message, said.when.place)
        .label("too much to go through")
        .help("a list within a list takes the one's length times the other's: ask of one component instead of all")
}

/// Why an expression gives no answer, in words.
fn reason(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchOverload(overload) => {
            let name = overload.function();
            let types = overload.argument_types().iter();
            let types: Vec<&str> = types.map(|one| word(one)).collect();
            match sign(name) {
                Some(sign) => format!("`{sign}` takes no {}", wording::and(&types)),
                None if name == "_._" => {
                    format!("{} has no fields", types.first().unwrap_or(&"it"))
                }
                None => format!("`{name}` takes no {}", wording::and(&types)),
            }
        }
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "it divides by zero".to_owned()
        }
        ExecutionError::Overflow(..) => "a number becomes too large".to_owned(),
        ExecutionError::IndexOutOfBounds(_) => "a list has no such element".to_owned(),
        ExecutionError::NoSuchKey(key) => format!("there is no `{key}`"),
        ExecutionError::UnexpectedType { got, want } => {
            format!("{} stands where {} must", word(got), word(want))
        }
        ExecutionError::UnsupportedBinaryOperator(_, one, other) => {
            let kinds = [one, other].map(|value| value.type_of().to_string());
            format!("it joins {} and {}", word(&kinds[0]), word(&kinds[1]))
        }
        ExecutionError::FunctionError { function, .. } => {
            format!("`{function}` cannot read what it is given")
        }
        _ => "its values do not fit together".to_owned(),
    }
}

/// A type of CEL in words.
fn word(name: &str) -> &str {
    match name {
        "null_type" | "null" => "null",
        "int" | "uint" => "whole number",
        "double" | "float" => "number",
        "string" => "text",
        "bool" => "true or false",
        "iterable" => "list",
        other => other,
    }
}
