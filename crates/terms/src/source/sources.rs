use std::sync::OnceLock;

use super::{FileId, Span};

/// Every text that was read, in order of reading.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One text and the path under which it is shown (root-relative, `/` separated).
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// As it is shown to people.
    pub path: String,
    /// All of it.
    pub text: String,
    line_starts: OnceLock<Vec<usize>>,
    /// How many characters stand before each stretch of so many bytes.
    characters: OnceLock<Vec<usize>>,
}

/// Bytes that are counted anew to tell a column: a text may be one line of many megabytes.
const STRETCH: usize = 4096;

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
            characters: OnceLock::new(),
        });
        id
    }

    /// Takes all texts of others in, behind its own: a place there is the same place here
    /// [`Span::behind`] so many texts.
    pub fn append(&mut self, others: Self) -> usize {
        let before = self.files.len();
        self.files.extend(others.files);
        before
    }

    /// The same texts under other paths.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(&str) -> String) -> Self {
        let mut renamed = self.clone();
        for file in &mut renamed.files {
            file.path = name(&file.path);
        }
        renamed
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
        let column = match byte - start {
            near if near <= STRETCH => self.text[start..byte].chars().count(),
            _ => self.characters_before(byte) - self.characters_before(start),
        };
        (line, column + 1)
    }

    /// How many characters stand before a byte that begins one.
    fn characters_before(&self, byte: usize) -> usize {
        let begins = |byte: &&u8| (**byte as i8) >= -0x40;
        let count = |bytes: &[u8]| bytes.iter().filter(begins).count();
        let bytes = self.text.as_bytes();
        let stretches = self.characters.get_or_init(|| {
            let mut before = 0;
            let counts = bytes.chunks(STRETCH).map(|chunk| {
                let known = before;
                before += count(chunk);
                known
            });
            counts.collect()
        });
        let stretch = byte / STRETCH;
        let known = stretches.get(stretch).copied();
        known.map_or_else(
            || count(&bytes[..byte]),
            |known| known + count(&bytes[stretch * STRETCH..byte]),
        )
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

    #[test]
    fn a_place_far_into_one_line_has_its_column() {
        let line = "aü字".repeat(5_000);
        let mut sources = Sources::default();
        let file = sources.add("a.json", format!("x\n{line}"));
        for (byte, column) in [
            (2, 1),
            (8, 4),
            (6 * 4_999 + 2, 3 * 4_999 + 1),
            (30_002, 15_001),
        ] {
            let place = sources.position(Span::new(file, byte..byte));
            assert_eq!((place.line, place.column), (2, column), "{byte}");
        }
    }
}
