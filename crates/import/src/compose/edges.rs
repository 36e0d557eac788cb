use std::collections::{BTreeMap, BTreeSet};

use super::entry::published_ports;
use super::project::Service;
use super::service::Environment;
use crate::draft::{Edges, StartOrder};
use crate::evidence::{ImageRole, OWN_MACHINE};
use crate::tree::Node;

/// Services by the names that reach them.
pub(super) type Names = BTreeMap<String, BTreeSet<String>>;

/// The names under which each service is reached: its own, its container's, its aliases, its
/// ports of the machine.
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
        // By way of the machine itself it is reached at its ports there.
        for port in published_ports(service) {
            for machine in OWN_MACHINE {
                let key = format!("{machine}:{port}");
                names.entry(key).or_default().insert(name.clone());
            }
        }
    }
    names
}

/// All that a service names; of the order of starts only what `services` holds.
pub(super) fn edges_of(
    name: &str,
    service: &Service,
    environment: &Environment,
    role: ImageRole,
    (services, names): (&BTreeMap<String, Service>, &Names),
) -> Edges {
    let mut edges = Edges::default();
    start_order(&mut edges, &service.node, services);
    links(&mut edges, service, services);
    shared_network(&mut edges, &service.node, services);
    // A store does not call its neighbours because it was handed the same values.
    let is_store = matches!(role, ImageRole::Store(_));
    let called = environment.variables.iter();
    let called = called.filter(|one| !(is_store && one.is_common));
    let named = |host: &str| {
        let targets = names.get(&host.to_lowercase())?;
        Some(targets.iter().cloned().collect())
    };
    edges.hosts(called, named);
    edges.hosts_of_settings(environment.mounted.iter(), named);
    if role == ImageRole::Proxy {
        edges.join(|target| services.get(target).map(|service| twin(target, service)));
    }
    edges.leave_out(name);
    edges
}

fn start_order(edges: &mut Edges, node: &Node, services: &BTreeMap<String, Service>) {
    let Some(depends_on) = node.get("depends_on") else {
        return;
    };
    for item in depends_on.items() {
        let Some(target) = item.text() else { continue };
        if services.contains_key(target) {
            edges.edge(target, item.span).order = Some(StartOrder::default());
        } else {
            edges.not_here(target, "depends_on", item.span);
        }
    }
    for entry in depends_on.entries() {
        if !services.contains_key(&entry.key.text) {
            edges.not_here(&entry.key.text, "depends_on", entry.key.span);
            continue;
        }
        let said = &entry.value;
        let truth = |key: &str| said.get(key).and_then(Node::truth);
        edges.edge(&entry.key.text, entry.key.span).order = Some(StartOrder {
            condition: said.text_at(&["condition"]).map(str::to_owned),
            is_optional: truth("required") == Some(false),
            restarts: truth("restart") == Some(true),
        });
    }
}

fn links(edges: &mut Edges, service: &Service, services: &BTreeMap<String, Service>) {
    let links = service.node.get("links").map(Node::items);
    for link in links.unwrap_or_default() {
        let target = link.text().unwrap_or_default();
        let target = target.split(':').next().unwrap_or_default();
        if services.contains_key(target) {
            let edge = edges.edge(target, link.span);
            edge.keys.insert("links".to_owned());
        }
    }
}

fn shared_network(edges: &mut Edges, node: &Node, services: &BTreeMap<String, Service>) {
    let Some(mode) = node.get("network_mode") else {
        return;
    };
    let target = mode.text().and_then(|mode| mode.strip_prefix("service:"));
    if let Some(target) = target.filter(|target| services.contains_key(*target)) {
        let edge = edges.edge(target, mode.span);
        edge.order.get_or_insert_default().restarts = true;
        edge.keys.insert("network_mode".to_owned());
    }
}

/// What services have in common that are several of one kind: `web-1` and `web-2` of one
/// image and one command.
fn twin(name: &str, service: &Service) -> String {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let said = |key: &str| service.node.get(key).map(Node::one_or_more);
    let words = ["image", "command"].into_iter().filter_map(said).flatten();
    let words: Vec<&str> = words.filter_map(Node::text).collect();
    format!("{} {}", stem.trim_end_matches(['-', '_']), words.join(" "))
}
