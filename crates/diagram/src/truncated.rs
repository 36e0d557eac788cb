use super::algebra::{Algebra, evaluate};
use super::budget::with_stack_for;
use super::cut_sets::CutSets;
use super::families::Families;
use super::family::Family;
use super::modules::{Leaf, Module};
use super::nodes::{FALSE, TRUE};
use super::order::{Walk, order};
use super::{Budget, BudgetExhausted};

/// The minimal sets of at most `most` variables, module by module.
pub(super) fn of_modules(
    modules: &[Module],
    most: usize,
    budget: &Budget,
) -> Result<CutSets, BudgetExhausted> {
    let room = u32::try_from(most)
        .unwrap_or(u32::MAX / 4)
        .min(u32::MAX / 4);
    let mut families: Vec<Family> = Vec::new();
    let mut lightest: Vec<u32> = Vec::new();
    for module in modules {
        let order = order(module, Walk::LightFirst);
        let leaves: Vec<Leaf> = order
            .iter()
            .map(|leaf| module.leaves[*leaf as usize])
            .collect();
        let weights: Vec<u32> = leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Variable(_) => 1,
                Leaf::Module(at) => lightest[*at as usize],
            })
            .collect();
        let (graph, weight) = with_stack_for(order.len(), || {
            let mut cut = Truncated {
                room,
                families: Families::new(weights.clone(), *budget),
                weights: &weights,
            };
            let root = evaluate(module, &order, &mut cut)?;
            Ok((cut.families.nodes.part(root), cut.families.lightest(root)))
        })?;
        lightest.push(weight);
        families.push(Family { leaves, graph });
    }
    Ok(CutSets::new(families, Some(most)))
}

/// Families of sets up to a weight.
struct Truncated<'a> {
    room: u32,
    families: Families,
    weights: &'a [u32],
}

impl Algebra for Truncated<'_> {
    fn leaf(&mut self, level: u32) -> Result<u32, BudgetExhausted> {
        if self.weights[level as usize] > self.room {
            return Ok(FALSE);
        }
        self.families.make(level, FALSE, TRUE)
    }

    fn all(&mut self, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        // What is heaviest leaves least room for the rest.
        of.sort_by_key(|at| std::cmp::Reverse(self.families.lightest(*at)));
        let room = self.room;
        of.into_iter()
            .try_fold(TRUE, |so_far, at| self.families.product(so_far, at, room))
    }

    fn any(&mut self, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        of.sort_by_key(|at| std::cmp::Reverse(self.families.nodes.get(*at).level));
        of.into_iter()
            .try_fold(FALSE, |so_far, at| self.families.union(so_far, at))
    }

    fn at_least(&mut self, needed: usize, of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        if needed > of.len() {
            return Ok(FALSE);
        }
        let mut rows = vec![FALSE; needed + 1];
        rows[0] = TRUE;
        for at in of {
            for missing in (1..=needed).rev() {
                let with = self.families.product(at, rows[missing - 1], self.room)?;
                rows[missing] = self.families.union(with, rows[missing])?;
            }
        }
        Ok(rows[needed])
    }
}
