use std::time::Instant;

/// How much memory and time a diagram may take.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Bytes.
    memory: usize,
    deadline: Option<Instant>,
}

/// The budget is used up; there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

impl Budget {
    pub fn new(memory: usize, deadline: Option<Instant>) -> Self {
        Self { memory, deadline }
    }

    pub(super) fn memory(&self) -> usize {
        self.memory
    }

    pub(super) fn check_time(&self) -> Result<(), Exhausted> {
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(Exhausted),
            _ => Ok(()),
        }
    }
}
