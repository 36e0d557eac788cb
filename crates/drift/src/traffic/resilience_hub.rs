use jurymast_import::tree::Node;
use jurymast_terms::source::FileId;

use super::calls::{CountedBy, SeenCall, SeenName, SeenWindow, Traffic};
use super::when::moment;

/// Whether it is what AWS Resilience Hub lists of dependencies.
pub(super) fn is_list(root: &Node) -> bool {
    root.get("dependencySummaries").is_some_and(Node::is_list)
}

/// The dependencies that it lists: names that were looked up, without any count.
pub(super) fn read(root: &Node, file: FileId) -> Traffic {
    let shape = "dependencies of AWS Resilience Hub";
    let mut traffic = Traffic::new(file, shape, CountedBy::LookUps);
    traffic.is_cut = root.get("nextToken").is_some();
    let list = root.get("dependencySummaries").map(Node::items);
    for one in list.unwrap_or_default() {
        let caller = one.text_at(&["serviceArn"]).map(last_of_arn);
        let names = ["dependencyName", "dnsName"].map(|key| one.text_at(&[key]));
        let Some(to) = SeenName::of(names.into_iter().flatten()) else {
            traffic.counts.other += 1;
            continue;
        };
        let place = one.get("dependencyName").unwrap_or(one).span;
        let mut call = SeenCall::new(SeenName::of(caller), to, place);
        call.is_hard = match one.text_at(&["criticality"]) {
            Some("HARD") => Some(true),
            Some("SOFT") => Some(false),
            _ => None,
        };
        traffic.window = widest(traffic.window, one);
        traffic.calls.push(call);
    }
    traffic
}

/// `arn:aws:resiliencehub:eu-west-1:123456789012:service/checkout` is `checkout`.
fn last_of_arn(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or(arn)
}

/// The time of all entries together.
fn widest(known: SeenWindow, entry: &Node) -> SeenWindow {
    let at = |key: &str| entry.at(&["queryRange", key]).and_then(moment);
    let (from, to) = (at("startTime"), at("endTime"));
    SeenWindow {
        from: match (known.from, from) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        },
        to: known.to.max(to),
        said: None,
    }
}
