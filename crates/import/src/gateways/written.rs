use std::collections::BTreeMap;

use jurymast_plan::model::{Fallback, Plan};
use jurymast_terms::source::{FileId, Span};

use super::callers::is_automatic;

/// A configuration with the fallback sections that a plan implies.
#[derive(Debug)]
pub struct GatewayText {
    /// All of it; to the byte the same where the plan says what the file says.
    pub text: String,
    /// What was changed, removed or left as it was, and what the gateway cannot do.
    pub notes: Vec<ExportNote>,
}

/// Something to be said of a text that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportNote {
    /// Where in the file, or in what is written, it is.
    pub place: Span,
    /// One sentence without a full stop.
    pub message: String,
    /// Whatever is written would be wrong for somebody.
    pub is_conflict: bool,
}

impl ExportNote {
    /// Of a place.
    pub(crate) fn new(place: Span, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
            is_conflict: false,
        }
    }

    /// Of a place for which nothing that is written is right.
    pub(crate) fn conflict(place: Span, message: impl Into<String>) -> Self {
        Self {
            is_conflict: true,
            ..Self::new(place, message)
        }
    }
}

/// What a gateway cannot be told of what stands in: what people do, and how long is waited.
pub(crate) fn cannot_say<'f>(
    plan: &Plan,
    name: &str,
    place: Span,
    fallbacks: impl IntoIterator<Item = &'f Fallback>,
) -> Vec<ExportNote> {
    let mut notes = Vec::new();
    for one in fallbacks {
        let to = &plan.component(one.to.value).id;
        if !is_automatic(one) {
            let message = format!(
                "`{name}`: by the plan `{to}` does not stand in by itself: it is not written"
            );
            notes.push(ExportNote::new(place, message));
        } else if let Some(after) = one.after.filter(|after| after.value.seconds() > 0) {
            let message = format!(
                "`{name}`: the plan waits {} before `{to}`: the gateway goes on as soon as a call fails",
                after.value
            );
            notes.push(ExportNote::new(place, message));
        }
    }
    notes
}

/// The comments of a text that are not in what is written.
pub(crate) fn lost_comments(file: FileId, before: &str, after: &str) -> Vec<ExportNote> {
    let mut kept: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, comment) in comments(after) {
        *kept.entry(comment).or_default() += 1;
    }
    let mut lost = Vec::new();
    for (at, comment) in comments(before) {
        match kept.get_mut(comment) {
            Some(count) if *count > 0 => *count -= 1,
            _ => lost.push(ExportNote::new(
                Span::new(file, at..at + comment.len()),
                "this comment stands where lists were written anew: it is not kept",
            )),
        }
    }
    lost
}

/// Comments of YAML, with where they begin.
fn comments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end())
    });
    lines.filter_map(|(at, line)| {
        let own = line.trim_start();
        let from = match own.starts_with('#') {
            true => line.len() - own.len(),
            false => line.find(" #")? + 1,
        };
        Some((at + from, &line[from..]))
    })
}
