use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::super::Events;
use super::super::lists::Lists;
use super::compose::{Composer, Inputs};
use super::found::Found;
use super::knots::knots;
use super::meter::Budget;

/// The sets of an event; none where they were too many to write out.
pub(super) type Outcome = Option<Arc<Found>>;

/// Finds the sets of all targets in one pass from the inputs up, each event once
/// however many targets lean on it.
///
/// `fault` gives the component whose own fault an event is, if it has one. None
/// where the whole pass costs more than the budget of its targets; which events
/// have too many sets depends on the events alone. [`Stop::Full`] where they are too
/// many together: fewer targets may fit.
pub(super) fn upward(
    events: &Events,
    fault: impl Fn(u32) -> Option<u32> + Sync,
    targets: &[u32],
    pairs: bool,
    budget: &Budget,
) -> Result<Vec<Outcome>, Stop> {
    let plan = Plan::of(events, targets);
    let work = Work {
        events,
        fault,
        plan: &plan,
        slots: plan.slots(),
        queue: Mutex::new(plan.queue()),
        ready: Condvar::new(),
        steps: AtomicU64::new(budget.words.saturating_mul(targets.len() as u64) / 4),
        held: AtomicUsize::new(0),
        budget,
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(plan.parts.len()))
            .map(|_| scope.spawn(|| work.run(&mut Composer::new(events.components(), pairs))))
            .collect();
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    if let Some(stop) = held(&work.queue).stopped {
        return Err(stop);
    }
    let outcome = |target: &u32| held(&work.slots[plan.local[target] as usize]).found.clone();
    Ok(targets.iter().map(outcome).collect())
}

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

/// What the targets lean on, cut into parts that can be done one after the other.
struct Plan {
    local: HashMap<u32, u32>,
    events: Vec<u32>,
    /// Local numbers; a part of several is a cycle.
    parts: Lists,
    part_of: Vec<u32>,
    /// For each part: those that wait for it.
    waiting: Lists,
    /// For each part: how many it waits for.
    open: Vec<u32>,
    /// For each event: how many parts read it, the answer counted as one.
    readers: Vec<u32>,
}

impl Plan {
    fn of(events: &Events, targets: &[u32]) -> Self {
        let mut local = HashMap::new();
        let mut reached = Vec::new();
        for &target in targets {
            local.entry(target).or_insert_with(|| {
                reached.push(target);
                reached.len() as u32 - 1
            });
        }
        let mut readers = vec![1; reached.len()];
        let mut edges = Vec::new();
        let mut at = 0;
        while let Some(&event) = reached.get(at) {
            for input in events.inputs(event) {
                let input = *local.entry(input).or_insert_with(|| {
                    reached.push(input);
                    reached.len() as u32 - 1
                });
                edges.push((at as u32, input));
            }
            at += 1;
        }
        let inputs = Lists::of(reached.len(), edges.iter().copied());
        let parts = knots(&inputs);
        let mut part_of = vec![0; reached.len()];
        for (part, members) in (0u32..).zip(parts.iter()) {
            for member in members {
                part_of[*member as usize] = part;
            }
        }
        readers.resize(reached.len(), 0);
        let mut reads: Vec<(u32, u32)> = edges
            .iter()
            .map(|(event, input)| (part_of[*event as usize], *input))
            .filter(|(part, input)| part_of[*input as usize] != *part)
            .collect();
        reads.sort_unstable();
        reads.dedup();
        for (_, input) in &reads {
            readers[*input as usize] += 1;
        }
        let mut waits: Vec<(u32, u32)> = reads
            .iter()
            .map(|(part, input)| (part_of[*input as usize], *part))
            .collect();
        waits.sort_unstable();
        waits.dedup();
        let mut open = vec![0; parts.len()];
        for (_, part) in &waits {
            open[*part as usize] += 1;
        }
        Self {
            local,
            events: reached,
            waiting: Lists::of(parts.len(), waits.iter().copied()),
            parts,
            part_of,
            open,
            readers,
        }
    }

    fn slots(&self) -> Vec<Mutex<Slot>> {
        let slot = |readers: &u32| {
            Mutex::new(Slot {
                found: None,
                readers: *readers,
            })
        };
        self.readers.iter().map(slot).collect()
    }

    fn queue(&self) -> Queue {
        let parts = 0..self.parts.len() as u32;
        Queue {
            ready: parts
                .filter(|part| self.open[*part as usize] == 0)
                .collect(),
            open: self.open.clone(),
            left: self.parts.len(),
            stopped: None,
        }
    }
}

/// The sets of an event for as long as there are readers left.
struct Slot {
    found: Outcome,
    readers: u32,
}

struct Queue {
    /// The last is taken first: what was just found is read soon and let go.
    ready: Vec<u32>,
    open: Vec<u32>,
    left: usize,
    stopped: Option<Stop>,
}

struct Work<'a, F> {
    events: &'a Events,
    fault: F,
    plan: &'a Plan,
    slots: Vec<Mutex<Slot>>,
    queue: Mutex<Queue>,
    ready: Condvar,
    /// Steps that are left.
    steps: AtomicU64,
    /// Sets held in all slots.
    held: AtomicUsize,
    budget: &'a Budget,
}

