use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Fallback, Plan, Requirement, Symptom};
use jurymast_terms::source::Span;

use super::callers::{at_odds, is_automatic, telling};
use super::written::{ExportNote, cannot_say};
use crate::draft::{Draft, matches};

/// What a plan says of the parts of a gateway's files.
pub(crate) struct PlanSide<'a> {
    plan: &'a Plan,
    /// What a part of the files is in the plan, by its place.
    by_place: BTreeMap<Span, ComponentId>,
    /// What is tried first of a part that tries several, by the place of the whole.
    first_of: BTreeMap<Span, ComponentId>,
}

impl<'a> PlanSide<'a> {
    /// By the drafts that the files give; what one says of a place goes before what later
    /// ones say.
    pub(crate) fn of<'d>(drafts: impl IntoIterator<Item = &'d Draft>, plan: &'a Plan) -> Self {
        let mut side = Self {
            plan,
            by_place: BTreeMap::new(),
            first_of: BTreeMap::new(),
        };
        for draft in drafts {
            side.add(draft);
        }
        side
    }

    fn add(&mut self, draft: &Draft) {
        let known = matches(draft, self.plan);
        for table in &draft.tables {
            for need in &table.requirements {
                if let [only] = need.on.as_slice()
                    && let Some(component) = known.get(only)
                {
                    self.first_of.entry(need.place).or_insert(*component);
                }
            }
            let needs = table.requirements.iter();
            let fallbacks = needs.flat_map(|one| &one.fallbacks);
            let fallbacks = fallbacks.map(|one| (one.place, &one.to));
            for (place, id) in fallbacks.chain([(table.place, &table.id)]) {
                if let Some(component) = known.get(id) {
                    self.by_place.entry(place).or_insert(*component);
                }
            }
        }
    }

    /// What a part of the files is in the plan.
    pub(crate) fn component(&self, place: Span) -> Option<ComponentId> {
        self.by_place.get(&place).copied()
    }

    /// What is tried first of a part that tries several.
    pub(crate) fn first(&self, whole: Span, first: Span) -> Option<ComponentId> {
        let known = self.first_of.get(&whole).copied();
        known.or_else(|| self.component(first))
    }

    /// The id of a component.
    pub(crate) fn id(&self, component: ComponentId) -> &'a str {
        &self.plan.component(component).id
    }

    /// What stands in for a primary by itself, in order: as the grouping that the route is has
    /// it, else as those who need the primary have it. `None`: nobody needs it in the plan.
    pub(crate) fn stand_ins(
        &self,
        route: Option<ComponentId>,
        primary: ComponentId,
    ) -> Option<Vec<&'a Fallback>> {
        let mut found: Vec<&Fallback> = Vec::new();
        for fallback in self
            .fallbacks(route, primary)?
            .iter()
            .filter(|one| is_automatic(one))
        {
            let to = fallback.to.value;
            if to != primary && found.iter().all(|one| one.to.value != to) {
                found.push(fallback);
            }
        }
        Some(found)
    }

    /// What stands in for a primary, by itself or not, as the plan has it.
    fn fallbacks(
        &self,
        route: Option<ComponentId>,
        primary: ComponentId,
    ) -> Option<&'a [Fallback]> {
        let plan = self.plan;
        let means =
            |one: &&Requirement| matches!(one.group.as_slice(), [only] if only.value == primary);
        let of_route = route.filter(|one| *one != primary);
        let of_route = of_route.map(|id| plan.component(id).requirements.as_slice());
        let of_route = of_route.unwrap_or_default().iter().find(means);
        let of_callers = || {
            let all = plan.components.iter().flat_map(|one| &one.requirements);
            let all: Vec<&Requirement> = all.filter(means).collect();
            telling(&all)
        };
        Some(of_route.or_else(of_callers)?.fallbacks.as_slice())
    }

    /// What of a route a gateway cannot be told.
    pub(crate) fn cannot_say(
        &self,
        route: Option<ComponentId>,
        primary: ComponentId,
        place: Span,
    ) -> Vec<ExportNote> {
        let fallbacks = self.fallbacks(route, primary).unwrap_or_default();
        let name = self.id(primary);
        let mut notes = cannot_say(self.plan, name, place, fallbacks);
        let means =
            |one: &Requirement| matches!(one.group.as_slice(), [only] if only.value == primary);
        let of_route = route.filter(|one| *one != primary);
        let of_route = of_route.map(|id| self.plan.component(id).requirements.as_slice());
        if !of_route.unwrap_or_default().iter().any(means) {
            notes.extend(at_odds(self.plan, name, primary, place));
        }
        notes
    }
}

/// Whether two lists of failures are the same for a gateway that sees those of `seen` alone.
pub(crate) fn same_failures(one: &[Symptom], other: &[Symptom], seen: &[Symptom]) -> bool {
    let has = |list: &[Symptom], symptom: &Symptom| list.contains(symptom);
    seen.iter()
        .all(|symptom| has(one, symptom) == has(other, symptom))
}
