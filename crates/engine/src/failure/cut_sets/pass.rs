use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use jurymast_diagram::{Budget, parallel};

use super::super::FaultMask;
use super::basic_events::BasicEvents;
use super::combine::{Combiner, InputSets, VoteSets};
use super::cut_set_list::CutSetList;
use super::limits::held_sets;
use super::limits::kept_entries;
use super::schedule::Schedule;

/// The sets of a node; none where they were too many to write out.
pub(super) type KnownSets = Option<Arc<CutSetList>>;

/// Why the pass ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PassEnd {
    /// The budget is used up.
    Exhausted,
    /// More sets are held than may be at once; fewer targets may fit.
    Full,
}

/// The most sets of one node that are written out.
const MOST: usize = 1 << 15;
/// The most voters of a vote that are told apart.
const VOTERS: usize = 64;

/// The sets of a node for as long as there are readers left.
struct Slot {
    found: KnownSets,
    readers: u32,
}

struct Queue {
    /// (height, part): what most waits for in a row is taken first.
    ready: BinaryHeap<(u32, u32)>,
    open: Vec<u32>,
    left: usize,
    /// Threads that wait for a part.
    idle: usize,
    stopped: Option<PassEnd>,
}

/// One pass over a schedule, inputs first, by as many threads as there are processors: the
/// sets of each node are put together from those of its inputs, and given up once all that
/// look at it are done.
pub(super) struct BottomUpPass<'a> {
    schedule: &'a Schedule,
    faults: &'a BasicEvents,
    /// By place: common causes whose pairs are not asked for there; may be empty.
    idle: &'a [FaultMask],
    slots: Vec<Mutex<Slot>>,
    queue: Mutex<Queue>,
    ready: Condvar,
    /// Steps that are left.
    steps: AtomicU64,
    /// Sets held in all slots.
    held: AtomicUsize,
    budget: &'a Budget,
}

impl<'a> BottomUpPass<'a> {
    pub(super) fn new(
        schedule: &'a Schedule,
        (faults, idle): (&'a BasicEvents, &'a [FaultMask]),
        steps: u64,
        budget: &'a Budget,
    ) -> Self {
        Self {
            schedule,
            faults,
            idle,
            slots: slots(schedule),
            queue: Mutex::new(queue(schedule)),
            ready: Condvar::new(),
            steps: AtomicU64::new(steps),
            held: AtomicUsize::new(0),
            budget,
        }
    }

    /// The sets of each target, by place; pairs only if asked for.
    pub(super) fn run(&self, targets: &[u32], pairs: bool) -> Result<Vec<KnownSets>, PassEnd> {
        // Which part is done next, the queue says.
        parallel::workers(self.schedule.parts(), |_| {
            self.work(&mut Combiner::new(self.faults, pairs));
        });
        if let Some(stop) = locked(&self.queue).stopped {
            return Err(stop);
        }
        let found = |place: &u32| locked(&self.slots[*place as usize]).found.clone();
        Ok(targets.iter().map(found).collect())
    }

    fn work(&self, combiner: &mut Combiner<'_>) {
        let mut done = None;
        while let Some(part) = self.next(done) {
            let found = self.part(part, combiner);
            let sets: usize = found.iter().flatten().map(|found| found.len()).sum();
            self.held.fetch_add(sets, Ordering::Relaxed);
            for (place, found) in self.schedule.part(part).zip(found) {
                locked(&self.slots[place as usize]).found = found;
            }
            self.charge(combiner);
            done = Some(part);
        }
    }

