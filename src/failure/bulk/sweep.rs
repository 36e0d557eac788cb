use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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
        let blocks: Vec<&[u32]> = self.faults.chunks(Lanes::COUNT).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut watcher = watcher();
            let mut block = Block::new(self);
            while let Some(faults) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                block.settle(faults);
                watcher.watch(&block);
            }
            watcher
        };
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let helpers = threads.min(blocks.len()).saturating_sub(1);
        thread::scope(|scope| {
            let helpers: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
            let mut watchers = vec![work()];
            for helper in helpers {
                match helper.join() {
                    Ok(watcher) => watchers.push(watcher),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            watchers
        })
    }
}
