use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::one_line;

/// How many columns a line of text takes on a screen.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cleaned and filled up with spaces, for a cell of `columns` columns.
pub fn pad(text: &str, columns: usize) -> String {
    let text = one_line(text);
    let missing = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(missing))
}

/// The beginning of `text`, cleaned, that fits into `columns` columns, with `mark`
/// where it was cut.
pub fn elide(text: &str, columns: usize, mark: &str) -> String {
    let text = one_line(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let kept = &text[..fitting(&text, columns.saturating_sub(width(mark)))];
    format!("{}{mark}", kept.trim_end())
}

/// How many bytes of `text` fit into `columns` columns; a tab takes four.
pub fn fitting(text: &str, columns: usize) -> usize {
    let mut used = 0;
    let too_wide = text.char_indices().find(|&(_, c)| {
        used += if c == '\t' { 4 } else { char_width(c) };
        used > columns
    });
    too_wide.map_or(text.len(), |(at, _)| at)
}

/// How many columns a character takes.
pub(super) fn char_width(c: char) -> usize {
    c.width().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_measured_in_columns() {
        assert_eq!(pad("字", 4), "字  ");
        assert_eq!(pad("a\nb", 5), "a b  ");
        assert_eq!(elide("abcdef", 5, "..."), "ab...");
        assert_eq!(elide("字字字", 5, "~"), "字字~");
        assert_eq!(elide("字", 2, "~"), "字");
    }
}
