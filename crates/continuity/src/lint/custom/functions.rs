use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue};
use jurymast_terms::suggest;
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::alike::literal;
use super::limits::ExpressionFault;
use super::places::ExpressionPlaces;
use super::types::{Ty, is_number, is_text, quoted, short};

/// The functions that an expression may call, beside the macros.
const FUNCTIONS: [&str; 8] = [
    "contains",
    "double",
    "endsWith",
    "int",
    "seconds",
    "size",
    "startsWith",
    "string",
];

/// What a function gives.
pub(super) fn function(
    made: &CallExpr,
    tys: &[(Ty, u64)],
    id: u64,
    places: ExpressionPlaces<'_>,
) -> Result<Ty, ExpressionFault> {
    let name = made.func_name.as_str();
    let at = places.name_before(name, id);
    let is_known = FUNCTIONS.contains(&name);
    if !is_known {
        let macros = ["all", "exists", "exists_one", "filter", "has", "map"];
        if macros.contains(&name) {
            let message = format!("`{name}` takes other arguments");
            return Err(ExpressionFault::new(message, at).help(match name {
                "has" => "such as `has(component.tier)`".to_owned(),
                _ => format!("such as `component.needs.{name}(one, one.mode == 'hard')`"),
            }));
        }
        let near = suggest::nearest(name, FUNCTIONS.into_iter().chain(macros));
        let fault = ExpressionFault::new(format!("unknown function `{name}`"), at);
        return Err(match near {
            Some(near) => fault.help(suggest::ask(near)),
            None => fault.help(format!("there is {}", quoted(&FUNCTIONS))),
        });
    }
    let all: Vec<&Ty> = tys.iter().map(|(ty, _)| ty).collect();
    let fits = match (name, all.as_slice()) {
        ("size", [of]) => is_text(of) || matches!(of, Ty::List(_) | Ty::Map | Ty::Any),
        ("contains" | "startsWith" | "endsWith", [of, part]) => is_text(of) && is_text(part),
        ("int" | "double", [of]) => is_number(of) || is_text(of),
        ("string", [of]) => is_number(of) || is_text(of) || matches!(of, Ty::Flag),
        _ => false,
    };
    if !fits {
        let given: Vec<&str> = all.iter().map(|ty| short(ty)).collect();
        let given = match given.is_empty() {
            true => "nothing".to_owned(),
            false => wording::and(&given),
        };
        return Err(ExpressionFault::new(
            format!("`{name}` cannot take {given}"),
            at,
        ));
    }
    if let [Ty::Word(known), _] = all.as_slice() {
        let part = made.args.last().and_then(literal);
        never_a_word(name, known, part, at)?;
    }
    Ok(match name {
        "size" | "int" => Ty::Whole,
        "double" => Ty::Number,
        "string" => Ty::Text,
        _ => Ty::Flag,
    })
}

/// A part that no word of a fact has is a slip.
fn never_a_word(
    name: &str,
    known: &[&'static str],
    part: Option<&str>,
    at: Range<usize>,
) -> Result<(), ExpressionFault> {
    let Some(part) = part else {
        return Ok(());
    };
    let has = |word: &&&str| match name {
        "startsWith" => word.starts_with(part),
        "endsWith" => word.ends_with(part),
        _ => word.contains(part),
    };
    match known.iter().find(has) {
        Some(_) => Ok(()),
        None => {
            let message = format!("none of its words has `{part}` there");
            Err(ExpressionFault::new(message, at).help(format!("it is {}", quoted(known))))
        }
    }
}

/// `seconds('4h')`: known at once.
pub(super) fn seconds(
    made: &CallExpr,
    id: u64,
    places: ExpressionPlaces<'_>,
) -> Result<i64, ExpressionFault> {
    let at = places.name_before("seconds", id);
    let [
        IdedExpr {
            expr: Expr::Literal(LiteralValue::String(text)),
            id,
        },
    ] = made.args.as_slice()
    else {
        return Err(
            ExpressionFault::new("`seconds` takes a duration in quotes", at)
                .help("such as `seconds('4h')`"),
        );
    };
    let length = Duration::from_zero(text.inner());
    let length = length.map_err(|problem| {
        ExpressionFault::new(problem.message, places.token(*id)).maybe_help(problem.help)
    })?;
    Ok(i64::try_from(length.seconds()).unwrap_or(i64::MAX))
}
