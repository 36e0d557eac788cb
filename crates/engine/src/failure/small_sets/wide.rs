use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use super::faults::Faults;
use super::lanes::{LANES, Lanes, at_least};
use super::order::Order;

/// For each target, a place and those wide faults that are its singles: the pairs of
/// other wide faults that make it happen. None when the deadline strikes.
pub(super) fn pairs_of_wide(
    order: &Order,
    faults: &Faults,
    targets: &[(u32, Lanes)],
    deadline: Option<Instant>,
) -> Option<Vec<Vec<(u32, u32)>>> {
    let pairs: Vec<(u32, u32)> = faults.pairs_of_wide().collect();
    let blocks: Vec<&[(u32, u32)]> = pairs.chunks(LANES).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut rows = vec![Lanes::default(); order.len()];
        let mut found = Vec::new();
        while let Some(block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
            if deadline.is_some_and(|end| Instant::now() >= end) {
                return None;
            }
            let both = block.iter().zip(0..).flat_map(|((one, other), lane)| {
                [one, other].map(|fault| (faults.place(*fault), lane))
            });
            settle(order, both, &mut rows);
            for (at, (target, singles)) in targets.iter().enumerate() {
                let is_open = |fault: u32| !singles.contains(fault as usize);
                let happened = rows[*target as usize].iter().map(|lane| block[lane]);
                let open = happened.filter(|(one, other)| is_open(*one) && is_open(*other));
                found.extend(open.map(|pair| (at, pair)));
            }
        }
        Some(found)
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut found = vec![Vec::new(); targets.len()];
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(blocks.len()))
            .map(|_| scope.spawn(work))
            .collect();
        for worker in workers {
            let pairs = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
            for (at, pair) in pairs? {
                found[at].push(pair);
            }
        }
        Some(found)
    })
}

/// For each place, wide faults whose pairs lead no further from there: whatever looks
/// at the place follows from them alone, or leads no further itself.
pub(super) fn idle(order: &Order, faults: &Faults, targets: &[u32]) -> Vec<Lanes> {
    if faults.wide() == 0 {
        return Vec::new();
    }
    let alone = (0..faults.wide()).map(|fault| (faults.place(fault), fault as usize));
    let mut singles = vec![Lanes::default(); order.len()];
    settle(order, alone, &mut singles);
    let mut idle = vec![Lanes::ALL; order.len()];
    for target in targets {
        idle[*target as usize] = singles[*target as usize];
    }
    for part in (0..order.parts() as u32).rev() {
        for place in order.part(part) {
            if !order.is_plain(part) {
                idle[place as usize] = Lanes::default();
            }
            let closed = singles[place as usize].or(&idle[place as usize]);
            for input in order.inputs(place) {
                idle[input as usize] = idle[input as usize].and(&closed);
            }
        }
    }
    idle
}

/// Lets each (place, lane) happen, and nothing else, to the fixpoint.
fn settle(order: &Order, faults: impl Iterator<Item = (u32, usize)>, rows: &mut [Lanes]) {
    rows.fill(Lanes::default());
    for (place, lane) in faults {
        rows[place as usize].insert(lane);
    }
    for part in 0..order.parts() as u32 {
        loop {
            let mut grew = false;
            for place in order.part(part) {
                let row = row(order, place, rows);
                grew |= rows[place as usize].add(&row);
            }
            if !grew || order.is_plain(part) {
                break;
            }
        }
    }
}

/// The lanes in which what a place looks at makes it happen.
fn row(order: &Order, place: u32, rows: &[Lanes]) -> Lanes {
    let mut row = Lanes::default();
    for cause in order.causes(place) {
        row.add(&rows[*cause as usize]);
    }
    for (needed, voters) in order.votes(place) {
        let voters = voters.iter().map(|voter| &rows[*voter as usize]);
        row.add(&at_least(needed as usize, voters));
    }
    row
}
