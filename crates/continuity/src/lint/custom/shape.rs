use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::ComponentId;
use jurymast_terms::vocabulary::RuleSubject;

use super::component_facts::{COMPONENT, PLAN};
use super::facts::RuleFacts;
use super::requirement_facts::{FALLBACK, REQUIREMENT};

/// What an expression is judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FactSubject {
    Plan,
    Component(ComponentId),
    /// A component, and the index of one of its requirements.
    Requirement(ComponentId, usize),
    Fallback(FallbackId),
}

/// What an expression may ask of one kind of thing.
pub(super) struct FactShape {
    /// The variable that holds one.
    pub(super) name: &'static str,
    pub(super) says: &'static str,
    pub(super) fields: &'static [Field],
}

/// One fact.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) of: Of,
    /// It is there of everything; else it is null where the plan does not declare it, or it
    /// does not apply.
    pub(super) is_always: bool,
    pub(super) says: &'static str,
    pub(super) get: fn(&RuleFacts<'_>, FactSubject) -> cel::Value,
}

/// What a fact is.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Flag,
    Whole,
    Number,
    Text,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    Texts,
    /// Several of these words.
    Words(fn() -> Vec<&'static str>),
    Many(&'static FactShape),
}

impl PartialEq for FactShape {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl FactShape {
    pub(super) const ALL: [&'static Self; 4] = [&COMPONENT, &REQUIREMENT, &FALLBACK, &PLAN];

    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// The variables of an expression about such a thing, the thing itself first.
pub(super) fn variables(on: RuleSubject) -> Vec<&'static FactShape> {
    let around: &[&'static FactShape] = match on {
        RuleSubject::Plan => &[],
        RuleSubject::Requirement => &[&REQUIREMENT, &COMPONENT],
        RuleSubject::Fallback => &[&FALLBACK, &REQUIREMENT, &COMPONENT],
        _ => &[&COMPONENT],
    };
    around.iter().copied().chain([&PLAN]).collect()
}
