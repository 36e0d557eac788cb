use jurymast_import::tree::Node;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::calls::{CountedBy, Traffic};
use super::zipkin::pairs;

/// Whether it is what Jaeger answers of dependencies: of its older interface, or of its
/// third.
pub(super) fn is_jaeger(root: &Node) -> bool {
    let lists = ["data", "dependencies"].map(|key| root.get(key).filter(|node| node.is_list()));
    lists.into_iter().flatten().any(|list| {
        let mut items = list.items().iter();
        items.all(|one| one.get("parent").is_some() && one.get("child").is_some())
    })
}

/// The calls that it tells of.
pub(super) fn read(root: &Node, file: FileId, problems: &mut Vec<Diagnostic>) -> Traffic {
    let mut traffic = Traffic::new(file, "dependencies of Jaeger", CountedBy::Spans);
    let list = root.get("data").filter(|node| node.is_list());
    let list = list.or_else(|| root.get("dependencies"));
    pairs(
        list.map(Node::items).unwrap_or_default(),
        &mut traffic,
        problems,
    );
    traffic
}
