use std::collections::BTreeMap;

use jurymast_plan::catalogue::provider;
use jurymast_plan::model::{
    BindingRole, Component, ComponentId, Detail, Origin, Plan, Requirement,
};

use crate::evidence::LIBRECHAT;

use super::matching::{answering, kind_of};
use super::{Draft, DraftRequirement, DraftTable, DraftValue, GatewayRoute, TableKind};

impl Draft {
    /// What a plan says, as files would have drawn it: no more than tells which component is
    /// which, who needs whom, and what gateways answer with.
    pub(super) fn of_plan(plan: &Plan) -> Self {
        let mut draft = Self::default();
        let runtimes = runtimes(plan);
        for (id, component) in plan.enumerate() {
            let Some(table) = table_of(plan, component) else {
                continue;
            };
            let runs = matches!(table.kind, TableKind::Service | TableKind::Resource);
            if runs && !component.is_mere_grouping() {
                for name in [&component.id, &component.name] {
                    let hosts = draft.hosts.entry(name.to_lowercase()).or_default();
                    if !hosts.contains(&component.id) {
                        hosts.push(component.id.clone());
                    }
                }
            }
            draft.routes.extend(routes_of(plan, id, &runtimes));
            draft.tables.push(table);
        }
        draft.tables.iter_mut().for_each(|one| {
            let runs = (one.kind == TableKind::Service)
                .then(|| provider(&one.id))
                .flatten();
            one.software = runs
                .filter(|known| known.self_hosted)
                .map(|known| known.id.clone());
        });
        for (host, runtime) in runtimes {
            let table = draft.tables.iter_mut().find(|one| one.id == host);
            if let Some(table) = table {
                table.software.get_or_insert(runtime);
            }
        }
        draft.tell_chat();
        draft
    }

    /// What alone calls the endpoints of LibreChat is LibreChat, whatever it is called.
    fn tell_chat(&mut self) {
        let calls = |one: &DraftTable| {
            let mut on = one.requirements.iter().flat_map(|one| &one.on);
            on.any(|id| is_endpoint_of_chat(id)) && one.kind == TableKind::Service
        };
        let mut calling = self.tables.iter_mut().filter(|one| calls(one));
        if let (Some(only), None) = (calling.next(), calling.next()) {
            only.software.get_or_insert(LIBRECHAT.to_owned());
        }
    }
}

/// As drafts name them.
fn is_endpoint_of_chat(id: &str) -> bool {
    let name = id.strip_prefix(LIBRECHAT);
    name.is_some_and(|name| name.starts_with('-'))
}

/// A component as files would have drawn it; none of what only the catalogue has.
fn table_of(plan: &Plan, component: &Component) -> Option<DraftTable> {
    let kind = kind_of(component).filter(|_| component.origin == Origin::Plan)?;
    let mut table = DraftTable::new(kind, &component.id, component.place);
    if let Detail::Resource(resource) = &component.detail
        && let Some(kind) = &resource.kind
    {
        table.set("kind", kind.as_str());
    }
    if component.is_mere_grouping() {
        table.set("own_failure", false);
    }
    if let Some(ai) = component.ai() {
        table.set("provider", answering(plan, ai).unwrap_or_default());
        table.set("model", ai.model.as_ref().map_or("", |at| &at.value));
        let via = gateways(component).map(|id| plan.component(id).id.clone());
        table.set("via", DraftValue::texts(via));
    }
    let needs = component.requirements.iter();
    table.requirements = needs.map(|one| need_of(plan, one)).collect();
    Some(table)
}

fn need_of(plan: &Plan, one: &Requirement) -> DraftRequirement {
    let mut need = DraftRequirement::on("", one.place);
    let group = one.group.iter();
    need.on = group
        .map(|at| plan.component(at.value).id.clone())
        .collect();
    need
}

/// What a component is called through, in order; what runs the software that answers last.
pub(super) fn gateways(component: &Component) -> impl Iterator<Item = ComponentId> {
    let of = |role| {
        let bindings = component
            .bindings
            .iter()
            .filter(move |one| one.role == role);
        bindings.map(|one| one.to)
    };
    let through: Vec<ComponentId> = of(BindingRole::Gateway).collect();
    let host = of(BindingRole::Host).find(|id| !through.contains(id));
    through.into_iter().chain(host)
}

/// What runs a runtime of models alone: all that is called there last is answered by it.
fn runtimes(plan: &Plan) -> BTreeMap<String, String> {
    let mut runs: BTreeMap<ComponentId, Option<&String>> = BTreeMap::new();
    for component in &plan.components {
        let Some(ai) = component.ai() else { continue };
        let through: Vec<ComponentId> = gateways(component).collect();
        if let Some((last, before)) = through.split_last() {
            runs.extend(before.iter().map(|one| (*one, None)));
            let known = runs.entry(*last).or_insert(ai.runtime.as_ref());
            *known = known.filter(|one| Some(*one) == ai.runtime.as_ref());
        }
    }
    let runs = runs.into_iter();
    runs.filter_map(|(id, runtime)| Some((plan.component(id).id.clone(), runtime?.clone())))
        .collect()
}

/// The components that answer behind one: itself, or what it groups.
pub(super) fn answered_behind(plan: &Plan, id: ComponentId) -> Vec<ComponentId> {
    let mut found = vec![id];
    let mut at = 0;
    while let Some(component) = found.get(at).map(|id| plan.component(*id)) {
        if component.is_mere_grouping() {
            for one in component.requirements.iter().flat_map(|one| &one.group) {
                if !found.contains(&one.value) {
                    found.push(one.value);
                }
            }
        }
        at += 1;
    }
    found.retain(|id| plan.component(*id).ai().is_some());
    found
}

/// The names under which callers may ask for a component: its own, and that of what it groups
/// first.
pub(super) fn names_of(plan: &Plan, id: ComponentId) -> Vec<String> {
    let component = plan.component(id);
    let mut names = vec![component.id.clone(), component.name.clone()];
    if component.is_mere_grouping()
        && let [only] = component.requirements.as_slice()
        && let [first] = only.group.as_slice()
    {
        let first = plan.component(first.value);
        names.extend([first.id.clone(), first.name.clone()]);
    }
    names.sort();
    names.dedup();
    names
}

/// What gateways answer with under the names of a component; a runtime is none.
fn routes_of(
    plan: &Plan,
    id: ComponentId,
    runtimes: &BTreeMap<String, String>,
) -> Vec<GatewayRoute> {
    let component = plan.component(id);
    let is_grouping = component.is_mere_grouping();
    if component.ai().is_none() && !is_grouping {
        return Vec::new();
    }
    let behind = answered_behind(plan, id);
    let first = behind.first().map(|id| gateways(plan.component(*id)));
    let mut through = first.into_iter().flatten();
    let gateway = through.find(|id| !runtimes.contains_key(&plan.component(*id).id));
    let Some(gateway) = gateway else {
        return Vec::new();
    };
    let grouped = |name: &&String| {
        // What callers get who ask for a name is the grouping before what it begins with.
        is_grouping
            || !plan.components.iter().any(|one| {
                one.is_mere_grouping()
                    && one.requirements.len() == 1
                    && one.requirements[0].group.iter().map(|at| at.value).eq([id])
                    && (one.name == **name
                        || one.name == one.id && one.id == format!("{name}-group"))
            })
    };
    let names = names_of(plan, id);
    names
        .iter()
        .filter(grouped)
        .map(|asked| GatewayRoute {
            gateway: plan.component(gateway).id.clone(),
            asked: asked.clone(),
            answers: component.id.clone(),
        })
        .collect()
}
