use std::collections::{BTreeSet, HashSet};

use super::{FieldFates, Finding, Mapping};
use crate::tree::{Entry, Node};

/// What becomes of fields, by their paths: `spec.replicas`. Items of a list have the path of the
/// list; what stands below a path that is told is told with it.
pub(crate) type FieldPaths = &'static [(&'static str, Mapping, &'static str)];

/// Why a field is left out of which no plan speaks.
pub(crate) const NO_QUESTION: &str = "left out: no question of continuity";

/// Says of each field of a document what became of it, once of those of one path.
pub(crate) fn every_field(root: &Node, path: &str, known: FieldPaths, found: &mut Vec<Finding>) {
    let mut fields = Fields {
        known,
        prefix: path,
        told: BTreeSet::new(),
        fates: FieldFates::default(),
    };
    fields.below(root, "");
    found.append(&mut fields.fates.0);
}

/// Adds what is said of fields of which nothing is told yet, nor of all that they stand in.
pub(crate) fn tell_the_rest(rest: Vec<Finding>, findings: &mut Vec<Finding>) {
    let told: HashSet<String> = findings.iter().map(|one| one.source_path.clone()).collect();
    let whole = findings.iter().filter(|one| one.mapping == Mapping::Exact);
    let whole: HashSet<String> = whole.map(|one| one.source_path.clone()).collect();
    let is_told = |path: &str| {
        let mut above = path.match_indices('.').map(|(at, _)| &path[..at]);
        told.contains(path) || above.any(|path| whole.contains(path))
    };
    let rest = rest.into_iter();
    findings.extend(rest.filter(|one| !is_told(&one.source_path)));
}

struct Fields<'a> {
    known: FieldPaths,
    prefix: &'a str,
    told: BTreeSet<String>,
    fates: FieldFates,
}

impl Fields<'_> {
    fn below(&mut self, node: &Node, path: &str) {
        for item in node.items() {
            self.below(item, path);
        }
        for entry in node.entries() {
            self.entry(entry, path);
        }
    }

    fn entry(&mut self, entry: &Entry, path: &str) {
        let key = entry.key.text.as_str();
        let own = match path {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        let found = self.known.iter().find(|(known, ..)| *known == own);
        let leads_on = || {
            let below = format!("{own}.");
            self.known
                .iter()
                .any(|(known, ..)| known.starts_with(&below))
        };
        let (mapping, message) = match found {
            Some((_, mapping, message)) => (*mapping, *message),
            None if leads_on() => return self.below(&entry.value, &own),
            None => (
                Mapping::Unsupported,
                "not read: it says nothing that a plan can say",
            ),
        };
        let full = format!("{}.{own}", self.prefix);
        if self.told.insert(full.clone()) {
            self.fates.told(full, entry.key.span, mapping, message);
        }
    }
}
