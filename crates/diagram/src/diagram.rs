//! Builds the BDD of each module, in the best of several variable orders.

use super::algebra::evaluate;
use super::bdd::Bdd;
use super::budget::with_stack_for;
use super::modules::{Leaf, Module};
use super::node_table::RootedGraph;
use super::preprocess::preprocess;
use super::variable_order::{HEURISTICS, VariableOrder, variable_order};
use super::{Budget, BudgetExhausted, Formula, Term, parallel};

/// The whole of what makes one gate true, as one binary decision diagram for each module.
#[derive(Debug, Clone)]
pub struct Diagram {
    pub(super) variables: usize,
    /// Inner ones first; the last is the top.
    pub(super) modules: Vec<ModuleDiagram>,
}

/// The diagram of a module: a BDD, or the ZBDD of its minimal solutions.
#[derive(Debug, Clone)]
pub(super) struct ModuleDiagram {
    /// By level: what stands there.
    pub(super) leaves: Vec<Leaf>,
    pub(super) graph: RootedGraph,
}

impl Diagram {
    /// What makes `top` true. Takes time and memory up to the budget: the diagram can be exponential
    /// in the size of the formula. Two may be built side by side, each with the budget's memory.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn build(formula: &Formula, top: Term, budget: &Budget) -> Result<Self, BudgetExhausted> {
        let modules = preprocess(formula, top, budget)?;
        let modules = modules.iter().map(|module| race(module, budget));
        Ok(Self {
            variables: formula.variables(),
            modules: modules.collect::<Result<_, _>>()?,
        })
    }

    /// By variable: whether the top depends on it at all.
    pub fn support(&self) -> Vec<bool> {
        let mut support = vec![false; self.variables];
        let mut wanted = vec![false; self.modules.len()];
        if let Some(top) = wanted.last_mut() {
            *top = true;
        }
        for (at, diagram) in self.modules.iter().enumerate().rev() {
            if !wanted[at] {
                continue;
            }
            for node in diagram.graph.nodes.iter().skip(2) {
                match diagram.leaves[node.level as usize] {
                    Leaf::Variable(variable) => support[variable as usize] = true,
                    Leaf::Module(inner) => wanted[inner as usize] = true,
                }
            }
        }
        support
    }

    /// How many nodes there are over all modules, terminals left out.
    pub fn size(&self) -> usize {
        self.modules
            .iter()
            .map(|diagram| diagram.graph.nodes.len() - 2)
            .sum()
    }
}

/// The diagram of a module in the best order found. Orders race under node
/// limits that grow, so that a bad one costs little; a diagram that is small at
/// once ends the race.
fn race(module: &Module, budget: &Budget) -> Result<ModuleDiagram, BudgetExhausted> {
    const SMALL: usize = 1 << 14;
    const GROWTH: usize = 4;
    let first = variable_order(module, HEURISTICS[0]);
    let mut limit = SMALL;
    if let Ok(diagram) = build(module, &first, limit, budget) {
        return Ok(diagram);
    }
    let mut orders: Vec<VariableOrder> = vec![first];
    for heuristic in &HEURISTICS[1..] {
        let order = variable_order(module, *heuristic);
        if !orders.contains(&order) {
            orders.push(order);
        }
    }
    loop {
        budget.check_time()?;
        if limit.saturating_mul(16) > budget.memory() {
            return Err(BudgetExhausted);
        }
        limit *= GROWTH;
        let mut best: Option<ModuleDiagram> = None;
        for side_by_side in orders.chunks(2) {
            // One that is much larger than the best need not be finished.
            let room = best
                .as_ref()
                .map_or(limit, |best| limit.min(2 * best.graph.nodes.len()));
            for diagram in both(side_by_side, |order| build(module, order, room, budget)) {
                let size = diagram.graph.nodes.len();
                if best
                    .as_ref()
                    .is_none_or(|best| size < best.graph.nodes.len())
                {
                    best = Some(diagram);
                }
            }
        }
        if let Some(best) = best {
            return Ok(best);
        }
    }
}

/// What succeeded of at most two builds, side by side, in the order given.
fn both(
    orders: &[VariableOrder],
    build: impl Fn(&VariableOrder) -> Result<ModuleDiagram, BudgetExhausted> + Sync,
) -> impl Iterator<Item = ModuleDiagram> {
    let built = parallel::map(orders.len(), |at| build(&orders[at]));
    built.into_iter().flatten()
}

fn build(
    module: &Module,
    order: &VariableOrder,
    limit: usize,
    budget: &Budget,
) -> Result<ModuleDiagram, BudgetExhausted> {
    let graph = with_stack_for(order.len(), || {
        let mut bdd = Bdd::new(*budget, limit);
        let root = evaluate(module, order, &mut bdd)?;
        Ok(bdd.nodes.extract(root))
    })?;
    Ok(ModuleDiagram {
        leaves: order
            .iter()
            .map(|leaf| module.leaves[*leaf as usize])
            .collect(),
        graph,
    })
}
