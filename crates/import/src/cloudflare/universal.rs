use super::upstreams::{RESTS_ON, link};
use crate::draft::{FieldFates, Mapping};
use crate::gateways::{Answers, Link, Route};
use crate::tree::Node;

/// Whether a document is the list of a universal call.
pub(super) fn is_universal(root: &Node) -> bool {
    let items = root.items();
    let is_step =
        |one: &Node| one.text_at(&["provider"]).is_some() && one.text_at(&["endpoint"]).is_some();
    !items.is_empty() && items.iter().any(is_step)
}

/// What answers for a list of calls that are tried in turn.
pub(super) fn route(root: &Node, name: String, fields: &mut FieldFates) -> Option<Route> {
    let steps = root.items().iter().enumerate().filter_map(|(at, step)| {
        let path = format!("[{at}]");
        let Some(provider) = step.text_at(&["provider"]) else {
            let message = "it names no provider: left out";
            fields.told(path, step.span, Mapping::Manual, message);
            return None;
        };
        fields.told(
            format!("{path}.headers"),
            step.get("headers").unwrap_or(step).span,
            Mapping::Unsupported,
            "never copied, but for the time-out",
        );
        let headers = step.get("headers").map(Node::entries).unwrap_or_default();
        let timeout = headers
            .iter()
            .find(|one| one.key.text.eq_ignore_ascii_case("cf-aig-request-timeout"));
        let timeout = timeout.and_then(|one| one.value.number());
        let model = step.text_at(&["query", "model"]);
        // What Workers AI runs stands in the path.
        let endpoint = step
            .text_at(&["endpoint"])
            .filter(|one| one.starts_with('@'));
        Some(link(
            (provider, model.or(endpoint)),
            timeout,
            1.0,
            &path,
            step.span,
        ))
    });
    let links: Vec<Link> = steps.collect();
    Some(Route {
        name: Some(name),
        path: String::new(),
        place: root.span,
        answers: Answers::in_turn(links, RESTS_ON)?,
    })
}
