use std::borrow::Cow;

use jurymast_import::tree::{Entry, Node};
use jurymast_terms::source::Span;

use super::series::{Samples, Series};

/// Whether it is what Prometheus answers to a query.
pub(super) fn is_query(root: &Node) -> bool {
    root.at(&["data", "resultType"]).is_some() || root.get("resultType").is_some()
}

/// The series of an answer, and how many have no numbers that are counts; `Err` says what it
/// is instead.
pub(super) fn read(root: &Node) -> Result<(Vec<Series<'_>>, usize), (String, Span)> {
    let data = root.get("data").unwrap_or(root);
    let kind = data.text_at(&["resultType"]).unwrap_or_default();
    if !matches!(kind, "vector" | "matrix") {
        let place = data.get("resultType").map_or(root.span, |node| node.span);
        let message = format!("the answer is a `{kind}`, not a vector or a matrix");
        return Err((message, place));
    }
    let result = data.get("result").map(Node::items).unwrap_or_default();
    let all: Vec<Series<'_>> = result.iter().filter_map(series).collect();
    let left = result.len() - all.len();
    Ok((all, left))
}

fn series(node: &Node) -> Option<Series<'_>> {
    let metric = node.get("metric").map(Node::entries).unwrap_or_default();
    let mut name = Cow::Borrowed("");
    let mut labels = Vec::with_capacity(metric.len());
    for entry in metric {
        let value = Cow::Borrowed(entry.value.text().unwrap_or_default());
        match entry.key.text.as_str() {
            "__name__" => name = value,
            key => labels.push((Cow::Borrowed(key), value)),
        }
    }
    let samples = match (node.get("value"), node.get("values")) {
        (Some(one), _) => {
            let (at, value) = pair(one)?;
            Samples::One {
                at: Some(at),
                value,
            }
        }
        (None, Some(all)) => Samples::Range(all.items().iter().filter_map(pair).collect()),
        (None, None) => return None,
    };
    Some(Series {
        name,
        labels,
        samples,
        place: place(node, metric),
    })
}

/// Labels that tell best which series it is.
const TELLING: [&str; 5] = [
    "server",
    "destination_workload",
    "destination_service_name",
    "gen_ai_response_model",
    "gen_ai_request_model",
];

fn place(node: &Node, metric: &[Entry]) -> Span {
    let telling = |key: &&str| metric.iter().find(|entry| entry.key.text == **key);
    let best = TELLING.iter().find_map(telling).or_else(|| metric.first());
    best.map_or(node.span, |entry| entry.value.span)
}

/// `[1700000000.123, "12"]`; the value may be no number, as Prometheus writes it.
fn pair(node: &Node) -> Option<(f64, f64)> {
    let [at, value] = node.items() else {
        return None;
    };
    Some((at.number()?, value.text()?.parse().ok()?))
}
