use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Requirement};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;

use super::compare::Sides;
use crate::reach::gateways;

impl Sides<'_> {
    /// The model that a caller is to call by the plan, where its files have it call another at
    /// the same provider in the same way, which the plan does not have.
    pub(super) fn replaced(
        &self,
        caller: ComponentId,
        declared: ComponentId,
        drawn: ComponentId,
    ) -> Option<ComponentId> {
        let needed = self.reach.needs(declared).iter().map(|need| need.to);
        let lacking = self.lacking(needed, drawn);
        let called = self.drawn_reach.needs(caller).iter().map(|need| need.to);
        only(lacking).filter(|_| self.alike(called, drawn).len() == 1)
    }

    /// The models that the plan has behind a gateway where its files have another at the same
    /// provider, which the plan does not have, and no file has these.
    pub(super) fn replaced_behind_gateway(&self, drawn: ComponentId) -> Vec<ComponentId> {
        let has_gateway = gateways(self.drawn.plan.component(drawn)).next().is_some();
        let all = self.plan.ids().filter(|_| has_gateway);
        self.lacking(all, drawn).into_iter().collect()
    }

    /// Whether a drawn model is the only one that can be in the place of another.
    pub(super) fn is_only_stranger(&self, drawn: ComponentId) -> bool {
        self.alike(self.drawn.plan.ids(), drawn).len() == 1
    }

    /// Those declared models that no file has, and that are called as a drawn one is.
    fn lacking(
        &self,
        all: impl Iterator<Item = ComponentId>,
        drawn: ComponentId,
    ) -> BTreeSet<ComponentId> {
        let is_it =
            |id: &ComponentId| self.pairs.drawn(*id).is_empty() && self.is_called_alike(drawn, *id);
        all.filter(is_it).collect()
    }

    /// The drawn models that the plan does not have, and that are called as one of them is.
    fn alike(
        &self,
        all: impl Iterator<Item = ComponentId>,
        drawn: ComponentId,
    ) -> BTreeSet<ComponentId> {
        let way = |id: ComponentId| {
            let component = self.drawn.plan.component(id);
            let ai = component.ai().filter(|ai| ai.model.is_some())?;
            let through: BTreeSet<ComponentId> = gateways(component).collect();
            Some((ai.provider.map(|at| at.value), through))
        };
        let own = way(drawn);
        all.filter(|id| self.pairs.declared(*id).is_none() && way(*id) == own)
            .collect()
    }

    /// At the same provider, through the same gateways.
    fn is_called_alike(&self, drawn: ComponentId, declared: ComponentId) -> bool {
        let (done, said) = (
            self.drawn.plan.component(drawn),
            self.plan.component(declared),
        );
        let (Some(done_ai), Some(said_ai)) = (done.ai(), said.ai()) else {
            return false;
        };
        let (Some(theirs), Some(ours)) = (done_ai.provider, said_ai.provider) else {
            return false;
        };
        let is_provider = self.pairs.declared(theirs.value) == Some(ours.value)
            || self.drawn.plan.component(theirs.value).id == self.plan.component(ours.value).id;
        let through: BTreeSet<Option<ComponentId>> =
            gateways(done).map(|id| self.pairs.declared(id)).collect();
        let own: BTreeSet<Option<ComponentId>> = gateways(said).map(Some).collect();
        is_provider && through == own && done_ai.model.is_some() && said_ai.model.is_some()
    }

    /// Another model stands where the plan has one.
    pub(super) fn replaced_model(
        &self,
        declared: ComponentId,
        drawn: ComponentId,
        caller: Option<(ComponentId, &Requirement)>,
        place: Option<Span>,
    ) -> Diagnostic {
        let component = self.plan.component(declared);
        let model = |ai: Option<&jurymast_plan::model::Ai>| {
            let model = ai.and_then(|ai| ai.model.as_ref());
            model.map_or(String::new(), |at| at.value.clone())
        };
        let said = component.ai().and_then(|ai| ai.model.as_ref());
        let (ours, theirs) = (
            model(component.ai()),
            model(self.drawn.plan.component(drawn).ai()),
        );
        let message = match caller {
            Some((caller, _)) => format!(
                "{} is to call `{ours}` by the plan, and is configured to call `{theirs}`",
                self.name(caller)
            ),
            None => format!(
                "{} is `{ours}` by the plan, and `{theirs}` is configured there",
                self.name(declared)
            ),
        };
        let at = said.map_or(component.place, |at| at.span);
        let finding = Diagnostic::new("differing-model", Severity::Error, message, at)
            .component(component.id.as_str())
            .detail("model")
            .label("the plan's")
            .help("when it ends, and what it can do, is judged by the plan's: correct it");
        let finding = match caller.and_then(|(_, need)| need.why.as_ref()) {
            Some(why) => finding.note(format!("by {why}")),
            None => finding,
        };
        match place {
            Some(place) => finding.related(place, "configured here"),
            None => finding,
        }
    }
}

fn only(all: BTreeSet<ComponentId>) -> Option<ComponentId> {
    let mut all = all.into_iter();
    let first = all.next();
    first.filter(|_| all.next().is_none())
}
