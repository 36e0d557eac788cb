use super::condense::condense;
use super::cut_sets::CutSets;
use super::modules::{Module, modules};
use super::truncated::of_modules;
use super::{Budget, BudgetExhausted, Formula, Term};

/// The minimal sets of at most `most` variables that make `top` true, without the
/// diagram of all of them.
///
/// # Errors
/// When the budget is used up.
pub fn truncated(
    formula: &Formula,
    top: Term,
    most: usize,
    budget: &Budget,
) -> Result<CutSets, BudgetExhausted> {
    of_modules(&modules_of(formula, top, budget)?, most, budget)
}

/// The modules of what makes `top` true. What does so alone is set apart first:
/// it has no part in any larger set.
pub(super) fn modules_of(
    formula: &Formula,
    top: Term,
    budget: &Budget,
) -> Result<Vec<Module>, BudgetExhausted> {
    let none = vec![false; formula.variables()];
    let whole = condense(formula, top, &none, budget)?.simplified();
    let singles = of_modules(&modules(&whole), 1, budget)?.sets(usize::MAX);
    let mut alone = none;
    for one in singles.iter().flatten() {
        alone[*one as usize] = true;
    }
    if !alone.contains(&true) {
        return Ok(modules(&whole));
    }
    Ok(modules(
        &condense(formula, top, &alone, budget)?.simplified(),
    ))
}
