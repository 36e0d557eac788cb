use crate::tree::Node;

/// What a BOM lists.
#[derive(Debug, Clone, Copy)]
pub struct BomPart<'a> {
    /// Its entry.
    pub node: &'a Node,
    /// What it is.
    pub sort: PartSort,
    /// The key under which others name it.
    pub reference: Option<&'a str>,
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartSort {
    /// Something that is called.
    Service,
    /// A model.
    Model,
    /// A program that runs by itself.
    Program,
    /// What others are made of.
    Library,
}

/// All parts of a BOM, those within others too; the first is what it is of, where it says so.
pub fn parts(root: &Node) -> (Option<BomPart<'_>>, Vec<BomPart<'_>>) {
    let subject = root.at(&["metadata", "component"]).map(|node| BomPart {
        node,
        sort: PartSort::Program,
        reference: reference(node),
    });
    let mut found = Vec::new();
    for component in list(root, "components") {
        component_of(component, &mut found);
    }
    for service in list(root, "services") {
        service_of(service, &mut found);
    }
    (subject, found)
}

fn component_of<'a>(node: &'a Node, found: &mut Vec<BomPart<'a>>) {
    let sort = match node.text_at(&["type"]).unwrap_or_default() {
        "machine-learning-model" => PartSort::Model,
        "application" | "container" | "platform" => PartSort::Program,
        _ => PartSort::Library,
    };
    found.push(BomPart {
        node,
        sort,
        reference: reference(node),
    });
    for inner in list(node, "components") {
        component_of(inner, found);
    }
}

fn service_of<'a>(node: &'a Node, found: &mut Vec<BomPart<'a>>) {
    found.push(BomPart {
        node,
        sort: PartSort::Service,
        reference: reference(node),
    });
    for inner in list(node, "services") {
        service_of(inner, found);
    }
}

fn reference(node: &Node) -> Option<&str> {
    node.text_at(&["bom-ref"])
}

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map(Node::items).unwrap_or_default()
}
