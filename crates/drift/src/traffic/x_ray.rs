use std::collections::HashMap;

use jurymast_import::tree::Node;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::calls::{CountedBy, SeenCall, SeenName, Traffic};
use super::when::moment;
use super::zipkin::count_of;

/// Whether it is a service graph of AWS X-Ray.
pub(super) fn is_x_ray(root: &Node) -> bool {
    let services = root.get("Services").filter(|node| node.is_list());
    services.is_some_and(|list| {
        let mut items = list.items().iter();
        items.all(|one| one.get("ReferenceId").is_some() || one.get("Edges").is_some())
    })
}

/// The calls that it tells of.
pub(super) fn read(root: &Node, file: FileId, problems: &mut Vec<Diagnostic>) -> Traffic {
    let mut traffic = Traffic::new(file, "service graph of AWS X-Ray", CountedBy::Spans);
    traffic.window.from = root.get("StartTime").and_then(moment);
    traffic.window.to = root.get("EndTime").and_then(moment);
    traffic.is_cut = root.get("NextToken").is_some();
    let minutes = traffic.minutes();
    let services = root.get("Services").map(Node::items).unwrap_or_default();
    let names: HashMap<&str, Option<SeenName>> = services
        .iter()
        .filter_map(|one| Some((one.text_at(&["ReferenceId"])?, name(one))))
        .collect();
    for service in services {
        let from = name(service);
        for edge in service.get("Edges").map(Node::items).unwrap_or_default() {
            let target = edge.text_at(&["ReferenceId"]).and_then(|id| names.get(id));
            let Some(Some(to)) = target else {
                traffic.counts.other += 1;
                continue;
            };
            let place = edge.get("ReferenceId").unwrap_or(edge).span;
            let mut call = SeenCall::new(from.clone(), to.clone(), place);
            let statistics = edge.get("SummaryStatistics");
            let mut count = |path: &[&str]| count_of(statistics?.at(path)?, problems);
            call.calls = count(&["TotalCount"]);
            // A fault is the callee's; an error is a call that was wrong, or throttled.
            let faults = count(&["FaultStatistics", "TotalCount"]);
            let throttled = count(&["ErrorStatistics", "ThrottleCount"]);
            call.errors = match (faults, throttled) {
                (None, None) => None,
                (faults, throttled) => Some(faults.unwrap_or(0.0) + throttled.unwrap_or(0.0)),
            };
            if call.calls == Some(0.0) {
                traffic.counts.empty += 1;
                continue;
            }
            call.per_minute = call
                .calls
                .zip(minutes)
                .map(|(calls, minutes)| calls / minutes);
            traffic.calls.push(call);
        }
    }
    traffic
}

/// A node of the type `client` is whoever calls from outside.
fn name(service: &Node) -> Option<SeenName> {
    if service.text_at(&["Type"]) == Some("client") {
        return None;
    }
    let own = service.text_at(&["Name"]);
    let others = service.get("Names").map(Node::items).unwrap_or_default();
    SeenName::of(own.into_iter().chain(others.iter().filter_map(Node::text)))
}
