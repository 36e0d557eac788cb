use jurymast_plan::model::Level;

use super::model::Slot;
use super::state::SimulationState;
use super::{InjectedFault, Symptoms, TimelineEvent};

impl SimulationState<'_> {
    /// Sets the levels by faults: those that end only, or those that start too.
    pub(super) fn force(&mut self, starts: bool) {
        let now = self.now;
        let at_boundary = |fault: &&InjectedFault| fault.at == now || fault.until() == Some(now);
        let changing = self.scenario.faults.iter().filter(at_boundary);
        let mut changing: Vec<u32> = changing.map(|fault| fault.component.0).collect();
        let ends = self.endings.iter().filter(|one| one.at == now);
        let ends: Vec<u32> = ends.map(|one| one.component).collect();
        if starts {
            ends.iter()
                .for_each(|one| self.note(*one, TimelineEvent::Ended));
        }
        changing.extend(ends);
        for component in changing {
            let (level, symptoms) = self.fault_level(component);
            let state = &mut self.components[component as usize];
            if level > state.forced && !starts {
                continue;
            }
            if (level, symptoms) != (state.forced, state.forced_symptoms) {
                (state.forced, state.forced_symptoms) = (level, symptoms);
                self.enqueue(component);
            }
            self.touch(component);
            self.starting.insert(component);
        }
    }

    /// What faults do to a component: its own that are on, and those of its places
    /// until it has recovered from them.
    fn fault_level(&self, component: u32) -> (Level, Symptoms) {
        let ended = &self.model.rest.components[component as usize];
        let mut of = (ended.forced, ended.forced_symptoms);
        let ends = self.endings.iter();
        let ends = ends.filter(|one| one.component == component && one.at <= self.now);
        for one in ends {
            of = (Level::Down, of.1.union(Symptoms::from_iter([one.symptom])));
        }
        for (nth, fault) in self.scenario.faults.iter().enumerate() {
            let on = fault.component.0 == component && fault.is_on(self.now);
            if on && !self.over.contains(&(component, nth)) {
                of = (of.0.max(fault.level), of.1.union(fault.symptoms));
            }
        }
        for ((_, nth), _) in self.strikes_on(component) {
            let fault = &self.scenario.faults[*nth];
            if fault.component.0 != component {
                of = (Level::Down, of.1.union(fault.symptoms));
            }
        }
        of
    }

    /// Takes in what changed of the faults of a component.
    pub(super) fn force_anew(&mut self, component: u32) {
        let (level, symptoms) = self.fault_level(component);
        let state = &mut self.components[component as usize];
        (state.forced, state.forced_symptoms) = (level, symptoms);
        self.touch(component);
        self.enqueue(component);
    }

    /// Takes in the surges that begin or end now.
    pub(super) fn surge_changes(&mut self) {
        let model = self.model;
        let now = self.now;
        let surges = self.scenario.surges.iter();
        let changing = surges.filter(|one| one.at == now || one.until() == Some(now));
        let changing: Vec<u32> = changing.map(|one| one.component.0).collect();
        for component in changing {
            let on = self.scenario.surges.iter();
            let on = on.filter(|one| one.component.0 == component && one.is_on(now));
            match on.map(|one| one.percent).max() {
                Some(percent) => self.surges.insert(component, percent as f64 / 100.0),
                None => self.surges.remove(&component),
            };
            for at in model.components[component as usize].requirements.clone() {
                self.load_changes(at);
            }
            self.enqueue(component);
            self.touch(component);
        }
    }

    /// Lets the limits be looked at that a requirement may put load on.
    pub(super) fn load_changes(&mut self, at: usize) {
        let model = self.model;
        let requirement = &model.requirements[at];
        if !(requirement.is_limited && requirement.has_demand()) {
            return;
        }
        let members = (0..requirement.group.len()).map(Slot::Member);
        let standby = (0..requirement.fallbacks.len()).map(Slot::Fallback);
        for slot in members.chain(standby) {
            let to = match slot {
                Slot::Member(nth) => requirement.group[nth],
                Slot::Fallback(nth) => requirement.fallbacks[nth].to,
            };
            for limit in &model.components[to as usize].path {
                self.enqueue(model.limit_node(*limit));
            }
        }
    }
}
