use jurymast_terms::source::Span;

use crate::tree::Node;

/// An entity of the catalogue.
#[derive(Debug)]
pub(super) struct Entity<'a> {
    pub(super) reference: Reference,
    /// As written.
    pub(super) name: &'a str,
    pub(super) node: &'a Node,
    pub(super) place: Span,
}

/// The kind and the name of an entity, in small letters and with hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    pub(super) kind: String,
    pub(super) name: String,
}

/// Whether a document is an entity.
pub fn is_datadog(root: &Node) -> bool {
    root.text_at(&["apiVersion"]) == Some("v3")
        && root.text_at(&["kind"]).is_some()
        && root.text_at(&["metadata", "name"]).is_some()
}

impl Reference {
    /// `kind:name` or `kind:namespace/name`; a service where no kind is said.
    pub(super) fn read(text: &str) -> Self {
        let (kind, name) = text.trim().split_once(':').unwrap_or(("service", text));
        let name = name.rsplit('/').next().unwrap_or(name);
        Self {
            kind: kind.to_ascii_lowercase().replace('_', "-"),
            name: name.to_ascii_lowercase(),
        }
    }
}

impl<'a> Entity<'a> {
    pub(super) fn of(node: &'a Node) -> Option<Self> {
        let name = node.at(&["metadata", "name"])?;
        let kind = node.text_at(&["kind"])?;
        Some(Self {
            reference: Reference::read(&format!("{kind}:{}", name.text()?)),
            name: name.text()?,
            node,
            place: name.span,
        })
    }

    pub(super) fn path(&self) -> String {
        format!("{}:{}", self.reference.kind, self.name)
    }

    /// The references of a field, with their places.
    pub(super) fn references(&self, key: &str) -> Vec<(Reference, Span)> {
        let said = self.node.at(&["spec", key]).map(Node::one_or_more);
        let said = said.unwrap_or_default().iter();
        let found = said.filter_map(|one| Some((Reference::read(one.text()?), one.span)));
        found.collect()
    }
}