impl<F: Fn(u32) -> Option<u32>> Work<'_, F> {
    fn run(&self, composer: &mut Composer) {
        while let Some(part) = self.take() {
            let members = self.plan.parts.get(part);
            let found = self.part(members, composer);
            let sets: usize = found.iter().flatten().map(|found| found.len()).sum();
            self.held.fetch_add(sets, Ordering::Relaxed);
            for (member, found) in members.iter().zip(found) {
                held(&self.slots[*member as usize]).found = found;
            }
            self.charge(composer);
            self.done(part);
        }
    }

    fn take(&self) -> Option<u32> {
        let mut queue = held(&self.queue);
        loop {
            if queue.left == 0 || queue.stopped.is_some() {
                return None;
            }
            if let Some(part) = queue.ready.pop() {
                return Some(part);
            }
            queue = self
                .ready
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, part: u32) {
        let mut queue = held(&self.queue);
        queue.left -= 1;
        for &next in self.plan.waiting.get(part) {
            let open = &mut queue.open[next as usize];
            *open -= 1;
            if *open == 0 {
                queue.ready.push(next);
            }
        }
        drop(queue);
        self.ready.notify_all();
    }

    fn charge(&self, composer: &mut Composer) {
        let steps = std::mem::take(&mut composer.steps);
        let left = self.steps.fetch_sub(steps, Ordering::Relaxed);
        let late = self
            .budget
            .deadline
            .is_some_and(|end| std::time::Instant::now() >= end);
        if left < steps || late {
            held(&self.queue).stopped = Some(Stop::Spent);
        } else if self.held.load(Ordering::Relaxed) > self.budget.held {
            held(&self.queue).stopped.get_or_insert(Stop::Full);
        }
    }

    /// The sets of each member: at once, or round after round until none changes.
    fn part(&self, members: &[u32], composer: &mut Composer) -> Vec<Outcome> {
        let mut known = self.inputs(members);
        let many = vec![None; members.len()];
        if known.values().any(Option::is_none) {
            return many;
        }
        if let [one] = members
            && !known.contains_key(one)
        {
            return vec![self.event(*one, &known, composer)];
        }
        let mut spent = 0;
        loop {
            let mut changed = false;
            for member in members {
                let found = self.event(*member, &known, composer);
                spent = spent.max(composer.steps);
                let Some(found) = found else {
                    return many;
                };
                if spent > self.budget.words / 64 {
                    return many;
                }
                let before = known.insert(*member, Some(found.clone())).flatten();
                changed |= before.is_none_or(|before| before != found);
            }
            if !changed {
                let mut found = |member: &u32| known.remove(member).flatten();
                return members.iter().map(&mut found).collect();
            }
        }
    }

    /// What is read, by local number; a reader less is left of each. Members that
    /// are read begin with no sets.
    fn inputs(&self, members: &[u32]) -> HashMap<u32, Outcome> {
        let mut known = HashMap::new();
        let part = self.plan.part_of[members[0] as usize];
        for member in members {
            for input in self.events.inputs(self.plan.events[*member as usize]) {
                let input = self.plan.local[&input];
                known.entry(input).or_insert_with(|| {
                    if self.plan.part_of[input as usize] == part {
                        return Some(Arc::default());
                    }
                    let mut slot = held(&self.slots[input as usize]);
                    slot.readers -= 1;
                    if slot.readers == 0 {
                        let found = slot.found.take();
                        let sets = found.as_ref().map_or(0, |found| found.len());
                        self.held.fetch_sub(sets, Ordering::Relaxed);
                        found
                    } else {
                        slot.found.clone()
                    }
                });
            }
        }
        known
    }

    fn event(
        &self,
        member: u32,
        known: &HashMap<u32, Outcome>,
        composer: &mut Composer,
    ) -> Outcome {
        let event = self.plan.events[member as usize];
        let found = |input: &u32| known[&self.plan.local[input]].as_deref();
        let mut inputs = Inputs {
            own: (self.fault)(event),
            causes: Vec::new(),
            votes: Vec::new(),
        };
        for cause in self.events.causes(event) {
            inputs.causes.push(found(cause)?);
        }
        for vote in self.events.votes(event) {
            if vote.voters.len() > VOTERS {
                return None;
            }
            let voters: Option<Vec<&Found>> = vote.voters.iter().map(found).collect();
            inputs.votes.push((vote.needed, voters?));
        }
        let product = |voters: &Vec<&Found>| {
            let most = voters.iter().map(|voter| voter.singles.len()).max();
            most.unwrap_or(0).pow(2)
        };
        // Products are bounded before they are written out.
        if inputs
            .votes
            .iter()
            .any(|(_, voters)| product(voters) > 64 * MOST)
        {
            return None;
        }
        let found = composer.compose(&inputs);
        (found.len() <= MOST.min(self.budget.kept)).then(|| Arc::new(found))
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
