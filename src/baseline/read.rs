use jurymast_contract::{BaselineEntry, FindingKey};
use jurymast_import::tree::{Node, read_json};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::text;

/// What a baseline that cannot be read is called.
const UNREADABLE: &str = "unreadable-baseline";

/// What a code of reading a baseline means; `None` for any other.
pub(crate) fn explained(code: &str) -> Option<&'static str> {
    (code == UNREADABLE).then_some(
        "A baseline is of another version, was cut short, has the marks of a merge, or says what no \
         baseline says. Nothing is held back by half of one: keep the entries of both sides of \
         a merge, or delete it and write it anew with --write-baseline, which accepts all that is \
         found that day.",
    )
}

/// The version of the file that is read and written.
pub(super) const VERSION: u64 = 1;

/// Written anew it would accept all that came since.
const MERGED: &str = "keep the entries of both sides and take the marks out; `check \
    --prune-baseline` then drops what no longer is found";

const ANEW: &str = "delete it, and write it anew with --write-baseline";

/// What was known when it was written.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    /// In order of the file, each with its place there.
    pub(super) entries: Vec<(BaselineEntry, Span)>,
}

impl Baseline {
    /// Where its findings stand, from the folder of its plan.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(one, _)| one.file.as_str())
    }
}

/// Reads one that is among the texts; half of one is none.
///
/// # Errors
/// Everything that is wrong, each at its place.
pub(crate) fn read(sources: &Sources, file: FileId) -> Result<Baseline, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    if let Some(mark) = text::conflict_mark(&sources.get(file).text) {
        let place = Span::new(file, mark);
        let problem = Diagnostic::error(UNREADABLE, "this baseline has conflict marks", place);
        return Err(vec![problem.label("left by a merge").help(MERGED)]);
    }
    let root = read_json(sources, file, &mut problems);
    let baseline = root.and_then(|root| of_tree(&root, &mut problems));
    match baseline {
        Some(baseline) if problems.is_empty() => Ok(baseline),
        _ => {
            if problems.is_empty() {
                let place = Span::start_of(file);
                problems.push(wrong("this baseline is empty", place));
            }
            Err(problems)
        }
    }
}

fn of_tree(root: &Node, problems: &mut Vec<Diagnostic>) -> Option<Baseline> {
    if root.get("version").and_then(Node::count) != Some(VERSION) {
        let place = root.get("version").map_or(root.span, |one| one.span);
        problems.push(wrong(
            format!("this is no baseline of version {VERSION}"),
            place,
        ));
        return None;
    }
    let Some(entries) = root.get("entries").filter(|one| one.is_list()) else {
        problems.push(wrong("this baseline has no list of entries", root.span));
        return None;
    };
    let entries = entries.items().iter();
    let entries = entries.filter_map(|one| Some((entry(one, problems)?, one.span)));
    Some(Baseline {
        entries: entries.collect(),
    })
}

fn entry(node: &Node, problems: &mut Vec<Diagnostic>) -> Option<BaselineEntry> {
    let known = ["rule", "component", "cause", "severity", "file"];
    for one in node.entries() {
        if !known.contains(&one.key.text.as_str()) {
            let message = format!("an entry of a baseline has no key `{}`", one.key.text);
            problems.push(wrong(message, one.key.span));
        }
    }
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let Some(rule) = text("rule") else {
        problems.push(wrong("this entry names no rule", node.span));
        return None;
    };
    let severity = node.get("severity");
    let severity = severity.and_then(|said| {
        let known = said.text().and_then(|text| text.parse().ok());
        if known.is_none() {
            let message = "a severity is `error`, `warning` or `info`";
            problems.push(wrong(message, said.span));
        }
        known
    });
    Some(BaselineEntry {
        severity,
        key: FindingKey {
            rule,
            component: text("component"),
            cause: text("cause"),
        },
        file: text("file").unwrap_or_default(),
    })
}

fn wrong(message: impl Into<String>, place: Span) -> Diagnostic {
    Diagnostic::error(UNREADABLE, message, place).help(ANEW)
}
