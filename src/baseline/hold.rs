use std::collections::{BTreeMap, BTreeSet};

use jurymast_continuity::lint::{self, Rule};
use jurymast_contract::FindingKey;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;
use jurymast_terms::suggest;
use jurymast_terms::wording;

use super::read::Baseline;

/// The rule by which an entry is found that matches nothing.
const STALE: &str = "stale-baseline";

/// What a baseline makes of findings.
#[derive(Debug, Default)]
pub(crate) struct HeldBack {
    /// How many findings it holds back.
    pub(crate) count: usize,
    /// Those that were left to one that it holds back, and are new.
    pub(crate) again: Vec<Diagnostic>,
    /// Its entries that match nothing, as findings of a rule.
    pub(crate) stale: Vec<Diagnostic>,
}

/// Takes away the findings of which every cause is known. One with a new cause stays, and
/// says which it is; of those that were left to one that goes the new ones speak. An entry of a rule that was not `ran` is not judged; `own` are the plan's
/// own rules.
pub(crate) fn hold(
    baseline: &Baseline,
    findings: &mut Vec<Diagnostic>,
    ran: &[&'static str],
    own: &[Rule],
) -> HeldBack {
    let known = baseline.entries.iter();
    let known = known.map(|(one, _)| (&one.key, one.severity));
    let known: BTreeMap<&FindingKey, Option<Severity>> = known.collect();
    let mut matched: BTreeSet<FindingKey> = BTreeSet::new();
    let mut count = 0;
    let mut again = Vec::new();
    findings.retain_mut(|finding| {
        let (old, new): (Vec<FindingKey>, Vec<FindingKey>) = FindingKey::all_of(finding)
            .into_iter()
            .partition(|key| known.contains_key(key));
        let before = old.iter().filter_map(|key| known[key]).min();
        let (some, all) = (!old.is_empty(), new.is_empty());
        matched.extend(old);
        matched.extend(FindingKey::all_told(finding));
        if finding.waived.is_some() || !some {
            return true;
        }
        if !all {
            let new = new.iter().filter_map(|key| key.cause.as_deref());
            let new: Vec<String> = new.map(|one| format!("`{one}`")).collect();
            let note = format!("not in the baseline: {}", wording::and(&new));
            finding.notes.push(note);
            return true;
        }
        if let Some(before) = before.filter(|before| *before < finding.severity) {
            let note = format!("in the baseline it is milder: {before}");
            finding.notes.push(note);
            return true;
        }
        count += 1;
        let is_new = |told: &Diagnostic| {
            let mut keys = FindingKey::all_of(told).into_iter();
            keys.any(|key| !known.contains_key(&key))
        };
        again.extend(std::mem::take(&mut finding.told).into_iter().filter(is_new));
        false
    });
    HeldBack {
        count,
        again: lint::tell_again(again),
        stale: stale(baseline, &matched, ran, own),
    }
}

fn stale(
    baseline: &Baseline,
    matched: &BTreeSet<FindingKey>,
    ran: &[&'static str],
    own: &[Rule],
) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&FindingKey, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (entry, place) in &baseline.entries {
        let key = &entry.key;
        if let Some(before) = first.get(key) {
            let twice = finding(key, "stands in the baseline twice", *place);
            found.push(twice.related(*before, "first here"));
            continue;
        }
        first.insert(key, *place);
        let is_own = own.iter().any(|rule| rule.name == key.rule);
        if !is_own && lint::find(&key.rule).is_none() {
            let near = lint::nearest(&key.rule).map(suggest::ask);
            found.push(finding(key, "is of a rule that there is not", *place).maybe_help(near));
        } else if ran.contains(&key.rule.as_str()) && !matched.contains(key) {
            found.push(finding(key, "matches nothing any more", *place));
        }
    }
    found
}

fn finding(key: &FindingKey, what: &str, place: Span) -> Diagnostic {
    let severity = lint::find(STALE).map_or(Severity::Error, |rule| rule.severity);
    let at = key.component.as_deref();
    let at = at.map_or_else(String::new, |at| format!(" of `{at}`"));
    let cause = key.cause.as_deref();
    let cause = cause.map_or_else(String::new, |cause| format!(" because of `{cause}`"));
    let message = format!("`{}`{at}{cause} {what}", key.rule);
    let parts = [
        Some(key.rule.as_str()),
        key.component.as_deref(),
        key.cause.as_deref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    Diagnostic::new(STALE, severity, message, place)
        .detail(parts.join(" "))
        .label("no finding is held back by this")
        .help("take it out: --prune-baseline does")
}
