//! Minimal solutions of a BDD as a ZBDD: the minimal cut sets of all orders (Rauzy 1993).

use super::budget::with_stack_for;
use super::cut_sets::CutSets;
use super::diagram::ModuleDiagram;
use super::zbdd::Zbdd;
use super::{Budget, BudgetExhausted, Diagram};

impl Diagram {
    /// All minimal sets of variables that make the top true: the minimal cut sets of all orders.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn minimal_solutions(&self, budget: &Budget) -> Result<CutSets, BudgetExhausted> {
        let diagrams = self.modules.iter().map(|module| minimal(module, budget));
        Ok(CutSets::new(diagrams.collect::<Result<_, _>>()?, None))
    }
}

/// From the bottom up: the minimal sets with a variable are those of its branch
/// that do not make the other branch true already.
fn minimal(module: &ModuleDiagram, budget: &Budget) -> Result<ModuleDiagram, BudgetExhausted> {
    let graph = with_stack_for(module.leaves.len(), || {
        let mut zbdd = Zbdd::new(vec![1; module.leaves.len()], *budget);
        let mut of: Vec<u32> = vec![0, 1];
        for node in module.graph.nodes.iter().skip(2) {
            let (low, high) = (of[node.low as usize], of[node.high as usize]);
            let high = zbdd.not_satisfying(high, &module.graph, node.low)?;
            of.push(zbdd.make(node.level, low, high)?);
        }
        Ok(zbdd.nodes.extract(of[module.graph.root as usize]))
    })?;
    Ok(ModuleDiagram {
        leaves: module.leaves.clone(),
        graph,
    })
}
