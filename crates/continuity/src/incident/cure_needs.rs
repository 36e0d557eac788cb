use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::source::At;
use jurymast_terms::wording;

use super::situation::Situation;
use super::{Lane, SheetStep, Stage};

/// How far what an action needs keeps it from being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doable {
    /// All that it needs can be used.
    Now,
    /// What it needs is down, and will be back before.
    Later,
    /// What it needs is down, and is not back by anything that the plan says.
    Never,
}

impl Situation<'_> {
    /// Of what an action needs all that cannot be used now.
    pub(super) fn missing(&self, needs: &[At<ComponentId>]) -> Vec<ComponentId> {
        let all = needs.iter().map(|at| at.value);
        all.filter(|id| !self.is_usable(*id)).collect()
    }

    /// Whether an action can be done that lacks these.
    pub(super) fn doable(&self, missing: &[ComponentId]) -> Doable {
        let one = |id: &ComponentId| match self.comes_back(*id) {
            true => Doable::Later,
            false => Doable::Never,
        };
        missing.iter().map(one).max().unwrap_or(Doable::Now)
    }

    /// By a switch, or by the work on what is lost.
    fn comes_back(&self, id: ComponentId) -> bool {
        let by_switch = !self.asked.total && self.planned_level(id) < Level::Down;
        self.ended(id).is_none() && (by_switch || self.elsewhere.least.returned(id).is_some())
    }
}

/// Says at each step what it needs and has not, and puts those of a lane first that can
/// be done.
pub(super) fn mark(here: &Situation<'_>, stages: &mut [Stage]) {
    let mut brought: BTreeMap<ComponentId, usize> = BTreeMap::new();
    for (at, stage) in stages.iter().enumerate() {
        let steps = stage.lanes.iter().flat_map(|lane| &lane.actions);
        for id in steps.filter_map(|step| step.brings) {
            brought.entry(id).or_insert(at + 1);
        }
    }
    let lanes = stages.iter_mut().flat_map(|stage| &mut stage.lanes);
    lanes.for_each(|lane| mark_lane(here, lane, &brought));
}

/// The same of lanes that no stage follows.
pub(super) fn mark_lane(
    here: &Situation<'_>,
    lane: &mut Lane,
    brought: &BTreeMap<ComponentId, usize>,
) {
    for step in &mut lane.actions {
        step.blocked = blocked(here, step, brought);
    }
    let never =
        |step: &SheetStep| step.hopeless.is_some() || here.doable(&step.missing) == Doable::Never;
    // The look whether all that helped ends the lane.
    let is_work = lane.actions.iter().any(|step| step.brings.is_none());
    let last = lane.actions.last().and_then(|step| step.brings);
    let closes = |step: &SheetStep| is_work && last.is_some() && step.brings == last;
    lane.actions.sort_by_key(|step| (closes(step), never(step)));
}

/// "WILL NOT WORK: Console is down", or "Needs Keys (down): restore it first, stage 3".
fn blocked(
    here: &Situation<'_>,
    step: &SheetStep,
    brought: &BTreeMap<ComponentId, usize>,
) -> Option<String> {
    if let Some(why) = &step.hopeless {
        return Some(format!("WILL NOT WORK: {why}"));
    }
    let (never, later): (Vec<ComponentId>, Vec<ComponentId>) = step
        .missing
        .iter()
        .partition(|id| here.doable(&[**id]) == Doable::Never);
    if !never.is_empty() {
        let why = never.iter().filter_map(|id| here.why_unusable(*id));
        let why: Vec<String> = why.collect();
        return Some(format!("WILL NOT WORK: {}", wording::and(&why)));
    }
    let one = |id: &ComponentId| {
        let name = here.name(*id);
        match brought.get(id) {
            Some(stage) => format!("Needs {name} (down): restore it first, stage {stage}"),
            None => format!("Needs {name} (down): wait until it is back"),
        }
    };
    let all: Vec<String> = later.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
