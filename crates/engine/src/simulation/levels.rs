use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::TimelineEvent;
use super::model::by_share;
use super::state::SimulationState;

impl SimulationState<'_> {
    /// Lets come back what can, starting from `queue`.
    pub(super) fn improve(&mut self, mut queue: Vec<u32>) {
        while let Some(component) = queue.pop() {
            self.touched.insert(component);
            let derived = self.derived(component);
            let before = self.level[component as usize];
            if derived < before && (before < Level::Down || self.restarted(component)) {
                self.set(component, derived);
                queue.extend_from_slice(self.model.network.dependents(component));
            }
        }
    }

    /// Lets fall what must, starting from `queue`.
    pub(super) fn worsen(&mut self, mut queue: Vec<u32>) {
        while let Some(component) = queue.pop() {
            self.touched.insert(component);
            let derived = self.derived(component);
            if derived == Level::Down
                && let Some(ends) = self.restart_ends[component as usize].take()
            {
                self.broken_restarts.push((component, ends));
            }
            let before = self.level[component as usize];
            if derived > before {
                self.worsened.push((component, before));
                self.set(component, derived);
                queue.extend_from_slice(self.model.network.dependents(component));
            }
        }
    }

    /// Whether a component that could be up again has had its restart.
    fn restarted(&mut self, component: u32) -> bool {
        let restart = self.model.components[component as usize].restart;
        if restart == Duration::ZERO {
            return true;
        }
        let now = self.now;
        match self.restart_ends[component as usize] {
            Some(ends) if ends <= now => {
                self.restart_ends[component as usize] = None;
                true
            }
            Some(_) => false,
            None => {
                let until = now.saturating_add(restart);
                self.restart_ends[component as usize] = Some(until);
                self.prev_symptoms[component as usize] =
                    self.before(|state| state.shown_by(&[component]));
                self.wake(until, component);
                self.note(component, TimelineEvent::Restarting { until });
                false
            }
        }
    }

    /// The level by faults, bindings and requirements.
    pub(super) fn derived(&self, component: u32) -> Level {
        let mut level = self.forced[component as usize];
        for input in self.model.network.node(component).bound() {
            level = level.max(input.level(|node| self.level[node as usize]));
        }
        let component = &self.model.components[component as usize];
        for need in component.first_requirement..component.end_requirement {
            if level == Level::Down {
                break;
            }
            let met = self.requirement_level(need);
            let soft = self.model.gate(need).soft;
            level = level.max(if soft { met.min(Level::Degraded) } else { met });
        }
        level
    }

    /// How well a requirement is met by the primary and the fallback in use.
    pub(super) fn requirement_level(&self, need: usize) -> Level {
        let group = self.group_level(need);
        let Some(using) = self.using[need] else {
            return group;
        };
        let serving = self.fallback_level(need, using);
        let stays =
            self.model.requirements[need].fail_back > Duration::ZERO && serving < Level::Down;
        if group == Level::Up && stays {
            serving
        } else {
            group.min(serving)
        }
    }

    pub(super) fn group_level(&self, need: usize) -> Level {
        let least = self.least(need);
        let of = |node: u32| {
            let by_load = by_share(self.share[node as usize], least);
            self.level[node as usize].max(by_load)
        };
        self.model.gate(need).group_level(of)
    }

    /// What a fallback gives under the load it has.
    pub(super) fn fallback_level(&self, need: usize, at: usize) -> Level {
        let to = self.model.requirements[need].fallbacks[at].to as usize;
        self.offered(need, at)
            .max(by_share(self.share[to], self.least(need)))
    }

    /// What a fallback gives, its load apart.
    pub(super) fn offered(&self, need: usize, at: usize) -> Level {
        let input = self.model.gate(need).fallbacks[at];
        input.level(|node| self.level[node as usize])
    }

    fn least(&self, need: usize) -> f64 {
        let of = self.model.requirements[need].of;
        self.model.components[of as usize].mbco
    }
}
