use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::model::Level;

use super::super::Events;
use super::cone::{Cone, Numbers};
use super::lists::Lists;
use super::merge::merge;
use super::meter::{Budget, Meter, Spent};
use super::net::Net;
use super::pairs::Pairs;
use super::rectangles::rectangles;
use super::rows::Rows;
use super::sets::SmallSets;
use super::sweep::Sweep;

/// The minimal cut sets of one and of two faults of each target: all sets of
/// faults that bring the component to the level or worse.
///
/// `own` says for each component whether it can fail of itself; such a fault puts
/// it down. A target's own fault is left out. The budget is one target's.
pub fn small_sets(
    events: &Events,
    own: &[bool],
    targets: &[(u32, Level)],
    budget: &Budget,
) -> Vec<SmallSets> {
    sets(events, own, targets, 2, budget)
}

/// As [`small_sets`], without the pairs.
pub fn single_points(
    events: &Events,
    own: &[bool],
    targets: &[(u32, Level)],
    budget: &Budget,
) -> Vec<SmallSets> {
    sets(events, own, targets, 1, budget)
}

fn sets(
    events: &Events,
    own: &[bool],
    targets: &[(u32, Level)],
    order: u8,
    budget: &Budget,
) -> Vec<SmallSets> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let mut slots = vec![SmallSets::default(); targets.len()];
    thread::scope(|scope| {
        let work = || {
            let mut numbers = Numbers::new(events);
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(&(component, level)) = targets.get(at) else {
                    return done;
                };
                let target = Target {
                    events,
                    own,
                    component,
                    level,
                    order,
                };
                done.push((at, target.sets(&mut numbers, budget)));
            }
        };
        let workers: Vec<_> = (0..threads.min(targets.len()))
            .map(|_| scope.spawn(work))
            .collect();
        for worker in workers {
            let done = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
            for (at, sets) in done {
                slots[at] = sets;
            }
        }
    });
    slots
}

struct Target<'a> {
    events: &'a Events,
    own: &'a [bool],
    component: u32,
    level: Level,
    order: u8,
}

impl Target<'_> {
    fn sets(&self, numbers: &mut Numbers, budget: &Budget) -> SmallSets {
        let mut sets = SmallSets::default();
        let mut meter = Meter::new(budget);
        // Whatever stops the search leaves in `sets` how far it came.
        let _ = self.fill(&mut sets, numbers, &mut meter);
        sets.singles.sort_unstable();
        sets
    }

    fn fill(
        &self,
        sets: &mut SmallSets,
        numbers: &mut Numbers,
        meter: &mut Meter,
    ) -> Result<(), Spent> {
        meter.charge(1)?;
        let target = self.events.event(self.component, self.level);
        let cone = Cone::of(self.events, target, numbers);
        let certain = cone.certain.iter().skip(1);
        sets.singles = certain.filter_map(|event| self.fault(*event)).collect();
        let net = merge(&cone, |event| self.fault(event));
        drop(cone);

        let mut sweep = Sweep::new(&net);
        let mut rows = Rows::of(&net, &mut sweep, meter)?;
        for (fault, _) in rows
            .single
            .iter()
            .enumerate()
            .filter(|(_, single)| **single)
        {
            sets.singles.extend(net.members.get(fault as u32));
        }
        sets.complete = 1;
        if self.order < 2 {
            return Ok(());
        }
        if !rows.kept {
            return Err(Spent);
        }
        let alike = rows.keep_first_of_alike(meter)?;
        let mut pairs = Pairs::new(&net, &rows, &mut sweep, meter)?;
        let found = pairs.find(meter);
        let pairs = pairs.found;
        let (listed, fits) = rectangles(&pairs, &of_alike(&net, &alike), meter);
        sets.pairs = listed;
        found.and(fits)?;
        sets.complete = 2;
        Ok(())
    }

    /// The component whose own fault an event is. All events in a cone are of one
    /// level: those at a level look at those at the same level only.
    fn fault(&self, event: u32) -> Option<u32> {
        let component = self.events.component(event);
        let of_component = self.events.event(component, self.level) == event;
        (of_component && self.own[component as usize]).then_some(component)
    }
}

/// For each first of alike faults: the components of all of them.
fn of_alike(net: &Net, alike: &[u32]) -> Lists {
    let mut members = Vec::new();
    for (first, fault) in alike.iter().zip(0..) {
        members.extend(
            net.members
                .get(fault)
                .iter()
                .map(|component| (*first, *component)),
        );
    }
    Lists::of(alike.len(), members.into_iter())
}
