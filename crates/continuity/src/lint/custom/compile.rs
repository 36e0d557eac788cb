use std::collections::BTreeSet;

use cel::common::ast::IdedExpr;
use jurymast_terms::vocabulary::RuleSubject;

use super::check::checked;
use super::limits::{self, ExpressionFault};
use super::meter::ENV;
use super::syntax;

/// An expression that can be judged.
#[derive(Debug)]
pub(super) struct Program {
    /// With what counts its steps.
    pub(super) expression: IdedExpr,
    /// The names of all fields in it.
    pub(super) used: BTreeSet<String>,
}

/// Reads an expression about such a thing.
pub(super) fn compile(text: &str, on: RuleSubject) -> Result<Program, ExpressionFault> {
    limits::check(text)?;
    let program = ENV.compile(text);
    let program = program.map_err(|errors| syntax::fault(text, &errors))?;
    let (expression, used) = checked(&program, text, on)?;
    Ok(Program { expression, used })
}
