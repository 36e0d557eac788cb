use std::collections::BTreeMap;

use jurymast_terms::source::{FileId, Span};

use crate::draft::{Finding, Mapping};
use crate::tree::Node;

/// An object of the cluster.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) kind: String,
    /// Before the `/` of `apiVersion`; empty for the first kinds.
    pub(super) group: String,
    /// Empty where nothing is said.
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) node: Node,
    pub(super) place: Span,
}

impl Object {
    /// As reports name it: `Deployment/web`.
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }

    pub(super) fn at(&self, path: &[&str]) -> Option<&Node> {
        self.node.at(path)
    }

    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.node.text_at(path)
    }

    pub(super) fn annotation(&self, key: &str) -> Option<&str> {
        self.text_at(&["metadata", "annotations", key])
    }

    pub(super) fn finding(&self, below: &str, mapping: Mapping, message: String) -> Finding {
        Finding {
            source_path: format!("{}{below}", self.path()),
            place: self.place,
            mapping,
            message,
        }
    }
}

/// Whether a document is one that a cluster takes. Others have `apiVersion` and `kind` too.
pub fn is_kubernetes(root: &Node) -> bool {
    let (Some(version), Some(_)) = (root.text_at(&["apiVersion"]), root.text_at(&["kind"])) else {
        return false;
    };
    match version.split_once('/') {
        Some((group, _)) => !group.starts_with("backstage.io"),
        None => version == "v1",
    }
}

/// What puts manifests together, and is none.
pub(super) const KUSTOMIZATION: &str = "Kustomization";
pub(super) const NOT_FOLLOWED: &str = "not followed: import what `kustomize build` prints";

/// All objects of the documents, each once, by namespace and name.
pub(super) fn objects(documents: &[(FileId, Node)], findings: &mut Vec<Finding>) -> Vec<Object> {
    let mut all: BTreeMap<(String, String, String, String), Object> = BTreeMap::new();
    for (_, root) in documents {
        // Most have no name, and so are no object.
        if root.text_at(&["kind"]) == Some(KUSTOMIZATION)
            && root.at(&["metadata", "name"]).is_none()
        {
            findings.push(Finding {
                source_path: KUSTOMIZATION.to_owned(),
                place: root.span,
                mapping: Mapping::Manual,
                message: NOT_FOLLOWED.to_owned(),
            });
        }
    }
    for object in documents.iter().flat_map(|(_, root)| of_document(root)) {
        let key = (
            object.namespace.clone(),
            object.name.clone(),
            object.kind.clone(),
            object.group.clone(),
        );
        if let Some(before) = all.insert(key, object) {
            let message = "declared again later, which is what counts".to_owned();
            findings.push(before.finding("", Mapping::Exact, message));
        }
    }
    all.into_values().collect()
}

fn of_document(root: &Node) -> Vec<Object> {
    let kind = root.text_at(&["kind"]).unwrap_or_default();
    let Some(items) = root.get("items").filter(|_| kind.ends_with("List")) else {
        return object(root, kind, root).into_iter().collect();
    };
    let kind_of_items = kind.trim_end_matches("List");
    let items = items.items().iter();
    let objects = items.flat_map(|item| match item.get("kind") {
        Some(_) => of_document(item),
        None => object(item, kind_of_items, root).into_iter().collect(),
    });
    objects.collect()
}

/// `versioned` is what says the version: the list of an item that does not.
fn object(node: &Node, kind: &str, versioned: &Node) -> Option<Object> {
    let name = node
        .text_at(&["metadata", "name"])
        .or_else(|| node.text_at(&["metadata", "generateName"]))?;
    let version = node.text_at(&["apiVersion"]);
    let version = version.or_else(|| versioned.text_at(&["apiVersion"]))?;
    let group = version.split_once('/').map_or("", |(group, _)| group);
    let place = node
        .at(&["metadata", "name"])
        .map_or(node.span, |name| name.span);
    Some(Object {
        kind: kind.to_owned(),
        group: group.to_owned(),
        namespace: node
            .text_at(&["metadata", "namespace"])
            .unwrap_or_default()
            .to_owned(),
        name: name.trim_end_matches('-').to_owned(),
        node: node.clone(),
        place,
    })
}

/// Things by namespace and name. A namespace that is not said is that of whoever asks.
#[derive(Debug)]
pub(super) struct Located<T> {
    exact: BTreeMap<String, BTreeMap<String, T>>,
}

impl<T> Default for Located<T> {
    fn default() -> Self {
        Self {
            exact: BTreeMap::new(),
        }
    }
}

impl<T> Located<T> {
    pub(super) fn put(&mut self, namespace: &str, name: &str, thing: T) {
        let by_namespace = self.exact.entry(name.to_owned()).or_default();
        by_namespace.insert(namespace.to_owned(), thing);
    }

    pub(super) fn get(&self, namespace: &str, name: &str) -> Option<&T> {
        let by_namespace = self.exact.get(name)?;
        let here = by_namespace.get(namespace).or_else(|| by_namespace.get(""));
        let alone = || {
            by_namespace
                .values()
                .next()
                .filter(|_| by_namespace.len() == 1)
        };
        here.or_else(|| alone().filter(|_| namespace.is_empty()))
    }
}

impl<T> Located<T> {
    /// Each with its namespace and name.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str, &T)> {
        let names = self.exact.iter();
        names.flat_map(|(name, by_namespace)| {
            let all = by_namespace.iter();
            all.map(|(namespace, thing)| (namespace.as_str(), name.as_str(), thing))
        })
    }
}

impl<'a> Located<&'a Object> {
    /// The objects of a kind.
    pub(super) fn of_kind(objects: &'a [Object], kind: &str) -> Self {
        let mut found = Self::default();
        for object in objects.iter().filter(|one| one.kind == kind) {
            found.put(&object.namespace, &object.name, object);
        }
        found
    }
}
