use std::collections::BTreeMap;

use super::gateway::{AnsweringGroup, Gateway, Group, GroupDeployment};
use super::lists::ANY;
use super::read::PROXY;
use super::stand_ins::StandIns;
use crate::draft::{Doubt, DraftRequirement, DraftTable, Finding, GatewayRoute, Ids, TableKind};
use crate::gateways::{Parties, Upstream, whole};
use crate::tree::Node;

/// The tables of model groups and of who answers for them.
pub(super) struct Groups<'g> {
    gateway: &'g Gateway,
    /// What callers of a name depend on to get its deployments alone, by name.
    answering: BTreeMap<String, String>,
    /// Deployments by their path.
    ais: BTreeMap<&'g str, String>,
    /// Deployments that a pattern answers with for a name that a list holds, by name.
    expanded: BTreeMap<String, GroupDeployment>,
    /// What callers of a name depend on, stand-ins and all, where that is another thing.
    called: BTreeMap<String, String>,
}

impl<'g> Groups<'g> {
    pub(super) fn new(gateway: &'g Gateway, ids: &mut Ids) -> Self {
        let mut groups = Self {
            gateway,
            answering: BTreeMap::new(),
            ais: BTreeMap::new(),
            expanded: BTreeMap::new(),
            called: BTreeMap::new(),
        };
        for group in &gateway.groups {
            let named = id_name(group);
            let id = ids.give_beside(&named);
            match group.deployments.as_slice() {
                [one] => {
                    groups.ais.insert(&one.path, id.clone());
                }
                several => {
                    for (at, one) in several.iter().enumerate() {
                        groups
                            .ais
                            .insert(&one.path, ids.give(&format!("{id}-{}", at + 1)));
                    }
                }
            }
            groups.answering.insert(group.name.clone(), id);
        }
        groups.name_others(ids);
        groups
    }

    /// Names in lists that are no group's own: aliases, ids of deployments, and what a
    /// pattern fits.
    fn name_others(&mut self, ids: &mut Ids) {
        let lists = &self.gateway.lists;
        let chains = lists
            .general
            .iter()
            .chain(&lists.too_long)
            .chain(&lists.refused);
        let in_lists = chains.flat_map(|chain| {
            let targets = chain.targets.iter().map(|one| one.name.as_str());
            targets.chain([chain.key.as_str()])
        });
        let aliases = self.gateway.aliases.iter();
        let names = in_lists.chain(aliases.flat_map(|one| [one.name.as_str(), one.to.as_str()]));
        for name in names.filter(|name| *name != ANY) {
            if self.answering.contains_key(name) {
                continue;
            }
            let id = match self.gateway.answers(name) {
                AnsweringGroup::Group(group) | AnsweringGroup::Default(group) => {
                    self.answering[&group.name].clone()
                }
                AnsweringGroup::One(_, one) => self.ais[one.path.as_str()].clone(),
                AnsweringGroup::Pattern(group) => {
                    self.expanded.insert(name.to_owned(), expanded(group, name));
                    ids.give_beside(name)
                }
                AnsweringGroup::Nobody => continue,
            };
            self.answering.insert(name.to_owned(), id);
        }
    }

    pub(super) fn tables(&mut self, ids: &mut Ids, findings: &mut Vec<Finding>) -> Vec<DraftTable> {
        let mut parties = Parties::default();
        let all = self
            .gateway
            .groups
            .iter()
            .flat_map(|group| &group.deployments);
        let upstreams = all.chain(self.expanded.values());
        let upstreams: Vec<Upstream> = upstreams.map(GroupDeployment::upstream).collect();
        parties.take_accounts(upstreams.iter(), ids);
        let mut tables = Vec::new();
        for group in &self.gateway.groups {
            for one in &group.deployments {
                let id = self.ais[one.path.as_str()].clone();
                let mut table = parties.ai(&id, &one.upstream(), &[PROXY], ids, findings);
                if group.deployments.len() == 1 && id != group.name {
                    table.set("name", group.name.as_str());
                }
                if group.never_tried().any(|never| never.path == one.path) {
                    let question = "it has no order beside others with one, and is never tried: what is it for?";
                    table.doubts.push(Doubt::Asked(question.to_owned()));
                }
                tables.push(table);
            }
            match group.deployments.len() {
                1 => {
                    let calls = self.calls_to(&group.name, group, ids);
                    self.called.extend(called(&group.name, &calls));
                    tables.extend(calls);
                }
                _ => tables.extend(self.grouping(group, ids)),
            }
        }
        for (name, deployment) in &self.expanded {
            let id = self.answering[name].clone();
            let mut table = parties.ai(&id, &deployment.upstream(), &[PROXY], ids, findings);
            if id != *name {
                table.set("name", name.as_str());
            }
            tables.push(table);
            if let AnsweringGroup::Pattern(group) = self.gateway.answers(name) {
                let calls = self.calls_to(name, group, ids);
                self.called.extend(called(name, &calls));
                tables.extend(calls);
            }
        }
        for alias in &self.gateway.aliases {
            if let Some(group) = self.gateway.group(&alias.to) {
                let mut calls = self.calls_to(&alias.name, group, ids);
                if let Some(table) = &mut calls {
                    table.set("name", alias.name.as_str());
                }
                self.called.extend(called(&alias.name, &calls));
                tables.extend(calls);
            }
        }
        tables.extend(self.routing_groups(ids));
        tables.extend(parties.tables());
        tables
    }

