use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::Span;

use super::project::Service;
use super::service::Environment;
use crate::draft::{Doubt, DraftRequirement};
use crate::evidence::{HostKey, ImageRole, hosts_in};
use crate::tree::Node;

/// What a service needs, by the services that it names.
#[derive(Debug, Default)]
pub(super) struct Edges {
    by_target: BTreeMap<Vec<String>, Edge>,
}

/// What the file says of a pair of services.
#[derive(Debug, Default)]
struct Edge {
    /// Of `depends_on`.
    order: Option<StartOrder>,
    /// Keys whose values name the target as a host, and other ways to name it.
    keys: BTreeSet<String>,
    place: Option<Span>,
}

#[derive(Debug, Default)]
struct StartOrder {
    condition: Option<String>,
    is_optional: bool,
    restarts: bool,
}

/// Services by the names that reach them.
pub(super) type Names = BTreeMap<String, BTreeSet<String>>;

/// The names under which each service is reached: its own, its container's, its aliases.
pub(super) fn names_of(services: &BTreeMap<String, Service>) -> Names {
    let mut names = Names::new();
    for (name, service) in services {
        let expand = |node: &Node| Some(service.variables.expand(node.text()?));
        let own = ["container_name", "hostname"].into_iter();
        let own = own.filter_map(|key| expand(service.node.get(key)?));
        let networks = service.node.get("networks").map(Node::entries);
        let networks = networks.unwrap_or_default().iter();
        let aliases = networks.filter_map(|network| network.value.get("aliases"));
        let aliases = aliases.flat_map(Node::items).filter_map(expand);
        for alias in own.chain(aliases).chain([name.clone()]) {
            let key = alias.to_lowercase();
            // A service's own name is not another's alias.
            if alias == *name || !services.contains_key(&alias) {
                names.entry(key).or_default().insert(name.clone());
            }
        }
    }
    names
}

impl Edges {
    /// All that a service names; of the order of starts only what `services` holds.
    pub(super) fn of(
        name: &str,
        service: &Service,
        environment: &Environment,
        role: ImageRole,
        (services, names): (&BTreeMap<String, Service>, &Names),
    ) -> Self {
        let mut edges = Self::default();
        edges.start_order(&service.node, services);
        edges.links(service, services);
        edges.shared_network(&service.node, services);
        // A store does not call its neighbours because it was handed the same file.
        if !matches!(role, ImageRole::Store(_)) {
            edges.hosts(environment, names);
        }
        edges
            .by_target
            .retain(|target, _| !target.iter().any(|one| one == name));
        edges
    }

    fn start_order(&mut self, node: &Node, services: &BTreeMap<String, Service>) {
        let Some(depends_on) = node.get("depends_on") else {
            return;
        };
        for item in depends_on.items() {
            let Some(target) = item.text() else { continue };
            if services.contains_key(target) {
                self.edge(target, item.span).order = Some(StartOrder::default());
            }
        }
        for entry in depends_on.entries() {
            if !services.contains_key(&entry.key.text) {
                continue;
            }
            let said = &entry.value;
            let truth = |key: &str| said.get(key).and_then(Node::truth);
            self.edge(&entry.key.text, entry.key.span).order = Some(StartOrder {
                condition: said.text_at(&["condition"]).map(str::to_owned),
                is_optional: truth("required") == Some(false),
                restarts: truth("restart") == Some(true),
            });
        }
    }

    fn links(&mut self, service: &Service, services: &BTreeMap<String, Service>) {
        for link in service
            .node
            .get("links")
            .map(Node::items)
            .unwrap_or_default()
        {
            let target = link.text().unwrap_or_default();
            let target = target.split(':').next().unwrap_or_default();
            if services.contains_key(target) {
                let edge = self.edge(target, link.span);
                edge.keys.insert("links".to_owned());
            }
        }
    }

    fn shared_network(&mut self, node: &Node, services: &BTreeMap<String, Service>) {
        let Some(mode) = node.get("network_mode") else {
            return;
        };
        let target = mode.text().and_then(|mode| mode.strip_prefix("service:"));
        if let Some(target) = target.filter(|target| services.contains_key(*target)) {
            let edge = self.edge(target, mode.span);
            edge.order.get_or_insert_default().restarts = true;
            edge.keys.insert("network_mode".to_owned());
        }
    }

