use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ComponentId, Level};

use super::{Machine, Note, Overload, Said, Scenario};

/// Everything that changes while a scenario runs.
#[derive(Debug)]
pub(super) struct State<'a> {
    pub(super) machine: &'a Machine,
    pub(super) scenario: Scenario,
    pub(super) now: u64,
    pub(super) level: Vec<Level>,
    /// The level by the faults that are on.
    pub(super) forced: Vec<Level>,
    /// When a restart under way ends.
    pub(super) restart_ends: Vec<Option<u64>>,
    /// The share of its load that a component with a limit serves.
    pub(super) share: Vec<f64>,
    pub(super) needs: Vec<NeedState>,
    /// Components that are not up.
    pub(super) affected: BTreeSet<u32>,
    /// Components to look at again, by second.
    pub(super) agenda: BTreeMap<u64, Vec<u32>>,
    /// Looked at in this second.
    pub(super) touched: BTreeSet<u32>,
    /// Looked at since the start.
    pub(super) walked: Vec<u32>,
    /// Raised in this second, and the level before.
    pub(super) raised: Vec<(u32, Level)>,
    /// Requirements with a trigger that waits for another symptom.
    pub(super) waiting: BTreeSet<usize>,
    pub(super) notes: Vec<Note>,
    /// For each target the moment at which least of its load was served.
    pub(super) overloads: BTreeMap<u32, (f64, Overload)>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct NeedState {
    /// The fallback in use; `None`: the primary.
    pub(super) using: Option<usize>,
    pub(super) lost: bool,
    pub(super) home_since: Option<u64>,
    pub(super) moves: u8,
    /// For each fallback: since when it is called, whether it was turned to since
    /// the loss, whether it was said that it is of no use.
    pub(super) calls: Vec<Call>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Call {
    pub(super) since: Option<u64>,
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
            now: 0,
            level: vec![Level::Up; parts],
            forced: vec![Level::Up; parts],
            restart_ends: vec![None; parts],
            share: vec![1.0; parts],
            needs: needs.collect(),
            affected: BTreeSet::new(),
            agenda: BTreeMap::new(),
            touched: BTreeSet::new(),
            walked: Vec::new(),
            raised: Vec::new(),
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
            let part = &self.machine.parts[at];
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
        }
        self.affected.clear();
        self.waiting.clear();
    }

    pub(super) fn set(&mut self, part: u32, level: Level) {
        self.level[part as usize] = level;
        if level == Level::Up {
            self.affected.remove(&part);
        } else {
            self.affected.insert(part);
        }
    }

    pub(super) fn wake(&mut self, at: u64, part: u32) {
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
