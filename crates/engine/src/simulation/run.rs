use std::collections::BTreeSet;

use jurymast_terms::units::Duration;

use super::ending::CountedEnds;
use super::exchange::Exchanges;
use super::state::{Bound, SimulationState, Wakes};
use super::timeline::Tracks;
use super::{ScenarioScript, SimulationModel, Timeline};

/// Runs a scenario from its start until nothing changes any more.
pub fn simulate(model: &SimulationModel<'_>, scenario: &ScenarioScript) -> Timeline {
    Runner::new(model).run(scenario)
}

/// Runs one scenario after the other; each costs what it hits, not what the plan
/// holds.
#[derive(Debug)]
pub struct Runner<'a> {
    least: SimulationState<'a>,
    /// Made when a scenario first meets an undeclared time.
    greatest: Option<SimulationState<'a>>,
}

impl<'a> Runner<'a> {
    /// As the plan is at rest, nothing run yet.
    pub fn new(model: &'a SimulationModel<'a>) -> Self {
        Self {
            least: SimulationState::new(model, Bound::Least),
            greatest: None,
        }
    }

    /// Runs a scenario from its start until nothing changes any more: with every
    /// undeclared time as zero, and where there is one, again as if it never ended.
    pub fn run(&mut self, scenario: &ScenarioScript) -> Timeline {
        let mut timeline = Timeline {
            tracks: finish(&mut self.least, scenario),
            ..Timeline::default()
        };
        let least = &mut self.least;
        timeline.notes = std::mem::take(&mut least.notes);
        let overloads = std::mem::take(&mut least.overloads).into_values();
        timeline.overloads = overloads.map(|(_, overload)| overload).collect();
        timeline.undeclared = std::mem::take(&mut least.undeclared);
        timeline.restart_assumed = std::mem::take(&mut least.restart_assumed);
        timeline.data_losses = std::mem::take(&mut least.data_losses);
        timeline.set_rest(least.model);
        let model = least.model;
        least.rewind();
        if timeline.undeclared.is_empty() {
            return timeline;
        }
        let greatest = self
            .greatest
            .get_or_insert_with(|| SimulationState::new(model, Bound::Greatest));
        timeline.greatest = Some(finish(greatest, scenario));
        timeline.undeclared.append(&mut greatest.undeclared);
        for (component, loss) in std::mem::take(&mut greatest.data_losses) {
            let known = timeline.data_losses_at_most.insert(component, loss);
            debug_assert!(known.is_none());
        }
        greatest.rewind();
        timeline
    }
}

/// Runs to the end; where requirements take the same way again while nothing outside
/// changes, once more with an eye on states that come again.
fn finish(state: &mut SimulationState<'_>, scenario: &ScenarioScript) -> Tracks {
    let mut exchanges = Exchanges::default();
    let mut counted = CountedEnds::until(scenario.last_change());
    loop {
        state.scenario = scenario.clone();
        state.endings = counted.endings(state);
        let tracks = run(state, &mut exchanges);
        if let Some(tracks) = tracks
            && !counted.grow(state)
        {
            return tracks;
        }
        state.rewind();
    }
}

/// `None`: somebody takes the same way again in a stretch that was not watched yet.
fn run(state: &mut SimulationState<'_>, exchanges: &mut Exchanges) -> Option<Tracks> {
    let mut tracks = Tracks::default();
    let mut boundaries = boundaries(&state.scenario);
    boundaries.extend(state.endings.iter().map(|one| one.at));
    exchanges.begin();
    loop {
        let due = state.agenda.first_key_value().map(|(at, _)| *at);
        let outside = boundaries
            .range(exchanges.next_boundary(state.now)..)
            .next();
        let outside = outside.copied();
        let Some(now) = due.into_iter().chain(outside).min() else {
            break;
        };
        let is_outside = Some(now) == outside;
        state.now = now;
        let wakes = state.agenda.remove(&now).unwrap_or_default();
        if is_outside {
            exchanges.outside_changes(state);
        }
        state.second(&wakes, is_outside);
        exchanges.record(state, &mut tracks);
        if !exchanges.watch(
            state,
            &mut tracks,
            boundaries.range(after(now)..).next().copied(),
        ) {
            return None;
        }
    }
    state.lose_for_good();
    Some(tracks)
}

fn after(now: Duration) -> Duration {
    now.saturating_add(Duration::from_seconds(1))
}

/// Every second at which a fault or a surge starts or ends, and the start.
fn boundaries(scenario: &ScenarioScript) -> BTreeSet<Duration> {
    let mut all = BTreeSet::from([Duration::ZERO]);
    for fault in &scenario.faults {
        all.insert(fault.at);
        all.extend(fault.until());
    }
    for surge in &scenario.surges {
        all.insert(surge.at);
        all.extend(surge.until());
    }
    all
}

impl SimulationState<'_> {
    /// One second: what comes back, then what falls, then switches that take no time,
    /// over again until nothing moves; then what is noticed and what begins.
    pub(super) fn second(&mut self, wakes: &Wakes, outside: bool) {
        self.reserves_at = self.now.saturating_sub(Duration::from_seconds(1));
        for component in &wakes.components {
            self.touch(*component);
        }
        if self.now == Duration::ZERO {
            let model = self.model;
            model.rest.waiting.iter().for_each(|of| self.touch(*of));
        }
        for at in &wakes.requirements {
            self.touch(self.model.requirements[*at].of);
        }
        if outside {
            self.force(false);
        }
        self.end_restarts();
        self.return_all();
        self.look_at_copies();
        self.reserves_at = self.now;
        for at in &wakes.requirements {
            self.enqueue(self.model.requirements[*at].of);
            self.load_changes(*at);
        }
        if outside {
            self.force(true);
            self.surge_changes();
            self.propagate();
            self.strike();
        }
        self.settle();
        self.interrupt_work();
        self.look_at_copies();
        self.take_notice();
        self.note_overloads();
    }

    /// Until nothing moves in this second.
    pub(super) fn settle(&mut self) {
        loop {
            self.return_all();
            let moves = self.work_left > 0 && self.switch_at_once();
            if moves || !self.lasts && self.stop_dependents() {
                continue;
            }
            break;
        }
        self.wishing.clear();
    }

    /// What it is at rest is what the second before left.
    pub(super) fn finish_rest(&mut self) {
        self.take_notice();
        for component in std::mem::take(&mut self.touched) {
            self.keep(component);
        }
        self.requirements.iter_mut().for_each(|one| one.moves = 0);
    }

    /// Keeps how this second leaves a component.
    pub(super) fn keep(&mut self, component: u32) {
        let state = &mut self.components[component as usize];
        state.prev_level = state.level;
        state.prev_symptoms = state.symptoms;
        state.is_touched = false;
    }
}
