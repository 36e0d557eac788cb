use jurymast_terms::source::At;
use jurymast_terms::vocabulary::Switch;

use super::{ComponentId, Fallback, Plan, Step, TeamId};

impl Fallback {
    /// Whether a person makes the switch: by the plan's word, or where it says nothing.
    pub fn is_by_hand(&self) -> bool {
        matches!(self.switch.map(|at| at.value), None | Some(Switch::Manual))
    }
}

impl Plan {
    /// What must be up for the switch of a component to one of its fallbacks: what the
    /// fallback says, and where a person makes it, what that step of the runbook says.
    pub fn switch_needs(&self, of: ComponentId, fallback: &Fallback) -> Vec<At<ComponentId>> {
        let steps = self
            .steps_to(of, fallback)
            .filter(|_| fallback.is_by_hand());
        let needs = steps.flat_map(|step| &step.needs);
        let mut all: Vec<At<ComponentId>> = fallback.needs.iter().chain(needs).copied().collect();
        let mut seen = Vec::new();
        all.retain(|at| !seen.contains(&at.value) && (seen.push(at.value), true).1);
        all
    }

    /// Whoever makes that switch by hand: of the step in the runbook, or else of the component.
    pub fn switched_by(&self, of: ComponentId, fallback: &Fallback) -> Option<TeamId> {
        let owner = self.steps_to(of, fallback).find_map(|step| step.owner);
        owner.or_else(|| self.component(of).team.map(|at| at.value))
    }

    /// The steps of the component's runbook that are that switch.
    fn steps_to(&self, of: ComponentId, fallback: &Fallback) -> impl Iterator<Item = &Step> {
        let to = fallback.to.value;
        let steps = self.runbook(of).map(|book| book.steps.as_slice());
        let steps = steps.unwrap_or_default().iter();
        steps.filter(move |step| step.switches_to == Some(to))
    }
}
