use super::budget::with_stack_for;
use super::build::Part;
use super::cut_sets::CutSets;
use super::families::Families;
use super::family::Family;
use super::{Budget, BudgetExhausted, Diagram};

impl Diagram {
    /// All minimal sets of variables that make it true.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn minimal_solutions(&self, budget: &Budget) -> Result<CutSets, BudgetExhausted> {
        let families = self.parts.iter().map(|part| minimal(part, budget));
        Ok(CutSets::new(families.collect::<Result<_, _>>()?, None))
    }
}

/// From the bottom up: the minimal sets with a variable are those of its branch
/// that the other branch does not have already (Rauzy 1993).
fn minimal(part: &Part, budget: &Budget) -> Result<Family, BudgetExhausted> {
    let graph = with_stack_for(part.leaves.len(), || {
        let mut families = Families::new(vec![1; part.leaves.len()], *budget);
        let mut of: Vec<u32> = vec![0, 1];
        for node in part.graph.nodes.iter().skip(2) {
            let (low, high) = (of[node.low as usize], of[node.high as usize]);
            let high = families.not_in(high, &part.graph, node.low)?;
            of.push(families.make(node.level, low, high)?);
        }
        Ok(families.nodes.part(of[part.graph.root as usize]))
    })?;
    Ok(Family {
        leaves: part.leaves.clone(),
        graph,
    })
}
