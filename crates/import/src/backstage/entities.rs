use std::collections::BTreeMap;

use jurymast_terms::source::{FileId, Span};

use crate::draft::{Finding, Mapping};
use crate::reading::Reading;
use crate::tree::{Node, read_yaml};

/// An entity of a catalogue.
#[derive(Debug)]
pub(super) struct Entity {
    /// As references spell it: `component`.
    pub(super) kind: String,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) node: Node,
    pub(super) place: Span,
}

/// The kind, the namespace and the name of an entity, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    pub(super) kind: String,
    pub(super) namespace: String,
    pub(super) name: String,
}

/// The namespace of whoever says none.
const DEFAULT: &str = "default";

/// So many files in a row may name each other.
const MOST_FILES: usize = 200;

/// Whether a document is an entity.
pub fn is_backstage(root: &Node) -> bool {
    let version = root.text_at(&["apiVersion"]).unwrap_or_default();
    version.starts_with("backstage.io/") && root.text_at(&["kind"]).is_some()
}

impl Reference {
    /// `[kind:][namespace/]name`, with what its field takes for granted.
    pub(super) fn read(text: &str, kind: &str, namespace: &str) -> Self {
        let text = text.trim().to_ascii_lowercase();
        let (kind, rest) = text.split_once(':').unwrap_or((kind, &text));
        let (namespace, name) = rest.split_once('/').unwrap_or((namespace, rest));
        Self {
            kind: kind.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        }
    }

    /// As a person names it.
    pub(super) fn shown(&self) -> String {
        match self.namespace.as_str() {
            DEFAULT => self.name.clone(),
            namespace => format!("{namespace}/{}", self.name),
        }
    }
}

impl Entity {
    fn of(node: &Node) -> Option<Self> {
        let name = node.at(&["metadata", "name"])?;
        let namespace = node.text_at(&["metadata", "namespace"]);
        Some(Self {
            kind: node.text_at(&["kind"])?.to_ascii_lowercase(),
            namespace: namespace.unwrap_or(DEFAULT).to_ascii_lowercase(),
            name: name.text()?.to_owned(),
            node: node.clone(),
            place: name.span,
        })
    }

    pub(super) fn reference(&self) -> Reference {
        Reference {
            kind: self.kind.clone(),
            namespace: self.namespace.clone(),
            name: self.name.to_ascii_lowercase(),
        }
    }

    pub(super) fn spec(&self, key: &str) -> Option<&str> {
        self.node.text_at(&["spec", key])
    }

    pub(super) fn annotation(&self, key: &str) -> Option<&str> {
        self.node.text_at(&["metadata", "annotations", key])
    }

    /// The references of a field, with their places.
    pub(super) fn references(&self, key: &str, kind: &str) -> Vec<(Reference, Span)> {
        let said = self.node.at(&["spec", key]).map(Node::one_or_more);
        let said = said.unwrap_or_default().iter();
        let found = said.filter_map(|one| {
            let reference = Reference::read(one.text()?, kind, &self.namespace);
            Some((reference, one.span))
        });
        found.collect()
    }

    /// As reports name it: `component:web`.
    pub(super) fn path(&self) -> String {
        format!("{}:{}", self.kind, self.name)
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

/// All entities, each once, by their references.
pub(super) fn entities(
    documents: &[(FileId, Node)],
    reading: &mut Reading,
    findings: &mut Vec<Finding>,
) -> BTreeMap<Reference, Entity> {
    let mut open: Vec<Node> = documents.iter().map(|(_, root)| root.clone()).collect();
    open.reverse();
    let mut all = BTreeMap::new();
    let mut opened = 0;
    while let Some(root) = open.pop() {
        let Some(entity) = Entity::of(&root) else {
            continue;
        };
        if entity.kind == "location" {
            open.extend(named_by(&entity, reading, &mut opened, findings));
        }
        if let Some(before) = all.insert(entity.reference(), entity) {
            let message = "declared again later, which is what counts".to_owned();
            findings.push(before.finding("", Mapping::Exact, message));
        }
    }
    all
}

/// The documents of the files that a location names.
fn named_by(
    location: &Entity,
    reading: &mut Reading,
    opened: &mut usize,
    findings: &mut Vec<Finding>,
) -> Vec<Node> {
    let targets = ["target", "targets"].into_iter();
    let targets = targets.filter_map(|key| location.node.at(&["spec", key]));
    let mut found = Vec::new();
    for target in targets.flat_map(Node::one_or_more) {
        let Some(path) = target.text() else { continue };
        *opened += 1;
        if path.contains("://") || path.contains('*') || *opened > MOST_FILES {
            let message = format!("not read: {path}; name its files when you import");
            findings.push(location.finding(".spec.targets", Mapping::Manual, message));
        } else if let Some(file) = reading.open_named(target.span, path) {
            let documents = read_yaml(&reading.sources, file, &mut reading.problems);
            found.extend(documents.into_iter().filter(is_backstage));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_defaults() {
        let read = |text: &str| {
            let one = Reference::read(text, "group", "here");
            (one.kind, one.namespace, one.name)
        };
        let is = |kind: &str, namespace: &str, name: &str| {
            (kind.to_owned(), namespace.to_owned(), name.to_owned())
        };
        assert_eq!(read("team-a"), is("group", "here", "team-a"));
        assert_eq!(read("group:default/x"), is("group", "default", "x"));
        assert_eq!(read("user:guest"), is("user", "here", "guest"));
        assert_eq!(read("Component:X"), is("component", "here", "x"));
        assert_eq!(read("other/x"), is("group", "other", "x"));
    }
}
