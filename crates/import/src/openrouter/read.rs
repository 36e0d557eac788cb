use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::fates::{OF_PROVIDER, OF_REQUEST};
use crate::draft::{Draft, FieldFates, Finding, Mapping};
use crate::gateways::{self, GatewayFile, GatewayFlaw, GatewaySort, HostsAllowed, Route, habitual};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: "openrouter",
    is_own: false,
    is_asked_by_model: false,
    question: None,
};

/// Whether a document has options that only OpenRouter takes.
pub fn is_openrouter(root: &Node) -> bool {
    let provider = root.get("provider");
    let has_options = OF_PROVIDER
        .iter()
        .any(|(key, ..)| provider.is_some_and(|one| one.get(key).is_some()));
    let models = root.get("models").map(Node::items).unwrap_or_default();
    let is_slug = |one: &Node| one.text().is_some_and(|text| text.contains('/'));
    let has_models = !models.is_empty() && models.iter().all(is_slug);
    let model = root.text_at(&["model"]).unwrap_or_default();
    let is_own = model.starts_with("openrouter/") || model.starts_with('~');
    let is_other = root.get("providerOptions").is_some();
    !is_other && (has_options || has_models || is_own)
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
    gateways::route_by_document(documents, reading, "openrouter-calls", route)
}

fn route(
    root: &Node,
    name: String,
    fields: &mut FieldFates,
    problems: &mut Vec<Diagnostic>,
) -> Option<Route> {
    fields.all(root, "", OF_REQUEST);
    let options = root.get("provider");
    if let Some(options) = options {
        fields.all(options, "provider", OF_PROVIDER);
    }
    let said = |key: &str| options.and_then(|one| one.get(key));
    let list = |key: &str| said(key).map(Node::one_or_more).unwrap_or_default();
    parameters(root, said("require_parameters"), fields);
    let hosts = HostsAllowed {
        router: SORT.id,
        order: list("order"),
        only: list("only"),
        goes_on: said("allow_fallbacks").and_then(Node::truth) != Some(false),
        triggers: habitual(SORT.id, &[]),
    };
    let further = ["models", "fallbacks"].into_iter();
    let further = further.filter_map(|key| Some((key, root.get(key)?)));
    let further = further.flat_map(|(key, node)| {
        let items = node.one_or_more().iter().enumerate();
        items.map(move |(at, one)| (format!("{key}[{at}]"), one))
    });
    let first = root.get("model").map(|one| ("model".to_owned(), one));
    let answers = hosts.in_turn(first.into_iter().chain(further), problems);
    if answers.is_none() {
        let message = "they name no model: whoever calls says which";
        fields.told("model", root.span, Mapping::Manual, message);
    }
    Some(Route {
        name: Some(name),
        path: "models".to_owned(),
        place: root.span,
        answers: answers?,
    })
}

/// What hosts do with parameters that they do not know.
fn parameters(root: &Node, required: Option<&Node>, fields: &mut FieldFates) {
    if required.and_then(Node::truth) != Some(true) {
        let place = required.unwrap_or(root).span;
        let message = "not set: a host that does not know a parameter, tools too, leaves it out without a word";
        fields.told(
            "provider.require_parameters",
            place,
            Mapping::Manual,
            message,
        );
    }
}
