use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::objects::KUSTOMIZATION;
use crate::tree::{Entry, Node};

/// Lists of a pod, each of maps.
const OF_POD: [&str; 3] = ["containers", "initContainers", "volumes"];
/// Lists of a container, each of maps.
const OF_CONTAINER: [&str; 4] = ["env", "envFrom", "ports", "volumeMounts"];

/// What stands in documents where no cluster would take it, each with its place.
pub(super) fn misshapen(documents: &[(FileId, Node)]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, root) in documents {
        document(root, None, &mut found);
    }
    found
}

/// `of` is the kind that a list says its items have.
fn document(node: &Node, of: Option<&str>, found: &mut Vec<Diagnostic>) {
    let Some(kind) = node
        .text_at(&["kind"])
        .or(of)
        .filter(|kind| !kind.is_empty())
    else {
        found.push(left_out("this object has no `kind`", node.span));
        return;
    };
    if kind.ends_with("List")
        && node
            .get("metadata")
            .and_then(|one| one.get("name"))
            .is_none()
    {
        list(node, kind, found);
        return;
    }
    let name = ["name", "generateName"].map(|key| node.text_at(&["metadata", key]));
    // One that only a tool reads has none.
    if name == [None, None] && kind != KUSTOMIZATION {
        found.push(left_out(
            format!("this {kind} has no `metadata.name`"),
            node.span,
        ));
        return;
    }
    let pods = [
        node.at(&["spec", "template", "spec"]),
        node.at(&["spec", "jobTemplate", "spec", "template", "spec"]),
        node.get("spec").filter(|_| kind == "Pod"),
    ];
    pods.into_iter().flatten().for_each(|one| pod(one, found));
    for key in ["data", "stringData"] {
        let entry = node
            .entry(key)
            .filter(|_| matches!(kind, "ConfigMap" | "Secret"));
        if let Some(entry) = entry.filter(|one| !one.value.is_map() && !one.value.is_null()) {
            found.push(unlike(entry, "a map"));
        }
    }
}

fn list(node: &Node, kind: &str, found: &mut Vec<Diagnostic>) {
    let Some(items) = node.entry("items") else {
        found.push(left_out(format!("this {kind} has no `items`"), node.span));
        return;
    };
    if !items.value.is_list() {
        found.push(unlike(items, "a list"));
        return;
    }
    let of = kind.strip_suffix("List");
    for (at, item) in items.value.items().iter().enumerate() {
        match item.is_map() {
            true => document(item, of, found),
            false => {
                let message = format!(
                    "item {} of this {kind} is {}, not an object",
                    at + 1,
                    item.kind()
                );
                found.push(left_out(message, item.span));
            }
        }
    }
}

fn pod(node: &Node, found: &mut Vec<Diagnostic>) {
    for key in OF_POD {
        let all = maps(node, key, found);
        if key == "volumes" {
            continue;
        }
        for container in all {
            for key in OF_CONTAINER {
                let all = maps(container, key, found);
                for one in all.iter().filter(|_| key == "env") {
                    if one.is_map() && one.text_at(&["name"]).is_none() {
                        found.push(left_out("this variable has no `name`", one.span));
                    }
                }
            }
        }
    }
}

/// The items of a field that holds a list of maps; what holds anything else is told.
fn maps<'a>(node: &'a Node, key: &str, found: &mut Vec<Diagnostic>) -> &'a [Node] {
    let Some(entry) = node.entry(key).filter(|entry| !entry.value.is_null()) else {
        return &[];
    };
    if !entry.value.is_list() {
        found.push(unlike(entry, "a list"));
        return &[];
    }
    for (at, item) in entry.value.items().iter().enumerate() {
        if !item.is_map() {
            let message = format!("item {} of `{key}` is {}, not a map", at + 1, item.kind());
            found.push(left_out(message, item.span));
        }
    }
    entry.value.items()
}

fn unlike(entry: &Entry, expected: &str) -> Diagnostic {
    let (key, kind) = (&entry.key.text, entry.value.kind());
    left_out(format!("`{key}` is {kind}, not {expected}"), entry.key.span)
}

fn left_out(message: impl Into<String>, place: Span) -> Diagnostic {
    // Of what goes on over lines the first tells where it is.
    let start = place.range().start;
    let end = place.range().end.min(start + 1);
    Diagnostic::error(
        "kubernetes-object",
        message,
        Span::new(place.file, start..end),
    )
    .label("left out")
}
