//! Work on all processors, with results that do not depend on how many there are.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Tasks by number, handed out one after the other to whoever asks.
#[derive(Debug)]
pub struct Tasks {
    next: AtomicUsize,
    end: usize,
}

impl Tasks {
    /// The tasks `0..count`.
    fn new(count: usize) -> Self {
        Self {
            next: AtomicUsize::new(0),
            end: count,
        }
    }
}

/// Each task comes once over all threads; which thread gets it is left to chance.
impl Iterator for &Tasks {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        (at < self.end).then_some(at)
    }
}

/// Does `count` tasks on all processors and gives what came of them in the order of their
/// numbers, so that neither the number of processors nor chance shows. A panic of a task
/// goes on in the caller.
pub fn map<T: Send>(count: usize, task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    map_with(count, || (), |(), at| task(at))
}

/// As [`map`], with something of its own for each thread to work in.
pub fn map_with<S, T: Send>(
    count: usize,
    room: impl Fn() -> S + Sync,
    task: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let done = workers(count, |tasks| {
        let mut room = room();
        tasks
            .map(|at| (at, task(&mut room, at)))
            .collect::<Vec<_>>()
    });
    let mut slots: Vec<Option<T>> = Vec::new();
    slots.resize_with(count, || None);
    for (at, result) in done.into_iter().flatten() {
        slots[at] = Some(result);
    }
    slots.into_iter().flatten().collect()
}

/// Runs `work` on as many threads as there are processors, no more than tasks, the caller's
/// among them; all take from the same tasks. Gives what each thread came to: it has to be
/// joined in a way that does not depend on who did what.
pub fn workers<T: Send>(count: usize, work: impl Fn(&Tasks) -> T + Sync) -> Vec<T> {
    let tasks = Tasks::new(count);
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let helpers = processors.min(count).saturating_sub(1);
    thread::scope(|scope| {
        let helpers: Vec<_> = (0..helpers).map(|_| scope.spawn(|| work(&tasks))).collect();
        let mut results = vec![work(&tasks)];
        for helper in helpers {
            results.push(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_tasks() {
        let squares = map(1_000, |at| at * at);
        assert_eq!(squares, (0..1_000).map(|at| at * at).collect::<Vec<_>>());
        assert!(map(0, |at| at).is_empty());
    }

    #[test]
    fn each_task_is_done_once_by_some_thread() {
        let mut done = workers(100, |tasks| tasks.collect::<Vec<_>>()).concat();
        done.sort_unstable();
        assert_eq!(done, (0..100).collect::<Vec<_>>());
    }
}
