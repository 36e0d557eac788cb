use std::sync::OnceLock;

use super::{FileId, Span};

/// Every text that was read, in order of reading.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One text and the path under which it is shown (root-relative, `/` separated).
#[derive(Debug)]
pub struct SourceFile {
    /// As it is shown to people.
    pub path: String,
    /// All of it.
    pub text: String,
    line_starts: OnceLock<Vec<usize>>,
}

/// A place as people count it: lines and columns from 1, columns in characters.
/// The end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Of the first character.
    pub line: usize,
    /// Of the first character.
    pub column: usize,
    /// Of the first character behind it.
    pub end_line: usize,
    /// Of the first character behind it.
    pub end_column: usize,
}

impl Sources {
    /// Takes a text in, under the path by which it is shown.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        });
        id
    }

    /// One of the texts.
    pub fn get(&self, file: FileId) -> &SourceFile {
        &self.files[file.index()]
    }

    /// All texts in order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Nothing was read.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A place as people count it.
    pub fn position(&self, span: Span) -> Position {
        let file = self.get(span.file);
        let (line, column) = file.line_column(span.start as usize);
        let (end_line, end_column) = file.line_column(span.end.max(span.start) as usize);
        Position {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

impl SourceFile {
    fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = floor_char_boundary(&self.text, byte);
        let starts = self.line_starts.get_or_init(|| {
            std::iter::once(0)
                .chain(self.text.match_indices('\n').map(|(at, _)| at + 1))
                .collect()
        });
        let line = starts.partition_point(|&start| start <= byte);
        let start = starts[line - 1];
        (line, self.text[start..byte].chars().count() + 1)
    }
}

/// The nearest character boundary at or before `byte`, within the text.
fn floor_char_boundary(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.toml", "a = 1\nbü = 2\n");
        let at = |range| {
            let p = sources.position(Span::new(file, range));
            (p.line, p.column, p.end_line, p.end_column)
        };
        assert_eq!(at(0..1), (1, 1, 1, 2));
        assert_eq!(at(6..9), (2, 1, 2, 3));
        assert_eq!(at(10..11), (2, 4, 2, 5));
        assert_eq!(at(14..14), (3, 1, 3, 1));
        assert_eq!(at(99..99), (3, 1, 3, 1));
        assert_eq!(at(8..8), (2, 2, 2, 2), "inside a character: its start");
    }
}
