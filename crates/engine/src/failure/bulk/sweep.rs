use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use super::block::Block;
use super::lanes::Lanes;
use super::layout::Layout;

/// Looks at each block once it is settled. Each thread has a watcher of its own,
/// and which blocks it sees is chance: what watchers found has to be joined in a
/// way that does not depend on it.
pub trait Watcher: Send {
    fn watch(&mut self, block: &Block<'_>);
}

impl Layout {
    /// Every component as a lone fault, by blocks on all processors; gives the
    /// watchers.
    pub fn sweep<W: Watcher>(&self, watcher: impl Fn() -> W + Sync) -> Vec<W> {
        self.sweep_until(watcher, None).unwrap_or_default()
    }

    /// The same; `None` when the deadline came before the last block was seen.
    pub fn sweep_until<W: Watcher>(
        &self,
        watcher: impl Fn() -> W + Sync,
        deadline: Option<Instant>,
    ) -> Option<Vec<W>> {
        let is_late = || deadline.is_some_and(|end| Instant::now() >= end);
        let blocks: Vec<&[u32]> = self.faults.chunks(Lanes::COUNT).collect();
        let next = AtomicUsize::new(0);
        let late = AtomicBool::new(false);
        let work = || {
            let mut watcher = watcher();
            let mut block = Block::new(self);
            while let Some(faults) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                if is_late() {
                    late.store(true, Ordering::Relaxed);
                    break;
                }
                block.settle(faults);
                watcher.watch(&block);
            }
            watcher
        };
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let helpers = threads.min(blocks.len()).saturating_sub(1);
        let watchers = thread::scope(|scope| {
            let helpers: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
            let mut watchers = vec![work()];
            for helper in helpers {
                match helper.join() {
                    Ok(watcher) => watchers.push(watcher),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            watchers
        });
        (!late.into_inner()).then_some(watchers)
    }
}
