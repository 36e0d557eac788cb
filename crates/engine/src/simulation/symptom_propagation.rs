use jurymast_plan::model::{Level, Symptom};

use super::Symptoms;
use super::state::SimulationState;

impl SimulationState<'_> {
    /// What a requirement sees of the members of its group, and of the fallback
    /// in use.
    pub(super) fn seen_by(&self, need: usize) -> Symptoms {
        let gate = self.model.gate(need);
        let of_primary = gate.group.iter().map(|input| input.node);
        let using = self.using[need];
        let of_standby = using.map(|at| gate.fallbacks[at].node);
        let components: Vec<u32> = of_primary.chain(of_standby).collect();
        self.shown_by(&components)
    }

    /// The symptoms of every fault that keeps one of these components from being up,
    /// along whatever is not up. What a fallback covers in full does not count.
    pub(super) fn shown_by(&self, components: &[u32]) -> Symptoms {
        let mut all = self.sayable;
        if !self.overloads.is_empty() {
            all.insert(Symptom::TooManyRequests);
        }
        if all.is_empty() {
            return all;
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut stack: Vec<u32> = Vec::new();
        let mut symptoms = Symptoms::default();
        let visit = |component: u32, stack: &mut Vec<u32>| {
            if self.level[component as usize] != Level::Up {
                stack.push(component);
            }
        };
        for &component in components {
            if self.share[component as usize] < 1.0 {
                symptoms.insert(Symptom::TooManyRequests);
            }
            visit(component, &mut stack);
        }
        while let Some(component) = stack.pop() {
            if !seen.insert(component) {
                continue;
            }
            symptoms = symptoms.union(self.own_symptoms(component));
            if symptoms == all {
                break;
            }
            for input in self.model.network.node(component).bound() {
                visit(input.node, &mut stack);
            }
            let owner = &self.model.components[component as usize];
            for need in owner.first_requirement..owner.end_requirement {
                if self.requirement_level(need) == Level::Up {
                    continue;
                }
                let gate = self.model.gate(need);
                let using = self.using[need].map(|at| gate.fallbacks[at]);
                for input in gate.group.iter().copied().chain(using) {
                    if self.share[input.node as usize] < 1.0 {
                        symptoms.insert(Symptom::TooManyRequests);
                    }
                    visit(input.node, &mut stack);
                }
            }
        }
        symptoms
    }

    /// Of the faults of a component, and of those whose end it restarts from.
    fn own_symptoms(&self, component: u32) -> Symptoms {
        let kept = match self.restart_ends[component as usize] {
            Some(_) => self.prev_symptoms[component as usize],
            None => Symptoms::default(),
        };
        if self.forced[component as usize] == Level::Up {
            return kept;
        }
        let on =
            |fault: &&super::InjectedFault| fault.component.0 == component && fault.is_on(self.now);
        let faults = self.scenario.faults.iter().filter(on);
        faults.fold(kept, |all, fault| all.union(fault.symptoms))
    }
}
