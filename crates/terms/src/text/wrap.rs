use super::columns::char_width;
use super::{fitting, one_line, width};

/// Columns that text for people keeps to.
pub const PAGE_WIDTH: usize = 80;

/// No line begins with these, which close something.
const CLOSING: &str = "、。，．・：；？！）」』】〕］｝〉》ーゝゞ々";

/// The words of `text`, cleaned, in lines of at most [`PAGE_WIDTH`] columns, the first
/// indented by `first`, the others by `rest`; a longer word stands alone, so that
/// addresses can be copied. Ends with a line break.
pub fn wrap(text: &str, first: usize, rest: usize) -> String {
    let mut out = " ".repeat(first);
    let mut used = first;
    let mut is_empty = true;
    for word in one_line(text).split_whitespace() {
        let mut between = usize::from(!is_empty);
        for piece in pieces(word) {
            let columns = width(piece);
            if !is_empty && used + between + columns > PAGE_WIDTH {
                out.push('\n');
                out.push_str(&" ".repeat(rest));
                used = rest;
                between = 0;
            }
            out.push_str(&" ".repeat(between));
            out.push_str(piece);
            used += between + columns;
            between = 0;
            is_empty = false;
        }
    }
    out.push('\n');
    out
}

/// Breaks lines that are wider than `columns`, between words where it can, else
/// anywhere. Lines that fit stay as they are, indentation included.
pub fn fit(text: &str, columns: usize) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.split('\n') {
        if width(line) <= columns {
            out.push(line.to_owned());
            continue;
        }
        let mut current = String::new();
        for word in line.split(' ').flat_map(|word| cut(word, columns)) {
            if !current.is_empty() && width(&current) + 1 + width(word) > columns {
                out.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        out.push(current);
    }
    out.join("\n")
}

/// A word between whose pieces a line may break: beside the wide letters of scripts
/// that put no space between words.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices();
        let (_, mut last) = letters.next()?;
        let end = letters.find_map(|(at, c)| {
            let is_break = is_wide(last) || is_wide(c);
            last = c;
            (is_break && char_width(c) > 0 && !CLOSING.contains(c)).then_some(at)
        });
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(piece)
    })
}

fn is_wide(c: char) -> bool {
    char_width(c) > 1
}

fn cut(mut word: &str, columns: usize) -> Vec<&str> {
    let mut out = Vec::new();
    while width(word) > columns {
        let first = word.chars().next().map_or(0, char::len_utf8);
        let (piece, rest) = word.split_at(fitting(word, columns).max(first));
        out.push(piece);
        word = rest;
    }
    if !word.is_empty() || out.is_empty() {
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_page() {
        let text = wrap(&"word ".repeat(60), 2, 4);
        assert!(text.lines().all(|line| width(line) <= PAGE_WIDTH));
        assert!(text.starts_with("  word") && text.lines().nth(1).unwrap().starts_with("    word"));
        let long = wrap(&"x".repeat(100), 2, 4);
        assert_eq!(long.lines().count(), 1, "an address stays whole");
        assert_eq!(wrap("a\nerror: \x1b", 0, 0), "a error: ␛\n");
        assert_eq!(wrap("", 2, 4), "  \n");
    }

    #[test]
    fn wide_letters_break_where_words_have_no_spaces() {
        let text = wrap(&"数据库恢复。".repeat(20), 2, 4);
        assert!(text.lines().all(|line| width(line) <= PAGE_WIDTH), "{text}");
        assert!(
            text.lines()
                .all(|line| !line.trim_start().starts_with('。'))
        );
        assert_eq!(text.replace([' ', '\n'], ""), "数据库恢复。".repeat(20));
    }

    #[test]
    fn what_does_not_fit_breaks_between_words_and_long_words_anywhere() {
        assert_eq!(fit("one two three", 8), "one two\nthree");
        assert_eq!(fit("  kept  as it is", 20), "  kept  as it is");
        assert_eq!(fit("a\nbbbbbbbb c", 3), "a\nbbb\nbbb\nbb\nc");
        assert_eq!(fit("字字字", 4), "字字\n字");
        assert_eq!(fit("字", 1), "字", "never an endless loop");
    }
}
