use std::collections::{BTreeMap, BTreeSet};

use jurymast_import::draft::matches;
use jurymast_plan::model::{ComponentId, Kind, Origin, Plan};

use super::drawn::DrawnPlan;
use crate::names::{ComponentNames, NameLookup};
use crate::observed::LikeName;

/// Which component that files draw is which of the plan.
#[derive(Debug)]
pub(super) struct Pairs {
    /// By the drawn one.
    declared: BTreeMap<ComponentId, ComponentId>,
    /// By the declared one; several may be drawn of one.
    drawn: BTreeMap<ComponentId, Vec<ComponentId>>,
    /// Those that are the same by likeness alone.
    pub(super) like: Vec<LikeName>,
}

impl Pairs {
    pub(super) fn of(plan: &Plan, drawn: &DrawnPlan) -> Self {
        let mut declared: BTreeMap<ComponentId, ComponentId> = BTreeMap::new();
        let mut like = BTreeSet::new();
        let by_table = matches(&drawn.draft, plan);
        let names = ComponentNames::new(plan);
        let taken: BTreeSet<ComponentId> = by_table.values().copied().collect();
        for (id, component) in drawn.plan.enumerate() {
            if let Some(known) = by_table.get(&component.id) {
                declared.insert(id, *known);
                continue;
            }
            // What a reference pulled in has an id of its own in both.
            if component.origin != Origin::Plan {
                declared.extend(plan.find(&component.id).map(|known| (id, known)));
                continue;
            }
            // One model is no other for its name's sake.
            if !matches!(
                component.kind(),
                Kind::Service | Kind::Resource | Kind::Provider
            ) {
                continue;
            }
            let forms = [component.id.as_str(), component.name.as_str()];
            if let NameLookup::Found(found) = names.find(forms.into_iter())
                && !taken.contains(&found.component)
            {
                declared.insert(id, found.component);
                like.extend(found.likeness.map(|likeness| LikeName {
                    name: component.name.clone(),
                    component: plan.component(found.component).id.clone(),
                    likeness,
                }));
            }
        }
        let mut by_declared: BTreeMap<ComponentId, Vec<ComponentId>> = BTreeMap::new();
        for (drawn, known) in &declared {
            by_declared.entry(*known).or_default().push(*drawn);
        }
        Self {
            declared,
            drawn: by_declared,
            like: like.into_iter().collect(),
        }
    }

    pub(super) fn declared(&self, drawn: ComponentId) -> Option<ComponentId> {
        self.declared.get(&drawn).copied()
    }

    pub(super) fn drawn(&self, declared: ComponentId) -> &[ComponentId] {
        self.drawn
            .get(&declared)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Each pair: what is drawn, and what is declared.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ComponentId, ComponentId)> {
        self.declared.iter().map(|(drawn, known)| (*drawn, *known))
    }
}
