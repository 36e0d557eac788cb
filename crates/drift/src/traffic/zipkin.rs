use jurymast_import::tree::Node;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::vocabulary::Severity;

use super::calls::{CountedBy, SeenCall, SeenName, Traffic};

/// Whether it is what Zipkin answers of dependencies.
pub(super) fn is_zipkin(root: &Node) -> bool {
    let mut items = root.items().iter();
    root.is_list() && items.all(|one| one.get("parent").is_some() && one.get("child").is_some())
}

/// The calls that it tells of.
pub(super) fn read(root: &Node, file: FileId, problems: &mut Vec<Diagnostic>) -> Traffic {
    let mut traffic = Traffic::new(file, "dependencies of Zipkin", CountedBy::Spans);
    pairs(root.items(), &mut traffic, problems);
    traffic
}

/// Entries with a parent, a child and counts: as numbers or as texts.
pub(super) fn pairs(items: &[Node], traffic: &mut Traffic, problems: &mut Vec<Diagnostic>) {
    for one in items {
        let name = |key: &str| SeenName::of(one.text_at(&[key]));
        let Some(to) = name("child") else {
            traffic.counts.other += 1;
            continue;
        };
        let place = one.get("child").unwrap_or(one).span;
        let mut call = SeenCall::new(name("parent"), to, place);
        let count = |keys: [&str; 2], problems: &mut Vec<Diagnostic>| {
            let node = keys.iter().find_map(|key| one.get(key))?;
            count_of(node, problems)
        };
        call.calls = count(["callCount", "call_count"], problems);
        call.errors = count(["errorCount", "error_count"], problems);
        if call.calls == Some(0.0) {
            traffic.counts.empty += 1;
            continue;
        }
        traffic.calls.push(call);
    }
}

/// A number that is not negative; of anything else a problem says so, and nothing is
/// counted.
pub(super) fn count_of(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<f64> {
    let number = node.text().and_then(|text| text.parse::<f64>().ok());
    let good = number.filter(|number| number.is_finite() && *number >= 0.0);
    if good.is_none() {
        let message = format!(
            "`{}` is no count of calls",
            node.text().unwrap_or(node.kind())
        );
        problems.push(wrong_count(message, node.span));
    }
    good
}

/// A number that counts nothing.
pub(super) fn wrong_count(message: String, place: Span) -> Diagnostic {
    Diagnostic::new("wrong-count", Severity::Warning, message, place).label("not counted")
}
