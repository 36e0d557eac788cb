use jurymast_engine::analysis::{RestState, why_at_rest};
use jurymast_plan::model::{ComponentId, Level, Phase};
use jurymast_terms::wording;

use super::situation::{Situation, is_served};
use super::steps::{owner_of, runbook, works};
use super::{Lane, SheetStep};

/// Names in one sentence; the rest is counted.
const MOST: usize = 8;

impl Situation<'_> {
    /// How something was down before this loss; `None`: it was not.
    fn rest(&self, id: ComponentId) -> Option<&RestState> {
        let is_down = self.planned.is_down_at_rest(id);
        let state = self.analysis.rest(id).filter(|_| is_down)?;
        (state.level == Level::Down).then_some(state)
    }

    /// What something was down for before this loss, where that is something else.
    pub(super) fn cause_before(&self, id: ComponentId) -> Option<ComponentId> {
        self.rest(id)
            .map(RestState::cause)
            .filter(|cause| *cause != id)
    }

    /// What is named and was down before this loss already, each by what it was down for.
    pub(super) fn causes_named(&self) -> Vec<ComponentId> {
        let mut causes: Vec<ComponentId> = Vec::new();
        for state in self.lost.iter().filter_map(|id| self.rest(*id)) {
            if !causes.contains(&state.cause()) {
                causes.push(state.cause());
            }
        }
        causes
    }

    /// The cause of what is lost, in a sentence without its end: "Shop database failed".
    pub(super) fn cause(&self, lost: &str) -> String {
        let was_down = |id: &ComponentId| self.planned.is_down_at_rest(*id);
        let causes = self.causes_named();
        match !causes.is_empty() && self.lost.iter().all(was_down) {
            true => {
                let causes: Vec<String> = causes.iter().map(|id| self.why_before(*id)).collect();
                wording::and(&causes)
            }
            false => format!("{lost} failed"),
        }
    }

    /// "video-model retired on 2026-09-24", of what something was down for.
    pub(super) fn why_before(&self, cause: ComponentId) -> String {
        format!("{} {}", self.name(cause), why_at_rest(self.plan, cause))
    }
}

/// The services and activities that were down before this loss, by what for: "Sell films
/// (tier 2) and Video studio (tier 2): video-model retired on 2026-09-24".
pub(super) fn down_before(here: &Situation<'_>) -> Vec<String> {
    let mut groups: Vec<(Option<ComponentId>, Vec<String>)> = Vec::new();
    let served = here.plan.enumerate();
    let served =
        served.filter(|(id, one)| is_served(one.kind()) && here.planned.is_down_at_rest(*id));
    for (id, component) in served {
        let cause = here.rest(id).map(RestState::cause);
        let name = match component.tier {
            Some(tier) => format!("{} (tier {})", component.name, tier.value),
            None => component.name.clone(),
        };
        match groups.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, names)) => names.push(name),
            None => groups.push((cause, vec![name])),
        }
    }
    let group = |(cause, names): (Option<ComponentId>, Vec<String>)| {
        let why = cause.map(|cause| here.why_before(cause));
        let why = why.unwrap_or_else(|| "`jurymast check` says why".to_owned());
        format!("{}: {why}", wording::up_to(MOST, &names))
    };
    groups.into_iter().map(group).collect()
}

/// The way back of what was down before for what is named, once that is replaced: what has
/// steps of its own, and what is named itself; what others lean on first.
pub(super) fn after_replaced(here: &Situation<'_>) -> Vec<Lane> {
    if here.asked.total {
        return Vec::new();
    }
    let causes = here.causes_named();
    let behind = here.plan.ids().filter_map(|id| here.rest(id));
    let behind = behind.filter(|one| {
        let id = one.component;
        let is_ours = here.plan.is_repaired_here(id) && here.ended(id).is_none();
        // What the waves bring back has its steps there.
        is_ours && causes.contains(&one.cause()) && here.recovery().returned(id).is_none()
    });
    let mut behind: Vec<&RestState> = behind.collect();
    behind.sort_by_key(|one| (one.via.len() + one.via_left_out, one.component));
    let lane = |one: &RestState| {
        let id = one.component;
        let mut steps = runbook(here, id, &[Phase::Recovery]);
        if steps.is_empty() && !here.is_lost(id) {
            return None;
        }
        let owner = owner_of(here, id);
        let seen = SheetStep::new(format!("See that {} serves again.", here.name(id)), owner);
        let restart = here.component(id).restart.map(|at| at.value);
        steps.push(seen.takes(restart).verify(works(here, id)).brings(id));
        let lane = Lane::new(here.name(id), steps).of(here, id);
        Some(lane.why(match one.via.as_slice() {
            [.., last] if one.via.len() > 1 => format!("once {} works", here.name(*last)),
            _ => format!("once {} is replaced", here.name(one.cause())),
        }))
    };
    behind.into_iter().filter_map(lane).collect()
}
