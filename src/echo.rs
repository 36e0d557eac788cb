//! Findings that are about what could not be read as it was written.
//!
//! In:  the errors of reading a plan, its texts, a finding of a rule.
//! Out: [`is_echo`]: whether nothing true can be said of it, since a key that is there and
//!      wrong counts as left out.

use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{Sources, Span};

/// Keys of a requirement that say what stands in.
const STAND_INS: &[&str] = &[
    "after", "any_of", "at_least", "capacity", "fallback", "holds", "mode", "needed", "on",
    "serves", "switch", "to", "triggers",
];

/// Rules that find what is left out, each with the keys that say it.
const LEFT_OUT: &[(&str, &[&str])] = &[
    ("backup-not-segregated", &["backup", "in", "segregated"]),
    ("data-without-backup", &["backup", "data", "replica_of"]),
    ("detection-undeclared", &["detect", "within", "after"]),
    ("exercise-without-actions-owner", &["actions", "owner"]),
    ("missed-run", &["missed"]),
    ("mtpd-not-achievable", STAND_INS),
    ("no-escalation", &["escalate_to", "on_call"]),
    ("no-fallback", STAND_INS),
    ("no-owner", &["team"]),
    ("no-timeout", &["detect", "timeout", "within"]),
    ("reach-undeclared", &["on_call", "through"]),
    (
        "repair-time-undeclared",
        &[
            "after", "backup", "detect", "moves_to", "restore", "step", "takes",
        ],
    ),
    ("rpo-below-backup", &["backup", "every"]),
    ("rpo-without-backup", &["backup", "every", "replica_of"]),
    ("rto-not-achievable", STAND_INS),
    ("scenario-without-faults", &["fails", "surges"]),
    ("single-point-of-failure", STAND_INS),
    ("soft-without-degraded-behaviour", &["degraded", "mode"]),
    ("stale-exercise", &["fails", "scenario", "surges"]),
    ("tier-one-without-non-ai-floor", STAND_INS),
    ("tier-one-without-rto", &["rto"]),
    ("trigger-blind-fallback", &["steps", "switch", "triggers"]),
    ("untested-fallback", &["evidence", "tested"]),
    ("untested-restore", &["backup", "verified"]),
];

/// Whether a finding says of a table that something is left out of it which stands there
/// and is wrong, or covers the place of an error.
pub(crate) fn is_echo(problems: &[Diagnostic], sources: &Sources, finding: &Diagnostic) -> bool {
    let mut errors = problems.iter().filter(|problem| {
        let left_out = matches!(
            problem.code,
            "invalid-value" | "unknown-key" | "missing-key" | "hidden-character"
        );
        left_out && problem.severity == Severity::Error
    });
    let table = match &finding.component {
        Some(id) => Some(id.as_str()),
        None => words_at(sources, finding.place),
    };
    errors.any(|error| {
        let same = error.component.is_some() && error.component.as_deref() == table;
        let (inner, outer) = (error.place, finding.place);
        let within =
            inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end;
        within || (same && is_of(finding.code, wrong_key(error, sources)))
    })
}

/// Whether what a rule finds hangs on this key; `None`: any key may be meant.
fn is_of(rule: &str, key: Option<&str>) -> bool {
    if rule == "unused-waiver" {
        return true;
    }
    let mut rules = LEFT_OUT.iter().filter(|(name, _)| *name == rule);
    rules.any(|(_, keys)| key.is_none_or(|key| keys.contains(&key)))
}

/// The key that an error is about, or that an unknown one was meant to be.
fn wrong_key<'a>(error: &'a Diagnostic, sources: &'a Sources) -> Option<&'a str> {
    let quoted = |text: &'a str| text.split('`').nth(1);
    match error.code {
        "unknown-key" => error.help.iter().find_map(|help| quoted(help)),
        "missing-key" => quoted(&error.message),
        _ => {
            let text = sources
                .get(error.place.file)
                .text
                .get(..error.place.range().start)?;
            let (before, _) = text.rsplit_once('=')?;
            let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            let key = before.trim_end().trim_end_matches('"');
            key.rsplit(|c| !is_key(c)).next()
        }
    }
}

fn words_at(sources: &Sources, place: Span) -> Option<&str> {
    sources.get(place.file).text.get(place.range())
}
