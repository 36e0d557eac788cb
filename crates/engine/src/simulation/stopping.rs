use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::TimelineEvent;
use super::state::SimulationState;

impl SimulationState<'_> {
    /// It must start again before it serves.
    pub(super) fn stop(&mut self, component: u32) {
        self.touch(component);
        self.starting.insert(component);
        let state = &mut self.components[component as usize];
        if !std::mem::replace(&mut state.stopped, true) {
            self.enqueue(component);
            if self.model.components[component as usize].restart_assumed {
                self.restart_assumed.insert(component);
            }
        }
    }

    /// Stops what has lost something that it needs to start and to run, with what stands in it,
    /// and breaks off restarts whose needs fell. Says whether anything changed.
    pub(super) fn stop_dependents(&mut self) -> bool {
        let mut changed = false;
        for component in self.touched.clone() {
            let state = &self.components[component as usize];
            if state.stopped {
                if state.restart_ends.is_some() && !self.can_start(component) {
                    let state = &mut self.components[component as usize];
                    state.restart_ends = None;
                    state.kept = Default::default();
                    self.enqueue(component);
                    changed = true;
                }
                continue;
            }
            if state.level != Level::Down {
                continue;
            }
            let lost = self.needed_to_start(component).any(|at| {
                let requirement = &self.model.requirements[at];
                requirement.needed.counts_while_running()
                    && self.felt_level(at, self.met(at).level) == Level::Down
            });
            if lost {
                self.stop_all_within(component);
                changed = true;
            }
        }
        changed
    }

    /// Stops a component, and as a place what stands in it.
    fn stop_all_within(&mut self, component: u32) {
        for one in self.model.inhabitants(component) {
            if self.stands_within(one, component) {
                self.stop(one);
                self.components[one as usize].restart_ends = None;
            }
        }
    }

    /// Whether a stopped component has all that a start needs.
    fn can_start(&self, component: u32) -> bool {
        let state = &self.components[component as usize];
        if state.forced == Level::Down {
            return false;
        }
        let mut places = self.model.components[component as usize].bindings.iter();
        let in_place =
            places.all(|one| !one.is_place || self.binding_level(component, one) < Level::Down);
        in_place
            && self
                .needed_to_start(component)
                .all(|at| self.felt_level(at, self.met(at).level) < Level::Down)
    }

    /// Ends the restarts that are done: what is restored in this second can need them.
    pub(super) fn end_restarts(&mut self) {
        for component in self.starting.clone() {
            let ends = self.components[component as usize].restart_ends;
            if ends.is_some_and(|ends| ends <= self.now) {
                self.starting.remove(&component);
                self.started(component);
            }
        }
    }

    fn started(&mut self, component: u32) {
        let state = &mut self.components[component as usize];
        state.stopped = false;
        state.restart_ends = None;
        state.kept = Default::default();
        self.enqueue(component);
    }

    /// Starts what can start again, and ends the restarts that are done. Says whether
    /// anything came back.
    pub(super) fn start_again(&mut self) -> bool {
        let mut came = false;
        for component in std::mem::take(&mut self.starting) {
            let state = &self.components[component as usize];
            if !state.stopped || !self.can_start(component) {
                continue;
            }
            let restart = self.model.components[component as usize].restart;
            let ends = state.restart_ends;
            if restart == Duration::ZERO || ends.is_some_and(|ends| ends <= self.now) {
                self.started(component);
                came = true;
            } else if ends.is_none() {
                let until = self.now.saturating_add(restart);
                let state = &mut self.components[component as usize];
                state.restart_ends = Some(until);
                state.kept = state.prev_symptoms;
                self.enqueue(component);
                self.touch(component);
                self.wake_component(until, component);
                self.note(component, TimelineEvent::Restarting { until });
                came = true;
            }
        }
        came
    }
}