    fn hosts(&mut self, environment: &Environment, names: &Names) {
        for variable in &environment.variables {
            let key = HostKey::of(&variable.key);
            if key == HostKey::None {
                continue;
            }
            for host in hosts_in(&variable.value) {
                if !host.is_sure && key != HostKey::Host {
                    continue;
                }
                let Some(targets) = names.get(&host.host.to_lowercase()) else {
                    continue;
                };
                let group: Vec<String> = targets.iter().cloned().collect();
                let edge = self.by_target.entry(group).or_default();
                edge.place.get_or_insert(variable.place);
                edge.keys.insert(variable.key.clone());
            }
        }
    }

    fn edge(&mut self, target: &str, place: Span) -> &mut Edge {
        let edge = self.by_target.entry(vec![target.to_owned()]).or_default();
        edge.place = Some(place);
        edge
    }

    /// The services that somebody waits for until they have ended: jobs.
    pub(super) fn jobs(&self) -> impl Iterator<Item = &str> {
        let completed = self.by_target.iter().filter(|(_, edge)| {
            let order = edge.order.as_ref();
            let condition = order.and_then(|order| order.condition.as_deref());
            condition == Some("service_completed_successfully")
        });
        completed.flat_map(|(target, _)| target.iter().map(String::as_str))
    }

    /// The requirements that they make.
    pub(super) fn requirements(
        &self,
        role: ImageRole,
        fallback_place: Span,
        of: impl Fn(&str) -> Target,
    ) -> Vec<DraftRequirement> {
        let edges = self.by_target.iter();
        let requirements = edges.map(|(targets, edge)| {
            let found: Vec<Target> = targets.iter().map(|target| of(target)).collect();
            let place = edge.place.unwrap_or(fallback_place);
            let mut one = DraftRequirement::on(String::new(), place);
            one.on = found.iter().map(|target| target.id.clone()).collect();
            if one.on.len() > 1 {
                one.at_least = Some(1);
            }
            let role_of_target = found.first().map_or(ImageRole::Service, |one| one.role);
            let mut one = edge.needed(one, role, role_of_target);
            if edge.order.as_ref().is_some_and(|order| order.is_optional) {
                one = one.with("mode", "soft");
            }
            let detect = found.first().and_then(|target| target.detect.clone());
            if let Some(detect) =
                detect.filter(|_| one.get("needed").and_then(|v| v.text()) != Some("start"))
            {
                one = one.with("detect", detect);
            }
            one.with("why", edge.why())
        });
        requirements.collect()
    }
}

/// What a requirement says of its target.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) id: String,
    pub(super) role: ImageRole,
    pub(super) detect: Option<String>,
}

impl Edge {
    /// When it is needed: the file says the order of starts, values say who is called.
    fn needed(
        &self,
        one: DraftRequirement,
        role: ImageRole,
        target: ImageRole,
    ) -> DraftRequirement {
        let Some(order) = &self.order else {
            return one;
        };
        if order.condition.as_deref() == Some("service_completed_successfully") {
            return one.with("needed", "start");
        }
        if order.restarts || !self.keys.is_empty() {
            return one.with("needed", "both");
        }
        let only_starts = target == ImageRole::Collector || matches!(role, ImageRole::Store(_));
        let needed = if only_starts { "start" } else { "both" };
        let doubt = Doubt::Guessed("the file says start order only".to_owned());
        one.with("needed", needed).doubted(doubt)
    }

    fn why(&self) -> String {
        let mut ways = Vec::new();
        if let Some(order) = &self.order {
            let condition = order.condition.as_deref();
            let condition = condition.filter(|one| *one != "service_started");
            ways.push(match condition {
                Some(condition) => format!("depends_on, {condition}"),
                None => "depends_on".to_owned(),
            });
        }
        const MOST: usize = 3;
        if !self.keys.is_empty() {
            let mut keys: Vec<&str> = self.keys.iter().take(MOST).map(String::as_str).collect();
            if self.keys.len() > MOST {
                keys.push("...");
            }
            ways.push(keys.join(", "));
        }
        ways.join("; ")
    }
}
