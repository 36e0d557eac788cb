use std::collections::{BTreeMap, BTreeSet};

use jurymast_contract::{BaselineEntry, FindingKey};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::text;
use serde_json::json;

use super::hold::HeldBack;
use super::read::{Baseline, VERSION};

/// The baseline of all that is open, and the number of its entries: of the rules that were
/// `ran` what is there now, of the others what the file had. `file` says where a finding
/// stands.
pub(crate) fn written(
    before: &Baseline,
    findings: &[Diagnostic],
    ran: &[&'static str],
    file: impl Fn(&Diagnostic) -> String,
) -> (String, usize) {
    let others = before.entries.iter().map(|(one, _)| one);
    let others = others.filter(|one| !ran.contains(&one.key.rule.as_str()));
    let mut all: BTreeMap<FindingKey, BaselineEntry> = BTreeMap::new();
    for other in others {
        all.entry(other.key.clone())
            .or_insert_with(|| other.clone());
    }
    for finding in findings.iter().filter(|one| one.waived.is_none()) {
        let file = file(finding);
        // What it tells for others stands for itself once this is mended.
        for one in std::iter::once(finding).chain(&finding.told) {
            for key in FindingKey::all_of(one) {
                let entry = all.entry(key.clone()).or_insert_with(|| BaselineEntry {
                    key,
                    severity: None,
                    file: file.clone(),
                });
                entry.severity = entry.severity.max(Some(one.severity));
            }
        }
    }
    let entries: Vec<BaselineEntry> = all.into_values().collect();
    (file_of(&entries), entries.len())
}

/// The baseline without what matches nothing, and how many entries went.
pub(crate) fn pruned(before: &Baseline, held: &HeldBack) -> (String, usize) {
    let stale: BTreeSet<Span> = held.stale.iter().map(|one| one.place).collect();
    let kept = before.entries.iter();
    let kept = kept.filter(|(_, place)| !stale.contains(place));
    let mut kept: Vec<BaselineEntry> = kept.map(|(one, _)| one.clone()).collect();
    kept.sort();
    (file_of(&kept), before.entries.len() - kept.len())
}

/// An entry a line, so that two changes of it meet in one line alone.
fn file_of(entries: &[BaselineEntry]) -> String {
    let lines: Vec<String> = entries
        .iter()
        .map(|one| format!("    {}", json!(one)))
        .collect();
    let lines = match lines.as_slice() {
        [] => "[]".to_owned(),
        lines => format!("[\n{}\n  ]", lines.join(",\n")),
    };
    let file = format!("{{\n  \"version\": {VERSION},\n  \"entries\": {lines}\n}}\n");
    text::escape_json(&file).into_owned()
}
