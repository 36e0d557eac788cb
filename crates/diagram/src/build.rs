use super::algebra::evaluate;
use super::apart::modules_of;
use super::bdd::Bdd;
use super::budget::with_stack_for;
use super::modules::{Leaf, Module};
use super::nodes::Graph;
use super::order::{Order, WALKS, order};
use super::{Budget, BudgetExhausted, Formula, Term, parallel};

/// The whole of a formula, as one ordered decision diagram for each module.
#[derive(Debug, Clone)]
pub struct Diagram {
    pub(super) variables: usize,
    /// Inner ones first; the last is the top.
    pub(super) parts: Vec<Part>,
}

/// The diagram of a module.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// At each level: what stands there.
    pub(super) leaves: Vec<Leaf>,
    pub(super) graph: Graph,
}

impl Diagram {
    /// What makes `top` true.
    ///
    /// # Errors
    /// When the budget is used up.
    pub fn build(formula: &Formula, top: Term, budget: &Budget) -> Result<Self, BudgetExhausted> {
        let modules = modules_of(formula, top, budget)?;
        let parts = modules.iter().map(|module| race(module, budget));
        Ok(Self {
            variables: formula.variables(),
            parts: parts.collect::<Result<_, _>>()?,
        })
    }

    /// For each variable whether the top depends on it at all.
    pub fn support(&self) -> Vec<bool> {
        let mut support = vec![false; self.variables];
        let mut wanted = vec![false; self.parts.len()];
        if let Some(top) = wanted.last_mut() {
            *top = true;
        }
        for (at, part) in self.parts.iter().enumerate().rev() {
            if !wanted[at] {
                continue;
            }
            for node in part.graph.nodes.iter().skip(2) {
                match part.leaves[node.level as usize] {
                    Leaf::Variable(variable) => support[variable as usize] = true,
                    Leaf::Module(inner) => wanted[inner as usize] = true,
                }
            }
        }
        support
    }

    /// Nodes of all parts, the ends left out.
    pub fn size(&self) -> usize {
        self.parts
            .iter()
            .map(|part| part.graph.nodes.len() - 2)
            .sum()
    }
}

/// The diagram of a module in the best order found. Orders race under node
/// limits that grow, so that a bad one costs little; a diagram that is small at
/// once ends the race.
fn race(module: &Module, budget: &Budget) -> Result<Part, BudgetExhausted> {
    const SMALL: usize = 1 << 14;
    const GROWTH: usize = 4;
    let first = order(module, WALKS[0]);
    let mut limit = SMALL;
    if let Ok(part) = build(module, &first, limit, budget) {
        return Ok(part);
    }
    let mut orders: Vec<Order> = vec![first];
    for walk in &WALKS[1..] {
        let order = order(module, *walk);
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
        let mut best: Option<Part> = None;
        for side_by_side in orders.chunks(2) {
            // One that is much larger than the best need not be finished.
            let room = best
                .as_ref()
                .map_or(limit, |best| limit.min(2 * best.graph.nodes.len()));
            for part in both(side_by_side, |order| build(module, order, room, budget)) {
                let size = part.graph.nodes.len();
                if best
                    .as_ref()
                    .is_none_or(|best| size < best.graph.nodes.len())
                {
                    best = Some(part);
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
    orders: &[Order],
    build: impl Fn(&Order) -> Result<Part, BudgetExhausted> + Sync,
) -> impl Iterator<Item = Part> {
    let built = parallel::map(orders.len(), |at| build(&orders[at]));
    built.into_iter().flatten()
}

fn build(
    module: &Module,
    order: &Order,
    limit: usize,
    budget: &Budget,
) -> Result<Part, BudgetExhausted> {
    let graph = with_stack_for(order.len(), || {
        let mut bdd = Bdd::new(*budget, limit);
        let root = evaluate(module, order, &mut bdd)?;
        Ok(bdd.nodes.part(root))
    })?;
    Ok(Part {
        leaves: order
            .iter()
            .map(|leaf| module.leaves[*leaf as usize])
            .collect(),
        graph,
    })
}
