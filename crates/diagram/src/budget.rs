//! What a computation may take, and how it is told that no more is left.

use std::time::Instant;

/// What a computation may take: elementary steps, bytes of memory and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    steps: u64,
    memory: usize,
    deadline: Option<Instant>,
}

/// The budget is used up before the answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetExhausted;

impl std::fmt::Display for BudgetExhausted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the budget is used up")
    }
}

impl std::error::Error for BudgetExhausted {}

impl Budget {
    /// `memory` in bytes; the deadline is a moment on the machine's clock, so what is
    /// found before it depends on the machine. As many steps as are wanted.
    pub const fn new(memory: usize, deadline: Option<Instant>) -> Self {
        Self {
            steps: u64::MAX,
            memory,
            deadline,
        }
    }

    /// At most so many steps. What a step is, the computation says; where it ends for
    /// want of steps does not depend on the machine.
    #[must_use]
    pub const fn with_steps(self, steps: u64) -> Self {
        Self { steps, ..self }
    }

    /// Steps that may be done.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Bytes that may be held at once.
    pub const fn memory(&self) -> usize {
        self.memory
    }

    /// When to stop at the latest.
    pub const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Reads the clock.
    ///
    /// # Errors
    /// When the deadline is reached.
    pub fn check_time(&self) -> Result<(), BudgetExhausted> {
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(BudgetExhausted),
            _ => Ok(()),
        }
    }
}

/// Counts the steps of one computation against its budget and reads the clock now
/// and then.
#[derive(Debug, Clone)]
pub struct BudgetMeter {
    budget: Budget,
    /// Steps that are left.
    left: u64,
    /// The clock is read once fewer steps are left.
    next_look: u64,
}

/// Steps between two looks at the clock.
const STEPS_BETWEEN_LOOKS: u64 = 1 << 15;

impl BudgetMeter {
    /// Nothing is used yet.
    pub const fn new(budget: Budget) -> Self {
        Self {
            budget,
            left: budget.steps,
            next_look: u64::MAX,
        }
    }

    /// What it counts against.
    pub const fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Takes so many steps from what is left.
    ///
    /// # Errors
    /// When there are not so many, or the deadline is reached; from then on always.
    #[inline]
    pub fn charge(&mut self, steps: u64) -> Result<(), BudgetExhausted> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        if left.is_none() {
            return Err(BudgetExhausted);
        }
        if self.left < self.next_look {
            self.next_look = self.left.saturating_sub(STEPS_BETWEEN_LOOKS);
            if let Err(exhausted) = self.budget.check_time() {
                self.left = 0;
                return Err(exhausted);
            }
        }
        Ok(())
    }
}

/// Runs work whose recursion goes `levels` deep on a stack that is deep enough.
pub(super) fn with_stack_for<T: Send>(
    levels: usize,
    work: impl FnOnce() -> Result<T, BudgetExhausted> + Send,
) -> Result<T, BudgetExhausted> {
    /// Levels that any thread's stack has room for.
    const SHALLOW: usize = 1_000;
    /// Bytes of stack for a level, with room to spare in an unoptimised build.
    const FRAME: usize = 4_096;
    if levels <= SHALLOW {
        return work();
    }
    std::thread::scope(|scope| {
        let stack = (levels + SHALLOW) * FRAME;
        let thread = std::thread::Builder::new().stack_size(stack);
        let Ok(running) = thread.spawn_scoped(scope, work) else {
            return Err(BudgetExhausted);
        };
        running.join().unwrap_or(Err(BudgetExhausted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_out_for_good() {
        let mut meter = BudgetMeter::new(Budget::new(0, None).with_steps(3));
        assert_eq!(meter.charge(2), Ok(()));
        assert_eq!(meter.charge(2), Err(BudgetExhausted));
        assert_eq!(meter.charge(1), Err(BudgetExhausted));
    }

    #[test]
    fn a_deadline_that_is_past_stops_the_first_step() {
        let mut meter = BudgetMeter::new(Budget::new(0, Some(Instant::now())));
        assert_eq!(meter.charge(1), Err(BudgetExhausted));
    }
}
