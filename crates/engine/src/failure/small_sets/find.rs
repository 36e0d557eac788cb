use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use jurymast_plan::model::Level;

use super::super::Events;
use super::super::lists::Lists;
use super::cone::{Cone, Numbers};
use super::merge::merge;
use super::meter::{Budget, Meter, Spent};
use super::net::Net;
use super::pairs::Pairs;
use super::rectangles::rectangles;
use super::rows::Rows;
use super::sets::SmallSets;
use super::sweep::Sweep;
use super::upward::{Answer, upward};
use super::work::Stop;

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
    let mut slots = vec![None; targets.len()];
    for level in [Level::Down, Level::Degraded] {
        let is_at = |at: &usize| (targets[*at].1 == Level::Down) == (level == Level::Down);
        let asked: Vec<usize> = (0..targets.len()).filter(is_at).collect();
        let asked: (&[usize], Level) = (&asked, level);
        together((events, own), targets, asked, order, budget, &mut slots);
    }
    let left: Vec<usize> = (0..targets.len())
        .filter(|at| slots[*at].is_none())
        .collect();
    let still: Vec<(u32, Level)> = left.iter().map(|at| targets[*at]).collect();
    let alone = one_by_one(events, own, &still, order, budget);
    for (at, sets) in left.into_iter().zip(alone) {
        slots[at] = Some(sets);
    }
    slots.into_iter().map(Option::unwrap_or_default).collect()
}

/// The sets of each target from its own cone, however many they are.
pub(super) fn one_by_one(
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

/// Fills the slots of the asked targets, all at one level, whose sets one pass over
/// all of them can write out; those that do not fit together go in halves.
fn together(
    (events, own): (&Events, &[bool]),
    targets: &[(u32, Level)],
    (asked, level): (&[usize], Level),
    order: u8,
    budget: &Budget,
    slots: &mut [Option<SmallSets>],
) {
    if asked.is_empty() {
        return;
    }
    let goal = |at: &usize| events.event(targets[*at].0, level);
    let goals: Vec<u32> = asked.iter().map(goal).collect();
    let is_fault = |event| fault(events, own, level, event).is_some();
    match upward(events, is_fault, &goals, order > 1, budget) {
        Ok(found) => {
            for (at, found) in asked.iter().zip(found) {
                let sets = found.map(|found| of_answer(&found, targets[*at].0, order, budget));
                slots[*at] = sets.flatten();
            }
        }
        Err(Stop::Full) if asked.len() > 1 => {
            let (first, second) = asked.split_at(asked.len() / 2);
            for half in [first, second] {
                together((events, own), targets, (half, level), order, budget, slots);
            }
        }
        Err(_) => {}
    }
}

/// None where the rectangles are more than may be kept.
fn of_answer(found: &Answer, target: u32, order: u8, budget: &Budget) -> Option<SmallSets> {
    let without = |component: &u32| *component != target;
    let mut components: Vec<u32> = Vec::new();
    let both = || {
        let pairs = found.pairs.iter();
        pairs.filter(|(one, other)| without(one) && without(other))
    };
    components.extend(both().flat_map(|(one, other)| [*one, *other]));
    components.sort_unstable();
    components.dedup();
    let local = |component: &u32| components.binary_search(component).unwrap_or_default() as u32;
    let pairs: Vec<(u32, u32)> = both()
        .map(|(one, other)| (local(one), local(other)))
        .collect();
    let members = Lists::of(components.len(), (0..).zip(components.iter().copied()));
    let (listed, fits) = rectangles(&pairs, &members, &Meter::new(budget));
    fits.ok()?;
    Some(SmallSets {
        singles: found.singles.iter().copied().filter(without).collect(),
        pairs: listed,
        complete: order,
    })
}

/// The component whose own fault an event is. All events in a cone are of one
/// level: those at a level look at those at the same level only.
fn fault(events: &Events, own: &[bool], level: Level, event: u32) -> Option<u32> {
    let component = events.component(event);
    let of_component = events.event(component, level) == event;
    (of_component && own[component as usize]).then_some(component)
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

    fn fault(&self, event: u32) -> Option<u32> {
        fault(self.events, self.own, self.level, event)
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
