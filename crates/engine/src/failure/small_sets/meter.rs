use std::time::Instant;

/// How much one target may cost.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Words of 64 faults or pairs looked at; a processor does some 10^9 a second.
    pub words: u64,
    /// Rows, pairs of merged faults and members of rectangles kept at once, each;
    /// a row takes 72 bytes, the others 8.
    pub kept: usize,
    /// Sets of all that the targets lean on, held at once; one takes 8 bytes at most.
    pub held: usize,
    /// For all targets together. Where it strikes depends on the machine.
    pub deadline: Option<Instant>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            words: 1 << 30,
            kept: 1 << 21,
            held: 1 << 27,
            deadline: None,
        }
    }
}

/// The budget is used up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent;

/// What is left of a budget.
#[derive(Debug)]
pub(super) struct Meter {
    words: u64,
    kept: usize,
    deadline: Option<Instant>,
    /// The clock is read again once `words` is below.
    look: u64,
}

const WORDS_BETWEEN_LOOKS: u64 = 1 << 20;

impl Meter {
    pub(super) fn new(budget: &Budget) -> Self {
        Self {
            words: budget.words,
            kept: budget.kept,
            deadline: budget.deadline,
            look: u64::MAX,
        }
    }

    /// The most rows, pairs or members that may be held.
    pub(super) fn kept(&self) -> usize {
        self.kept
    }

    pub(super) fn charge(&mut self, words: usize) -> Result<(), Spent> {
        self.words = self.words.checked_sub(words as u64).ok_or(Spent)?;
        if self.words < self.look {
            self.look = self.words.saturating_sub(WORDS_BETWEEN_LOOKS);
            if self.deadline.is_some_and(|end| Instant::now() >= end) {
                self.words = 0;
                return Err(Spent);
            }
        }
        Ok(())
    }
}
