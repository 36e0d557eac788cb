use std::borrow::Cow;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{SourceFile, Sources, Span};
use jurymast_terms::text;

use super::mark::{Fit, Mark, line_end};

/// Places further apart than this are drawn into frames of their own.
const MOST_LINES: usize = 100;

/// In front of a path whose columns are those of a window. No text that is shown holds
/// this character.
const MOVED: char = '\u{1}';

/// Places of one file that are drawn into one code frame.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    file: &'a SourceFile,
    marks: Vec<Mark>,
    width: usize,
}

/// The excerpts a finding needs, its own place first.
pub(super) fn excerpts<'a>(
    finding: &Diagnostic,
    sources: &'a Sources,
    width: usize,
    fit: Fit,
) -> Vec<Excerpt<'a>> {
    let mark = |span, label: &str, kind| Mark::new(span, label, kind, sources, width, fit);
    let own = mark(finding.place, &finding.label, AnnotationKind::Primary);
    let related = pointed_to(finding);
    let related = related.map(|(place, text)| mark(place, &text, AnnotationKind::Context));
    let mut excerpts: Vec<Excerpt<'_>> = Vec::new();
    for mark in std::iter::once(own).chain(related) {
        match excerpts.iter_mut().find(|it| it.has_room_for(&mark)) {
            Some(excerpt) => excerpt.marks.push(mark),
            None => excerpts.push(Excerpt {
                file: sources.get(mark.file),
                marks: vec![mark],
                width,
            }),
        }
    }
    excerpts
}

/// Of a finding that covers more, so many places are drawn.
const MOST_PLACES: usize = 5;

/// Where a frame points besides the finding's own place, and what it says there: the places
/// that it covers where they are several, and what else it names.
pub(super) fn pointed_to(finding: &Diagnostic) -> impl Iterator<Item = (Span, Cow<'_, str>)> {
    let several = finding.places.len() > 1;
    let places = finding.places.iter().filter(move |_| several);
    let others = places.filter(|one| one.place != finding.place);
    let covered = others.take(MOST_PLACES).map(|one| {
        let who = one.component.as_deref().unwrap_or_default();
        let text = match &one.waived {
            Some(waived) => format!("`{who}`, waived until {}", waived.until),
            None => format!("`{who}`"),
        };
        (one.place, Cow::Owned(text))
    });
    let related = finding.related.iter();
    covered.chain(related.map(|it| (it.place, Cow::Borrowed(it.text.as_str()))))
}

/// "and 7 more places", where not all are drawn.
pub(super) fn not_drawn(finding: &Diagnostic) -> Option<String> {
    let others = finding.places.iter();
    let others = others.filter(|one| one.place != finding.place).count();
    let more = others.saturating_sub(MOST_PLACES);
    let noun = if more == 1 { "place" } else { "places" };
    (more > 0).then(|| format!("and {more} more {noun}: `--format json` has them all"))
}

impl Excerpt<'_> {
    /// A frame is as wide and as high as its marks are apart, so one far to the
    /// right or far below stands alone.
    fn has_room_for(&self, mark: &Mark) -> bool {
        mark.near
            && self.marks.iter().all(|other| {
                other.near
                    && other.file == mark.file
                    && other.line.abs_diff(mark.line) <= MOST_LINES
            })
    }

    fn first_line(&self) -> usize {
        self.marks.iter().map(|mark| mark.line).min().unwrap_or(1)
    }

    pub(super) fn last_line(&self) -> usize {
        self.marks.iter().map(|mark| mark.line).max().unwrap_or(1)
    }

    pub(super) fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        match self.marks.as_slice() {
            [mark] if mark.far => self.window(mark),
            _ => self.lines(),
        }
    }

    /// The place that the renderer gives for a window, and the true one.
    pub(super) fn moved(&self) -> Option<(String, String)> {
        let [mark] = self.marks.as_slice() else {
            return None;
        };
        let place = |before: usize| format!("{}:{}:{}", self.path(), mark.line, before + 1);
        let shown = || self.words_before(mark).chars().count();
        mark.far.then(|| {
            (
                format!("{MOVED}{}", place(shown())),
                place(mark.columns.start),
            )
        })
    }

    fn path(&self) -> Cow<'_, str> {
        text::one_line(&self.file.path)
    }

    fn words_before(&self, mark: &Mark) -> String {
        let before = &self.file.text[mark.line_start..mark.bytes.start];
        let from = before.char_indices().rev().take(self.width / 4).last();
        format!("...{}", shown(&before[from.map_or(0, |(at, _)| at)..]))
    }

    /// A mark far to the right, with a few words of its line on both sides: what is not
    /// shown of a long line is not drawn either.
    fn window(&self, mark: &Mark) -> Snippet<'_, Annotation<'_>> {
        let text = &self.file.text;
        let after = &text[mark.bytes.end..line_end(text, mark.line_start)];
        let after_shown = &after[..text::fitting(after, self.width / 4)];
        let cut = if after_shown.len() < after.len() {
            "..."
        } else {
            ""
        };
        let before = self.words_before(mark);
        let marked = shown(&text[mark.bytes.clone()]);
        let place = before.len()..before.len() + marked.len();
        let label = Some(mark.label.clone()).filter(|label| !label.is_empty());
        Snippet::source(format!("{before}{marked}{}{cut}\n", shown(after_shown)))
            .path(format!("{MOVED}{}", self.path()))
            .line_start(mark.line)
            .annotation(mark.kind.span(place).label(label))
    }

    fn lines(&self) -> Snippet<'_, Annotation<'_>> {
        let first_line = self.first_line();
        let lines = self.shown_lines();
        let byte_of = |line: usize, column: usize| {
            let (before, rest) = lines.split_at(line - first_line);
            let before: usize = before.iter().map(|line| line.len() + 1).sum();
            before + rest.first().map_or(0, |line| byte_of_column(line, column))
        };
        let annotations: Vec<_> = self
            .marks
            .iter()
            .map(|mark| {
                let start = byte_of(mark.line, mark.columns.start);
                let end = byte_of(mark.line, mark.columns.end);
                let label = Some(mark.label.as_str()).filter(|label| !label.is_empty());
                mark.kind.span(start..end).label(label)
            })
            .collect();
        // Without the newline an empty last line would count as no line.
        Snippet::source(lines.join("\n") + "\n")
            .path(self.path())
            .line_start(first_line)
            .annotations(annotations)
    }

    /// From the first marked line to the last. Columns stay where they are, and
    /// what is cut at the end is more than the frame would show.
    fn shown_lines(&self) -> Vec<String> {
        let from = self.marks.iter().map(|mark| mark.line_start).min();
        let ends = self.marks.iter().map(|mark| mark.columns.end);
        let most = ends.max().unwrap_or(0) + 2 * self.width;
        self.file.text[from.unwrap_or(0)..]
            .split('\n')
            .take(self.last_line() - self.first_line() + 1)
            .map(|line| {
                let line = line.strip_suffix('\r').unwrap_or(line);
                shown(&line[..byte_of_column(line, most)])
            })
            .collect()
    }
}

