use cel::common::ast::operators as op;
use jurymast_terms::wording;

use super::shape::FactShape;

/// What an expression is, as far as that is known before it is judged.
#[derive(Clone, PartialEq)]
pub(super) enum Ty {
    Any,
    Null,
    Flag,
    Whole,
    Number,
    Text,
    Word(Vec<&'static str>),
    List(Box<Ty>),
    Map,
    Object(&'static FactShape),
}

/// How an operator is written.
pub(super) fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        op::CONDITIONAL => "?",
        op::LOGICAL_AND => "&&",
        op::LOGICAL_OR => "||",
        op::LOGICAL_NOT => "!",
        op::SUBSTRACT | op::NEGATE => "-",
        op::ADD => "+",
        op::MULTIPLY => "*",
        op::DIVIDE => "/",
        op::MODULO => "%",
        op::EQUALS => "==",
        op::NOT_EQUALS => "!=",
        op::GREATER_EQUALS => ">=",
        op::LESS_EQUALS => "<=",
        op::GREATER => ">",
        op::LESS => "<",
        op::IN => "in",
        op::INDEX | op::OPT_INDEX => "[",
        op::OPT_SELECT => ".?",
        op::NOT_STRICTLY_FALSE => "all",
        _ => return None,
    })
}

pub(super) fn is_number(ty: &Ty) -> bool {
    matches!(ty, Ty::Whole | Ty::Number | Ty::Any)
}

pub(super) fn is_text(ty: &Ty) -> bool {
    matches!(ty, Ty::Text | Ty::Word(_) | Ty::Any)
}

/// One or the other.
pub(super) fn either(one: Ty, other: Ty) -> Ty {
    match (one, other) {
        (one, other) if one == other => one,
        (Ty::Null, other) | (other, Ty::Null) => other,
        (one, other) if is_text(&one) && is_text(&other) => Ty::Text,
        _ => Ty::Any,
    }
}

/// Whether two can be the same. Null is what any fact may be.
pub(super) fn alike(a: &Ty, b: &Ty) -> bool {
    match (a, b) {
        (Ty::Any | Ty::Null, _) | (_, Ty::Any | Ty::Null) => true,
        (Ty::List(a), Ty::List(b)) => alike(a, b),
        (a, b) => (is_number(a) && is_number(b)) || (is_text(a) && is_text(b)) || a == b,
    }
}

pub(super) fn words(ty: &Ty) -> &'static str {
    match ty {
        Ty::Any => "this",
        Ty::Null => "null",
        Ty::Flag => "true or false",
        Ty::Whole => "a whole number",
        Ty::Number => "a number",
        Ty::Text | Ty::Word(_) => "a text",
        Ty::List(_) => "a list",
        Ty::Map => "a map",
        Ty::Object(shape) => match shape.name {
            "component" => "a component",
            "requirement" => "a requirement",
            "fallback" => "a fallback",
            _ => "the plan",
        },
    }
}

/// The same without an article.
pub(super) fn short(ty: &Ty) -> &'static str {
    let words = words(ty);
    let bare = words
        .strip_prefix("a ")
        .or_else(|| words.strip_prefix("the "));
    bare.unwrap_or(words)
}

pub(super) fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    wording::and(&names)
}
