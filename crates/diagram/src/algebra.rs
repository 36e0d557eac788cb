//! Gates computed bottom up, in whatever they can be computed in.

use super::BudgetExhausted;
use super::modules::{GateInput, Module};
use super::node_table::FALSE;
use super::pdag::Connective;
use super::variable_order::VariableOrder;

/// Something that gates can be computed in: diagrams, or families of sets.
pub(super) trait GateAlgebra {
    fn leaf(&mut self, level: u32) -> Result<u32, BudgetExhausted>;
    fn all(&mut self, of: Vec<u32>) -> Result<u32, BudgetExhausted>;
    fn any(&mut self, of: Vec<u32>) -> Result<u32, BudgetExhausted>;
    fn at_least(&mut self, needed: usize, of: Vec<u32>) -> Result<u32, BudgetExhausted>;
}

/// The top of a module, its leaves at the levels of `order`.
pub(super) fn evaluate(
    module: &Module,
    order: &VariableOrder,
    algebra: &mut impl GateAlgebra,
) -> Result<u32, BudgetExhausted> {
    let mut leaves = vec![FALSE; module.leaves.len()];
    for (level, leaf) in (0..).zip(order) {
        leaves[*leaf as usize] = algebra.leaf(level)?;
    }
    let mut gates = vec![FALSE; module.gates.len()];
    let mut at = 0;
    while at < module.gates.len() {
        let cycle = module.gates[at].cycle;
        let rest = module.gates[at..].iter();
        let len = match cycle {
            Some(_) => rest.take_while(|one| one.cycle == cycle).count(),
            None => 1,
        };
        // The least fixed point (Kleene): a cycle starts with all false and is computed again until
        // nothing changes. Values only rise, and there are finitely many.
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for one in at..at + len {
                let of = module.gates[one].inputs.iter().map(|input| match input {
                    GateInput::Leaf(leaf) => leaves[*leaf as usize],
                    GateInput::Gate(gate) => gates[*gate as usize],
                });
                let of: Vec<u32> = of.collect();
                let now = match module.gates[one].op {
                    Connective::All => algebra.all(of)?,
                    Connective::AtLeast(needed) => algebra.at_least(needed as usize, of)?,
                    Connective::Any | Connective::Constant | Connective::Variable(_) => {
                        algebra.any(of)?
                    }
                };
                is_settled &= cycle.is_none() || now == gates[one];
                gates[one] = now;
            }
        }
        at += len;
    }
    Ok(match module.top {
        GateInput::Leaf(leaf) => leaves[leaf as usize],
        GateInput::Gate(gate) => gates[gate as usize],
    })
}
