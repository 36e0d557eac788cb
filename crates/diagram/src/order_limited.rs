//! Minimal cut sets up to an order, straight from the gates: ZBDDs in which the heavy sets are
//! never made, a module counting for as many variables as its smallest set has. Sets only grow on
//! the way up, so none that is left out could have become light enough. Those that take a larger set
//! of a module are left out when they are counted and listed.

use super::algebra::{GateAlgebra, evaluate};
use super::budget::with_stack_for;
use super::cut_sets::CutSets;
use super::diagram::ModuleDiagram;
use super::modules::{Leaf, Module};
use super::node_table::{FALSE, TRUE};
use super::preprocess::preprocess;
use super::variable_order::{OrderHeuristic, variable_order};
use super::zbdd::Zbdd;
use super::{Budget, BudgetExhausted, Formula, Term};

/// The minimal solutions of at most `max_order` variables that make `top` true: the minimal cut sets
/// up to an order, found without the diagram of all of them.
///
/// # Errors
/// When the budget is used up.
pub fn cut_sets_up_to_order(
    formula: &Formula,
    top: Term,
    max_order: usize,
    budget: &Budget,
) -> Result<CutSets, BudgetExhausted> {
    of_modules(&preprocess(formula, top, budget)?, max_order, budget)
}

/// The minimal sets of at most `max_order` variables, module by module.
pub(super) fn of_modules(
    modules: &[Module],
    max_order: usize,
    budget: &Budget,
) -> Result<CutSets, BudgetExhausted> {
    let max_weight = u32::try_from(max_order)
        .unwrap_or(u32::MAX / 4)
        .min(u32::MAX / 4);
    let mut diagrams: Vec<ModuleDiagram> = Vec::new();
    let mut min_weight: Vec<u32> = Vec::new();
    for module in modules {
        let order = variable_order(module, OrderHeuristic::LightFirst);
        let leaves: Vec<Leaf> = order
            .iter()
            .map(|leaf| module.leaves[*leaf as usize])
            .collect();
        let weights: Vec<u32> = leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Variable(_) => 1,
                Leaf::Module(at) => min_weight[*at as usize],
            })
            .collect();
        let (graph, weight) = with_stack_for(order.len(), || {
            let mut limited = OrderLimited {
                max_weight,
                zbdd: Zbdd::new(weights.clone(), *budget),
                weights: &weights,
            };
            let root = evaluate(module, &order, &mut limited)?;
            Ok((
                limited.zbdd.nodes.extract(root),
                limited.zbdd.min_weight(root),
            ))
        })?;
        min_weight.push(weight);
        diagrams.push(ModuleDiagram { leaves, graph });
    }
    Ok(CutSets::new(diagrams, Some(max_order)))
}

/// Computes gates in ZBDDs, whose products leave out what is too heavy.
struct OrderLimited<'a> {
    max_weight: u32,
    zbdd: Zbdd,
    weights: &'a [u32],
}

impl GateAlgebra for OrderLimited<'_> {
    fn leaf(&mut self, level: u32) -> Result<u32, BudgetExhausted> {
        if self.weights[level as usize] > self.max_weight {
            return Ok(FALSE);
        }
        self.zbdd.make(level, FALSE, TRUE)
    }

    fn all(&mut self, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        // What is heaviest leaves least room for the rest.
        of.sort_by_key(|at| std::cmp::Reverse(self.zbdd.min_weight(*at)));
        let max_weight = self.max_weight;
        of.into_iter()
            .try_fold(TRUE, |so_far, at| self.zbdd.product(so_far, at, max_weight))
    }

    fn any(&mut self, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        of.sort_by_key(|at| std::cmp::Reverse(self.zbdd.nodes.get(*at).level));
        of.into_iter()
            .try_fold(FALSE, |so_far, at| self.zbdd.union(so_far, at))
    }

    fn at_least(&mut self, needed: usize, of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        if needed > of.len() {
            return Ok(FALSE);
        }
        let mut rows = vec![FALSE; needed + 1];
        rows[0] = TRUE;
        for at in of {
            for missing in (1..=needed).rev() {
                let with = self.zbdd.product(at, rows[missing - 1], self.max_weight)?;
                rows[missing] = self.zbdd.union(with, rows[missing])?;
            }
        }
        Ok(rows[needed])
    }
}
