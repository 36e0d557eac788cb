use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use super::super::Events;
use super::compose::{Composed, Composer, Inputs, VoteInputs};
use super::found::{Found, Gather};
use super::knots::knots;
use super::lists::Lists;
use super::meter::Budget;
use super::ways::Ways;

/// The reasons of an event; none where they were too many to write out.
type Reasons = Option<Arc<[u32]>>;

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
) -> Result<Vec<Option<Found>>, Stop> {
    let plan = Plan::of(events, targets);
    let work = Work {
        events,
        fault,
        plan: &plan,
        slots: plan.slots(),
        ways: (0..events.vote_count()).map(|_| OnceLock::new()).collect(),
        queue: Mutex::new(plan.queue()),
        ready: Condvar::new(),
        steps: AtomicU64::new(budget.words.saturating_mul(targets.len() as u64) / 4),
        held: AtomicUsize::new(0),
        budget,
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(plan.parts.len()))
            .map(|_| {
                let mut composer = Composer::new(events.components(), events.vote_count(), pairs);
                let work = &work;
                scope.spawn(move || work.run(&mut composer))
            })
            .collect();
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    if let Some(stop) = held(&work.queue).stopped {
        return Err(stop);
    }
    let mut gather = Gather::new(events.components());
    let found = |target: &u32| {
        let reasons = held(&work.slots[plan.local[target] as usize])
            .reasons
            .clone();
        gather.found(
            &reasons?,
            |reason| work.known(reason),
            MOST.min(budget.kept),
        )
    };
    Ok(targets.iter().map(found).collect())
}

/// Why the pass ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Spent,
    Full,
}

/// The most reasons of an event, ways of a vote, and pairs of a target that are
/// written out.
const MOST: usize = 1 << 15;
static NONE: Ways = Ways::none();
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
                reasons: None,
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

/// The reasons of an event for as long as there are readers left.
struct Slot {
    reasons: Reasons,
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
    /// Of each vote, once its event is done.
    ways: Vec<OnceLock<Ways>>,
    queue: Mutex<Queue>,
    ready: Condvar,
    /// Steps that are left.
    steps: AtomicU64,
    /// Reasons and ways held.
    held: AtomicUsize,
    budget: &'a Budget,
}

impl<F: Fn(u32) -> Option<u32>> Work<'_, F> {
    fn run(&self, composer: &mut Composer) {
        while let Some(part) = self.take() {
            let members = self.plan.parts.get(part);
            let found = self.part(members, composer);
            for (member, composed) in members.iter().zip(found) {
                let Some(Composed { reasons, ways }) = composed else {
                    continue;
                };
                let ways_held: usize = ways.iter().map(Ways::len).sum();
                self.held
                    .fetch_add(reasons.len() + ways_held, Ordering::Relaxed);
                let votes = self.events.vote_numbers(self.plan.events[*member as usize]);
                for (vote, ways) in votes.zip(ways) {
                    let _ = self.ways[vote as usize].set(ways);
                }
                held(&self.slots[*member as usize]).reasons = Some(reasons.into());
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

    /// Each member put together: at once, or round after round until none changes.
    fn part(&self, members: &[u32], composer: &mut Composer) -> Vec<Option<Composed>> {
        let mut known = self.inputs(members);
        let many = vec![None; members.len()];
        if known.values().any(Option::is_none) {
            return many;
        }
        if let [one] = members
            && !known.contains_key(one)
        {
            let composed = self.event(*one, &known, composer, |reason| self.known(reason));
            return vec![composed];
        }
        let steps = composer.steps;
        let spent = |composer: &Composer| composer.steps - steps > self.budget.words / 64;
        // Reasons first: with them settled, ways only ever grow.
        let mut changed = true;
        while changed {
            changed = false;
            for member in members {
                let of_member = self.event(*member, &known, composer, |_| &NONE);
                let Some(Composed { mut reasons, .. }) = of_member else {
                    return many;
                };
                if spent(composer) {
                    return many;
                }
                reasons.sort_unstable();
                if known
                    .get(member)
                    .is_some_and(|last| last.as_deref() != Some(&reasons))
                {
                    known.insert(*member, Some(reasons.into()));
                    changed = true;
                }
            }
        }
        let mut all: Vec<Composed> = vec![Composed::default(); members.len()];
        let mut drafts: HashMap<u32, Ways> = HashMap::new();
        changed = true;
        while changed {
            changed = false;
            for (member, last) in members.iter().zip(&mut all) {
                let ways = |reason| drafts.get(&reason).unwrap_or_else(|| self.known(reason));
                let Some(composed) = self.event(*member, &known, composer, ways) else {
                    return many;
                };
                if spent(composer) {
                    return many;
                }
                changed |= composed.ways != last.ways;
                let event = self.plan.events[*member as usize];
                for (vote, ways) in self.events.vote_numbers(event).zip(&composed.ways) {
                    drafts.insert(self.reason(vote), ways.clone());
                }
                *last = composed;
            }
        }
        all.into_iter().map(Some).collect()
    }

    /// A vote as a reason: after all components.
    fn reason(&self, vote: u32) -> u32 {
        self.events.components() as u32 + vote
    }

    /// The ways of a reason that is a vote; none before it was looked at.
    fn known(&self, reason: u32) -> &Ways {
        let vote = reason as usize - self.events.components();
        self.ways[vote].get().unwrap_or(&NONE)
    }

    /// What is read, by local number; a reader less is left of each. Members that
    /// are read begin with no reasons.
    fn inputs(&self, members: &[u32]) -> HashMap<u32, Reasons> {
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
                        let reasons = slot.reasons.take();
                        let len = reasons.as_ref().map_or(0, |reasons| reasons.len());
                        self.held.fetch_sub(len, Ordering::Relaxed);
                        reasons
                    } else {
                        slot.reasons.clone()
                    }
                });
            }
        }
        known
    }

    fn event<'a>(
        &self,
        member: u32,
        known: &HashMap<u32, Reasons>,
        composer: &mut Composer,
        ways: impl Fn(u32) -> &'a Ways,
    ) -> Option<Composed> {
        let event = self.plan.events[member as usize];
        let reasons = |input: &u32| known[&self.plan.local[input]].as_deref();
        let mut inputs = Inputs {
            own: (self.fault)(event),
            causes: Vec::new(),
            votes: Vec::new(),
        };
        for cause in self.events.causes(event) {
            inputs.causes.push(reasons(cause)?);
        }
        let votes = self.events.votes(event);
        for (number, vote) in self.events.vote_numbers(event).zip(votes) {
            if vote.voters.len() > VOTERS {
                return None;
            }
            let voters: Option<Vec<&[u32]>> = vote.voters.iter().map(reasons).collect();
            inputs.votes.push(VoteInputs {
                reason: self.reason(number),
                needed: vote.needed,
                voters: voters?,
            });
        }
        let composed = composer.compose(&inputs, ways);
        let most = MOST.min(self.budget.kept);
        let fits =
            composed.reasons.len() <= most && composed.ways.iter().all(|ways| ways.len() <= most);
        fits.then_some(composed)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
