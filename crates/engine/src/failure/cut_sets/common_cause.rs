use jurymast_diagram::{Budget, BudgetExhausted, parallel};

use super::super::FaultMask;
use super::super::full_sweep::FullSweep;
use super::basic_events::BasicEvents;
use super::schedule::Schedule;

/// For each target, a place and those common causes that are its singles: the pairs of other
/// common causes that make it happen, each in a lane of its own.
pub(super) fn pairs_of_common(
    schedule: &Schedule,
    faults: &BasicEvents,
    targets: &[(u32, FaultMask)],
    budget: &Budget,
) -> Result<Vec<Vec<(u32, u32)>>, BudgetExhausted> {
    let pairs: Vec<(u32, u32)> = faults.pairs_of_common().collect();
    let batches: Vec<&[(u32, u32)]> = pairs.chunks(FaultMask::LANES).collect();
    let sweep = || FullSweep::new(schedule.graph());
    let by_batch = parallel::map_with(batches.len(), sweep, |sweep, at| {
        budget.check_time()?;
        let batch = batches[at];
        let both = batch.iter().zip(0..).flat_map(|((one, other), lane)| {
            [one, other].map(|fault| (faults.place(*fault), lane))
        });
        sweep.run(both);
        let mut found = Vec::new();
        for (at, (target, singles)) in targets.iter().enumerate() {
            let is_open = |fault: u32| !singles.contains(fault as usize);
            let happened = sweep.happened(*target).iter().map(|lane| batch[lane]);
            let open = happened.filter(|(one, other)| is_open(*one) && is_open(*other));
            found.extend(open.map(|pair| (at, pair)));
        }
        Ok(found)
    });
    let mut found = vec![Vec::new(); targets.len()];
    for batch in by_batch {
        for (at, pair) in batch? {
            found[at].push(pair);
        }
    }
    Ok(found)
}

/// For each place, common causes whose pairs lead no further from there: whatever looks at
/// the place follows from them alone, or leads no further itself.
pub(super) fn leading_nowhere(
    schedule: &Schedule,
    faults: &BasicEvents,
    targets: &[u32],
) -> Vec<FaultMask> {
    if faults.common() == 0 {
        return Vec::new();
    }
    let mut sweep = FullSweep::new(schedule.graph());
    let alone = (0..faults.common()).map(|fault| (faults.place(fault), fault as usize));
    sweep.run(alone);
    let mut idle = vec![FaultMask::ALL; schedule.len()];
    for target in targets {
        idle[*target as usize] = sweep.happened(*target);
    }
    for part in (0..schedule.parts() as u32).rev() {
        for place in schedule.part(part) {
            if schedule.is_cycle(part) {
                idle[place as usize] = FaultMask::NONE;
            }
            let closed = sweep.happened(place) | idle[place as usize];
            for input in schedule.definitions().inputs(place) {
                idle[input as usize] &= closed;
            }
        }
    }
    idle
}
