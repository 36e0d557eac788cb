//! Reduced ordered binary decision diagrams (Bryant 1986), for monotone functions: AND, OR and
//! at-least-k, no negation.

use super::algebra::GateAlgebra;
use super::node_table::{FALSE, NodeTable, TRUE};
use super::{Budget, BudgetExhausted};

const AND: u32 = 1;
const OR: u32 = 2;

/// A table of BDDs that share their nodes.
#[derive(Debug)]
pub(super) struct Bdd {
    pub(super) nodes: NodeTable,
}

impl Bdd {
    pub(super) fn new(budget: Budget, limit: usize) -> Self {
        Self {
            nodes: NodeTable::new(budget, limit),
        }
    }

    fn make(&mut self, level: u32, low: u32, high: u32) -> Result<u32, BudgetExhausted> {
        if low == high {
            Ok(low)
        } else {
            self.nodes.make(level, low, high)
        }
    }

    pub(super) fn and(&mut self, a: u32, b: u32) -> Result<u32, BudgetExhausted> {
        match (a.min(b), a.max(b)) {
            (FALSE, _) => Ok(FALSE),
            (TRUE, other) => Ok(other),
            (a, b) if a == b => Ok(a),
            (a, b) => self.apply(AND, a, b),
        }
    }

    pub(super) fn or(&mut self, a: u32, b: u32) -> Result<u32, BudgetExhausted> {
        match (a.min(b), a.max(b)) {
            (TRUE, _) => Ok(TRUE),
            (FALSE, other) => Ok(other),
            (a, b) if a == b => Ok(a),
            (a, b) => self.apply(OR, a, b),
        }
    }

    fn apply(&mut self, operation: u32, a: u32, b: u32) -> Result<u32, BudgetExhausted> {
        if let Some(known) = self.nodes.computed(operation, a, b) {
            return Ok(known);
        }
        let (left, right) = (self.nodes.get(a), self.nodes.get(b));
        let level = left.level.min(right.level);
        let (a0, a1) = if left.level == level {
            (left.low, left.high)
        } else {
            (a, a)
        };
        let (b0, b1) = if right.level == level {
            (right.low, right.high)
        } else {
            (b, b)
        };
        let (low, high) = if operation == AND {
            (self.and(a0, b0)?, self.and(a1, b1)?)
        } else {
            (self.or(a0, b0)?, self.or(a1, b1)?)
        };
        let result = self.make(level, low, high)?;
        self.nodes.store(operation, a, b, result)?;
        Ok(result)
    }
}

impl GateAlgebra for Bdd {
    fn leaf(&mut self, level: u32) -> Result<u32, BudgetExhausted> {
        self.nodes.make(level, FALSE, TRUE)
    }

    /// All of them; the lowest first, which keeps what is in between small.
    fn all(&mut self, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        of.sort_by_key(|at| std::cmp::Reverse(self.nodes.get(*at).level));
        of.into_iter()
            .try_fold(TRUE, |so_far, at| self.and(at, so_far))
    }

    /// Any of them.
    fn any(&mut self, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        of.sort_by_key(|at| std::cmp::Reverse(self.nodes.get(*at).level));
        of.into_iter()
            .try_fold(FALSE, |so_far, at| self.or(at, so_far))
    }

    /// At least so many of them, row by row: with the first of the rest one less is
    /// needed, without it as many.
    fn at_least(&mut self, needed: usize, mut of: Vec<u32>) -> Result<u32, BudgetExhausted> {
        of.sort_by_key(|at| std::cmp::Reverse(self.nodes.get(*at).level));
        if needed > of.len() {
            return Ok(FALSE);
        }
        // At `missing`: at least that many of those seen so far.
        let mut rows = vec![FALSE; needed + 1];
        rows[0] = TRUE;
        for at in of {
            for missing in (1..=needed).rev() {
                let with = self.and(at, rows[missing - 1])?;
                rows[missing] = self.or(with, rows[missing])?;
            }
        }
        Ok(rows[needed])
    }
}
