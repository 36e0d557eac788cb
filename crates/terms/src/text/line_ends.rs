/// A text with the line ends of another, which it came from by changes: those that most lines of
/// that one have.
pub fn with_line_ends_of(source: &str, text: &str) -> String {
    let all = source.matches('\n').count();
    let of_windows = source.matches("\r\n").count();
    let text = text.replace("\r\n", "\n");
    match of_windows * 2 > all {
        true => text.replace('\n', "\r\n"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_they_did() {
        assert_eq!(
            with_line_ends_of("a\r\nb\r\n", "a\nc\r\nb\n"),
            "a\r\nc\r\nb\r\n"
        );
        assert_eq!(with_line_ends_of("a\nb\n", "a\r\nb\nc\n"), "a\nb\nc\n");
        assert_eq!(with_line_ends_of("", "a\n"), "a\n");
    }
}
