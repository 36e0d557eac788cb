/// Something that is true or false: a variable, or a gate over others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    Variable(u32),
    Gate(u32),
}

/// A system of monotone equations. Its meaning is the least one that fulfils them
/// all: gates that only lean on each other are false.
#[derive(Debug, Clone, Default)]
pub struct Formula {
    variables: usize,
    gates: Vec<Gate>,
}

/// True when at least so many inputs are. An input that is given twice counts
/// twice.
#[derive(Debug, Clone)]
pub(super) struct Gate {
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
        self.gates.push(Gate {
            at_least: 1,
            inputs: Vec::new(),
        });
        Term::Gate(self.gates.len() as u32 - 1)
    }

    /// What makes a gate true. A term that is no gate of this formula is left as it
    /// is.
    pub fn define(&mut self, gate: Term, at_least: usize, inputs: Vec<Term>) {
        if let Term::Gate(at) = gate
            && let Some(gate) = self.gates.get_mut(at as usize)
        {
            *gate = Gate { at_least, inputs };
        }
    }

    pub fn variables(&self) -> usize {
        self.variables
    }

    pub(super) fn gates(&self) -> &[Gate] {
        &self.gates
    }
}
