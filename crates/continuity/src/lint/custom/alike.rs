use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators as op};
use jurymast_terms::suggest;

use super::limits::ExpressionFault;
use super::places::ExpressionPlaces;
use super::types::{Ty, alike, quoted, words};

/// What can never be the same is a slip: the rule would be silent.
pub(super) fn never_alike(
    made: &CallExpr,
    (a, b): (&Ty, &Ty),
    at: Range<usize>,
    places: ExpressionPlaces<'_>,
) -> Result<(), ExpressionFault> {
    if let (Ty::Object(shape), _) | (_, Ty::Object(shape)) = (a, b)
        && !matches!((a, b), (Ty::Null | Ty::Any, _) | (_, Ty::Null | Ty::Any))
    {
        let key = shape.fields[0].name;
        return Err(
            ExpressionFault::new(format!("compare what a {} has", shape.name), at)
                .help(format!("such as `{}.{key}`", shape.name)),
        );
    }
    if !alike(a, b) {
        let message = format!("{} is never {}", words(a), words(b));
        return Err(ExpressionFault::new(message, at));
    }
    let (known, asked) = match (known_words(a), known_words(b)) {
        (Some(known), Some(other)) if !known.iter().any(|word| other.contains(word)) => {
            let message = "no word of the one is a word of the other";
            return Err(ExpressionFault::new(message, at).help(format!(
                "one is {}; the other {}",
                quoted(known),
                quoted(other)
            )));
        }
        (Some(known), None) => (known, made.args.get(1)),
        (None, Some(known)) => (known, made.args.first()),
        _ => return Ok(()),
    };
    let mut asked_for = Vec::new();
    asked
        .into_iter()
        .for_each(|one| literals(one, &mut asked_for));
    for (word, id) in asked_for {
        if !known.contains(&word) {
            let message = format!("`{word}` is none of its words");
            let fault = ExpressionFault::new(message, places.token(id));
            return Err(match suggest::nearest(word, known.iter().copied()) {
                Some(near) => fault.help(suggest::ask(near)),
                None => fault.help(format!("it is {}", quoted(known))),
            });
        }
    }
    Ok(())
}

/// The words that it, or each of its elements, is one of.
fn known_words(ty: &Ty) -> Option<&[&'static str]> {
    match ty {
        Ty::Word(known) => Some(known),
        Ty::List(of) => known_words(of),
        _ => None,
    }
}

/// A text that stands there as it is.
pub(super) fn literal(expr: &IdedExpr) -> Option<&str> {
    match &expr.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

/// The texts that it may be, or its elements, each with what it is: those of a list, and both
/// of `a ? b : c`.
fn literals<'a>(expr: &'a IdedExpr, found: &mut Vec<(&'a str, u64)>) {
    found.extend(literal(expr).map(|text| (text, expr.id)));
    match &expr.expr {
        Expr::List(list) => list.elements.iter().for_each(|one| literals(one, found)),
        Expr::Call(made) if made.func_name == op::CONDITIONAL => {
            made.args
                .iter()
                .skip(1)
                .for_each(|one| literals(one, found));
        }
        _ => {}
    }
}
