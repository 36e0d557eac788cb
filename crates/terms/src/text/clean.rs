use std::borrow::Cow;
use std::fmt::Write as _;

/// A character that can be seen and does nothing else: the picture of a control
/// character, or the replacement character for what would reorder or hide text.
/// Joiners (U+200C, U+200D) stay, since letters and pictographs need them.
pub fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Whether a character is shown as it is.
pub fn is_shown(c: char) -> bool {
    visible(c) == c
}

/// Text that fills one line: line breaks and tabs become spaces.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let shown = |c| match c {
        '\n' | '\t' => ' ',
        _ => visible(c),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Text that keeps its line breaks; tabs become four spaces.
pub fn lines(text: &str) -> Cow<'_, str> {
    let stays = |c| c == '\n' || is_shown(c);
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    let shown = |c| if stays(c) { c } else { visible(c) };
    Cow::Owned(text.chars().map(shown).collect())
}

/// JSON in which every character that is not shown as it is has been escaped, which
/// loses nothing: outside of its strings JSON holds none but line breaks.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let stays = |c| c == '\n' || is_shown(c);
    if json.chars().all(stays) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if stays(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    Cow::Owned(out)
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
    fn nothing_is_hidden_and_every_script_can_be_written() {
        for c in "\u{200b}\u{2060}\u{feff}\u{ad}\u{2066}\u{e0041}\u{61c}\u{85}".chars() {
            assert!(!is_shown(c), "{c:?}");
        }
        let scripts = "שלום سلام نمی\u{200c}خواهم 字 é 👩\u{200d}💻";
        assert_eq!(one_line(scripts), scripts);
    }

    #[test]
    fn json_is_escaped_without_loss() {
        let json = "{\n  \"a\": \"x\u{9b}\u{202e}\u{e0041}é\"\n}";
        let escaped = "{\n  \"a\": \"x\\u009b\\u202e\\udb40\\udc41é\"\n}";
        assert_eq!(escape_json(json), escaped);
    }
}
