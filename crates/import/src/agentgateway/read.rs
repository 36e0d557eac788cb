use jurymast_terms::source::FileId;

use super::backends::answers;
use super::fates::{OF_FILE, OF_LLM, OF_MODEL, OF_VIRTUAL};
use super::health::GATEWAY;
use super::models::Models;
use crate::draft::{Draft, FieldFates, Finding, Mapping};
use crate::gateways::{self, GatewayFile, GatewayFlaw, GatewaySort, Route};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: GATEWAY,
    is_own: true,
    is_asked_by_model: true,
    question: None,
};

const KUBERNETES: &str = "agentgateway.dev/";

/// Whether a document is a configuration, or one of its objects in Kubernetes.
pub fn is_agentgateway(root: &Node) -> bool {
    let version = root.text_at(&["apiVersion"]).unwrap_or_default();
    let llm = root.get("llm");
    let has = |key: &str| llm.is_some_and(|one| one.get(key).is_some_and(Node::is_list));
    version.starts_with(KUBERNETES)
        || has("models")
        || has("virtualModels")
        || !backends(root).is_empty()
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

fn routes(documents: &[(FileId, Node)], _: &mut Reading) -> GatewayFile {
    let mut file = GatewayFile::default();
    let mut fields = FieldFates::default();
    for (_, root) in documents {
        if let Some(llm) = root.get("llm") {
            let mut models = Models::of(llm);
            file.routes.extend(models.routes());
            file.flaws.extend(models.flaws);
            fields.all(llm, "llm", OF_LLM);
            for (key, fates) in [("models", OF_MODEL), ("virtualModels", OF_VIRTUAL)] {
                for (at, one) in items(llm, key) {
                    fields.all(one, &format!("llm.{key}[{at}]"), fates);
                }
            }
        }
        for (name, ai, path) in backends(root) {
            let Some(answers) = answers(ai, None, &path) else {
                let message = "no provider answers here: left out";
                fields.told(path, ai.span, Mapping::Manual, message);
                continue;
            };
            file.routes.push(Route {
                name: Some(name),
                path,
                place: ai.span,
                answers,
            });
        }
        fields.all(root, "", OF_FILE);
    }
    file.findings = fields.0;
    file
}

/// AI backends of a document: what they are called, and the path to them.
fn backends(root: &Node) -> Vec<(String, &Node, String)> {
    let mut found = Vec::new();
    if root.text_at(&["kind"]) == Some("AgentgatewayBackend") {
        let name = root.text_at(&["metadata", "name"]).unwrap_or("backend");
        let ai = root.at(&["spec", "ai"]);
        found.extend(ai.map(|ai| (name.to_owned(), ai, "spec.ai".to_owned())));
        return found;
    }
    for (at, bind) in items(root, "binds") {
        for (listener, node) in items(bind, "listeners") {
            for (route, node) in items(node, "routes") {
                for (backend, node) in items(node, "backends") {
                    let path = format!(
                        "binds[{at}].listeners[{listener}].routes[{route}].backends[{backend}].ai"
                    );
                    let own = node.text_at(&["name"]);
                    let name = own.map_or_else(|| "agentgateway-calls".to_owned(), str::to_owned);
                    found.extend(node.get("ai").map(|ai| (name, ai, path)));
                }
            }
        }
    }
    found
}

fn items<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = (usize, &'a Node)> {
    let items = node.get(key).map(Node::items).unwrap_or_default();
    items.iter().enumerate()
}
