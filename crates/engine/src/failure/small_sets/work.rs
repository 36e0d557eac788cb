use std::collections::BinaryHeap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::super::lists::Lists;
use super::compose::{Composer, Inputs, Vote};
use super::faults::Faults;
use super::found::Found;
use super::lanes::Lanes;
use super::meter::Budget;
use super::order::Order;

/// The sets of an event; none where they were too many to write out.
pub(super) type Outcome = Option<Arc<Found>>;

/// Why the pass ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Spent,
    Full,
}

/// The most sets of one event that are written out.
const MOST: usize = 1 << 15;
/// The most voters of a vote that are told apart.
const VOTERS: usize = 64;

/// The sets of an event for as long as there are readers left.
struct Slot {
    found: Outcome,
    readers: u32,
}

struct Queue {
    /// (height, part): what most waits for in a row is taken first.
    ready: BinaryHeap<(u32, u32)>,
    open: Vec<u32>,
    left: usize,
    /// Threads that wait for a part.
    idle: usize,
    stopped: Option<Stop>,
}

/// One pass over all events, by as many threads as there are processors.
pub(super) struct Work<'a> {
    order: &'a Order,
    faults: &'a Faults,
    /// By place: wide faults whose pairs are not asked for there; may be empty.
    idle: &'a [Lanes],
    slots: Vec<Mutex<Slot>>,
    queue: Mutex<Queue>,
    ready: Condvar,
    /// Steps that are left.
    steps: AtomicU64,
    /// Sets held in all slots.
    held: AtomicUsize,
    budget: &'a Budget,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        order: &'a Order,
        (faults, idle): (&'a Faults, &'a [Lanes]),
        steps: u64,
        budget: &'a Budget,
    ) -> Self {
        Self {
            order,
            faults,
            idle,
            slots: slots(order),
            queue: Mutex::new(queue(order)),
            ready: Condvar::new(),
            steps: AtomicU64::new(steps),
            held: AtomicUsize::new(0),
            budget,
        }
    }

    /// The sets of each target, by place; pairs only if asked for.
    pub(super) fn run(&self, targets: &[u32], pairs: bool) -> Result<Vec<Outcome>, Stop> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads.min(self.order.parts()))
                .map(|_| scope.spawn(|| self.compose(&mut Composer::new(self.faults, pairs))))
                .collect();
            for worker in workers {
                worker.join().unwrap_or_else(|panic| resume_unwind(panic));
            }
        });
        if let Some(stop) = held(&self.queue).stopped {
            return Err(stop);
        }
        let found = |place: &u32| held(&self.slots[*place as usize]).found.clone();
        Ok(targets.iter().map(found).collect())
    }

    fn compose(&self, composer: &mut Composer<'_>) {
        let mut done = None;
        while let Some(part) = self.next(done) {
            let found = self.part(part, composer);
            let sets: usize = found.iter().flatten().map(|found| found.len()).sum();
            self.held.fetch_add(sets, Ordering::Relaxed);
            for (place, found) in self.order.part(part).zip(found) {
                held(&self.slots[place as usize]).found = found;
            }
            self.charge(composer);
            done = Some(part);
        }
    }

    /// Gives back a part that is done and takes one that waits for nothing.
    fn next(&self, done: Option<u32>) -> Option<u32> {
        let mut queue = held(&self.queue);
        if let Some(part) = done {
            queue.left -= 1;
            for &next in self.order.waiting(part) {
                let open = &mut queue.open[next as usize];
                *open -= 1;
                if *open == 0 {
                    queue.ready.push((self.order.height(next), next));
                }
            }
        }
        loop {
            if queue.left == 0 || queue.stopped.is_some() {
                self.ready.notify_all();
                return None;
            }
            if let Some((_, part)) = queue.ready.pop() {
                if queue.idle > 0 && !queue.ready.is_empty() {
                    self.ready.notify_one();
                }
                return Some(part);
            }
            queue.idle += 1;
            queue = self
                .ready
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }

    fn charge(&self, composer: &mut Composer<'_>) {
        let steps = std::mem::take(&mut composer.steps);
        let left = self.steps.fetch_sub(steps, Ordering::Relaxed);
        let late = self
            .budget
            .deadline
            .is_some_and(|end| Instant::now() >= end);
        if left < steps || late {
            held(&self.queue).stopped = Some(Stop::Spent);
        } else if self.held.load(Ordering::Relaxed) > self.budget.held {
            held(&self.queue).stopped.get_or_insert(Stop::Full);
        }
    }

    /// The sets of each member: at once, or round after round until none changes.
    fn part(&self, part: u32, composer: &mut Composer<'_>) -> Vec<Outcome> {
        let members = self.order.part(part);
        let many = vec![None; members.len()];
        let reads = self.order.reads(part);
        let read: Option<Vec<Arc<Found>>> = reads.iter().map(|place| self.read(*place)).collect();
        let Some(read) = read else {
            return many;
        };
        let mut known = Known {
            reads,
            read,
            first: members.start,
            members: vec![Arc::default(); members.len()],
        };
        if self.order.is_plain(part) {
            let found = self.event(members.start, &known, composer);
            for read in known.read {
                composer.spare.give(Arc::into_inner(read));
            }
            return vec![found.map(Arc::new)];
        }
        // Inputs come late in a cycle: read backwards, most is right at once.
        let inside = members.clone().flat_map(|member| {
            let inputs = self.order.inputs(member);
            let inputs = inputs.filter(|input| members.contains(input));
            inputs.map(move |input| (input, member))
        });
        let inside: Vec<(u32, u32)> = inside
            .map(|(input, member)| (input - members.start, member))
            .collect();
        let consumers = Lists::of(members.len(), inside.iter().copied());
        let mut waits = vec![true; members.len()];
        while waits.contains(&true) {
            for member in members.clone().rev() {
                let at = member - members.start;
                if !std::mem::take(&mut waits[at as usize]) {
                    continue;
                }
                let Some(mut found) = self.event(member, &known, composer) else {
                    return many;
                };
                if composer.steps > self.budget.words / 64 {
                    return many;
                }
                found.sort();
                let before = &mut known.members[at as usize];
                if **before != found {
                    *before = Arc::new(found);
                    for consumer in consumers.get(at) {
                        waits[(consumer - members.start) as usize] = true;
                    }
                }
            }
        }
        known.members.into_iter().map(Some).collect()
    }

    /// A reader less is left.
    fn read(&self, place: u32) -> Outcome {
        let mut slot = held(&self.slots[place as usize]);
        slot.readers -= 1;
        if slot.readers > 0 {
            return slot.found.clone();
        }
        let found = slot.found.take();
        let sets = found.as_ref().map_or(0, |found| found.len());
        self.held.fetch_sub(sets, Ordering::Relaxed);
        found
    }

    fn event(&self, place: u32, known: &Known, composer: &mut Composer<'_>) -> Option<Found> {
        let found = |input: &u32| known.get(*input);
        let idle = self
            .idle
            .get(place as usize)
            .into_iter()
            .flat_map(Lanes::iter);
        let idle: Vec<u32> = idle
            .map(|fault| fault as u32)
            .take_while(|fault| self.faults.is_wide(*fault))
            .collect();
        let mut inputs = Inputs {
            own: self.faults.of_place(place),
            idle: &idle,
            causes: self.order.causes(place).iter().map(found).collect(),
            votes: Vec::new(),
        };
        for (needed, voters) in self.order.votes(place) {
            if voters.len() > VOTERS {
                return None;
            }
            let voters: Vec<&Found> = voters.iter().map(found).collect();
            let most = voters.iter().map(|voter| voter.singles().len()).max();
            // Products are bounded before they are written out.
            if most.unwrap_or(0).pow(2) > 64 * MOST {
                return None;
            }
            inputs.votes.push(Vote { needed, voters });
        }
        let found = composer.compose(&inputs);
        (found.len() <= MOST.min(self.budget.kept)).then_some(found)
    }
}

fn slots(order: &Order) -> Vec<Mutex<Slot>> {
    let slot = |readers: &u32| {
        Mutex::new(Slot {
            found: None,
            readers: *readers,
        })
    };
    order.readers().iter().map(slot).collect()
}

fn queue(order: &Order) -> Queue {
    let parts = 0..order.parts() as u32;
    Queue {
        ready: parts
            .filter(|part| order.open()[*part as usize] == 0)
            .map(|part| (order.height(part), part))
            .collect(),
        open: order.open().to_vec(),
        left: order.parts(),
        idle: 0,
        stopped: None,
    }
}

/// What the events of a part can see.
struct Known {
    /// Places, in order.
    reads: Vec<u32>,
    read: Vec<Arc<Found>>,
    /// The place of the first member.
    first: u32,
    members: Vec<Arc<Found>>,
}

impl Known {
    fn get(&self, place: u32) -> &Found {
        match self.reads.binary_search(&place) {
            Ok(at) => &self.read[at],
            Err(_) => &self.members[(place - self.first) as usize],
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
