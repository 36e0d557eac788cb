use std::fmt;

use super::{lines, one_line, wrap};

/// Text for a terminal or a text file, line by line. Whatever is put in is cleaned,
/// and what is put in as a line stays one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printout {
    text: String,
}

impl Printout {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One line as it is.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(one_line(text.as_ref()).trim_end());
        self.text.push('\n');
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Words that fill lines of the page, the first indented by `first` columns, the
    /// others by `rest`; see [`wrap`].
    pub fn wrapped(&mut self, text: impl AsRef<str>, first: usize, rest: usize) {
        self.text.push_str(&wrap(text.as_ref(), first, rest));
    }

    /// The same behind `mark`, which stands below the others' indentation.
    pub fn entry(&mut self, mark: &str, text: impl AsRef<str>, rest: usize) {
        let mark = one_line(mark);
        let lines = wrap(text.as_ref(), super::width(&mark), rest);
        self.text.push_str(&mark);
        self.text.push_str(lines.trim_start_matches(' '));
    }

    /// Text of several lines that keeps its line breaks: code, a page, a file. Not for
    /// what a plan says in between words of the program.
    pub fn block(&mut self, text: impl AsRef<str>) {
        let text = lines(text.as_ref());
        self.text.push_str(&text);
        if !text.is_empty() && !text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// What another one holds, below this.
    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }

    /// All of them, with an empty line between.
    pub fn apart(all: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Self::new();
        for one in all {
            if !out.is_empty() {
                out.blank();
            }
            out.append(&one);
        }
        out
    }

    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text; every line ends with a line break.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Printout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_forges_a_line() {
        let mut out = Printout::new();
        out.line("a\nerror: \x1b[31m");
        out.wrapped("b\n\nerror: \u{202e}", 2, 4);
        out.entry("  1  ", "c\nd", 5);
        out.block("e\n\x1bf");
        assert_eq!(
            out.as_str(),
            "a error: ␛[31m\n  b error: \u{fffd}\n  1  c d\ne\n␛f\n"
        );
    }

    #[test]
    fn several_stand_apart() {
        let one = |text: &str| {
            let mut out = Printout::new();
            out.line(text);
            out
        };
        assert_eq!(Printout::apart([one("a"), one("b")]).as_str(), "a\n\nb\n");
    }
}
