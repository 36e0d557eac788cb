use std::fmt::Write;

use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A character that can be seen and does nothing else: the picture of a control
/// character, or the replacement character for what would reorder or hide text.
pub(super) fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Text that fills one line: line breaks and tabs become spaces.
pub(super) fn one_line(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\t') {
                ' '
            } else {
                visible(c)
            }
        })
        .collect()
}

/// Text that keeps its line breaks.
pub(super) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    text.chars()
        .map(|c| if c == '\n' { c } else { visible(c) })
        .collect()
}

/// JSON, indented, with a newline at its end. What must not reach a terminal is
/// escaped, which JSON can do without loss.
pub(super) fn json(value: &Value) -> String {
    let mut out = String::new();
    for c in format!("{value:#}\n").chars() {
        if c == '\n' || visible(c) == c {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// Breaks lines that are wider than `width` columns, between words where it can.
/// Lines that fit stay as they are, indentation included.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.split('\n') {
        if line.width() <= width {
            out.push(line.to_owned());
            continue;
        }
        let mut current = String::new();
        for word in line.split(' ').flat_map(|word| pieces(word, width)) {
            if !current.is_empty() && current.width() + 1 + word.width() > width {
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

/// The beginning of `text` that fits into `width` columns, with `...` where it was cut.
pub(super) fn elide(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    format!("{}...", &text[..fitting(text, width.saturating_sub(3))])
}

/// How many bytes of `text` fit into `width` columns.
pub(super) fn fitting(text: &str, width: usize) -> usize {
    let mut columns = 0;
    let too_wide = text.char_indices().find(|&(_, c)| {
        columns += if c == '\t' { 4 } else { c.width().unwrap_or(1) };
        columns > width
    });
    too_wide.map_or(text.len(), |(at, _)| at)
}

fn pieces(mut word: &str, width: usize) -> Vec<&str> {
    let mut out = Vec::new();
    while word.width() > width {
        let first = word.chars().next().map_or(0, char::len_utf8);
        let (piece, rest) = word.split_at(fitting(word, width).max(first));
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
    fn nothing_can_drive_a_terminal() {
        let text = "a\x1b[2J\x07\u{9b}31m\u{202e}b\r\nc\td\x7f";
        assert_eq!(one_line(text), "a␛[2J␇\u{fffd}31m\u{fffd}b c d␡");
        assert_eq!(lines(text), "a␛[2J␇\u{fffd}31m\u{fffd}b\nc    d␡");
    }

    #[test]
    fn json_escapes_without_loss() {
        let value = serde_json::json!({ "a": "x\u{9b}\u{202e}\u{e0041}\x1b\n" });
        let text = json(&value);
        let expected = r#"{
  "a": "x\u009b\u202e\udb40\udc41\u001b\n"
}
"#;
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn long_lines_break_between_words_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 8), "one two\nthree");
        assert_eq!(wrap("  kept  as it is", 20), "  kept  as it is");
        assert_eq!(wrap("a\nbbbbbbbb c", 3), "a\nbbb\nbbb\nbb\nc");
        assert_eq!(wrap("字字字", 4), "字字\n字");
        assert_eq!(wrap("字", 1), "字", "never an endless loop");
        assert_eq!(elide("abcdef", 5), "ab...");
    }
}
