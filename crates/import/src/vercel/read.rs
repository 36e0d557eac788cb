use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;
use jurymast_terms::vocabulary::Symptom;

use super::fates::{OF_GATEWAY, OF_REQUEST};
use crate::draft::{Draft, FieldFates, Finding, Mapping};
use crate::gateways::{self, GatewayFile, GatewayFlaw, GatewaySort, HostsAllowed, Route, habitual};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: "vercel-gateway",
    is_own: false,
    is_asked_by_model: false,
    question: None,
};

/// The options of a document, and the path to them.
fn options(root: &Node) -> Option<(&Node, &'static str)> {
    let inner = root.at(&["providerOptions", "gateway"]);
    let bare = root.get("gateway").filter(|one| {
        let has = |key: &str| one.get(key).is_some_and(Node::is_list);
        has("models") || has("order") || has("only")
    });
    let inner = inner.map(|one| (one, "providerOptions.gateway"));
    inner.or(bare.map(|one| (one, "gateway")))
}

/// Whether a document has options of Vercel's gateway.
pub fn is_vercel(root: &Node) -> bool {
    options(root).is_some()
}

/// The plan that options draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let file = routes(documents, reading);
    gateways::drafted(SORT, file, documents, reading)
}

/// What is wrong with the fallbacks of options.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    gateways::flaws_of(documents, reading, routes)
}

fn routes(documents: &[(FileId, Node)], reading: &mut Reading) -> GatewayFile {
    gateways::route_by_document(documents, reading, "vercel-calls", route)
}

fn route(
    root: &Node,
    name: String,
    fields: &mut FieldFates,
    problems: &mut Vec<Diagnostic>,
) -> Option<Route> {
    let (options, path) = options(root)?;
    fields.all(root, "", OF_REQUEST);
    fields.all(options, path, OF_GATEWAY);
    if !options.is_map() {
        let message = format!("`{path}` is {}, not a map", options.kind());
        problems.push(Diagnostic::error("gateway-refuses", message, options.span));
        return None;
    }
    let list = |key: &str| options.get(key).map(Node::one_or_more).unwrap_or_default();
    // A host that hangs is given up only where time-outs are said.
    let timeouts = options.get("providerTimeouts");
    let hosts = HostsAllowed {
        router: SORT.id,
        order: list("order"),
        only: list("only"),
        goes_on: true,
        triggers: habitual(SORT.id, timeouts.map(|_| Symptom::Timeout).as_slice()),
    };
    let further = list("models").iter().enumerate();
    let further = further.map(|(at, one)| (format!("{path}.models[{at}]"), one));
    let first = root.get("model").map(|one| ("model".to_owned(), one));
    if first.is_none() {
        let message =
            "the model that is called first is not in this file: what stands in front of these?";
        fields.told("model", root.span, Mapping::Manual, message);
    }
    let answers = hosts.in_turn(first.into_iter().chain(further), problems)?;
    Some(Route {
        name: Some(name),
        path: path.to_owned(),
        place: root.span,
        answers,
    })
}
