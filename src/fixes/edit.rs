use std::collections::BTreeMap;
use std::ops::Range;

use jurymast_plan::language::is_toml;
use jurymast_terms::source::{FileId, Sources, Span};

/// One thing that is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fix {
    /// The rule or the code of what is mended.
    pub(crate) code: &'static str,
    /// Where that was found.
    pub(crate) place: Span,
    /// What is done, in a few words.
    pub(crate) what: String,
    /// The plan says the same afterwards, but for what said nothing; else a person has to
    /// look whether the right thing is meant.
    pub(crate) is_safe: bool,
    /// The bytes that go.
    pub(super) range: Range<usize>,
    /// What comes instead.
    pub(super) text: String,
}

impl Fix {
    pub(super) fn file(&self) -> FileId {
        self.place.file
    }
}

/// The texts that change, with these fixes, and those of them that were made: of two that
/// touch the same bytes the first is, and none of a file that could not be read after it.
pub(crate) fn applied(sources: &Sources, fixes: Vec<Fix>) -> (BTreeMap<FileId, String>, Vec<Fix>) {
    let mut by_file: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
    for fix in fixes {
        let others = by_file.entry(fix.file()).or_default();
        let touches = |other: &Fix| {
            other.range.start < fix.range.end.max(fix.range.start + 1)
                && fix.range.start < other.range.end.max(other.range.start + 1)
        };
        if !others.iter().any(touches) {
            others.push(fix);
        }
    }
    let mut texts = BTreeMap::new();
    let mut made = Vec::new();
    for (file, mut fixes) in by_file {
        fixes.sort_by_key(|fix| fix.range.start);
        let mut text = sources.get(file).text.clone();
        let was_read = is_toml(&text);
        for fix in fixes.iter().rev() {
            text.replace_range(fix.range.clone(), &fix.text);
        }
        if !was_read || is_toml(&text) {
            texts.insert(file, text);
            made.extend(fixes);
        }
    }
    (texts, made)
}
