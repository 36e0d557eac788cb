use jurymast_plan::model::{Level, Symptom};

use super::Symptoms;
use super::state::State;

impl State<'_> {
    /// What a requirement sees of the members of its group, and of the fallback
    /// in use.
    pub(super) fn seen_by(&self, need: usize) -> Symptoms {
        let gate = self.machine.gate(need);
        let of_primary = gate.group.iter().map(|input| input.node);
        let using = self.using[need];
        let of_standby = using.map(|at| gate.fallbacks[at].node);
        let parts: Vec<u32> = of_primary.chain(of_standby).collect();
        self.shown_by(&parts)
    }

    /// The symptoms of every fault that keeps one of these components from being up,
    /// along whatever is not up. What a fallback covers in full does not count.
    pub(super) fn shown_by(&self, parts: &[u32]) -> Symptoms {
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
        let visit = |part: u32, stack: &mut Vec<u32>| {
            if self.level[part as usize] != Level::Up {
                stack.push(part);
            }
        };
        for &part in parts {
            if self.share[part as usize] < 1.0 {
                symptoms.insert(Symptom::TooManyRequests);
            }
            visit(part, &mut stack);
        }
        while let Some(part) = stack.pop() {
            if !seen.insert(part) {
                continue;
            }
            symptoms = symptoms.union(self.own_symptoms(part));
            if symptoms == all {
                break;
            }
            for input in self.machine.network.node(part).bound() {
                visit(input.node, &mut stack);
            }
            let owner = &self.machine.parts[part as usize];
            for need in owner.first_need..owner.end_need {
                if self.need_level(need) == Level::Up {
                    continue;
                }
                let gate = self.machine.gate(need);
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
    fn own_symptoms(&self, part: u32) -> Symptoms {
        let kept = match self.restart_ends[part as usize] {
            Some(_) => self.kept[part as usize],
            None => Symptoms::default(),
        };
        if self.forced[part as usize] == Level::Up {
            return kept;
        }
        let on = |fault: &&super::Fault| fault.component.0 == part && fault.is_on(self.now);
        let faults = self.scenario.faults.iter().filter(on);
        faults.fold(kept, |all, fault| all.union(fault.symptoms))
    }
}
