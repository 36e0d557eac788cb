use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::elements::ElementWalk;
use super::fates::{OF_ELEMENT, OF_PROPERTIES, OF_ROUTE};
use super::universal::{self, is_universal};
use super::upstreams::GATEWAY;
use crate::draft::{Draft, FieldFates, Finding};
use crate::gateways::{self, GatewayFile, GatewayFlaw, GatewaySort, Route};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: GATEWAY,
    is_own: false,
    is_asked_by_model: false,
    question: None,
};

/// A route in what an answer of the API wraps it in.
fn unwrapped(root: &Node) -> &Node {
    let wraps = ["result", "route", "data"].into_iter();
    let mut inner = wraps.filter_map(|key| root.get(key));
    inner
        .find(|one| one.get("elements").is_some())
        .unwrap_or(root)
}

/// Whether a document is a dynamic route, or the list of a universal call.
pub fn is_cloudflare(root: &Node) -> bool {
    let elements = unwrapped(root).get("elements").map(Node::items);
    let mut elements = elements.unwrap_or_default().iter();
    elements.any(|one| one.text_at(&["type"]) == Some("start")) || is_universal(root)
}

/// The plan that routes draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let file = routes(documents, reading);
    gateways::drafted(SORT, file, documents, reading)
}

/// What is wrong with the fallbacks of routes.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    gateways::flaws_of(documents, reading, routes)
}

fn routes(documents: &[(FileId, Node)], reading: &mut Reading) -> GatewayFile {
    let mut file = GatewayFile::default();
    let mut fields = FieldFates::default();
    for (id, root) in documents {
        let stem = reading.stem(*id);
        let stem = stem.unwrap_or_else(|| "cloudflare-calls".to_owned());
        if is_universal(root) {
            file.routes
                .extend(universal::route(root, stem, &mut fields));
            continue;
        }
        let route = unwrapped(root);
        let name = route.text_at(&["name"]).unwrap_or(&stem);
        let elements = route.get("elements").map(Node::items).unwrap_or_default();
        let mut walk = ElementWalk::new(elements, name);
        let answers = walk.answers();
        file.flaws.extend(walk.flaws);
        fields.all(route, "", OF_ROUTE);
        for one in elements {
            let id = one.text_at(&["id"]).unwrap_or_default();
            let path = format!("elements.{id}");
            fields.all(one, &path, OF_ELEMENT);
            if let Some(properties) = one.get("properties") {
                fields.all(properties, &format!("{path}.properties"), OF_PROPERTIES);
            }
        }
        match answers {
            Some(answers) => file.routes.push(Route {
                name: Some(name.to_owned()),
                path: "elements".to_owned(),
                place: route.span,
                answers,
            }),
            None => {
                let message = format!("nobody answers behind the start of `{name}`");
                let problem = Diagnostic::error("gateway-refuses", message, route.span);
                reading.problems.push(problem);
            }
        }
    }
    file.findings = fields.0;
    file
}
