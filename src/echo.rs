//! Findings that are about what could not be read as it was written.
//!
//! In:  the errors of reading a plan, its texts, the place of its header, a finding of a
//!      rule.
//! Out: [`is_echo`]: whether nothing true can be said of it, since a key that is there and
//!      wrong counts as left out.

use jurymast_continuity::lint;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{Sources, Span};

/// Whether a finding says of a table that something is left out of it which stands there
/// and is wrong, or covers the place of an error. What is said of the plan as a whole is
/// said of each of its tables.
pub(crate) fn is_echo(
    problems: &[Diagnostic],
    sources: &Sources,
    header: Span,
    finding: &Diagnostic,
) -> bool {
    let mut errors = problems.iter().filter(|problem| {
        let left_out = matches!(
            problem.code,
            "invalid-value"
                | "unknown-key"
                | "missing-key"
                | "hidden-character"
                | "unknown-id"
                | "wrong-kind"
        );
        left_out && problem.severity == Severity::Error
    });
    let table = match &finding.component {
        Some(id) => Some(id.as_str()),
        None => words_at(sources, finding.place),
    };
    let is_of_all = finding.component.is_none() && finding.place == header;
    errors.any(|error| {
        let same = is_of_all || error.component.is_some() && error.component.as_deref() == table;
        let (inner, outer) = (error.place, finding.place);
        let within =
            inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end;
        within || (same && is_of(finding.code, wrong_key(error, sources)))
    })
}

/// Whether what a rule finds hangs on this key; `None`: any key may be meant.
fn is_of(rule: &str, key: Option<&str>) -> bool {
    lint::find(rule).is_some_and(|rule| match key {
        Some(key) => rule.says.contains(&key),
        None => !rule.says.is_empty(),
    })
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