fn byte_of_column(line: &str, column: usize) -> usize {
    let found = line.char_indices().nth(column);
    found.map_or(line.len(), |(byte, _)| byte)
}

/// The text as a frame shows it: tabs stay, since it sets them itself.
fn shown(text: &str) -> String {
    let keep = |c| if c == '\t' { c } else { text::visible(c) };
    text.chars().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ASCII, Sample};
    use super::super::{Look, diagnostics_full};
    use super::*;
    use jurymast_terms::diagnostic::Label;
    use jurymast_terms::source::Span;
    use proptest::prelude::*;

    #[test]
    fn long_lines_are_cut_on_both_sides() {
        let long = format!("{} = {}\nb = 1\n", "x".repeat(5000), "y".repeat(5000));
        let mut sample = Sample::of(&long);
        sample.find("m", 5003..10_000);
        let place = Span::new(sample.plan, 10_004..10_005);
        sample.findings[0].related = vec![Label {
            place,
            text: "far to the left".to_owned(),
        }];
        assert_eq!(
            diagnostics_full(&sample.findings, &sample.sources, ASCII),
            "\
error[no-fallback]: m
 --> jurymast.toml:1:5004
  |
1 | ...xxxxxxxxxxxx = yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
  |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
 ::: jurymast.toml:2:1
  |
2 | b = 1
  | - far to the left
"
        );
    }

    #[test]
    fn places_far_apart_stand_in_frames_of_their_own() {
        let mut sample = Sample::of(&"a = 1\n".repeat(500));
        sample.find("m", 0..1);
        sample.findings[0].related = [6 * 3, 6 * 400]
            .map(|at| Label {
                place: Span::new(sample.plan, at..at + 1),
                text: "too".to_owned(),
            })
            .to_vec();
        assert_eq!(
            diagnostics_full(&sample.findings, &sample.sources, ASCII),
            "\
error[no-fallback]: m
   --> jurymast.toml:1:1
    |
  1 | a = 1
    | ^
...
  4 | a = 1
    | - too
    |
   ::: jurymast.toml:401:1
    |
401 | a = 1
    | - too
"
        );
    }

    proptest! {
        /// Neither odd text nor odd places make a frame fail, overflow or misbehave.
        #[test]
        fn any_text_and_any_places(
            source in "([ab=\"\t\r字é\u{1b}\u{9b}\u{200d}\u{202e}\u{feff}]|\r\n|\n|x{150}){0,40}",
            places in prop::collection::vec((0..400usize, 0..400usize), 1..4),
            width in 0..100usize,
            unicode: bool,
        ) {
            let mut sample = Sample::of(&source);
            sample.find("message", places[0].0..places[0].1);
            let plan = sample.plan;
            let mark = |&(start, end): &(usize, usize)| Label {
                place: Span::new(plan, start..end),
                text: "label".to_owned(),
            };
            sample.findings[0].related = places[1..].iter().map(mark).collect();
            let look = Look { color: false, unicode, width };
            let shown = diagnostics_full(&sample.findings, &sample.sources, look);
            let safe = |c: char| c == '\n' || text::is_shown(c);
            prop_assert!(shown.chars().all(safe), "{shown:?}");
            for line in shown.lines() {
                prop_assert!(line.chars().count() <= width.max(40) + 10, "{line}");
            }
        }
    }
}
