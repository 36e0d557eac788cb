use jurymast_terms::source::FileId;

use crate::tree::Node;

const AI_GROUP: &str = "aigateway.envoyproxy.io";
const ENVOY_GROUP: &str = "gateway.envoyproxy.io";

/// Kinds of Envoy Gateway's that say how AI calls go on.
const BESIDE: [&str; 2] = ["Backend", "BackendTrafficPolicy"];

/// The objects of documents, those of lists too.
#[derive(Debug, Default)]
pub(super) struct Objects<'a> {
    pub(super) all: Vec<Object<'a>>,
    /// Those that say nothing of AI calls.
    pub(super) others: Vec<Object<'a>>,
}

/// An object of the cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    /// Empty where nothing is said.
    namespace: &'a str,
    pub(super) node: &'a Node,
}

/// Whether a document belongs to Envoy AI Gateway.
pub fn is_envoy(root: &Node) -> bool {
    let list = root.get("items").map(Node::items).unwrap_or_default();
    group(root) == Some(AI_GROUP)
        || is_own(root)
        || root.text_at(&["kind"]) == Some("List")
            && list.iter().any(|one| group(one) == Some(AI_GROUP))
}

fn group(node: &Node) -> Option<&str> {
    let version = node.text_at(&["apiVersion"])?;
    version.split_once('/').map(|(group, _)| group)
}

fn is_own(node: &Node) -> bool {
    let is_beside = node
        .text_at(&["kind"])
        .is_some_and(|kind| BESIDE.contains(&kind));
    group(node) == Some(AI_GROUP) || group(node) == Some(ENVOY_GROUP) && is_beside
}

impl<'a> Objects<'a> {
    pub(super) fn of(documents: &'a [(FileId, Node)]) -> Self {
        let mut objects = Self::default();
        for (_, root) in documents {
            let items = match root.text_at(&["kind"]) {
                Some("List") => root.get("items").map(Node::items).unwrap_or_default(),
                _ => std::slice::from_ref(root),
            };
            for node in items {
                let object = Object {
                    kind: node.text_at(&["kind"]).unwrap_or_default(),
                    name: node.text_at(&["metadata", "name"]).unwrap_or_default(),
                    namespace: node.text_at(&["metadata", "namespace"]).unwrap_or_default(),
                    node,
                };
                match is_own(node) {
                    true => objects.all.push(object),
                    false => objects.others.push(object),
                }
            }
        }
        objects
    }

    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Object<'a>> {
        self.all.iter().filter(move |one| one.kind == kind)
    }

    /// The object that another one names.
    pub(super) fn named(
        &self,
        kind: &str,
        name: &str,
        namespace: Option<&str>,
        by: &Object<'_>,
    ) -> Option<&Object<'a>> {
        let wanted = namespace.unwrap_or(by.namespace);
        self.of_kind(kind)
            .find(|one| one.name == name && is_same(one.namespace, wanted))
    }

    /// The objects whose targets name that one.
    pub(super) fn aimed_at(
        &self,
        kind: &'static str,
        target: (&str, &str),
        of: &Object<'_>,
    ) -> impl Iterator<Item = &Object<'a>> {
        let aims = move |one: &Object<'_>| {
            let single = one.node.at(&["spec", "targetRef"]);
            let several = one.node.at(&["spec", "targetRefs"]).map(Node::items);
            let all = several.unwrap_or_default().iter().chain(single);
            let mut all = all.map(|node| (node.text_at(&["kind"]), node.text_at(&["name"])));
            all.any(|found| found == (Some(target.0), Some(target.1)))
        };
        let namespace = of.namespace;
        let found: Vec<&Object<'a>> = self
            .of_kind(kind)
            .filter(|one| is_same(one.namespace, namespace) && aims(one))
            .collect();
        found.into_iter()
    }
}

impl Object<'_> {
    /// As reports name it: `AIGatewayRoute/chat`.
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }
}

/// What says no namespace stands in whichever the others are put.
fn is_same(one: &str, other: &str) -> bool {
    let default = |name: &str| name.is_empty() || name == "default";
    one == other || one.is_empty() || other.is_empty() || default(one) && default(other)
}
