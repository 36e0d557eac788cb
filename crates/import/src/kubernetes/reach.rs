use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::objects::Object;
use super::workload::{Labels, Workload};
use crate::draft::{Finding, Mapping};
use crate::tree::Node;

/// The workloads that are entered from outside, by id, and what leads there.
pub(super) fn entered(objects: &[Object], names: &Names) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for object in objects {
        for (namespace, service) in opened(object) {
            let behind = names.service(namespace, service);
            for id in behind.map(|one| one.targets.as_slice()).unwrap_or_default() {
                let what = || match object.kind.as_str() {
                    "Service" => "its service is open to the outside".to_owned(),
                    kind => format!("the {kind} {} leads to it", object.name),
                };
                found.entry(id.clone()).or_insert_with(what);
            }
        }
    }
    found
}

/// The services, with their namespaces, that an object opens to the outside.
fn opened(object: &Object) -> Vec<(&str, &str)> {
    let own = object.namespace.as_str();
    let list = |path: &[&str]| object.at(path).map(Node::items).unwrap_or_default();
    match object.kind.as_str() {
        "Service" => {
            let kind = object.text_at(&["spec", "type"]);
            let is_open = matches!(kind, Some("LoadBalancer" | "NodePort"))
                || !list(&["spec", "externalIPs"]).is_empty();
            is_open
                .then_some((own, object.name.as_str()))
                .into_iter()
                .collect()
        }
        "Ingress" => {
            let rules = list(&["spec", "rules"]).iter();
            let paths = rules
                .filter_map(|rule| rule.at(&["http", "paths"]))
                .flat_map(Node::items);
            let backends = paths.filter_map(|path| path.get("backend"));
            let usual = object.at(&["spec", "defaultBackend"]);
            let backends = backends.chain(usual);
            backends
                .filter_map(|one| Some((own, one.text_at(&["service", "name"])?)))
                .collect()
        }
        "HTTPRoute" | "GRPCRoute" | "TCPRoute" | "TLSRoute" => {
            let rules = list(&["spec", "rules"]).iter();
            let backends = rules
                .filter_map(|rule| rule.get("backendRefs"))
                .flat_map(Node::items);
            names_in(backends, own)
        }
        "IngressRoute" => {
            let routes = list(&["spec", "routes"]).iter();
            let services = routes.filter_map(|route| route.get("services"));
            names_in(services.flat_map(Node::items), own)
        }
        // Without a gateway it is for calls within the mesh.
        "VirtualService" if object.at(&["spec", "gateways"]).is_some() => {
            let routes = ["http", "tcp", "tls"].into_iter();
            let routes = routes.flat_map(|way| list(&["spec", way]));
            let routes = routes.filter_map(|rule| rule.get("route"));
            let hosts = routes
                .flat_map(Node::items)
                .filter_map(|route| route.text_at(&["destination", "host"]));
            let named = hosts.map(|host| {
                let mut words = host.split('.');
                let name = words.next().unwrap_or_default();
                (words.next().unwrap_or(own), name)
            });
            named.collect()
        }
        "Route" => {
            let to = object.at(&["spec", "to"]);
            names_in(to.into_iter(), own)
        }
        _ => Vec::new(),
    }
}

fn names_in<'a>(nodes: impl Iterator<Item = &'a Node>, own: &'a str) -> Vec<(&'a str, &'a str)> {
    let named = nodes.filter_map(|node| {
        let namespace = node.text_at(&["namespace"]).unwrap_or(own);
        Some((namespace, node.text_at(&["name"])?))
    });
    named.collect()
}

/// What network policies say of who may call whom.
#[derive(Debug, Default)]
pub(super) struct Policies {
    /// By index of a workload: whom it lets in. Nothing of one that no policy selects.
    lets_in: BTreeMap<usize, BTreeSet<usize>>,
    pub(super) findings: Vec<Finding>,
}

impl Policies {
    pub(super) fn of<'a>(
        objects: &'a [Object],
        workloads: &[Workload<'a>],
        labels: &Labels<'a>,
    ) -> Self {
        let mut policies = Self::default();
        for object in objects.iter().filter(|one| one.kind == "NetworkPolicy") {
            let Some(callers) = callers(object, labels, workloads.len()) else {
                let message = "selects callers in a way that is not read: look at it yourself";
                let message = message.to_owned();
                let finding = object.finding(".spec.ingress", Mapping::Manual, message);
                policies.findings.push(finding);
                continue;
            };
            let selector = object.at(&["spec", "podSelector", "matchLabels"]);
            let selected = labels.selected(&object.namespace, selector);
            let ids = |all: &BTreeSet<usize>| {
                let ids: Vec<&str> = all.iter().map(|one| workloads[*one].id.as_str()).collect();
                ids.join(", ")
            };
            let whom = match callers.len() {
                0 => "nobody".to_owned(),
                count if count == workloads.len() => "everybody".to_owned(),
                _ => ids(&callers),
            };
            let message = format!("lets {whom} call {}", ids(&selected));
            if !selected.is_empty() {
                let finding = object.finding(".spec.ingress", Mapping::Approximate, message);
                policies.findings.push(finding);
            }
            for index in selected {
                let all = policies.lets_in.entry(index).or_default();
                all.extend(&callers);
            }
        }
        policies
    }

    /// Whether one may call another, as far as policies say.
    pub(super) fn allow(&self, caller: usize, target: usize) -> bool {
        let let_in = self.lets_in.get(&target);
        let_in.is_none_or(|callers| callers.contains(&caller))
    }
}

/// Whom a policy lets in: everybody, where a rule names nobody.
fn callers(object: &Object, labels: &Labels, all: usize) -> Option<BTreeSet<usize>> {
    let types = object.at(&["spec", "policyTypes"]).map(Node::items);
    let is_ingress = |one: &Node| one.text() == Some("Ingress");
    if types.is_some_and(|types| !types.iter().any(is_ingress)) {
        return Some((0..all).collect());
    }
    let mut found = BTreeSet::new();
    for rule in object
        .at(&["spec", "ingress"])
        .map(Node::items)
        .unwrap_or_default()
    {
        let Some(from) = rule.get("from") else {
            return Some((0..all).collect());
        };
        for peer in from.items() {
            let selector = peer.get("podSelector");
            let is_read = peer.get("namespaceSelector").is_none() && peer.get("ipBlock").is_none();
            let plain = selector.filter(|one| is_read && one.get("matchExpressions").is_none())?;
            let wanted = plain.get("matchLabels");
            found.extend(labels.selected(&object.namespace, wanted));
        }
    }
    Some(found)
}
