use std::collections::HashMap;

use jurymast_import::tree::Node;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::calls::{CountedBy, SeenCall, SeenName, Traffic};
use super::when::{moment, unix};
use super::zipkin::wrong_count;

/// Whether it is a graph as Kiali answers it.
pub(super) fn is_kiali(root: &Node) -> bool {
    let has = |key: &str| root.at(&["elements", key]).is_some_and(Node::is_list);
    has("nodes") || (root.get("graphType").is_some() && root.get("elements").is_some())
}

/// The calls that it tells of: rates over the time that it looks back.
pub(super) fn read(root: &Node, file: FileId, problems: &mut Vec<Diagnostic>) -> Traffic {
    let mut traffic = Traffic::new(file, "graph of Kiali", CountedBy::Calls);
    let length = root.get("duration").and_then(Node::number);
    traffic.window.to = root.get("timestamp").and_then(moment);
    traffic.window.from = length
        .zip(traffic.window.to)
        .and_then(|(length, to)| unix(to.unix_seconds() as f64 - length));
    let list = |key: &str| {
        root.at(&["elements", key])
            .map(Node::items)
            .unwrap_or_default()
    };
    let nodes: HashMap<&str, GraphNode> = list("nodes")
        .iter()
        .filter_map(|node| GraphNode::of(node.get("data")?))
        .collect();
    let names = NodeNames::of(nodes, list("edges"));
    for edge in list("edges") {
        let Some(data) = edge.get("data") else {
            continue;
        };
        let (source, target) = (data.text_at(&["source"]), data.text_at(&["target"]));
        let (Some(source), Some(target)) = (source, target) else {
            traffic.counts.other += 1;
            continue;
        };
        // What a service hands on to its workloads is one call with the one to it.
        if names.is_service(source) {
            continue;
        }
        let Some(to) = names.of_node(target) else {
            traffic.counts.other += 1;
            continue;
        };
        let place = data.get("target").unwrap_or(data).span;
        let mut call = SeenCall::new(names.of_node(source), to, place);
        let rate = Rate::of(data, place, problems);
        if rate.per_second == Some(0.0) {
            traffic.counts.empty += 1;
            continue;
        }
        call.per_minute = rate.per_second.map(|rate| rate * 60.0);
        call.calls = rate
            .per_second
            .zip(length)
            .map(|(rate, length)| rate * length);
        call.errors = call
            .calls
            .zip(rate.errors)
            .map(|(calls, share)| calls * share);
        traffic.calls.push(call);
    }
    traffic
}

struct GraphNode {
    forms: Vec<String>,
    is_service: bool,
}

impl GraphNode {
    fn of(data: &Node) -> Option<(&str, Self)> {
        let text = |key: &str| data.text_at(&[key]).unwrap_or_default().to_owned();
        let is_service = data.text_at(&["nodeType"]) == Some("service");
        let outside = data.get("isServiceEntry").and_then(|one| {
            let hosts = one.get("hosts").map(Node::items).unwrap_or_default();
            hosts.first().and_then(Node::text)
        });
        let host = outside.map(str::to_owned).unwrap_or_default();
        let known = Self {
            forms: vec![text("app"), text("service"), text("workload"), host],
            is_service,
        };
        Some((data.text_at(&["id"])?, known))
    }
}

/// The names of nodes; those of a service with the workloads behind it.
struct NodeNames<'g> {
    nodes: HashMap<&'g str, GraphNode>,
    behind: HashMap<&'g str, Vec<&'g str>>,
}

impl<'g> NodeNames<'g> {
    fn of(nodes: HashMap<&'g str, GraphNode>, edges: &'g [Node]) -> Self {
        let mut behind: HashMap<&str, Vec<&str>> = HashMap::new();
        for edge in edges {
            let ends = ["source", "target"].map(|key| edge.text_at(&["data", key]));
            if let [Some(source), Some(target)] = ends
                && nodes.get(source).is_some_and(|node| node.is_service)
            {
                behind.entry(source).or_default().push(target);
            }
        }
        Self { nodes, behind }
    }

    /// It only hands on to workloads.
    fn is_service(&self, id: &str) -> bool {
        self.behind.contains_key(id)
    }

    fn of_node(&self, id: &str) -> Option<SeenName> {
        let node = self.nodes.get(id)?;
        let behind = self.behind.get(id).map(Vec::as_slice).unwrap_or_default();
        let behind = behind.iter().filter_map(|id| self.nodes.get(id));
        let forms = node.forms.iter().chain(behind.flat_map(|one| &one.forms));
        SeenName::of(forms.map(String::as_str))
    }
}

/// Calls a second, and the share of them that fails.
struct Rate {
    per_second: Option<f64>,
    errors: Option<f64>,
}

impl Rate {
    fn of(data: &Node, place: Span, problems: &mut Vec<Diagnostic>) -> Self {
        let traffic = data.get("traffic");
        let protocol = data.text_at(&["traffic", "protocol"]).unwrap_or_default();
        let rates = traffic.and_then(|traffic| traffic.get("rates"));
        let rate = |key: &str| rates.and_then(|rates| rates.get(key)?.number());
        let is_counted = matches!(protocol, "http" | "grpc");
        let per_second = rate(protocol).filter(|_| is_counted);
        let good = per_second.filter(|rate| *rate >= 0.0);
        if let Some(bad) = per_second.filter(|rate| *rate < 0.0) {
            problems.push(wrong_count(format!("`{bad}` is no rate of calls"), place));
        }
        let percent = rate(&format!("{protocol}PercentErr"));
        Self {
            per_second: good,
            // Where no call failed the share is left out.
            errors: good.map(|_| percent.unwrap_or(0.0).clamp(0.0, 100.0) / 100.0),
        }
    }
}
