use jurymast_engine::analysis::Returned;
use jurymast_plan::model::{BindingRole, ComponentId, Detail, EndReason};

use super::situation::Situation;
use super::steps::{looks, owner_of};
use super::{Lane, SheetStep};

impl<'a> Situation<'a> {
    /// "retired on 2026-01-31", of what is over for good on this day.
    pub(super) fn ended(&self, id: ComponentId) -> Option<String> {
        Some(self.plan.lost_for_good(id)?.to_string())
    }

    /// The same of what cannot be used without something that is over: a model without its
    /// endpoint, weights that no host of the plan answers with any more.
    pub(super) fn over(&self, id: ComponentId) -> Option<Over<'a>> {
        let plan = self.plan;
        let own = |of: ComponentId| {
            Some(Over {
                of,
                why: plan.lost_for_good(of)?,
            })
        };
        let by = |of: ComponentId| -> Option<Over<'a>> {
            let bindings = plan.component(of).bindings.iter();
            let mut endpoints = bindings.filter(|one| one.role == BindingRole::Endpoint);
            own(of).or_else(|| endpoints.find_map(|one| own(one.to)))
        };
        if !matches!(self.component(id).detail, Detail::Lineage(_)) {
            return by(id);
        }
        let answers = plan.ids().filter(|of| {
            let mut bindings = plan.component(*of).bindings.iter();
            bindings.any(|one| one.role == BindingRole::Lineage && one.to == id)
        });
        let all: Option<Vec<Over<'a>>> = answers.map(by).collect();
        all?.into_iter().next()
    }
}

/// What is over for good, and why.
pub(super) struct Over<'p> {
    of: ComponentId,
    why: EndReason<'p>,
}

impl Over<'_> {
    /// "Old model retired on 2026-01-31", of `id` itself without its name.
    pub(super) fn words(&self, here: &Situation<'_>, id: ComponentId) -> String {
        match self.of == id {
            true => self.why.to_string(),
            false => format!("{} {}", here.name(self.of), self.why),
        }
    }

    /// What must be done, as nobody brings it back.
    fn cure(&self, here: &Situation<'_>, id: ComponentId) -> String {
        let (name, why) = (here.name(id), self.words(here, id));
        match self.why {
            EndReason::Retired(end) => format!(
                "Change who calls {name} to something that lives: {why}, and does not come back \
                 ({}).",
                end.instead("the plan and the catalogue know no successor")
            ),
            EndReason::Expired(_) => format!(
                "Renew {name}, and put the new day into the plan: {why}, and does not come back \
                 by itself."
            ),
        }
    }
}

/// What is named as lost and does not come back, whatever is waited for, and what has ended and
/// keeps others from starting again.
pub(super) fn replaced(here: &Situation<'_>) -> Vec<Lane> {
    if here.asked.total {
        return Vec::new();
    }
    let stuck = here.elsewhere.least.stuck.iter();
    let needed = stuck.filter_map(|id| here.elsewhere.lacks_to_start(here.plan, *id));
    let mut named = here.lost.clone();
    let needed = needed.map(|(_, need)| need);
    for need in needed.chain(here.causes_named()) {
        if !named.contains(&need) {
            named.push(need);
        }
    }
    let over = named
        .into_iter()
        .filter_map(|id| Some((id, here.over(id)?)));
    let lane = |(id, over): (ComponentId, Over<'_>)| {
        let step = SheetStep::new(over.cure(here, id), owner_of(here, id));
        let step = step
            .verify("Those who need it work without it, and the plan says so.")
            .looks(looks(here.plan, id));
        Lane::new(here.name(id), vec![step]).of(here, id)
    };
    over.map(lane).collect()
}

/// Whether the way back has work for somebody on it: nobody waits for what is over.
pub(super) fn is_awaited(here: &Situation<'_>, one: &Returned) -> bool {
    here.asked.total || !here.is_lost(one.id) || here.over(one.id).is_none()
}
