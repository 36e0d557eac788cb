use std::collections::BTreeMap;

use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::state::SimulationState;
use super::{ScenarioScript, SimulationModel, Symptoms, Timeline};

/// Runs a scenario from its start until nothing changes any more.
pub fn simulate(model: &SimulationModel, scenario: &ScenarioScript) -> Timeline {
    Runner::new(model).run(scenario)
}

/// Runs one scenario after the other; each costs what it hits, not what the plan
/// holds.
#[derive(Debug)]
pub struct Runner<'a> {
    state: SimulationState<'a>,
}

impl<'a> Runner<'a> {
    /// Everything up, nothing run yet.
    pub fn new(model: &'a SimulationModel) -> Self {
        Self {
            state: SimulationState::new(model),
        }
    }

    /// Runs a scenario from its start until nothing changes any more.
    pub fn run(&mut self, scenario: &ScenarioScript) -> Timeline {
        self.state.scenario = scenario.clone();
        let faults = scenario.faults.iter();
        self.state.sayable = faults.fold(Symptoms::default(), |all, one| all.union(one.symptoms));
        let timeline = run(&mut self.state);
        self.state.rewind();
        timeline
    }
}

fn run(state: &mut SimulationState<'_>) -> Timeline {
    let mut timeline = Timeline::default();
    let mut boundaries = boundaries(&state.scenario);
    loop {
        let next_due = state.agenda.first_key_value().map(|(at, _)| *at);
        let next_fault = boundaries.first_key_value().map(|(at, ())| *at);
        let Some(now) = next_due.into_iter().chain(next_fault).min() else {
            break;
        };
        state.now = now;
        let mut queue = state.agenda.remove(&now).unwrap_or_default();
        boundaries.remove(&now);
        state.second(&mut queue);
        record(state, &mut timeline);
    }
    timeline.notes = std::mem::take(&mut state.notes);
    let overloads = std::mem::take(&mut state.overloads).into_values();
    timeline.overloads = overloads.map(|(_, overload)| overload).collect();
    timeline
}

/// Every second at which a fault or a surge starts or ends, and the start.
fn boundaries(scenario: &ScenarioScript) -> BTreeMap<Duration, ()> {
    let mut all = BTreeMap::from([(Duration::ZERO, ())]);
    for fault in &scenario.faults {
        all.insert(fault.at, ());
        all.extend(fault.until().map(|until| (until, ())));
    }
    for surge in &scenario.surges {
        all.insert(surge.at, ());
        all.extend(surge.until().map(|until| (until, ())));
    }
    all
}

impl SimulationState<'_> {
    /// One second: what comes back, then what falls, then switches, over again
    /// until nothing moves. What falls in a second in which a switch saves it
    /// never fell, and its restart goes on.
    fn second(&mut self, queue: &mut Vec<u32>) {
        let faulty = self.force(false);
        queue.extend(&faulty);
        self.improve(std::mem::take(queue));
        let faulty = self.force(true);
        let mut again: Vec<u32> = faulty;
        again.extend(self.weigh());
        self.improve(again.clone());
        self.worsen(again.clone());
        loop {
            let mut moved = self.switch();
            if moved.is_empty() {
                return;
            }
            moved.extend(self.weigh());
            for (component, ends) in std::mem::take(&mut self.broken_restarts) {
                self.restart_ends[component as usize] = Some(ends);
            }
            for (component, level) in std::mem::take(&mut self.worsened).into_iter().rev() {
                self.set(component, level);
                again.push(component);
                again.extend_from_slice(self.model.network.dependents(component));
            }
            again.extend(moved);
            again.sort_unstable();
            again.dedup();
            self.improve(again.clone());
            self.worsen(again.clone());
        }
    }

    /// Sets the levels by faults: those that end only, or those that start too.
    fn force(&mut self, starts: bool) -> Vec<u32> {
        let now = self.now;
        let mut wished: BTreeMap<u32, Level> = BTreeMap::new();
        for fault in &self.scenario.faults {
            let level = if fault.is_on(now) {
                fault.level
            } else {
                Level::Up
            };
            let worst = wished.entry(fault.component.0).or_default();
            *worst = level.max(*worst);
        }
        let mut changed = Vec::new();
        for (component, level) in wished {
            let before = &mut self.forced[component as usize];
            let rises = level > *before;
            if level != *before && rises == starts {
                *before = level;
                changed.push(component);
            }
        }
        changed
    }
}

/// Writes down what the second changed.
fn record(state: &mut SimulationState<'_>, timeline: &mut Timeline) {
    state.keep_previous();
    for component in std::mem::take(&mut state.touched) {
        let level = state.level[component as usize];
        let capacity = state.capacity(component);
        timeline.record(component, state.now, level, capacity);
        state.walked.push(component);
    }
}
