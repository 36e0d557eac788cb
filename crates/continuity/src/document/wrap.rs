/// Columns that text for people keeps to.
pub const WIDTH: usize = 80;

/// The words of `text` in lines of at most [`WIDTH`] columns, the first indented
/// by `first`, the others by `rest`; a longer word stands alone. Ends with a
/// line break.
pub fn wrap(text: &str, first: usize, rest: usize) -> String {
    let mut out = " ".repeat(first);
    let mut used = first;
    let mut empty = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !empty && used + 1 + length > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            used = rest;
            empty = true;
        }
        if !empty {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
        empty = false;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_width() {
        let text = wrap(&"word ".repeat(60), 2, 4);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.starts_with("  word") && text.lines().nth(1).unwrap().starts_with("    word"));
        let long = wrap(&"x".repeat(100), 2, 4);
        assert_eq!(long.lines().count(), 1);
    }
}
