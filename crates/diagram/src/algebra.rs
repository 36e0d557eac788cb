use super::BudgetExhausted;
use super::dag::Op;
use super::modules::{Input, Module};
use super::nodes::FALSE;
use super::order::Order;

/// Something that gates can be computed in: diagrams, or families of sets.
pub(super) trait Algebra {
    fn leaf(&mut self, level: u32) -> Result<u32, BudgetExhausted>;
    fn all(&mut self, of: Vec<u32>) -> Result<u32, BudgetExhausted>;
    fn any(&mut self, of: Vec<u32>) -> Result<u32, BudgetExhausted>;
    fn at_least(&mut self, needed: usize, of: Vec<u32>) -> Result<u32, BudgetExhausted>;
}

/// The top of a module, its leaves at the levels of `order`.
pub(super) fn evaluate(
    module: &Module,
    order: &Order,
    algebra: &mut impl Algebra,
) -> Result<u32, BudgetExhausted> {
    let mut leaves = vec![FALSE; module.leaves.len()];
    for (level, leaf) in (0..).zip(order) {
        leaves[*leaf as usize] = algebra.leaf(level)?;
    }
    let mut gates = vec![FALSE; module.gates.len()];
    let mut at = 0;
    while at < module.gates.len() {
        let circle = module.gates[at].circle;
        let rest = module.gates[at..].iter();
        let len = match circle {
            Some(_) => rest.take_while(|one| one.circle == circle).count(),
            None => 1,
        };
        // A circle starts with all false and settles as low as it can.
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for one in at..at + len {
                let of = module.gates[one].inputs.iter().map(|input| match input {
                    Input::Leaf(leaf) => leaves[*leaf as usize],
                    Input::Gate(gate) => gates[*gate as usize],
                });
                let of: Vec<u32> = of.collect();
                let now = match module.gates[one].op {
                    Op::All => algebra.all(of)?,
                    Op::AtLeast(needed) => algebra.at_least(needed as usize, of)?,
                    Op::Any | Op::Constant | Op::Variable(_) => algebra.any(of)?,
                };
                is_settled &= circle.is_none() || now == gates[one];
                gates[one] = now;
            }
        }
        at += len;
    }
    Ok(match module.top {
        Input::Leaf(leaf) => leaves[leaf as usize],
        Input::Gate(gate) => gates[gate as usize],
    })
}
