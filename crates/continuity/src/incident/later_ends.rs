use jurymast_engine::simulation::{
    ScenarioScript, SimulationModel, Timeline, TimelineEvent, simulate,
};
use jurymast_plan::model::{ComponentId, EndReason, Level, Plan};
use jurymast_terms::units::{Duration, Lasting};

use super::Asked;
use super::lost_primaries::with_its_primaries;
use super::situation::Situation;

/// Something that is carried falls again, as what carries it ends.
pub(super) struct LaterFall {
    pub(super) at: Duration,
    lasts: Lasting,
    /// "spare expires on 2026-12-03"
    pub(super) why: String,
}

impl LaterFall {
    pub(super) fn is_longer_than(&self, target: Duration) -> bool {
        !self.lasts.is_within(target)
    }

    /// Why nobody knows whether a target is met that a fallback meets so far.
    pub(super) fn doubt(&self) -> String {
        let why = &self.why;
        format!("{why}, and nothing says that what is lost is back by then")
    }
}

/// The loss with all that ends in days to come; `None`: nothing does.
pub(super) fn with_later_ends(
    plan: &Plan,
    model: &SimulationModel<'_>,
    scenario: &ScenarioScript,
    asked: &Asked,
) -> Option<Timeline> {
    let is_open = !asked.total && plan.ending_after(asked.today).next().is_some();
    let scenario = || ScenarioScript {
        later_ends: true,
        ..scenario.clone()
    };
    is_open.then(|| simulate(model, &scenario()))
}

/// When what a fallback carries now falls after all, if what was lost first need not be back
/// by then.
pub(super) fn falls_later(here: &Situation<'_>, id: ComponentId) -> Option<LaterFall> {
    let later = here.with_later_ends.as_ref()?;
    let is_new = |at| here.planned.level_at(id, at) < Level::Down;
    let mut falls = later.intervals(id).into_iter();
    let fall = falls.find(|one| one.level == Level::Down && is_new(one.from))?;
    let home = with_its_primaries(here, id).at_most;
    if home.is_some_and(|home| home <= fall.from) {
        return None;
    }
    let mut notes = later.notes.iter().rev();
    let ended = notes.find(|one| one.event == TimelineEvent::Ended && one.at <= fall.from)?;
    let (day, end) = here.plan.end_after(ended.component, here.asked.today)?;
    let name = here.name(ended.component);
    Some(LaterFall {
        at: fall.from,
        lasts: fall.lasts(),
        why: format!("{name} {} on {day}", verb(end.why)),
    })
}

/// "expires", of an end to come.
pub(super) const fn verb(why: EndReason<'_>) -> &'static str {
    match why {
        EndReason::Expired(_) => "expires",
        EndReason::Retired(_) => "is retired",
    }
}
