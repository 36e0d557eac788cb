use jurymast_terms::source::At;
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::Switch;

use super::{ComponentId, Fallback, Plan, Requirement, Step, TeamId};

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

    /// How long that switch takes once the loss is known; `None`: not declared.
    pub fn switched_in(&self, of: ComponentId, fallback: &Fallback) -> Option<Duration> {
        match fallback.is_by_hand() {
            true => self.switched_by_hand_in(of, fallback),
            false => fallback.after.map(|at| at.value),
        }
    }

    /// The same where a person makes it: its `after` or what the steps of the runbook take that
    /// are the switch, whichever is longer, as both speak of the same work.
    pub fn switched_by_hand_in(&self, of: ComponentId, fallback: &Fallback) -> Option<Duration> {
        let after = fallback.after.map(|at| at.value);
        let for_users = fallback.switch.is_some_and(|at| at.value == Switch::User);
        let steps = self.steps_to(of, fallback).filter(|_| !for_users);
        let takes: Vec<Option<Duration>> = steps.map(|one| Some(one.takes?.value)).collect();
        let all = takes.iter().copied().collect::<Option<Vec<Duration>>>();
        let declared = takes.into_iter().flatten();
        let declared = declared.reduce(Duration::saturating_add);
        match after {
            Some(_) => after.max(declared),
            None => declared.filter(|_| all.is_some()),
        }
    }

    /// In which time a fallback of a requirement serves, from the loss on; `None`: not
    /// declared, as the time of a switch by hand may be. An automatic switch without one takes
    /// none.
    pub fn served_in(
        &self,
        of: ComponentId,
        requirement: &Requirement,
        fallback: &Fallback,
    ) -> Option<Duration> {
        let by_itself = fallback
            .switch
            .is_some_and(|at| matches!(at.value, Switch::Automatic | Switch::PerCall));
        let declared = self.switched_in(of, fallback);
        let takes = declared.or(by_itself.then_some(Duration::ZERO))?;
        Some(requirement.noticed_within()?.saturating_add(takes))
    }

    /// The steps of the component's runbook that are that switch.
    pub fn steps_to(&self, of: ComponentId, fallback: &Fallback) -> impl Iterator<Item = &Step> {
        let to = fallback.to.value;
        let steps = self.runbook(of).map(|book| book.steps.as_slice());
        let steps = steps.unwrap_or_default().iter();
        steps.filter(move |step| step.switches_to == Some(to))
    }
}
