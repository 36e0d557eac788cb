use std::panic::resume_unwind;
use std::thread;

use jurymast_plan::model::ComponentId;

use super::Page;

/// Makes a page for each component on all processors; the pages come in the order
/// of `ids`, so that the number of processors does not show.
pub(super) fn pages(
    ids: &[ComponentId],
    make: impl Fn(ComponentId) -> Result<Page, askama::Error> + Sync,
) -> Result<Vec<Page>, askama::Error> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut slots: Vec<Option<Result<Page, askama::Error>>> = Vec::new();
    slots.resize_with(ids.len(), || None);
    let make = &make;
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(ids.len()))
            .map(|first| {
                // Dealt out in turn, because neighbours in a plan cost alike.
                scope.spawn(move || {
                    let mine = ids.iter().enumerate().skip(first).step_by(threads);
                    mine.map(|(at, id)| (at, make(*id))).collect::<Vec<_>>()
                })
            })
            .collect();
        for worker in workers {
            let made = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
            for (at, page) in made {
                slots[at] = Some(page);
            }
        }
    });
    slots.into_iter().flatten().collect()
}
