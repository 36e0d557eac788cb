use jurymast_terms::source::Span;

use super::Node;

/// A part of a text, and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextEdit {
    /// The first byte that goes.
    pub(crate) start: usize,
    /// The first byte that stays.
    pub(crate) end: usize,
    /// What comes.
    pub(crate) text: String,
}

impl TextEdit {
    /// In the place of a value.
    pub(crate) fn replace(text: &str, node: &Node, with: impl Into<String>) -> Self {
        Self {
            start: node.span.range().start,
            end: end_of(text, node),
            text: with.into(),
        }
    }

    /// A key more at the end of a map; its value is written in one line.
    pub(crate) fn add_key(text: &str, map: &Node, key: &str, value: &str) -> Self {
        let is_json = text.trim_start().starts_with(['{', '[']);
        let pair = match is_json {
            true => format!("\"{key}\": {value}"),
            false => format!("{key}: {value}"),
        };
        let at = |start: usize, text: String| Self {
            start,
            end: start,
            text,
        };
        let Some((first, last)) = map.entries().first().zip(map.entries().last()) else {
            return at(map.span.range().start + 1, format!(" {pair} "));
        };
        let end = end_of(text, &last.value);
        if starts_flow(text, map.span.range().start) {
            return at(end, format!(", {pair}"));
        }
        // Behind what else stands in that line.
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let indent = " ".repeat(column(text, first.key.span.range().start));
        at(end, format!("\n{indent}{pair}"))
    }
}

/// The part of a text with the edits that lie in it.
pub(crate) fn edited(text: &str, part: Span, edits: &[TextEdit]) -> String {
    let range = part.range();
    let mut within: Vec<&TextEdit> = edits
        .iter()
        .filter(|one| range.start <= one.start && one.end <= range.end)
        .collect();
    within.sort_by_key(|one| std::cmp::Reverse((one.start, one.end)));
    let mut part = text[range.clone()].to_owned();
    for edit in within {
        part.replace_range(edit.start - range.start..edit.end - range.start, &edit.text);
    }
    part
}

/// Whether a value at this byte is written in brackets.
pub(crate) fn starts_flow(text: &str, at: usize) -> bool {
    text[at..].starts_with(['[', '{'])
}

/// Where the last word of a value ends: behind a block may stand comments.
pub(crate) fn end_of(text: &str, node: &Node) -> usize {
    let range = node.span.range();
    if starts_flow(text, range.start) {
        return range.end;
    }
    let within = node
        .items()
        .iter()
        .chain(node.entries().iter().map(|one| &one.value));
    // What an alias names stands elsewhere.
    let within = within.filter(|one| range.contains(&one.span.range().start));
    let last = within.map(|one| end_of(text, one)).max();
    last.unwrap_or_else(|| range.start + text[range].trim_end().len())
}

/// The end of what a line says, without a comment.
pub(crate) fn end_of_words(text: &str, from: usize) -> usize {
    let line = text[from..].lines().next().unwrap_or_default();
    let words = line.split(" #").next().unwrap_or_default();
    from + words.trim_end().len()
}

/// Bytes between the start of a line and a byte of it.
pub(crate) fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// A list with these items in the place of its own, each as it is written, laid out as the
/// list was.
pub(crate) fn relisted(text: &str, list: &Node, items: &[String]) -> Option<TextEdit> {
    let old = list.items();
    let (first, last) = old.first().zip(old.last())?;
    let start = first.span.range().start;
    let end = end_of(text, last);
    let is_flow = starts_flow(text, list.span.range().start);
    let between: Vec<&str> = old
        .windows(2)
        .map(|pair| &text[end_of(text, &pair[0])..pair[1].span.range().start])
        .collect();
    let usual = match is_flow {
        true => ", ".to_owned(),
        false => format!("\n{}- ", " ".repeat(column(text, list.span.range().start))),
    };
    let mut written = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            let kept = between.get(at - 1).copied();
            // Comments between belong to what stood there.
            let kept = kept.filter(|one| is_flow && one.trim() == ",");
            written.push_str(kept.unwrap_or(&usual));
        }
        written.push_str(item);
    }
    Some(TextEdit {
        start,
        end,
        text: written,
    })
}
