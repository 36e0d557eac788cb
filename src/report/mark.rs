use std::ops::Range;

use annotate_snippets::AnnotationKind;

use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::text::{elide, fitting};

/// A place, cut down to what a frame can show.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) file: FileId,
    /// Counted from 1, as everywhere.
    pub(super) line: usize,
    /// In bytes.
    pub(super) line_start: usize,
    /// In bytes; what is marked of the line, as far as it is shown.
    pub(super) bytes: Range<usize>,
    /// Characters of the line, counted from 0.
    pub(super) columns: Range<usize>,
    pub(super) label: String,
    pub(super) kind: AnnotationKind,
    /// Whether the line can be shown from its beginning.
    pub(super) near: bool,
    /// Whether the line is too long to be looked at from its beginning.
    pub(super) far: bool,
}

/// How a mark and its label share the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As long as what is marked.
    Whole,
    /// Cut, so that its label has more room.
    Short,
    /// Without its label, which stands below the frame.
    Below,
}

/// A mark further to the right is shown with a few words around it.
const FAR: usize = 1_000;

impl Mark {
    pub(super) fn new(
        span: Span,
        label: &str,
        kind: AnnotationKind,
        sources: &Sources,
        width: usize,
        fit: Fit,
    ) -> Self {
        let text = &sources.get(span.file).text;
        let start = boundary(text, span.range().start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = line_end(text, line_start);
        // A frame shows one line of a place, and no line break.
        let start = start.min(line_end);
        let end = boundary(text, span.range().end).clamp(start, line_end);
        let (before, marked) = (&text[line_start..start], &text[start..end]);
        let most = match fit {
            Fit::Whole => width / 2,
            Fit::Short | Fit::Below => width / 8,
        };
        let marked = &marked[..fitting(marked, most)];
        let shown = &text[line_start..start + marked.len()];
        let first = before.chars().count();
        Self {
            file: span.file,
            line: sources.position(span).line,
            line_start,
            bytes: start..start + marked.len(),
            columns: first..first + marked.chars().count(),
            label: match fit {
                Fit::Whole | Fit::Short => elide(label, width, "..."),
                Fit::Below => String::new(),
            },
            kind,
            near: fitting(shown, width / 2) == shown.len(),
            far: before.len() > FAR,
        }
    }
}

/// The end of the line, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if text[at..end].ends_with('\r') && end < text.len() {
        end - 1
    } else {
        end
    }
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::diagnostics_full;
    use super::super::sample::{ASCII, Sample};
    use super::*;

    fn shown(text: &str, range: Range<usize>) -> String {
        let mut sample = Sample::of(text);
        sample.find("m", range);
        diagnostics_full(&sample.findings, &sample.sources, ASCII)
    }

    #[test]
    fn places_without_length_and_over_several_lines() {
        let crlf = "a = 1\r\nlast = [\r\n 1\r\n]\r\n";
        let frame = |at, line: &str, mark: &str| {
            let number = line.split(' ').next().unwrap();
            let margin = " ".repeat(number.len());
            let head = format!("error[no-fallback]: m\n --> jurymast.toml:{at}\n");
            format!("{head}{margin} |\n{line}\n{margin} | {mark}\n")
        };
        assert_eq!(shown(crlf, 5..5), frame("1:6", "1 | a = 1", "     ^"));
        assert_eq!(shown(crlf, 6..6), frame("1:6", "1 | a = 1", "     ^"));
        assert_eq!(shown(crlf, 7..22), frame("2:1", "2 | last = [", "^^^^^^^^"));
        assert_eq!(shown(crlf, 24..24), frame("5:1", "5 |", "^"));
        assert_eq!(shown("a = 1", 5..5), frame("1:6", "1 | a = 1", "     ^"));
        assert_eq!(shown("", 3..9), frame("1:1", "1 |", "^"));
    }
}
