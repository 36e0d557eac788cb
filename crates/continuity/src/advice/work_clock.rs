use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The time and the work there is for advice, all of it together.
#[derive(Debug, Clone)]
pub(super) struct WorkClock {
    start: Instant,
    time: Option<Duration>,
    work: Option<usize>,
    /// Nodes looked at and the like, so far; clones count together.
    done: Rc<Cell<usize>>,
}

impl WorkClock {
    pub(super) fn start(time: Option<Duration>, work: Option<usize>) -> Self {
        Self {
            start: Instant::now(),
            time,
            work,
            done: Rc::default(),
        }
    }

    pub(super) fn spend(&self, steps: usize) {
        self.done.set(self.done.get().saturating_add(steps));
    }

    /// Whether so many eighths of the time or of the work are over.
    pub(super) fn is_past(&self, eighths: u32) -> bool {
        let worked = |work: usize| self.done.get() >= work / 8 * eighths as usize;
        self.work.is_some_and(worked) || self.end(eighths).is_some_and(|end| Instant::now() >= end)
    }

    pub(super) fn end(&self, eighths: u32) -> Option<Instant> {
        let time = self.time?;
        self.start.checked_add(time / 8 * eighths)
    }
}