    /// Gives back a part that is done and takes one that waits for nothing.
    fn next(&self, done: Option<u32>) -> Option<u32> {
        let mut queue = locked(&self.queue);
        if let Some(part) = done {
            queue.left -= 1;
            for &next in self.schedule.waiting(part) {
                let open = &mut queue.open[next as usize];
                *open -= 1;
                if *open == 0 {
                    queue.ready.push((self.schedule.height(next), next));
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

    fn charge(&self, combiner: &mut Combiner<'_>) {
        let steps = std::mem::take(&mut combiner.steps);
        let left = self.steps.fetch_sub(steps, Ordering::Relaxed);
        if left < steps || self.budget.check_time().is_err() {
            locked(&self.queue).stopped = Some(PassEnd::Exhausted);
        } else if self.held.load(Ordering::Relaxed) > held_sets(self.budget) {
            locked(&self.queue).stopped.get_or_insert(PassEnd::Full);
        }
    }

    /// The sets of each member: at once, or round after round until none changes.
    fn part(&self, part: u32, combiner: &mut Combiner<'_>) -> Vec<KnownSets> {
        let members = self.schedule.part(part);
        let many = vec![None; members.len()];
        let reads = self.schedule.reads(part);
        let read: Option<Vec<Arc<CutSetList>>> =
            reads.iter().map(|place| self.read(*place)).collect();
        let Some(read) = read else {
            return many;
        };
        let mut known = Known {
            reads,
            read,
            first: members.start,
            members: vec![Arc::default(); members.len()],
        };
        if !self.schedule.is_cycle(part) {
            let found = self.node(members.start, &known, combiner);
            for read in known.read {
                combiner.spare.give(Arc::into_inner(read));
            }
            return vec![found.map(Arc::new)];
        }
        // Sets only grow smaller and more, so rounds come to the least fixpoint.
        let graph = self.schedule.graph();
        let mut waits = vec![true; members.len()];
        while waits.contains(&true) {
            for member in members.clone() {
                let at = (member - members.start) as usize;
                if !std::mem::take(&mut waits[at]) {
                    continue;
                }
                let Some(mut found) = self.node(member, &known, combiner) else {
                    return many;
                };
                if combiner.steps > self.budget.steps() / 64 {
                    return many;
                }
                found.sort();
                let before = &mut known.members[at];
                if **before != found {
                    *before = Arc::new(found);
                    let votes = graph.counted(member).iter();
                    let owners = votes.map(|vote| graph.owner(*vote));
                    let consumers = graph.effects(member).iter().copied().chain(owners);
                    for consumer in consumers.filter(|consumer| members.contains(consumer)) {
                        waits[(consumer - members.start) as usize] = true;
                    }
                }
            }
        }
        known.members.into_iter().map(Some).collect()
    }

    /// A reader less is left.
    fn read(&self, place: u32) -> KnownSets {
        let mut slot = locked(&self.slots[place as usize]);
        slot.readers -= 1;
        if slot.readers > 0 {
            return slot.found.clone();
        }
        let found = slot.found.take();
        let sets = found.as_ref().map_or(0, |found| found.len());
        self.held.fetch_sub(sets, Ordering::Relaxed);
        found
    }

    fn node(&self, place: u32, known: &Known, combiner: &mut Combiner<'_>) -> Option<CutSetList> {
        let definitions = self.schedule.definitions();
        let found = |input: &u32| known.get(*input);
        let idle = self.idle.get(place as usize).copied();
        let idle = idle.into_iter().flat_map(FaultMask::iter);
        let idle: Vec<u32> = idle
            .map(|fault| fault as u32)
            .take_while(|fault| self.faults.is_common(*fault))
            .collect();
        let mut inputs = InputSets {
            own: self.faults.of_place(place),
            idle: &idle,
            causes: definitions.causes(place).iter().map(found).collect(),
            votes: Vec::new(),
        };
        for vote in definitions.votes(place) {
            if vote.voters.len() > VOTERS {
                return None;
            }
            let voters: Vec<&CutSetList> = vote.voters.iter().map(found).collect();
            let most = voters.iter().map(|voter| voter.singles().len()).max();
            // Products are bounded before they are written out.
            if most.unwrap_or(0).pow(2) > 64 * MOST {
                return None;
            }
            inputs.votes.push(VoteSets {
                needed: vote.needed,
                voters,
            });
        }
        let found = combiner.combine(&inputs);
        (found.len() <= MOST.min(kept_entries(self.budget))).then_some(found)
    }
}

fn slots(schedule: &Schedule) -> Vec<Mutex<Slot>> {
    let slot = |readers: &u32| {
        Mutex::new(Slot {
            found: None,
            readers: *readers,
        })
    };
    schedule.readers().iter().map(slot).collect()
}

fn queue(schedule: &Schedule) -> Queue {
    let parts = 0..schedule.parts() as u32;
    Queue {
        ready: parts
            .filter(|part| schedule.open()[*part as usize] == 0)
            .map(|part| (schedule.height(part), part))
            .collect(),
        open: schedule.open().to_vec(),
        left: schedule.parts(),
        idle: 0,
        stopped: None,
    }
}

/// What the nodes of a part can see.
struct Known {
    /// Places, in order.
    reads: Vec<u32>,
    read: Vec<Arc<CutSetList>>,
    /// The place of the first member.
    first: u32,
    members: Vec<Arc<CutSetList>>,
}

impl Known {
    fn get(&self, place: u32) -> &CutSetList {
        match self.reads.binary_search(&place) {
            Ok(at) => &self.read[at],
            Err(_) => &self.members[(place - self.first) as usize],
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
