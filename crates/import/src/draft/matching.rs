use std::collections::{BTreeMap, HashMap};

use jurymast_plan::catalogue::ModelName;
use jurymast_plan::model::{Ai, BindingRole, Component, ComponentId, Detail, Plan, Team};

use super::{Draft, DraftTable, DraftValue, TableKind};

/// Which component each table is: the one of its id, of its name, or the one that calls
/// the same model at the same provider.
pub fn matches(draft: &Draft, plan: &Plan) -> BTreeMap<String, ComponentId> {
    let mut by_name: HashMap<&str, Vec<ComponentId>> = HashMap::new();
    let mut by_id: HashMap<&str, ComponentId> = HashMap::new();
    for (id, component) in plan.enumerate() {
        by_name.entry(&component.name).or_default().push(id);
        by_id.insert(&component.id, id);
    }
    let found = draft.tables.iter().filter_map(|table| {
        let own = by_id.get(table.id.as_str()).copied();
        let name = table
            .get("name")
            .and_then(|name| name.text())
            .unwrap_or(&table.id);
        let is_alike = |id: &ComponentId| is_of_kind(table, plan.component(*id));
        let named = || {
            let all = by_name.get(name)?.iter().copied().filter(is_alike);
            let all: Vec<ComponentId> = all.collect();
            // A name that two bear tells neither; a mere grouping is none of what it groups.
            let is_grouping = table.get("own_failure").is_some();
            only(all.iter().copied()).or_else(|| {
                let alike = all.iter().copied();
                only(alike.filter(|id| plan.component(*id).is_mere_grouping() == is_grouping))
            })
        };
        let calling = called(table, plan);
        // What bears its name and calls its model is it before what bears its id and does not.
        let is_named = |id: &ComponentId| plan.component(*id).name == name;
        let known = calling.filter(is_named).or(own.filter(is_alike));
        let id = known.or_else(named).or(calling)?;
        Some((table.id.clone(), id))
    });
    found.collect()
}

/// The team that a table is: the one of its id, or of its name.
pub(super) fn team_of<'p>(table: &DraftTable, plan: &'p Plan) -> Option<&'p Team> {
    let teams = || plan.teams.iter().filter(|_| table.kind == TableKind::Team);
    let name = table.get("name").and_then(DraftValue::text);
    let name = name.unwrap_or(&table.id);
    let own = teams().find(|one| one.id == table.id);
    own.or_else(|| teams().find(|one| one.name == name))
}

/// Whether a table may speak of a component by its kind: what one file takes for a store another
/// may take for a service, and what answers at a host is what a person has made of it. A model
/// is no service that happens to bear the name of its route.
fn is_of_kind(table: &DraftTable, component: &Component) -> bool {
    let runs = |kind| matches!(kind, TableKind::Service | TableKind::Resource);
    let Some(kind) = kind_of(component) else {
        return false;
    };
    let may_be_any = |kind| runs(kind) || kind == TableKind::Provider;
    // A mere grouping is no service.
    let is_grouping = table.get("own_failure").is_some();
    kind == table.kind
        || runs(kind) && runs(table.kind) && !is_grouping
        || table.stands_for.is_some() && may_be_any(kind) && may_be_any(table.kind)
}

/// The table that a component has; none of what no plan has tables for.
pub(super) fn kind_of(component: &Component) -> Option<TableKind> {
    Some(match &component.detail {
        Detail::Service => TableKind::Service,
        Detail::Resource(_) => TableKind::Resource,
        Detail::Ai(_) => TableKind::Ai,
        Detail::Activity(_) => TableKind::Activity,
        Detail::Provider(_) => TableKind::Provider,
        Detail::Domain(_) => TableKind::Domain,
        Detail::Endpoint(_) | Detail::Lineage(_) => return None,
    })
}

/// The AI dependency that calls the same model at the same provider, where there is one; of
/// several the one that is called through the same gateways.
fn called(table: &DraftTable, plan: &Plan) -> Option<ComponentId> {
    if table.kind != TableKind::Ai {
        return None;
    }
    let provider = table.get("provider")?.text()?;
    let model = ModelName::of(table.get("model")?.text()?);
    let fitting = plan.enumerate().filter(|(_, one)| match &one.detail {
        Detail::Ai(ai) => {
            let name = ai.model.as_ref().map(|at| ModelName::of(&at.value));
            answering(plan, ai) == Some(provider) && name.as_ref() == Some(&model)
        }
        _ => false,
    });
    let fitting: Vec<ComponentId> = fitting.map(|(id, _)| id).collect();
    if let Some(only) = only(fitting.iter().copied()) {
        return Some(only);
    }
    let via = table
        .get("via")
        .map(DraftValue::all_texts)
        .unwrap_or_default();
    let goes = |id: &&ComponentId| {
        let bindings = plan.component(**id).bindings.iter();
        let through = bindings.filter(|one| one.role == BindingRole::Gateway);
        let through: Vec<&str> = through
            .map(|one| plan.component(one.to).id.as_str())
            .collect();
        via.iter().all(|id| through.contains(&id.as_str()))
    };
    only(fitting.iter().filter(goes).copied())
}

/// The one that there is.
fn only(mut all: impl Iterator<Item = ComponentId>) -> Option<ComponentId> {
    let first = all.next();
    first.filter(|_| all.next().is_none())
}

/// The id of who answers, or of the runtime that does.
pub(super) fn answering<'a>(plan: &'a Plan, ai: &'a Ai) -> Option<&'a str> {
    let provider = ai.provider.map(|at| plan.component(at.value).id.as_str());
    provider.or(ai.runtime.as_deref())
}
