use std::collections::BTreeMap;

use jurymast_plan::catalogue::ModelName;
use jurymast_plan::model::{ComponentId, Detail, Plan};

use super::{Draft, DraftTable, TableKind};

/// Which component each table is: the one of its id, of its name, or the one that calls
/// the same model at the same provider.
pub fn matches(draft: &Draft, plan: &Plan) -> BTreeMap<String, ComponentId> {
    let mut by_name: BTreeMap<&str, Option<ComponentId>> = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        // A name that two bear tells neither.
        let entry = by_name.entry(component.name.as_str());
        entry.and_modify(|one| *one = None).or_insert(Some(id));
    }
    let found = draft.tables.iter().filter_map(|table| {
        let own = plan
            .enumerate()
            .find(|(_, one)| one.id == table.id)
            .map(|(id, _)| id);
        let name = table
            .get("name")
            .and_then(|name| name.text())
            .unwrap_or(&table.id);
        let named = || by_name.get(name).copied().flatten();
        let calling = || called(table, plan);
        // A model is no service that happens to bear the name of its route.
        let is_alike =
            |id: &ComponentId| table.kind != TableKind::Ai || plan.component(*id).ai().is_some();
        let by_name = own.filter(is_alike).or_else(|| named().filter(is_alike));
        let id = by_name.or_else(calling).or(own).or_else(named)?;
        Some((table.id.clone(), id))
    });
    found.collect()
}

/// The AI dependency that calls the same model at the same provider, where there is one.
fn called(table: &DraftTable, plan: &Plan) -> Option<ComponentId> {
    if table.kind != TableKind::Ai {
        return None;
    }
    let provider = table.get("provider")?.text()?;
    let model = ModelName::of(table.get("model")?.text()?);
    let mut fitting = plan.enumerate().filter(|(_, one)| match &one.detail {
        Detail::Ai(ai) => {
            let same_provider = ai
                .provider
                .is_some_and(|at| plan.component(at.value).id == provider);
            let name = ai.model.as_ref().map(|at| ModelName::of(&at.value));
            same_provider && name.as_ref() == Some(&model)
        }
        _ => false,
    });
    let first = fitting.next().map(|(id, _)| id);
    first.filter(|_| fitting.next().is_none())
}
