use crate::tree::Node;

/// A plugin for AI calls, and what it stands at.
#[derive(Debug)]
pub(super) struct Plugin<'a> {
    /// As callers know what it stands at.
    pub(super) name: String,
    pub(super) path: String,
    pub(super) node: &'a Node,
}

/// Both plugins.
const NAMES: [&str; 2] = ["ai-proxy-advanced", "ai-proxy"];

/// Whether a document has a plugin for AI calls.
pub fn is_kong(root: &Node) -> bool {
    !plugins(root).is_empty()
}

/// The plugins of a document.
pub(super) fn plugins(root: &Node) -> Vec<Plugin<'_>> {
    let mut found = Vec::new();
    if root.text_at(&["kind"]) == Some("KongPlugin") {
        let is_ai = root
            .text_at(&["plugin"])
            .is_some_and(|one| NAMES.contains(&one));
        if is_ai {
            found.push(Plugin {
                name: root
                    .text_at(&["metadata", "name"])
                    .unwrap_or("kong")
                    .to_owned(),
                path: "config".to_owned(),
                node: root,
            });
        }
        return found;
    }
    if root.entry("_format_version").is_none() {
        return found;
    }
    at(root, "", None, &mut found);
    found
}

fn at<'a>(holder: &'a Node, path: &str, name: Option<&str>, found: &mut Vec<Plugin<'a>>) {
    let below = |key: &str, at: usize| match path {
        "" => format!("{key}[{at}]"),
        path => format!("{path}.{key}[{at}]"),
    };
    let list = |key: &str| holder.get(key).map(Node::items).unwrap_or_default();
    for (index, node) in list("plugins").iter().enumerate() {
        let is_ai = node
            .text_at(&["name"])
            .is_some_and(|one| NAMES.contains(&one));
        if is_ai {
            let aimed = ["route", "service", "instance_name"].into_iter();
            let mut aimed = aimed.filter_map(|key| {
                let said = node.get(key)?;
                said.text().or_else(|| said.text_at(&["name"]))
            });
            let name = aimed.next().or(name).unwrap_or("kong-ai-calls");
            found.push(Plugin {
                name: name.to_owned(),
                path: below("plugins", index),
                node,
            });
        }
    }
    for key in ["services", "routes", "consumers", "consumer_groups"] {
        for (index, one) in list(key).iter().enumerate() {
            let own = one
                .text_at(&["name"])
                .or_else(|| one.text_at(&["username"]));
            at(one, &below(key, index), own.or(name), found);
        }
    }
}
