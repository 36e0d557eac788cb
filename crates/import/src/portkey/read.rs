use jurymast_terms::source::FileId;

use super::strategy::{Inherited, Walk};
use crate::draft::{Draft, FieldFates, Finding};
use crate::gateways::{self, GatewayFile, GatewayFlaw, GatewaySort};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: "portkey",
    is_own: false,
    is_asked_by_model: false,
    question: Some("do calls go through Portkey's own service, or through a gateway that you run?"),
};

/// Words that say no more than what kind of file it is.
const BARE_NAMES: [&str; 4] = ["portkey", "config", "portkey-config", "configuration"];

/// Whether a document is a configuration of Portkey's.
pub fn is_portkey(root: &Node) -> bool {
    let root = saved(root);
    let has_strategy = root.at(&["strategy", "mode"]).is_some() || root.get("strategy").is_some();
    let has_targets = root.get("targets").is_some_and(Node::is_list);
    let is_target = ["virtual_key", "override_params"];
    let is_target = is_target.iter().any(|key| root.get(key).is_some());
    has_strategy && (has_targets || root.at(&["strategy", "mode"]).is_some())
        || is_target && (root.get("provider").is_some() || root.get("virtual_key").is_some())
}

/// The plan that configurations draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let file = routes(documents, reading);
    gateways::drafted(SORT, file, documents, reading)
}

/// What is wrong with the fallbacks of configurations.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    gateways::flaws_of(documents, reading, routes)
}

fn routes(documents: &[(FileId, Node)], reading: &mut Reading) -> GatewayFile {
    let mut file = GatewayFile::default();
    for (id, root) in documents {
        let name = name(*id, root, reading);
        let mut walk = Walk {
            fields: FieldFates::default(),
            flaws: Vec::new(),
            problems: &mut reading.problems,
            about: name.clone(),
        };
        let found = walk.target(saved(root), "", Inherited::default());
        file.flaws.extend(walk.flaws);
        file.findings.extend(walk.fields.0);
        if let Some((mut route, _)) = found {
            route.name = Some(name);
            file.routes.push(route);
        }
    }
    file
}

/// What is saved under a name is wrapped.
pub(super) fn saved(root: &Node) -> &Node {
    root.get("config")
        .filter(|one| one.is_map())
        .unwrap_or(root)
}

fn name(file: FileId, root: &Node, reading: &Reading) -> String {
    if let Some(name) = root.text_at(&["name"]) {
        return name.to_owned();
    }
    let stem = reading.stem(file);
    let stem = stem.filter(|one| !BARE_NAMES.contains(&one.to_lowercase().as_str()));
    stem.unwrap_or_else(|| "portkey-config".to_owned())
}
