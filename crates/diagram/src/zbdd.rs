//! Zero-suppressed decision diagrams (Minato 1993) of families in which no set holds another: the form
//! of minimal cut sets.

use super::node_table::{FALSE, NodeTable, RootedGraph, TRUE};
use super::{Budget, BudgetExhausted};

const WITHOUT: u32 = 1;
const UNION: u32 = 2;
const NOT_SATISFYING: u32 = 3;
/// Twice the weight that is left is added to these.
const PRODUCT: u32 = 16;
const TRUNCATE: u32 = 17;

/// A table of families of sets of levels that share their nodes.
#[derive(Debug)]
pub(super) struct Zbdd {
    pub(super) nodes: NodeTable,
    /// By level: how many variables it stands for at the least.
    weights: Vec<u32>,
    /// By node: the weight of its lightest set.
    min_weight: Vec<u32>,
}

impl Zbdd {
    /// `weights` are counted in variables, one for each level.
    pub(super) fn new(weights: Vec<u32>, budget: Budget) -> Self {
        Self {
            nodes: NodeTable::new(budget, usize::MAX),
            weights,
            min_weight: vec![u32::MAX, 0],
        }
    }

    pub(super) fn make(&mut self, level: u32, low: u32, high: u32) -> Result<u32, BudgetExhausted> {
        if high == FALSE {
            return Ok(low);
        }
        let at = self.nodes.make(level, low, high)?;
        if at as usize == self.min_weight.len() {
            let with = self.min_weight[high as usize].saturating_add(self.weights[level as usize]);
            self.min_weight
                .push(with.min(self.min_weight[low as usize]));
        }
        Ok(at)
    }

    /// The weight of its lightest set; the largest number when there is none.
    pub(super) fn min_weight(&self, family: u32) -> u32 {
        self.min_weight[family as usize]
    }

    /// Without the level and with it.
    fn split(&self, family: u32, level: u32) -> (u32, u32) {
        let node = self.nodes.get(family);
        if node.level == level {
            (node.low, node.high)
        } else {
            (family, FALSE)
        }
    }

    /// The sets of `family` that hold no set of `other`.
    pub(super) fn without(&mut self, family: u32, other: u32) -> Result<u32, BudgetExhausted> {
        if family == FALSE || other == TRUE || family == other {
            return Ok(FALSE);
        }
        if other == FALSE || family == TRUE {
            return Ok(family);
        }
        if let Some(known) = self.nodes.computed(WITHOUT, family, other) {
            return Ok(known);
        }
        let (left, right) = (self.nodes.get(family), self.nodes.get(other));
        let result = if right.level < left.level {
            self.without(family, right.low)?
        } else {
            let (other_low, other_high) = self.split(other, left.level);
            // What lacks the level holds no set that has it; what has it may hold both kinds.
            let low = self.without(left.low, other_low)?;
            let high = self.without(left.high, other_low)?;
            let high = self.without(high, other_high)?;
            self.make(left.level, low, high)?
        };
        self.nodes.store(WITHOUT, family, other, result)?;
        Ok(result)
    }

    /// The sets of `family` that do not make the BDD at `outside` true (`without` in Rauzy 1993);
    /// levels are the same in both.
    pub(super) fn not_satisfying(
        &mut self,
        family: u32,
        diagram: &RootedGraph,
        outside: u32,
    ) -> Result<u32, BudgetExhausted> {
        if family == FALSE || outside == TRUE {
            return Ok(FALSE);
        }
        if outside == FALSE || family == TRUE {
            return Ok(family);
        }
        let (left, mut right) = (self.nodes.get(family), diagram.nodes[outside as usize]);
        let mut outside = outside;
        // What the sets do not have is not there.
        while right.level < left.level {
            outside = right.low;
            if outside <= TRUE {
                return Ok(if outside == TRUE { FALSE } else { family });
            }
            right = diagram.nodes[outside as usize];
        }
        if let Some(known) = self.nodes.computed(NOT_SATISFYING, family, outside) {
            return Ok(known);
        }
        let (low, high) = if right.level == left.level {
            (right.low, right.high)
        } else {
            (outside, outside)
        };
        let low = self.not_satisfying(left.low, diagram, low)?;
        let high = self.not_satisfying(left.high, diagram, high)?;
        let result = self.make(left.level, low, high)?;
        self.nodes.store(NOT_SATISFYING, family, outside, result)?;
        Ok(result)
    }