    /// What the proxy answers with, by the names that callers ask for.
    pub(super) fn routes(&self) -> Vec<GatewayRoute> {
        let routes = self.answering.iter().map(|(name, id)| GatewayRoute {
            gateway: PROXY.to_owned(),
            asked: name.clone(),
            answers: self.called.get(name).unwrap_or(id).clone(),
        });
        routes.collect()
    }

    /// A group of several deployments: each level in its turn, then other groups.
    fn grouping(&self, group: &Group, ids: &mut Ids) -> Vec<DraftTable> {
        let id = self.answering[&group.name].clone();
        let mut table = grouping_table(&id, group);
        if id != group.name {
            table.set("name", group.name.as_str());
        }
        let mut levels = group.levels().into_iter();
        let first = levels.next().flatten();
        let mut tables = Vec::new();
        let mut later = Vec::new();
        for level in levels.flatten() {
            let need = self.level(group, Some(level));
            let to = match need.on.as_slice() {
                [one] => one.clone(),
                _ => {
                    let id = ids.give(&format!("{id}-order-{level}"));
                    let mut table = grouping_table(&id, group);
                    table.requirements.push(need);
                    tables.push(table);
                    id
                }
            };
            later.push((level, to));
        }
        let need = self.level(group, first);
        let stand_ins = StandIns::of(self.gateway, &group.name, group);
        let need = stand_ins.put_on(need, (&id, &later), |name| {
            self.answering.get(name).cloned()
        });
        table.requirements.push(need);
        tables.push(table);
        tables
    }

    fn level(&self, group: &Group, level: Option<i64>) -> DraftRequirement {
        let members: Vec<&GroupDeployment> = group.at(level).collect();
        let mut need = DraftRequirement::on("", group.place);
        let on = members
            .iter()
            .map(|one| self.ais[one.path.as_str()].clone());
        need.on = on.collect();
        if members.len() > 1 {
            need.weights = weights(&members);
        }
        need
    }

    /// What callers of a lone deployment get, where something stands in for it.
    fn calls_to(&self, name: &str, group: &Group, ids: &mut Ids) -> Option<DraftTable> {
        let stand_ins = StandIns::of(self.gateway, name, group);
        if stand_ins.is_empty() {
            return None;
        }
        let on = self.answering.get(name)?;
        // An alias has a grouping of its own beside that of its group.
        let own = self.gateway.group(name).map_or(name, |_| on.as_str());
        let id = ids.give(&format!("{own}-group"));
        let mut table = grouping_table(&id, group);
        let description =
            format!("What callers of `{name}` get: it, or what the proxy falls back to");
        table.set("description", description);
        let need = DraftRequirement::on(on, group.place);
        let need = stand_ins.put_on(need, (on, &[]), |name| self.answering.get(name).cloned());
        if need.fallbacks.is_empty() {
            return None;
        }
        table.requirements.push(need);
        Some(table)
    }

    /// Groups of groups that are tried in the order of their priorities.
    fn routing_groups(&self, ids: &mut Ids) -> Vec<DraftTable> {
        let said = self.gateway.get("router_settings", "routing_groups");
        let said = said.map(Node::items).unwrap_or_default().iter();
        let tables = said.filter_map(|node| {
            let name = node.text_at(&["group_name"])?;
            let mut members: Vec<(u64, &String)> = node
                .get("model_priorities")?
                .entries()
                .iter()
                .filter_map(|entry| {
                    let id = self.answering.get(&entry.key.text)?;
                    Some((entry.value.count()?, id))
                })
                .collect();
            members.sort_by_key(|(priority, _)| *priority);
            let first = members.first()?.0;
            let mut table = DraftTable::new(TableKind::Resource, ids.give(name), node.span);
            table.set("own_failure", false);
            let mut need = DraftRequirement::on("", node.span);
            let (on, later): (Vec<_>, Vec<_>) = members
                .into_iter()
                .partition(|(priority, _)| *priority == first);
            need.on = on.into_iter().map(|(_, id)| id.clone()).collect();
            let later = later
                .into_iter()
                .map(|(_, id)| super::stand_ins::automatic(id, node.span));
            need.fallbacks = later.collect();
            table.requirements.push(need);
            Some(table)
        });
        tables.collect()
    }
}

fn called(name: &str, calls: &Option<DraftTable>) -> Option<(String, String)> {
    let calls = calls.as_ref()?;
    Some((name.to_owned(), calls.id.clone()))
}

fn grouping_table(id: &str, group: &Group) -> DraftTable {
    let mut table = DraftTable::new(TableKind::Resource, id, group.place);
    table.set("own_failure", false);
    table
}

/// `*` alone makes no id.
fn id_name(group: &Group) -> String {
    match group.name.strip_suffix('*') {
        Some(start) => format!("{start} any model"),
        None => group.name.clone(),
    }
}

/// The deployment that a pattern answers with for a name.
fn expanded(group: &Group, name: &str) -> GroupDeployment {
    let one = &group.deployments[0];
    let (start, end) = group.name.split_once('*').unwrap_or((&group.name, ""));
    let matched = name
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(end));
    let matched = matched.unwrap_or(name);
    GroupDeployment {
        path: one.path.clone(),
        model: one.model.replacen('*', matched, 1),
        order: None,
        id: None,
        node: one.node.clone(),
    }
}

/// Whole numbers in the proportion of the weights; none where no deployment has one.
fn weights(members: &[&GroupDeployment]) -> Vec<u64> {
    let said: Vec<Option<f64>> = members
        .iter()
        .map(|one| one.anywhere("weight").and_then(Node::number))
        .collect();
    if said.iter().all(Option::is_none) {
        return Vec::new();
    }
    let said = said.into_iter().map(|weight| weight.unwrap_or(0.0));
    whole(&said.collect::<Vec<f64>>())
}
