use std::ops::Range;

use jurymast_terms::source::{At, Span};
use jurymast_terms::vocabulary::{RuleSubject, Severity};

/// A rule of the plan's own. Whether its name is free and its expression can be judged is
/// said by `lint`.
#[derive(Debug, Clone)]
pub struct CustomRule {
    /// As findings, waivers and settings name it.
    pub id: At<String>,
    /// What it looks at.
    pub on: RuleSubject,
    /// True for what is wrong.
    pub when: Expression,
    /// What is wrong.
    pub message: String,
    /// How grave its findings are, unless the plan says otherwise.
    pub severity: Severity,
    /// Why it matters.
    pub why: Option<String>,
    /// What to do.
    pub remedy: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// An expression in CEL, and where each of its bytes stands.
#[derive(Debug, Clone)]
pub struct Expression {
    /// As it is meant, escapes resolved.
    pub text: String,
    /// Where it is said, with its quotes.
    pub place: Span,
    /// Where in the file each byte of the text begins, and the end behind the last.
    pub(crate) offsets: Vec<usize>,
}

impl Expression {
    /// Where a part of it stands in the file; never nothing.
    pub fn span(&self, part: Range<usize>) -> Span {
        let at = |byte: usize| self.offsets.get(byte.min(self.text.len())).copied();
        match (at(part.start), at(part.end)) {
            (Some(start), Some(end)) => Span::new(self.place.file, start..end.max(start + 1)),
            _ => self.place,
        }
    }
}
