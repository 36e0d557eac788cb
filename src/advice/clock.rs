use std::time::{Duration, Instant};

/// The time there is for advice, all of it together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
    time: Option<Duration>,
}

impl Clock {
    pub(super) fn start(time: Option<Duration>) -> Self {
        Self {
            start: Instant::now(),
            time,
        }
    }

    /// Whether so many eighths of the time are over.
    pub(super) fn is_past(&self, eighths: u32) -> bool {
        self.end(eighths).is_some_and(|end| Instant::now() >= end)
    }

    pub(super) fn end(&self, eighths: u32) -> Option<Instant> {
        let time = self.time?;
        self.start.checked_add(time / 8 * eighths)
    }
}
