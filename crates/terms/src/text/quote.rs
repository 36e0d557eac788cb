use std::fmt::Write as _;

/// A text between double quotes, on one line, as TOML, JSON and YAML read it.
pub fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_stays_one_line() {
        assert_eq!(double_quoted("a \"b\" \\c"), r#""a \"b\" \\c""#);
        assert_eq!(double_quoted("a\nb\t\u{7}"), r#""a\nb\t\u0007""#);
    }
}
