use std::collections::BTreeMap;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::text;
use serde_json::json;

use super::entry::{Entry, Key};
use super::hold::Held;
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
    let mut all: BTreeMap<Key, String> = BTreeMap::new();
    for other in others {
        all.entry(other.key.clone())
            .or_insert_with(|| other.file.clone());
    }
    for finding in findings.iter().filter(|one| one.waived.is_none()) {
        let file = file(finding);
        for key in Key::all_of(finding) {
            all.entry(key).or_insert_with(|| file.clone());
        }
    }
    let entries: Vec<Entry> = all
        .into_iter()
        .map(|(key, file)| Entry { key, file })
        .collect();
    (file_of(&entries), entries.len())
}

/// The baseline without what matches nothing, and how many entries went.
pub(crate) fn pruned(before: &Baseline, held: &Held) -> (String, usize) {
    let is_stale = |place| held.stale.iter().any(|one| one.place == place);
    let kept = before.entries.iter();
    let kept = kept.filter(|(_, place)| !is_stale(*place));
    let mut kept: Vec<Entry> = kept.map(|(one, _)| one.clone()).collect();
    kept.sort();
    (file_of(&kept), before.entries.len() - kept.len())
}

/// An entry a line, so that two changes of it meet in one line alone.
fn file_of(entries: &[Entry]) -> String {
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
