use jurymast_plan::model::Needed;

use super::{Alternatives, Gate, NodeInput};

/// One component as its network has it.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    inputs: &'a [NodeInput],
    /// Of its requirements, then of its shortfalls.
    gates: &'a [Shape],
    requirements: usize,
}

/// One gate of a node; places count from the node's first input.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Index of the requirement that it is of.
    pub(super) requirement: u32,
    /// Where its group begins.
    pub(super) group: u32,
    /// Where its fallbacks begin; they end where the next gate begins.
    pub(super) fallbacks: u32,
    pub(super) at_least: u32,
    pub(super) soft: bool,
    pub(super) needed: Needed,
}

impl<'a> Node<'a> {
    pub(super) fn new(inputs: &'a [NodeInput], gates: &'a [Shape], requirements: usize) -> Self {
        Self {
            inputs,
            gates,
            requirements,
        }
    }

    /// Whose failure is its failure.
    pub fn bound(self) -> &'a [NodeInput] {
        &self.inputs[..self.start(0)]
    }

    /// One for each requirement, in their order.
    pub fn gates(self) -> impl ExactSizeIterator<Item = Gate<'a>> {
        (0..self.requirements).map(move |at| self.nth(at))
    }

    /// The gate of one requirement, by its index; behind them, of one of its shortfalls.
    pub fn gate(self, requirement: usize) -> Gate<'a> {
        self.nth(requirement)
    }

    /// What leaves its requirements with less than they ask for, though something serves: each
    /// is lost once all of its group are, and [`Gate::requirement`] falls short then.
    pub fn shortfalls(self) -> impl ExactSizeIterator<Item = Gate<'a>> {
        (self.requirements..self.gates.len()).map(move |at| self.nth(at))
    }

    /// The gates of its requirements and its shortfalls: what keeps it from being up, beside
    /// what it is bound to.
    pub fn conditions(self) -> impl ExactSizeIterator<Item = Gate<'a>> {
        (0..self.gates.len()).map(move |at| self.nth(at))
    }

    /// Everything it looks at: what it is bound to, then gate by gate.
    pub fn inputs(self) -> &'a [NodeInput] {
        self.inputs
    }

    fn nth(self, at: usize) -> Gate<'a> {
        let shape = self.gates[at];
        let fallbacks = shape.fallbacks as usize;
        Gate {
            requirement: shape.requirement as usize,
            group: &self.inputs[shape.group as usize..fallbacks],
            at_least: shape.at_least as usize,
            fallbacks: Alternatives::new(&self.inputs[fallbacks..self.start(at + 1)]),
            soft: shape.soft,
            needed: shape.needed,
        }
    }

    /// Where a gate begins; past the last, where the inputs end.
    fn start(self, gate: usize) -> usize {
        let shape = self.gates.get(gate);
        shape.map_or(self.inputs.len(), |shape| shape.group as usize)
    }
}