    /// The sets of both, less those that hold another.
    pub(super) fn union(&mut self, a: u32, b: u32) -> Result<u32, BudgetExhausted> {
        let (a, b) = (a.min(b), a.max(b));
        if a == b || a == FALSE {
            return Ok(b);
        }
        if a == TRUE {
            return Ok(TRUE);
        }
        if let Some(known) = self.nodes.computed(UNION, a, b) {
            return Ok(known);
        }
        let level = self.nodes.get(a).level.min(self.nodes.get(b).level);
        let ((a_low, a_high), (b_low, b_high)) = (self.split(a, level), self.split(b, level));
        let low = self.union(a_low, b_low)?;
        let high = self.union(a_high, b_high)?;
        // A set with this level may hold one without it, never the other way round.
        let high = self.without(high, low)?;
        let result = self.make(level, low, high)?;
        self.nodes.store(UNION, a, b, result)?;
        Ok(result)
    }

    /// Each set of one with each set of the other, up to a weight of `max_weight`, less
    /// those that hold another.
    pub(super) fn product(
        &mut self,
        a: u32,
        b: u32,
        max_weight: u32,
    ) -> Result<u32, BudgetExhausted> {
        let (a, b) = (a.min(b), a.max(b));
        if a == FALSE || self.min_weight[a as usize].max(self.min_weight[b as usize]) > max_weight {
            return Ok(FALSE);
        }
        if a == TRUE || a == b {
            return self.truncate(b, max_weight);
        }
        let operation = PRODUCT + 2 * max_weight;
        if let Some(known) = self.nodes.computed(operation, a, b) {
            return Ok(known);
        }
        let level = self.nodes.get(a).level.min(self.nodes.get(b).level);
        let ((a_low, a_high), (b_low, b_high)) = (self.split(a, level), self.split(b, level));
        let low = self.product(a_low, b_low, max_weight)?;
        let high = match max_weight.checked_sub(self.weights[level as usize]) {
            None => FALSE,
            // With this level: it comes from `a`, or from `b`, or from both. What holds a set
            // without it is not minimal.
            Some(max_weight) => {
                let either = self.union(b_low, b_high)?;
                let first = self.product(a_high, either, max_weight)?;
                let second = self.product(a_low, b_high, max_weight)?;
                let both = self.union(first, second)?;
                self.without(both, low)?
            }
        };
        let result = self.make(level, low, high)?;
        self.nodes.store(operation, a, b, result)?;
        Ok(result)
    }

    /// The sets of a weight up to `max_weight`.
    fn truncate(&mut self, family: u32, max_weight: u32) -> Result<u32, BudgetExhausted> {
        if self.min_weight[family as usize] > max_weight {
            return Ok(FALSE);
        }
        if family == TRUE {
            return Ok(TRUE);
        }
        let operation = TRUNCATE + 2 * max_weight;
        if let Some(known) = self.nodes.computed(operation, family, 0) {
            return Ok(known);
        }
        let node = self.nodes.get(family);
        let low = self.truncate(node.low, max_weight)?;
        let high = match max_weight.checked_sub(self.weights[node.level as usize]) {
            Some(max_weight) => self.truncate(node.high, max_weight)?,
            None => FALSE,
        };
        let result = self.make(node.level, low, high)?;
        self.nodes.store(operation, family, 0, result)?;
        Ok(result)
    }
}
