use std::collections::BTreeSet;

use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::exchange::is_at_rest;
use super::model::Ending;
use super::state::SimulationState;

/// Which of the ends to come are lost in a scenario.
#[derive(Debug)]
pub(super) struct CountedEnds {
    /// What ends by then: the scenario still goes on.
    until: Duration,
    /// What ends later, and somebody who goes on without something leans on.
    later: BTreeSet<u32>,
}

impl CountedEnds {
    pub(super) fn until(until: Duration) -> Self {
        Self {
            until,
            later: BTreeSet::new(),
        }
    }

    /// They, counted from the start of the scenario.
    pub(super) fn endings(&self, state: &SimulationState<'_>) -> Vec<Ending> {
        let all = from_start(state);
        all.filter(|one| one.at <= self.until || self.later.contains(&one.component))
            .collect()
    }

    /// Takes in what a run came to. Whether more count now.
    pub(super) fn grow(&mut self, state: &SimulationState<'_>) -> bool {
        let before = state.endings.len();
        // The days of later ends do not let the scenario go on.
        if self.later.is_empty() && state.now > self.until {
            let until = std::mem::replace(&mut self.until, state.now);
            if self.endings(state).len() > before {
                return true;
            }
            self.until = until;
        }
        let open = from_start(state).skip_while(|one| one.at <= self.until);
        let open: Vec<u32> = open.map(|one| one.component).collect();
        if !state.scenario.later_ends || open.is_empty() {
            return false;
        }
        let leaned_on = leaned_on(state);
        let later = open.into_iter().filter(|one| leaned_on.contains(one));
        self.later.extend(later);
        self.endings(state).len() > before
    }
}

fn from_start(state: &SimulationState<'_>) -> impl Iterator<Item = Ending> {
    let starts = state.scenario.starts;
    state.model.endings.iter().map(move |one| Ending {
        at: one.at.saturating_sub(starts),
        ..*one
    })
}

/// All on which those lean that go on without something: what serves instead or could, and
/// what that needs.
fn leaned_on(state: &SimulationState<'_>) -> BTreeSet<u32> {
    let model = state.model;
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    let goes_on = |of: &u32| state.components[*of as usize].level < Level::Down;
    for of in state.walked.iter().copied().filter(goes_on) {
        let requirements = model.components[of as usize].requirements.clone();
        let carried = requirements.filter(|at| !is_at_rest(state, *at));
        carried.for_each(|at| seen.extend(model.requirements[at].inputs()));
        if let Some(places) = state.places.get(&of) {
            seen.extend(places);
        }
    }
    let mut open: Vec<u32> = seen.iter().copied().collect();
    while let Some(at) = open.pop() {
        let component = &model.components[at as usize];
        let bindings = component.bindings.iter().map(|one| one.to);
        let requirements = &model.requirements[component.requirements.clone()];
        let inputs = requirements.iter().flat_map(|one| one.inputs());
        open.extend(bindings.chain(inputs).filter(|to| seen.insert(*to)));
    }
    seen
}
