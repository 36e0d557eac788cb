use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::{Machine, Note, Overload, Said, Scenario, Symptoms};

/// Everything that changes while a scenario runs.
#[derive(Debug)]
pub(super) struct State<'a> {
    pub(super) machine: &'a Machine,
    pub(super) scenario: Scenario,
    /// All that the faults of the scenario can show.
    pub(super) sayable: Symptoms,
    pub(super) now: Duration,
    pub(super) level: Vec<Level>,
    /// The level by the faults that are on.
    pub(super) forced: Vec<Level>,
    /// When a restart under way ends.
    pub(super) restart_ends: Vec<Option<Duration>>,
    /// The share of its load that a component with a limit serves.
    pub(super) share: Vec<f64>,
    pub(super) needs: Vec<NeedState>,
    /// For each requirement the fallback in use; `None`: the primary.
    pub(super) using: Vec<Option<usize>>,
    /// What callers of a component saw before its restart under way.
    pub(super) kept: Vec<Symptoms>,
    pub(super) settled: Settled,
    /// Components that are not up.
    pub(super) affected: BTreeSet<u32>,
    /// Components to look at again, by second.
    pub(super) agenda: BTreeMap<Duration, Vec<u32>>,
    /// Looked at in this second.
    pub(super) touched: BTreeSet<u32>,
    /// Looked at since the start.
    pub(super) walked: Vec<u32>,
    /// Raised in this second, and the level before.
    pub(super) raised: Vec<(u32, Level)>,
    /// Restarts that a fall in this second broke off, and when they would end.
    pub(super) broken_off: Vec<(u32, Duration)>,
    /// Requirements whose primary came back in this second, as they were before.
    pub(super) came_back: BTreeMap<usize, (Option<usize>, NeedState)>,
    /// Requirements with a trigger that waits for another symptom.
    pub(super) waiting: BTreeSet<usize>,
    pub(super) notes: Vec<Note>,
    /// For each target the moment at which least of its load was served.
    pub(super) overloads: BTreeMap<u32, (f64, Overload)>,
}

/// How the second before left things.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) level: Vec<Level>,
    pub(super) forced: Vec<Level>,
    pub(super) restart_ends: Vec<Option<Duration>>,
    pub(super) share: Vec<f64>,
    pub(super) using: Vec<Option<usize>>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct NeedState {
    pub(super) lost: bool,
    pub(super) home_since: Option<Duration>,
    pub(super) moves: u8,
    /// For each fallback: since when it is called, whether it was turned to since
    /// the loss, whether it was said that it is of no use.
    pub(super) calls: Vec<Call>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Call {
    pub(super) since: Option<Duration>,
    pub(super) tried: bool,
    pub(super) said: bool,
}

impl<'a> State<'a> {
    pub(super) fn new(machine: &'a Machine) -> Self {
        let parts = machine.len();
        let needs = machine.needs.iter().map(|need| NeedState {
            calls: vec![Call::default(); need.standbys.len()],
            ..NeedState::default()
        });
        Self {
            machine,
            scenario: Scenario::default(),
            sayable: Symptoms::default(),
            now: Duration::ZERO,
            level: vec![Level::Up; parts],
            forced: vec![Level::Up; parts],
            restart_ends: vec![None; parts],
            share: vec![1.0; parts],
            needs: needs.collect(),
            using: vec![None; machine.needs.len()],
            kept: vec![Symptoms::default(); parts],
            settled: Settled {
                level: vec![Level::Up; parts],
                forced: vec![Level::Up; parts],
                restart_ends: vec![None; parts],
                share: vec![1.0; parts],
                using: vec![None; machine.needs.len()],
            },
            affected: BTreeSet::new(),
            agenda: BTreeMap::new(),
            touched: BTreeSet::new(),
            walked: Vec::new(),
            raised: Vec::new(),
            broken_off: Vec::new(),
            came_back: BTreeMap::new(),
            waiting: BTreeSet::new(),
            notes: Vec::new(),
            overloads: BTreeMap::new(),
        }
    }

    /// As if nothing had happened: undoes what was walked, and nothing else.
    pub(super) fn rewind(&mut self) {
        for part in std::mem::take(&mut self.walked) {
            let at = part as usize;
            self.level[at] = Level::Up;
            self.forced[at] = Level::Up;
            self.restart_ends[at] = None;
            self.settled.level[at] = Level::Up;
            self.settled.forced[at] = Level::Up;
            self.settled.restart_ends[at] = None;
            let part = &self.machine.parts[at];
            self.using[part.first_need..part.end_need].fill(None);
            self.settled.using[part.first_need..part.end_need].fill(None);
            for need in &mut self.needs[part.first_need..part.end_need] {
                let mut calls = std::mem::take(&mut need.calls);
                calls.fill(Call::default());
                *need = NeedState {
                    calls,
                    ..NeedState::default()
                };
            }
        }
        for part in &self.machine.limited {
            self.share[*part as usize] = 1.0;
            self.settled.share[*part as usize] = 1.0;
        }
        self.affected.clear();
        self.waiting.clear();
    }

    /// Keeps how this second leaves what was looked at.
    pub(super) fn settle(&mut self) {
        for part in &self.touched {
            let at = *part as usize;
            self.settled.level[at] = self.level[at];
            self.settled.forced[at] = self.forced[at];
            self.settled.restart_ends[at] = self.restart_ends[at];
            let part = &self.machine.parts[at];
            let needs = part.first_need..part.end_need;
            self.settled.using[needs.clone()].copy_from_slice(&self.using[needs]);
        }
        for part in &self.machine.limited {
            self.settled.share[*part as usize] = self.share[*part as usize];
        }
        self.raised.clear();
        self.broken_off.clear();
        self.came_back.clear();
    }

    /// Asks about the second before.
    pub(super) fn before<T>(&mut self, ask: impl FnOnce(&Self) -> T) -> T {
        self.swap_settled();
        let now = self.now;
        self.now = now.saturating_sub(Duration::from_seconds(1));
        let answer = ask(self);
        self.now = now;
        self.swap_settled();
        answer
    }

    fn swap_settled(&mut self) {
        std::mem::swap(&mut self.level, &mut self.settled.level);
        std::mem::swap(&mut self.forced, &mut self.settled.forced);
        std::mem::swap(&mut self.restart_ends, &mut self.settled.restart_ends);
        std::mem::swap(&mut self.share, &mut self.settled.share);
        std::mem::swap(&mut self.using, &mut self.settled.using);
    }

    pub(super) fn set(&mut self, part: u32, level: Level) {
        self.level[part as usize] = level;
        if level == Level::Up {
            self.affected.remove(&part);
        } else {
            self.affected.insert(part);
        }
    }

    pub(super) fn wake(&mut self, at: Duration, part: u32) {
        self.agenda.entry(at).or_default().push(part);
    }

    pub(super) fn note(&mut self, part: u32, said: Said) {
        self.notes.push(Note {
            at: self.now,
            component: ComponentId(part),
            said,
        });
    }
}
