use std::collections::{BTreeMap, BTreeSet};

use super::objects::{Located, Object};
use super::workload::{Labels, Workload};
use crate::draft::Ids;
use crate::tree::Node;

/// What answers to the names of a cluster.
#[derive(Debug)]
pub(super) struct Names<'a> {
    services: Located<Behind<'a>>,
    namespaces: BTreeSet<&'a str>,
    /// Services behind which no pod of these files stands, by the id that they have.
    pub(super) outside: BTreeMap<String, &'a Object>,
}

/// What stands behind a service.
#[derive(Debug)]
pub(super) struct Behind<'a> {
    pub(super) object: &'a Object,
    /// Ids.
    pub(super) targets: Vec<String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(
        objects: &'a [Object],
        workloads: &[Workload<'a>],
        labels: &Labels<'a>,
        ids: &mut Ids,
    ) -> Self {
        let mut names = Self {
            services: Located::default(),
            namespaces: objects.iter().map(|one| one.namespace.as_str()).collect(),
            outside: BTreeMap::new(),
        };
        let services = objects.iter().filter(|one| one.kind == "Service");
        for object in services.filter(|one| one.group.is_empty()) {
            let selector = object.at(&["spec", "selector"]);
            let selected = selector
                .map(|selector| labels.selected(&object.namespace, Some(selector)))
                .unwrap_or_default();
            let selected = selected.into_iter().map(|index| &workloads[index]);
            let selected = selected.filter(|one| one.runs_on());
            let mut targets: Vec<String> = selected.map(|one| one.id.clone()).collect();
            targets.sort();
            if targets.is_empty() {
                let id = ids.give(&object.name);
                names.outside.insert(id.clone(), object);
                targets.push(id);
            }
            let behind = Behind { object, targets };
            names.services.put(&object.namespace, &object.name, behind);
        }
        // A workload that is a service by itself answers to its own name.
        for one in workloads.iter().filter(|one| one.object.kind == "Service") {
            let behind = Behind {
                object: one.object,
                targets: vec![one.id.clone()],
            };
            names
                .services
                .put(one.namespace(), &one.object.name, behind);
        }
        names
    }

    /// What answers to the names by which other files may know it: with its namespace, and
    /// without where no other has one of that name.
    pub(super) fn hosts(&self) -> BTreeMap<String, Vec<String>> {
        let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (namespace, name, behind) in self.services.all() {
            let full = format!("{name}.{namespace}").to_ascii_lowercase();
            hosts.insert(full, behind.targets.clone());
            let short = hosts.entry(name.to_ascii_lowercase()).or_default();
            short.extend(behind.targets.iter().cloned());
            short.sort();
            short.dedup();
        }
        hosts
    }

    /// The service of a name.
    pub(super) fn service(&self, namespace: &str, name: &str) -> Option<&Behind<'a>> {
        self.services.get(namespace, name)
    }

    /// The ids of what answers to a host, asked from a namespace.
    pub(super) fn at(&self, namespace: &str, host: &str) -> Option<Vec<String>> {
        self.found(namespace, host, 0)
    }

    fn found(&self, namespace: &str, host: &str, depth: usize) -> Option<Vec<String>> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let within = host.strip_suffix(".svc");
        let within = within.or_else(|| host.split_once(".svc.").map(|(before, _)| before));
        let words: Vec<&str> = within.unwrap_or(&host).split('.').collect();
        let there = |other: &str, name: &str| {
            let is_named = other == "default" || self.namespaces.contains(other);
            let found = self.services.get(other, name);
            found.filter(|_| within.is_some() || is_named)
        };
        let behind = match *words {
            [name] => self.services.get(namespace, name),
            // A service and its namespace, or one pod of a service.
            [first, second] => there(second, first).or_else(|| {
                let service = self.services.get(namespace, second);
                service.filter(|behind| behind.is_pod(first))
            }),
            [pod, name, other] => there(other, name).filter(|behind| behind.is_pod(pod)),
            _ => None,
        };
        let behind = behind?;
        // A name for another name of the cluster.
        const DEEPEST: usize = 4;
        let other = behind.object.text_at(&["spec", "externalName"]);
        let other = other.filter(|_| depth < DEEPEST);
        let other = other.and_then(|host| self.found(&behind.object.namespace, host, depth + 1));
        Some(other.unwrap_or_else(|| behind.targets.clone()))
    }
}

impl Behind<'_> {
    /// Whether a word is the name of one of its pods: `db-0`.
    fn is_pod(&self, word: &str) -> bool {
        let number = word.rsplit_once('-').map(|(_, number)| number);
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The port under which a port of the container is reached.
    pub(super) fn port(&self, number: u64, name: Option<&str>) -> Option<u64> {
        let ports = self.object.at(&["spec", "ports"]).map(Node::items);
        ports.unwrap_or_default().iter().find_map(|port| {
            let own = port.get("port")?.count()?;
            let is_it = match port.get("targetPort") {
                Some(target) => target.count() == Some(number) || target.text() == name,
                None => own == number,
            };
            is_it.then_some(own)
        })
    }
}
