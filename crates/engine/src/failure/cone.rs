use jurymast_diagram::{Formula, Term};
use jurymast_plan::model::Level;

use super::Events;

/// Everything that can bring one component to a level, as a formula over basic
/// faults. The component's own fault is left out: it would stand alone.
#[derive(Debug, Clone)]
pub struct Cone {
    pub formula: Formula,
    pub top: Term,
    /// For each variable: the component whose own failure it is.
    pub faults: Vec<u32>,
}

impl Cone {
    /// `own` says which components can fail by themselves.
    pub fn of(events: &Events, own: &[bool], component: u32, level: Level) -> Self {
        let top = events.event(component, level);
        let reached = reached(events, top);
        let mut faults: Vec<u32> = reached
            .iter()
            .filter(|event| events.is_of_component(**event))
            .map(|event| events.component(*event))
            .filter(|at| *at != component && own[*at as usize])
            .collect();
        faults.sort_unstable();
        faults.dedup();
        let mut formula = Formula::new(faults.len());
        let mut gates: Vec<Option<Term>> = vec![None; events.len()];
        for &event in &reached {
            gates[event as usize] = Some(formula.gate());
        }
        let term = |event: u32| gates[event as usize];
        for &event in &reached {
            let mut causes: Vec<Term> = events
                .causes(event)
                .iter()
                .filter_map(|at| term(*at))
                .collect();
            if events.is_of_component(event)
                && let Ok(variable) = faults.binary_search(&events.component(event))
            {
                causes.push(Term::Variable(variable as u32));
            }
            for vote in events.votes(event) {
                let voters = vote.voters.iter().filter_map(|at| term(*at)).collect();
                let lost = formula.gate();
                formula.define(lost, vote.needed as usize, voters);
                causes.push(lost);
            }
            if let Some(gate) = term(event) {
                formula.define(gate, 1, causes);
            }
        }
        Self {
            top: term(top).unwrap_or(Term::Gate(0)),
            formula,
            faults,
        }
    }
}

/// The event and all that it looks at, nearest first.
fn reached(events: &Events, top: u32) -> Vec<u32> {
    let mut seen = vec![false; events.len()];
    seen[top as usize] = true;
    let mut reached = vec![top];
    let mut at = 0;
    while at < reached.len() {
        for input in events.inputs(reached[at]) {
            if !std::mem::replace(&mut seen[input as usize], true) {
                reached.push(input);
            }
        }
        at += 1;
    }
    reached
}
