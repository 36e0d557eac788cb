use std::num::NonZero;
use std::thread;

/// `make` of every item, in order, with the work spread over the processor's
/// cores: a site has a page for each of a thousand services.
pub(super) fn map<T: Sync, U: Send>(items: &[T], make: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(workers).max(1);
    if workers == 1 || items.len() < 2 * workers {
        return items.iter().map(make).collect();
    }
    let make = &make;
    thread::scope(|scope| {
        let running: Vec<_> = items
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(make).collect::<Vec<U>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(made) => made,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn order_is_kept() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled = super::map(&items, |n| n * 2);
        assert!(doubled.iter().enumerate().all(|(at, n)| *n == at * 2));
    }
}
