//! Where each byte of a text stands in the file that says it.
//!
//! In:  a string of TOML as it is written, with its quotes, and the text that it means.
//! Out: [`offsets`]: for each byte of the text, and for its end, where that is written.

/// Counted from the opening quote. Empty where what is written does not mean the text.
pub(super) fn offsets(written: &str, text: &str) -> Vec<usize> {
    let Some(quote) = written.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Vec::new();
    };
    let three: String = std::iter::repeat_n(quote, 3).collect();
    let is_long = written.len() >= 6 && written.starts_with(&three);
    let width = if is_long { 3 } else { 1 };
    let Some(inner) = written.get(width..written.len().saturating_sub(width)) else {
        return Vec::new();
    };
    let mut breaks = ["\r\n", "\n"].into_iter();
    let first_break = breaks.find(|end| is_long && inner.starts_with(end));
    let mut at = first_break.map_or(0, str::len);
    let mut found = Vec::with_capacity(text.len() + 1);
    while let Some(next) = inner[at..].chars().next() {
        let rest = &inner[at..];
        // A line may end shorter in the text than in the file.
        let is_short = rest.starts_with("\r\n") && text.as_bytes().get(found.len()) == Some(&b'\n');
        let (taken, means) = match next {
            '\\' if quote == '"' => escape(rest),
            _ if is_short => (2, 1),
            _ => (next.len_utf8(), next.len_utf8()),
        };
        // A character stands where its bytes do, what an escape means at its backslash.
        let is_plain = taken == means;
        found.extend((0..means).map(|byte| width + at + if is_plain { byte } else { 0 }));
        at += taken;
    }
    found.push(width + at);
    match found.len() == text.len() + 1 {
        true => found,
        false => Vec::new(),
    }
}

/// How many bytes an escape takes, and how many those are that it means.
fn escape(from: &str) -> (usize, usize) {
    let digits = match from[1..].chars().next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some(c) if c.is_whitespace() => {
            let rest = from[1..].trim_start_matches([' ', '\t', '\r', '\n']);
            return (from.len() - rest.len(), 0);
        }
        Some(c) => return (1 + c.len_utf8(), 1),
        None => return (1, 0),
    };
    let code = from.get(2..2 + digits);
    let code = code.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
    match code {
        Some(code) => (2 + digits, code.len_utf8()),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the file where the text has its `!`.
    fn found(written: &str) -> &str {
        let toml = format!("a = {written}\n");
        let table: toml::Table = toml::from_str(&toml).unwrap();
        let text = table["a"].as_str().unwrap();
        let offsets = offsets(written, text);
        assert_eq!(offsets.len(), text.len() + 1, "{written:?}");
        assert!(offsets.is_sorted(), "{written:?}");
        &written[offsets[text.find('!').unwrap()]..]
    }

    #[test]
    fn a_byte_is_found_behind_escapes_and_breaks() {
        assert_eq!(found("'a ü !b'"), "!b'");
        assert_eq!(found(r#""a \"x\" !b""#), r#"!b""#);
        assert_eq!(found(r#""\u00fc\U0001F600\t !""#), r#"!""#);
        assert_eq!(found("'''\na\n  !'''"), "!'''");
        assert_eq!(found("'''\r\na\r\n  !'''"), "!'''");
        assert_eq!(found("\"\"\"\na \\\n   b!\"\"\""), "!\"\"\"");
        assert_eq!(found("'!'"), "!'");
    }

    #[test]
    fn what_does_not_mean_the_text_has_no_places() {
        assert!(offsets("'abc'", "abcd").is_empty());
        assert!(offsets("", "a").is_empty());
        assert!(offsets(r#""\u12""#, "a").is_empty());
        assert!(offsets("'", "").is_empty());
    }
}
