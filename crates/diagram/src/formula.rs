//! Formulas as a caller gives them.

/// Something that is true or false: a variable, or a gate over others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A variable by its number: in a fault tree, a basic event.
    Variable(u32),
    /// A gate of the formula it was made by.
    Gate(u32),
}

/// A system of monotone equations: in a fault tree, all gates below a top event. Gates may lean on
/// each other in cycles; the meaning is the least solution of all equations, in which gates that
/// only lean on each other are false.
#[derive(Debug, Clone, Default)]
pub struct Formula {
    variables: usize,
    gates: Vec<VoteGate>,
}

/// True when at least so many inputs are: 1 makes an OR, as many as there are an AND, anything
/// between a vote. An input that is given twice counts twice.
#[derive(Debug, Clone)]
pub(super) struct VoteGate {
    pub(super) at_least: usize,
    pub(super) inputs: Vec<Term>,
}

impl Formula {
    /// Over the variables `0..variables`.
    pub fn new(variables: usize) -> Self {
        Self {
            variables,
            gates: Vec::new(),
        }
    }

    /// A new gate; false until it is defined.
    pub fn gate(&mut self) -> Term {
        self.gates.push(VoteGate {
            at_least: 1,
            inputs: Vec::new(),
        });
        Term::Gate(self.gates.len() as u32 - 1)
    }

    /// What makes a gate true: at least so many of the inputs. A term that is no gate of this formula is left as it
    /// is.
    pub fn define(&mut self, gate: Term, at_least: usize, inputs: Vec<Term>) {
        if let Term::Gate(at) = gate
            && let Some(gate) = self.gates.get_mut(at as usize)
        {
            *gate = VoteGate { at_least, inputs };
        }
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.variables
    }

    pub(super) fn gates(&self) -> &[VoteGate] {
        &self.gates
    }
}
