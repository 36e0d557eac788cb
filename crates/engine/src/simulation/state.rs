use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::{Note, Overload, ScenarioScript, SimulationModel, Symptoms, TimelineEvent};

/// Everything that changes while a scenario runs.
#[derive(Debug)]
pub(super) struct SimulationState<'a> {
    pub(super) model: &'a SimulationModel,
    pub(super) scenario: ScenarioScript,
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
    pub(super) requirements: Vec<RequirementState>,
    /// For each requirement the fallback in use; `None`: the primary.
    pub(super) using: Vec<Option<usize>>,
    /// What callers of a component saw before its restart under way.
    pub(super) prev_symptoms: Vec<Symptoms>,
    pub(super) previous: PreviousLevels,
    /// Components that are not up.
    pub(super) affected: BTreeSet<u32>,
    /// Components to look at again, by second.
    pub(super) agenda: BTreeMap<Duration, Vec<u32>>,
    /// Looked at in this second.
    pub(super) touched: BTreeSet<u32>,
    /// Looked at since the start.
    pub(super) walked: Vec<u32>,
    /// Worse since this second, and the level before.
    pub(super) worsened: Vec<(u32, Level)>,
    /// Restarts that a fall in this second broke off, and when they would end.
    pub(super) broken_restarts: Vec<(u32, Duration)>,
    /// Requirements whose primary came back in this second, as they were before.
    pub(super) recovered: BTreeMap<usize, (Option<usize>, RequirementState)>,
    /// Requirements with a trigger that waits for another symptom.
    pub(super) waiting: BTreeSet<usize>,
    pub(super) notes: Vec<Note>,
    /// For each target the moment at which least of its load was served.
    pub(super) overloads: BTreeMap<u32, (f64, Overload)>,
}

/// How the second before left things.
#[derive(Debug, Default)]
pub(super) struct PreviousLevels {
    pub(super) level: Vec<Level>,
    pub(super) forced: Vec<Level>,
    pub(super) restart_ends: Vec<Option<Duration>>,
    pub(super) share: Vec<f64>,
    pub(super) using: Vec<Option<usize>>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct RequirementState {
    pub(super) lost: bool,
    pub(super) home_since: Option<Duration>,
    pub(super) moves: u8,
    /// For each fallback: since when it is called, whether it was turned to since
    /// the loss, whether it was said that it is of no use.
    pub(super) calls: Vec<FallbackCall>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FallbackCall {
    pub(super) since: Option<Duration>,
    pub(super) tried: bool,
    pub(super) said: bool,
}

impl<'a> SimulationState<'a> {
    pub(super) fn new(model: &'a SimulationModel) -> Self {
        let components = model.len();
        let requirements = model.requirements.iter().map(|need| RequirementState {
            calls: vec![FallbackCall::default(); need.fallbacks.len()],
            ..RequirementState::default()
        });
        Self {
            model,
            scenario: ScenarioScript::default(),
            sayable: Symptoms::default(),
            now: Duration::ZERO,
            level: vec![Level::Up; components],
            forced: vec![Level::Up; components],
            restart_ends: vec![None; components],
            share: vec![1.0; components],
            requirements: requirements.collect(),
            using: vec![None; model.requirements.len()],
            prev_symptoms: vec![Symptoms::default(); components],
            previous: PreviousLevels {
                level: vec![Level::Up; components],
                forced: vec![Level::Up; components],
                restart_ends: vec![None; components],
                share: vec![1.0; components],
                using: vec![None; model.requirements.len()],
            },
            affected: BTreeSet::new(),
            agenda: BTreeMap::new(),
            touched: BTreeSet::new(),
            walked: Vec::new(),
            worsened: Vec::new(),
            broken_restarts: Vec::new(),
            recovered: BTreeMap::new(),
            waiting: BTreeSet::new(),
            notes: Vec::new(),
            overloads: BTreeMap::new(),
        }
    }

    /// As if nothing had happened: undoes what was walked, and nothing else.
    pub(super) fn rewind(&mut self) {
        for component in std::mem::take(&mut self.walked) {
            let at = component as usize;
            self.level[at] = Level::Up;
            self.forced[at] = Level::Up;
            self.restart_ends[at] = None;
            self.previous.level[at] = Level::Up;
            self.previous.forced[at] = Level::Up;
            self.previous.restart_ends[at] = None;
            let component = &self.model.components[at];
            self.using[component.first_requirement..component.end_requirement].fill(None);
            self.previous.using[component.first_requirement..component.end_requirement].fill(None);
            for need in
                &mut self.requirements[component.first_requirement..component.end_requirement]
            {
                let mut calls = std::mem::take(&mut need.calls);
                calls.fill(FallbackCall::default());
                *need = RequirementState {
                    calls,
                    ..RequirementState::default()
                };
            }
        }
        for component in &self.model.limited {
            self.share[*component as usize] = 1.0;
            self.previous.share[*component as usize] = 1.0;
        }
        self.affected.clear();
        self.waiting.clear();
    }

    /// Keeps how this second leaves what was looked at.
    pub(super) fn keep_previous(&mut self) {
        for component in &self.touched {
            let at = *component as usize;
            self.previous.level[at] = self.level[at];
            self.previous.forced[at] = self.forced[at];
            self.previous.restart_ends[at] = self.restart_ends[at];
            let component = &self.model.components[at];
            let requirements = component.first_requirement..component.end_requirement;
            self.previous.using[requirements.clone()].copy_from_slice(&self.using[requirements]);
        }
        for component in &self.model.limited {
            self.previous.share[*component as usize] = self.share[*component as usize];
        }
        self.worsened.clear();
        self.broken_restarts.clear();
        self.recovered.clear();
    }

    /// Asks about the second before.
    pub(super) fn before<T>(&mut self, ask: impl FnOnce(&Self) -> T) -> T {
        self.swap_previous();
        let now = self.now;
        self.now = now.saturating_sub(Duration::from_seconds(1));
        let answer = ask(self);
        self.now = now;
        self.swap_previous();
        answer
    }

    fn swap_previous(&mut self) {
        std::mem::swap(&mut self.level, &mut self.previous.level);
        std::mem::swap(&mut self.forced, &mut self.previous.forced);
        std::mem::swap(&mut self.restart_ends, &mut self.previous.restart_ends);
        std::mem::swap(&mut self.share, &mut self.previous.share);
        std::mem::swap(&mut self.using, &mut self.previous.using);
    }

    pub(super) fn set(&mut self, component: u32, level: Level) {
        self.level[component as usize] = level;
        if level == Level::Up {
            self.affected.remove(&component);
        } else {
            self.affected.insert(component);
        }
    }

    pub(super) fn wake(&mut self, at: Duration, component: u32) {
        self.agenda.entry(at).or_default().push(component);
    }

    pub(super) fn note(&mut self, component: u32, event: TimelineEvent) {
        self.notes.push(Note {
            at: self.now,
            component: ComponentId(component),
            event,
        });
    }
}
