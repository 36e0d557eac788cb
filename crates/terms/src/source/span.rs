use std::ops::Range;

/// Index of a file in [`super::Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(super) u32);

impl FileId {
    /// The file that was read first: the root plan file.
    pub const ROOT: Self = Self(0);

    /// Position of the file in the order of reading; the root plan file is 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A byte range of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Whose bytes they are.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The first byte behind it.
    pub end: u32,
}

impl Span {
    /// `range` in bytes; files are limited to less than 4 GiB when read.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            file,
            start: clamp(range.start),
            end: clamp(range.end.max(range.start)),
        }
    }

    /// The first byte of a file, for what concerns the file as a whole.
    pub fn start_of(file: FileId) -> Self {
        Self::new(file, 0..0)
    }

    /// The same place where so many texts come before those that it was counted in.
    #[must_use]
    pub fn behind(self, texts: usize) -> Self {
        let before = u32::try_from(texts).unwrap_or(u32::MAX);
        Self {
            file: FileId(self.file.0.saturating_add(before)),
            ..self
        }
    }

    /// In the file's text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place in the plan that said it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> At<T> {
    /// A value said at this place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
